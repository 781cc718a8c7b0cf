/** Errors, and the death of Workers. */

import {
  assert,
  assertEquals,
  assertInstanceOf,
  assertStringIncludes,
} from "@std/assert";
import { TimeoutError } from "../../src/asyncio/core/errors.ts";
import {
  BrokenWorkerError,
  WorkerPoolExecutor,
} from "../../src/executor/mod.ts";
import { waitFor } from "../_support/wait.ts";
import { rejection, spin } from "./_support.ts";

Deno.test("errors arrive as the same kind of error", async () => {
  await using pool = new WorkerPoolExecutor({ maxWorkers: 1 });
  const error = await rejection(pool.submit(function broken() {
    const cause = new TypeError("the cause", { cause: { why: 1 } });
    throw Object.assign(new RangeError("too far", { cause }), {
      code: 7,
      detail: { list: [1] },
      useless: () => {},
    });
  })) as Error & { code: number; detail: unknown; cause: Error };
  assertInstanceOf(error, RangeError);
  assertEquals([error.name, error.message], ["RangeError", "too far"]);
  assertEquals([error.code, error.detail], [7, { list: [1] }]);
  assert(!("useless" in error));
  assertInstanceOf(error.cause, TypeError);
  assertEquals(error.cause.cause, { why: 1 });
});

Deno.test("the stack shows the Worker's frames and those of the caller", async () => {
  await using pool = new WorkerPoolExecutor({ maxWorkers: 1 });
  function askedFor() {
    return pool.submit(function inTheWorker() {
      throw new Error("with a stack");
    });
  }
  const { stack = "" } = await rejection(askedFor());
  const worker = stack.indexOf("inTheWorker");
  const caller = stack.indexOf("askedFor");
  assert(worker > 0 && caller > worker, stack);
  assertStringIncludes(stack, "errors_test.ts");
});

Deno.test("errors of other classes keep their name, and are of the nearest known class", async () => {
  await using pool = new WorkerPoolExecutor({ maxWorkers: 1 });
  const own = await rejection(pool.submit(() => {
    class OwnError extends RangeError {
      override name = "OwnError";
    }
    throw new OwnError("mine");
  }));
  assertInstanceOf(own, RangeError);
  assertEquals([own.name, own.message], ["OwnError", "mine"]);
  const abort = await rejection(pool.submit(() => {
    throw new DOMException("stop", "AbortError");
  }));
  assertInstanceOf(abort, DOMException);
  assertEquals(abort.name, "AbortError");
  const file = await rejection(pool.submit(() => {
    throw new Deno.errors.NotFound("gone");
  }));
  assertInstanceOf(file, Deno.errors.NotFound);
  const late = await rejection(pool.submit(() => {
    class TimeoutError extends Error {
      override name = "TimeoutError";
    }
    throw new TimeoutError();
  }));
  assertInstanceOf(late, TimeoutError);
  const many = await rejection(pool.submit(() => {
    throw new AggregateError([new TypeError("one"), "two"], "many");
  })) as AggregateError;
  assertInstanceOf(many, AggregateError);
  assertInstanceOf(many.errors[0], TypeError);
  assertEquals(many.errors[1], "two");
});

Deno.test("what is thrown and no error arrives as it is", async () => {
  await using pool = new WorkerPoolExecutor({ maxWorkers: 1 });
  const thrown = await pool.submit(() => {
    throw { code: 5 };
  }).promise.then(() => null, (error) => error);
  assertEquals(thrown, { code: 5 });
});

Deno.test("a failure that is not retrieved is not reported", async () => {
  const pool = new WorkerPoolExecutor({ maxWorkers: 1 });
  pool.submit(() => {
    throw new Error("unheard");
  });
  await pool.shutdown();
});

for (
  const [how, die, says] of [
    ["Deno.exit()", () => Deno.exit(3), "exit code 3"],
    ["close()", () => (globalThis as unknown as Window).close(), "by itself"],
    [
      "an error in a timer",
      () => {
        setTimeout(() => {
          throw new TypeError("stray");
        });
      },
      "TypeError: stray",
    ],
    [
      "an unhandled rejection",
      () => void Promise.reject(new TypeError("stray")),
      "TypeError: stray",
    ],
  ] as const
) {
  Deno.test(`a Worker that dies by ${how} fails its own job only, and is replaced`, async () => {
    await using pool = new WorkerPoolExecutor({ maxWorkers: 1 });
    const wait = (source: string) => {
      new Function(`(${source})()`)();
      return new Promise<void>((resolve) => setTimeout(resolve, 60_000));
    };
    const before = pool.submit(spin, 5);
    const dying = pool.submit(wait, String(die));
    const after = [pool.submit(spin, 1), pool.submit(spin, 2)];
    assertEquals(await before, 5);
    const error = await rejection(dying);
    assertInstanceOf(error, BrokenWorkerError);
    assertStringIncludes(error.message, says);
    assertStringIncludes(error.message, "wait()");
    assertEquals(await Promise.all(after), [1, 2]);
  });
}

Deno.test("jobs that wait in a Worker that dies are given to another one", async () => {
  await using pool = new WorkerPoolExecutor({ maxWorkers: 1 });
  const quick = (n: number) => {
    if (n === 50) Deno.exit(1);
    return n;
  };
  for (let i = 0; i < 300; i++) await pool.submit(quick, 0);
  const outcomes = await Promise.allSettled(
    Array.from({ length: 100 }, (_, i) => pool.submit(quick, i)),
  );
  const failed = outcomes.flatMap((outcome, i) =>
    outcome.status === "rejected" ? [i] : []
  );
  assertEquals(failed, [50]);
});

Deno.test("a stray error after its job does no harm to the next ones", async () => {
  const lines: unknown[][] = [];
  const original = console.error;
  console.error = (...args: unknown[]) => void lines.push(args);
  try {
    await using pool = new WorkerPoolExecutor({ maxWorkers: 1 });
    await pool.submit(() => {
      setTimeout(() => {
        throw new Error("too late");
      }, 20);
    });
    await waitFor("the error", () => lines[0]);
    assertEquals(await pool.submit(() => 1), 1);
  } finally {
    console.error = original;
  }
  assertStringIncludes(String(lines[0]), "too late");
});
