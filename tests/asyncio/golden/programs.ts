/**
 * The twins of the programs in programs.py: the same steps, the same lines.
 *
 * expected.json holds what CPython's asyncio prints for them; the tool
 * tools/asyncio_differential.ts writes it and compares again where Python is.
 */

import {
  asCompleted,
  Barrier,
  CancelledError,
  Condition,
  createTask,
  currentTask,
  Event,
  gather,
  getRunningLoop,
  Lock,
  Queue,
  Semaphore,
  shield,
  sleep,
  TaskGroup,
  timeout,
  TimeoutError,
  wait,
  waitFor,
} from "../../../src/asyncio/mod.ts";

/** A program, and where it writes its lines to. */
export type Program = (log: (line: string) => void) => Promise<void>;

/** Ignores a cancellation and nothing else. */
function expectCancelled(error: unknown): CancelledError {
  if (error instanceof CancelledError) return error;
  throw error;
}

/** The programs, by the names of their twins. */
export const programs: Readonly<Record<string, Program>> = {
  async o01_sleep_zero_takes_turns(log) {
    const body = (letter: string) => async () => {
      for (let i = 0; i < 3; i++) {
        log(`${letter}${i}`);
        await sleep(0);
      }
    };
    await gather([body("a"), body("b")]);
  },

  async o02_call_soon_runs_before_main_continues(log) {
    getRunningLoop().callSoon(log, "x");
    log("m0");
    await sleep(0);
    log("m1");
  },

  async o03_callbacks_and_awaits_in_order(log) {
    const loop = getRunningLoop();
    const future = loop.createFuture<void>();
    future.addDoneCallback(() => log("cb1"));
    createTask(async () => {
      await future;
      log("task woke");
    });
    await sleep(0);
    future.addDoneCallback(() => log("cb2"));
    future.setResult();
    loop.callSoon(log, "soon");
    await sleep(0);
    log("main");
  },

  async o04_nested_call_soon_next_round(log) {
    const loop = getRunningLoop();
    loop.callSoon(() => {
      log("first");
      loop.callSoon(log, "nested");
    });
    loop.callSoon(log, "second");
    await sleep(0);
    log("m1");
    await sleep(0);
    log("m2");
  },

  async o05_plain_coroutine_does_not_yield(log) {
    const inner = async () => log("inner");
    getRunningLoop().callSoon(log, "x");
    await inner();
    log("after inner");
    await createTask(inner);
    log("after task");
  },

  async o06_task_start_is_a_call_soon(log) {
    const loop = getRunningLoop();
    loop.callSoon(log, "before");
    const task = createTask(async () => log("task"));
    loop.callSoon(log, "after");
    await task;
    log("main");
  },

  async o07_cancel_is_delivered_in_its_turn(log) {
    const task = createTask(async () => {
      try {
        await getRunningLoop().createFuture();
      } catch (error) {
        log("w cancelled");
        throw error;
      }
    });
    await sleep(0);
    task.cancel();
    getRunningLoop().callSoon(log, "x");
    await sleep(0);
    log(`m0 ${task.done()}`);
    await sleep(0);
    log(`m1 ${task.done()}`);
  },

  async o08_lock_first_come_first_served(log) {
    const lock = new Lock();
    const worker = (n: number) => async () => {
      using _held = await lock.acquire();
      log(`in${n}`);
      await sleep(0);
      log(`out${n}`);
    };
    await gather([0, 1, 2].map(worker));
  },

  async o09_event_wakes_in_order(log) {
    const event = new Event();
    const waiter = (n: number) => async () => {
      await event.wait();
      log(String(n));
    };
    const tasks = [0, 1, 2].map((n) => createTask(waiter(n)));
    await sleep(0);
    event.set();
    log("set");
    await gather(tasks);
    log("m");
  },

  async o10_bounded_queue(log) {
    const queue = new Queue<number>(1);
    await gather([
      async () => {
        for (let i = 0; i < 3; i++) {
          await queue.put(i);
          log(`put${i}`);
        }
      },
      async () => {
        for (let i = 0; i < 3; i++) log(`get${await queue.get()}`);
      },
    ]);
  },

  async o11_unbounded_queue_consumer_first(log) {
    const queue = new Queue<number>();
    await gather([
      async () => {
        for (let i = 0; i < 3; i++) log(`get${await queue.get()}`);
      },
      async () => {
        for (let i = 0; i < 3; i++) {
          await queue.put(i);
          log(`put${i}`);
        }
      },
    ]);
  },

  async o12_semaphore(log) {
    const semaphore = new Semaphore(2);
    const worker = (n: number) => async () => {
      using _slot = await semaphore.acquire();
      log(`in${n}`);
      await sleep(0);
      log(`out${n}`);
    };
    await gather([0, 1, 2, 3].map(worker));
  },

  async o13_condition_notify(log) {
    const condition = new Condition();
    const waiter = (n: number) => async () => {
      using _held = await condition.acquire();
      await condition.wait();
      log(String(n));
    };
    const tasks = [0, 1, 2].map((n) => createTask(waiter(n)));
    await sleep(0);
    {
      using _held = await condition.acquire();
      condition.notify(1);
    }
    await sleep(0);
    await sleep(0);
    await sleep(0);
    log("all");
    {
      using _held = await condition.acquire();
      condition.notifyAll();
    }
    await gather(tasks);
  },

  async o14_gather_results_in_order(log) {
    const body = (n: number, turns: number) => async () => {
      for (let i = 0; i < turns; i++) await sleep(0);
      log(`done${n}`);
      return n;
    };
    const all = await gather([body(0, 3), body(1, 1), body(2, 2)]);
    log(`[${all.join(", ")}]`);
  },

  async o15_gather_error_does_not_stop_the_others(log) {
    const fail = async () => {
      await sleep(0);
      throw new RangeError("VE");
    };
    const slow = async () => {
      for (let i = 0; i < 5; i++) await sleep(0);
      log("v1");
    };
    try {
      await gather([fail, slow]);
    } catch (error) {
      log((error as Error).message);
    }
    for (let i = 0; i < 6; i++) await sleep(0);
    log("end");
  },

  async o16_wait_for_cancels_and_waits(log) {
    const body = async () => {
      try {
        await sleep(10_000);
      } catch (error) {
        log("inner cancelled");
        await sleep(0);
        log("inner cleaned up");
        throw error;
      }
    };
    try {
      await waitFor(body, 1);
    } catch (error) {
      if (error instanceof TimeoutError) log("timeout");
    }
  },

  async o17_timeouts_in_parallel(log) {
    const body = (n: number, delay: number) => async () => {
      try {
        await timeout(20, async () => {
          await sleep(delay);
          log(`ok${n}`);
        });
      } catch (error) {
        if (error instanceof TimeoutError) log(`to${n}`);
      }
      return currentTask()!.cancelling();
    };
    const counts = await gather([body(0, 1000), body(1, 0), body(2, 1000)]);
    log(`cancelling ${counts.reduce((a, b) => a + b)}`);
  },

  async o18_nested_timeouts_same_deadline(log) {
    let expired: () => boolean = () => false;
    try {
      await timeout(1, async (outer) => {
        expired = () => outer.expired();
        try {
          await timeout(1000, async () => {
            await sleep(10_000);
          });
        } catch (error) {
          expectCancelled(error);
          log("inner sees cancellation");
          throw error;
        }
      });
    } catch (error) {
      if (error instanceof TimeoutError) log(`outer timeout ${expired()}`);
    }
  },

  async o19_shield(log) {
    const task = createTask(async () => {
      await sleep(1);
      log("inner done");
      return 7;
    });
    const waiter = createTask(async () => {
      try {
        await shield(task);
      } catch (error) {
        log("outer cancelled");
        throw error;
      }
    });
    await sleep(0);
    waiter.cancel();
    try {
      await waiter;
    } catch (error) {
      expectCancelled(error);
      log("main saw");
    }
    log(String(await task));
  },

  async o20_cleanup_error_replaces_cancellation(log) {
    class KeyError extends Error {
      override name = "KeyError";
    }
    const inner = async () => {
      try {
        await sleep(10_000);
      } catch {
        throw new KeyError("x");
      }
    };
    const task = createTask(async () => {
      try {
        await createTask(inner);
      } catch (error) {
        log((error as Error).name);
      }
      return "ret";
    });
    await sleep(0);
    await sleep(0);
    task.cancel();
    log(await task);
  },

  async o21_inner_swallows_cancellation(log) {
    const inner = async () => {
      try {
        await sleep(10_000);
        return 0;
      } catch {
        return 5;
      }
    };
    const task = createTask(async () => {
      const value = await createTask(inner);
      log(`got ${value}`);
      return value;
    });
    await sleep(0);
    await sleep(0);
    task.cancel();
    log(String(await task));
  },

  async o22_timers_behind_what_is_ready(log) {
    const loop = getRunningLoop();
    loop.callLater(0, log, "A");
    loop.callSoon(log, "B");
    loop.callAt(loop.time() - 1000, log, "C");
    loop.callSoon(log, "D");
    await sleep(1);
  },

  async o23_cancel_before_start(log) {
    const task = createTask(async () => log("never"));
    task.cancel("first");
    task.cancel("second");
    try {
      await task;
    } catch (error) {
      log(`cancelled ${expectCancelled(error).reason}`);
    }
    log(String(task.cancelled()));
  },

  async o24_cancel_twice_while_waiting(log) {
    const task = createTask(async () => await sleep(10_000));
    await sleep(0);
    task.cancel("first");
    task.cancel("second");
    try {
      await task;
    } catch (error) {
      log(`cancelled ${expectCancelled(error).reason}`);
    }
  },

  async o25_cancel_oneself_then_await(log) {
    const body = async () => {
      currentTask()!.cancel("self");
      log("still runs");
      try {
        await sleep(10_000);
      } catch (error) {
        log(`cancelled ${expectCancelled(error).reason}`);
      }
      await sleep(0);
      return "end";
    };
    log(await createTask(body));
  },

  async o26_cancel_oneself_and_return(log) {
    const task = createTask(async () => {
      currentTask()!.cancel("self");
      return "value";
    });
    try {
      await task;
    } catch (error) {
      log(`cancelled ${expectCancelled(error).reason}`);
    }
    log(String(task.cancelled()));
  },

  async o27_gather_outer_cancel(log) {
    const body = (n: number) => async () => {
      try {
        await sleep(10_000);
      } catch (error) {
        log(`${n} ${expectCancelled(error).reason}`);
        throw error;
      }
    };
    const outer = gather([body(0), body(1)]);
    await sleep(0);
    log(String(outer.cancel("msg")));
    try {
      await outer;
    } catch (error) {
      log(`outer ${expectCancelled(error).reason}`);
    }
    log(String(outer.cancelled()));
  },

  async o28_wait_first_completed(log) {
    const body = (turns: number) => async () => {
      for (let i = 0; i < turns; i++) await sleep(0);
    };
    const tasks = [5, 1, 3].map((n) => createTask(body(n)));
    const first = await wait(tasks, { returnWhen: "FIRST_COMPLETED" });
    log(tasks.map((task) => first.done.has(task)).join(" "));
    const all = await wait(tasks);
    log(`${all.done.size} ${all.pending.size}`);
  },

  async o29_wait_first_exception(log) {
    const tasks = [
      createTask(async () => {
        await sleep(0);
      }),
      createTask(async () => {
        await sleep(0);
        await sleep(0);
        throw new RangeError();
      }),
      createTask(async () => {
        for (let i = 0; i < 9; i++) await sleep(0);
      }),
    ];
    const { done } = await wait(tasks, { returnWhen: "FIRST_EXCEPTION" });
    log(tasks.map((task) => done.has(task)).join(" "));
    tasks[1]!.exception();
    await tasks[2];
  },

  async o30_as_completed(log) {
    const body = (n: number) => async () => {
      for (let i = 0; i < n; i++) await sleep(0);
      return n;
    };
    for (const next of asCompleted([body(6), body(0), body(3)])) {
      log(String(await next));
    }
  },

  async o31_barrier(log) {
    const barrier = new Barrier(3);
    const body = (n: number) => async () => {
      log(`come${n}`);
      await barrier.wait();
      log(`go${n}`);
    };
    await gather([0, 1, 2].map(body));
  },

  async o32_task_group_error_cancels_siblings(log) {
    try {
      await TaskGroup.run(async (group) => {
        group.createTask(async () => {
          try {
            await sleep(10_000);
          } catch (error) {
            log("sibling cancelled");
            throw error;
          }
        });
        group.createTask(async () => {
          await sleep(0);
          throw new RangeError("boom");
        });
        try {
          await sleep(10_000);
        } catch (error) {
          log("body cancelled");
          throw error;
        }
      });
    } catch (error) {
      const { errors } = error as AggregateError;
      log(errors.map((one: Error) => one.message).join(" "));
    }
    log(String(currentTask()!.cancelling()));
  },

  async o33_await_done_future_does_not_yield(log) {
    const loop = getRunningLoop();
    const future = loop.createFuture<string>();
    future.setResult("value");
    loop.callSoon(log, "soon");
    log(await future);
    log(await future);
    await sleep(0);
    log("end");
  },

  async o34_remove_done_callback(log) {
    const future = getRunningLoop().createFuture<void>();
    const callback = () => log("removed one");
    future.addDoneCallback(callback);
    future.addDoneCallback(() => log("kept"));
    future.addDoneCallback(callback);
    log(String(future.removeDoneCallback(callback)));
    log(String(future.removeDoneCallback(callback)));
    future.setResult();
    await sleep(0);
  },

  async o35_uncancel(log) {
    const body = async () => {
      const task = currentTask()!;
      try {
        await sleep(10_000);
      } catch {
        log(`${task.cancelling()} ${task.uncancel()} ${task.uncancel()}`);
      }
      await sleep(0);
      return "goes on";
    };
    const task = createTask(body);
    await sleep(0);
    task.cancel();
    log(await task);
  },

  async o36_exception_through_awaits(log) {
    const inner = async () => {
      await sleep(0);
      throw new RangeError("deep");
    };
    const task = createTask(async () => {
      try {
        await inner();
      } finally {
        log("middle finally");
      }
    });
    try {
      await task;
    } catch (error) {
      log((error as Error).message);
    }
    log((task.exception() as Error).message);
  },

  async o37_task_waits_for_task(log) {
    const one = createTask(async () => {
      log("first");
      await sleep(0);
      log("first done");
    });
    const two = createTask(async () => {
      log("second");
      await one;
      log("second done");
    });
    getRunningLoop().callSoon(log, "soon");
    await two;
    log("main");
  },

  async o38_cancel_awaited_task(log) {
    const nested = createTask(async () => {
      try {
        await sleep(10_000);
      } finally {
        log("inner");
      }
    });
    const task = createTask(async () => {
      try {
        await nested;
      } finally {
        log("outer");
      }
    });
    await sleep(0);
    task.cancel("why");
    try {
      await task;
    } catch (error) {
      const { reason } = expectCancelled(error);
      log(`${reason} ${nested.cancelled()} ${task.cancelled()}`);
    }
  },

  async o39_lock_cancelled_waiter(log) {
    const lock = new Lock();
    await lock.acquire();
    const waiter = (n: number) => async () => {
      try {
        using _held = await lock.acquire();
        log(`got${n}`);
      } catch (error) {
        expectCancelled(error);
        log(`cancelled${n}`);
      }
    };
    const tasks = [0, 1, 2].map((n) => createTask(waiter(n)));
    await sleep(0);
    lock.release();
    tasks[0]!.cancel();
    await gather(tasks);
    log(String(lock.locked()));
  },

  async o40_queue_join(log) {
    const queue = new Queue<number>();
    for (let i = 0; i < 3; i++) queue.putNowait(i);
    const task = createTask(async () => {
      for (;;) {
        log(`work${await queue.get()}`);
        await sleep(0);
        queue.taskDone();
      }
    });
    await queue.join();
    log("joined");
    task.cancel();
  },
};
