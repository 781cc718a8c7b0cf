/**
 * Running a program on Qt.
 *
 * @module
 */

import {
  type BaseEventLoop,
  type CoroutineLike,
  getEventLoop,
  RuntimeError,
  setEventLoop,
  shutdownLoop,
  type Task,
} from "../../asyncio/mod.ts";
import { runningLoop } from "../../asyncio/core/running.ts";
import { checkTimeouts } from "../../asyncio/run/shutdown.ts";
import { DISPOSING, QCoreApplication } from "./application.ts";
import { driverOf, EventLoop } from "./event_loop.ts";
import { stateOf } from "../objects/qobject.ts";
import {
  hold,
  onTermination,
  takeUpcomingLoop,
  type TerminationSignal,
} from "./lifetime.ts";

/** Options of {@linkcode run}. */
export interface RunOptions {
  /**
   * Whether the program goes on when the main coroutine has ended, until the application quits or the loop is stopped.
   *
   * @default {true}
   */
  keepRunning?: boolean | undefined;
  /**
   * Whether the application quits when the loop ends. If not, it stays usable, and can be run again.
   *
   * @default {true}
   */
  quitQapp?: boolean | undefined;
  /**
   * Whether Ctrl+C (SIGINT) ends the program in good order, every `finally` included, with the exit code 130. A second
   * one ends it at once, also while a slot or a task computes without end.
   *
   * @default {false}
   */
  handleSigint?: boolean | undefined;
  /**
   * The same for SIGTERM, by which `kill`, systemd and containers end a program. The exit code is 143.
   *
   * @default {false}
   */
  handleSigterm?: boolean | undefined;
  /**
   * The same for SIGHUP, which a program gets when its terminal is closed. The exit code is 129.
   *
   * @default {false}
   */
  handleSighup?: boolean | undefined;
  /** Whether the loop is in debug mode; by default as for any new loop. */
  debug?: boolean | undefined;
  /**
   * How long the end waits for a task that cannot be told of its cancellation, since it awaits a promise of the
   * platform, in milliseconds. Then the task is settled as cancelled, and one warning names it.
   *
   * @default {100}
   */
  platformTimeout?: number | undefined;
  /**
   * How long the end waits for the `finally` blocks of the tasks, in milliseconds.
   *
   * @default {60_000}
   */
  cleanupTimeout?: number | undefined;
}

/**
 * Runs a program on Qt, as
 * [QtAsyncio.run](https://doc.qt.io/qtforpython-6/PySide6/QtAsyncio/index.html): an event loop carried by Qt's, and on
 * it the main coroutine, if there is one.
 *
 * It ends when the application quits (the last window is closed, `quit()` is called), when the loop is stopped, with
 * `handleSigint`, `handleSigterm` or `handleSighup` on that signal, and with `keepRunning: false` when the main coroutine ends. However it ends, all tasks are
 * cancelled and their `finally` awaited before it returns, in the order of
 * [asyncio.run](https://docs.python.org/3/library/asyncio-runner.html#asyncio.run). A task that waits for a promise of the
 * platform, which cannot be cancelled, is given up soon (`platformTimeout`).
 *
 * Without an application it creates a `QCoreApplication`, and disposes of it, unless `quitQapp` is false.
 *
 * @param main The main coroutine: an async function, for instance.
 * @returns What the main coroutine returned; `undefined` if there is none, or it was cancelled at the end.
 * @throws {RuntimeError} If a loop is running already, or there is nothing to run.
 * @throws {RangeError} If a time-out is no number of milliseconds.
 * @throws With `keepRunning: false`, what the main coroutine threw. With `keepRunning: true` that goes to the loop's
 * exception handler instead, and the program goes on.
 *
 * @example
 * ```ts
 * import { run, sleep } from "@qtasyncio/qtasyncio";
 * import { assertEquals } from "@std/assert";
 *
 * const answer = await run(async () => {
 *   await sleep(10);
 *   return 42;
 * }, { keepRunning: false });
 * assertEquals(answer, 42);
 * ```
 */
