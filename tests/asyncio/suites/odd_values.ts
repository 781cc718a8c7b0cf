/** Values that cannot be described or read: whatever a program throws or returns, its task ends. */

import { coreOf } from "../../../src/asyncio/core/future.ts";
import { assert, assertEquals, assertStrictEquals } from "@std/assert";
import {
  asCompleted,
  type BaseEventLoop,
  CancelledError,
  Coroutine,
  createTask,
  currentTask,
  gather,
  RemoteLoop,
  shield,
  sleep,
  TaskGroup,
  timeout,
  wait,
  waitFor,
} from "../../../src/asyncio/mod.ts";
import { capturing, collectErrors, type NewLoop, onLoop } from "./_support.ts";

const refuse = (): never => {
  throw new Error("This value does not describe itself");
};

function withGetter(key: string): Error {
  return Object.defineProperty(new Error("odd"), key, { get: refuse });
}

function revoked(): unknown {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

/** Makes values that throw when they are looked at. */
const ODD: Readonly<Record<string, () => unknown>> = {
  "an object without a prototype": () => Object.create(null),
  "an object whose toString() throws": () => ({ toString: refuse }),
  "an object whose toString() returns no text": () => ({
    toString: () => ({}),
  }),
  "an object whose constructor throws": () =>
    Object.defineProperty({}, "constructor", { get: refuse }),
  "an object that the console cannot inspect": () => ({
    [Symbol.for("Deno.customInspect")]: refuse,
  }),
  "an error whose stack throws": () => withGetter("stack"),
  "an error whose message throws": () => withGetter("message"),
  "an error whose name throws": () => withGetter("name"),
  "an error whose name is a symbol": () =>
    Object.assign(new Error("odd"), { name: Symbol("odd") }),
  "an error whose message is a bigint": () =>
    Object.assign(new Error(), { message: 1n }),
  "an error whose stack is a number": () =>
    Object.defineProperty(new Error(), "stack", { value: 5 }),
  "a revoked proxy": revoked,
  "a proxy of an error, with traps that throw": () =>
    new Proxy(new Error("odd"), {
      get: refuse,
      has: refuse,
      getPrototypeOf: refuse,
      ownKeys: refuse,
    }),
  "a function whose name throws": () =>
    Object.defineProperty(() => {}, "name", { get: refuse }),
  "a symbol": () => Symbol("odd"),
  "undefined": () => undefined,
};

/** What an awaitable throws, in a box: the language would look for its `then`. */
async function thrownBy(
  awaitable: PromiseLike<unknown>,
): Promise<{ value: unknown }> {
  try {
    await awaitable;
  } catch (value) {
    return { value };
  }
  throw new Error("nothing was thrown");
}

/** The cases, on the loops that `newLoop` makes. */
export function suite(name: string, newLoop: NewLoop): void {
  for (const [kind, make] of Object.entries(ODD)) {
    const test = (
      title: string,
      fn: (loop: BaseEventLoop, odd: unknown) => Promise<void>,
    ): void =>
      Deno.test(
        `${name}: ${title} ${kind}`,
        () => onLoop(newLoop, (loop) => fn(loop, make())),
      );

    test("a task ends that throws", async (_, odd) => {
      const fail = async () => {
        await sleep(0);
        throw odd;
      };
      const failAtOnce = () => {
        throw odd;
      };
      const failInGenerator = function* () {
        yield* sleep(0);
        throw odd;
      };
      const [next] = asCompleted([fail]);
      const ends = [
        createTask(fail),
        createTask(failAtOnce),
        createTask(failInGenerator),
        createTask(fail, { eagerStart: true }),
        gather([fail]),
        shield(createTask(fail)),
        waitFor(fail, 10_000),
        waitFor(fail, null),
        timeout(10_000, fail),
        next!,
      ];
      for (const end of ends) {
        assert(Object.is((await thrownBy(end)).value, odd));
      }
      for (const body of [fail, failAtOnce]) {
        const inTask = await thrownBy(TaskGroup.run((group) => {
          group.createTask(body);
        }));
        const inBlock = await thrownBy(TaskGroup.run(body));
        for (const { value } of [inTask, inBlock]) {
          assert(Object.is((value as AggregateError).errors[0], odd));
        }
      }
    });

    test(
      "a task, a future and a handle describe themselves that have to do with",
      async (loop, odd) => {
        loop.setDebug(true);
        const failed = createTask(async () => {
          throw odd;
        });
        const future = loop.createFuture();
        future.setResult(odd);
        const handle = loop.callSoon(
          typeof odd === "function" ? odd as () => void : () => odd,
        );
        await wait([failed, future]);
        const text = await capturing("error", () => failed.printStack());
        assert(text.includes("<Task finished"));
        assert(`${failed}`.startsWith("<Task finished"));
        assert(`${future}`.startsWith("<Future finished result="));
        assert(`${handle}`.startsWith("<Handle"));
        assert(Object.is(failed.exception(), odd));
      },
    );

    test("the exception handler is told of", async (loop, odd) => {
      const contexts = collectErrors(loop);
      loop.callSoon(() => {
        throw odd;
      });
      (() => {
        const lost = loop.createFuture();
        coreOf(lost).fail(odd);
      })();
      await sleep(0);
      loop.setExceptionHandler(null);
      const text = await capturing("error", () => {
        for (const context of contexts) loop.callExceptionHandler(context);
        loop.callExceptionHandler({ message: "odd", source: odd as string });
      });
      assert(text.includes("Exception in callback"));
    });

    test("an exception handler may throw", async (loop, odd) => {
      loop.setExceptionHandler(() => {
        throw odd;
      });
      const text = await capturing(
        "error",
        () => loop.callExceptionHandler({ message: "the first" }),
      );
      assert(text.includes("Unhandled error in exception handler"));
      await sleep(0);
    });

    test("a cancellation takes as its reason", async (_, odd) => {
      const task = createTask(sleep(10_000));
      await sleep(0);
      task.cancel(odd);
      assert((await thrownBy(task)).value instanceof CancelledError);
      assertEquals(currentTask()!.cancelling(), 0);
    });

    test(
      "arguments are refused with a TypeError that are",
      async (loop, odd) => {
        if (typeof odd === "function") return;
        const calls = [
          () => createTask(odd as () => void),
          () => loop.callSoon(odd as () => void),
          () => gather(odd as []),
          async () => await wait(odd as []),
          () => loop.callLater(odd as number, () => {}),
        ];
        for (const call of calls) {
          const { value } = await thrownBy((async () => await call())());
          assert(value instanceof Error);
        }
      },
    );

    test(
      "RemoteLoop.call() fails when the handler throws",
      async (loop, odd) => {
        const handlers = {
          now: () => {
            throw odd;
          },
          later: async () => {
            await sleep(0);
            throw odd;
          },
        };
        using port = loop.openPort(handlers);
        using remote = new RemoteLoop<typeof handlers>(port.port);
        for (const handler of ["now", "later"] as const) {
          const { value } = await thrownBy(remote.call(handler));
          assert(value instanceof Error);
        }
      },
    );

    test(
      "RemoteLoop.call() ends when the handler returns",
      async (loop, odd) => {
        const handlers = { now: () => odd, later: async () => odd };
        using port = loop.openPort(handlers);
        using remote = new RemoteLoop<typeof handlers>(port.port);
        for (const handler of ["now", "later"] as const) {
          await remote.call(handler).then(() => {}, () => {});
        }
      },
    );
  }

  const test = (title: string, fn: () => Promise<void>): void =>
    Deno.test(`${name}: ${title}`, fn);

  test("a future that is its own result, and a chain of futures, describe themselves", () =>
    onLoop(newLoop, async (loop) => {
      const own = loop.createFuture();
      own.setResult(own);
      assert(`${own}`.includes("..."));
      let last = loop.createFuture();
      for (let i = 0; i < 50_000; i++) {
        const next = loop.createFuture();
        next.setResult(last);
        last = next;
      }
      assert(`${last}`.length < 1000);
      const end = loop.createFuture<void>();
      let task = createTask(async () => await end);
      for (let i = 0; i < 100; i++) {
        const before = task;
        task = createTask(async () => await before);
      }
      await sleep(0);
      assert(`${task}`.includes("wait_for=<Task"));
      assert(`${task}`.length < 1000);
      end.setResult();
      await task;
    }));

  test("a future is settled before its error is described", () =>
    onLoop(newLoop, async (loop) => {
      const future = loop.createFuture();
      let seen = "";
      const error = Object.defineProperty(new Error(), "message", {
        get: () => {
          seen = future.done() ? "finished" : "pending";
          return "";
        },
      });
      coreOf(future).fail(error);
      assertEquals(seen, "finished");
      assertStrictEquals((await thrownBy(future)).value, error);
    }));

  test("a Coroutine takes a function whose name throws", () =>
    onLoop(newLoop, async () => {
      const body = Object.defineProperty(async () => 42, "name", {
        get: refuse,
      });
      assertEquals(await new Coroutine(body), 42);
    }));
}