export async function run<T>(
  main?: CoroutineLike<T>,
  options: RunOptions = {},
): Promise<T | undefined> {
  const { keepRunning = true, quitQapp = true } = options;
  if (runningLoop() !== null) {
    throw new RuntimeError(
      "run() cannot be called from a running event loop: await the coroutine there",
    );
  }
  if (main === undefined && !keepRunning) {
    throw new RuntimeError(
      "Cannot run: expected a main coroutine, or keepRunning: true",
    );
  }
  const { platformTimeout, cleanupTimeout } = options;
  checkTimeouts({ platformTimeout, cleanupTimeout });
  const existing = QCoreApplication.instance();
  const application = existing ?? new QCoreApplication();
  const bridge = stateOf(application).bridge;
  const loop = takeUpcomingLoop(bridge) as EventLoop | null ??
    new EventLoop(application);
  try {
    return await hold(
      bridge,
      () => loop.stop(),
      runOn(loop, main, options),
    );
  } finally {
    if (quitQapp && !application[DISPOSING]) {
      await quit(application);
      if (existing === null) await application[Symbol.asyncDispose]();
    }
  }
}

async function runOn<T>(
  loop: EventLoop,
  main: CoroutineLike<T> | undefined,
  options: RunOptions,
): Promise<T | undefined> {
  const { keepRunning = true, debug } = options;
  const before = eventLoopSet();
  if (debug !== undefined) loop.setDebug(debug);
  setEventLoop(loop);
  let failure: { error: unknown } | undefined;
  // Whether the loop ends before the main coroutine has.
  let cut = false;
  const driver = driverOf(loop);
  driver.onExit = (error) => {
    // Qt has said goodbye (aboutToQuit): what is left to do, the loop does without it.
    driver.withExec = false;
    if (error !== undefined) failure = { error };
    loop.stop();
  };
  using _signals = onTermination(
    stateOf(loop.application).bridge,
    signalsOf(options),
    (exitCode) => {
      Deno.exitCode = exitCode;
      loop.stop();
    },
  );
  let task: Task<T> | undefined;
  try {
    if (main !== undefined) {
      task = loop.createTask(main);
      task.addDoneCallback(() => {
        if (cut) return;
        if (keepRunning) return reportFailure(loop, task!);
        // run() throws its error; the loop need not report it as lost when it closes before.
        if (!task!.cancelled()) task!.exception();
        loop.stop();
      });
    }
    await loop.runForever();
  } finally {
    cut = task !== undefined && !task.done();
    try {
      await shutdownLoop(loop, options);
    } finally {
      setEventLoop(before);
    }
  }
  if (failure !== undefined) throw failure.error;
  if (task === undefined) return undefined;
  const failed = task.cancelled() || task.exception() !== null;
  if (failed && (keepRunning || cut)) return undefined;
  return task.result();
}

function signalsOf(options: RunOptions): TerminationSignal[] {
  const signals: TerminationSignal[] = [];
  if (options.handleSigint) signals.push("SIGINT");
  if (options.handleSigterm) signals.push("SIGTERM");
  if (options.handleSighup) signals.push("SIGHUP");
  return signals;
}

function reportFailure(loop: EventLoop, task: Task<unknown>): void {
  const exception = task.cancelled() ? null : task.exception();
  if (exception === null) return;
  const message = "Exception in the main coroutine";
  loop.callExceptionHandler({ message, exception, task });
}

async function quit(application: QCoreApplication): Promise<void> {
  if (!stateOf(application).bridge.calls.execStarted) return;
  application.exit(0);
  await application.exec();
}

/** The loop that {@linkcode setEventLoop} has set, or null. */
function eventLoopSet(): BaseEventLoop | null {
  try {
    return getEventLoop();
  } catch {
    return null;
  }
}
