/** What can be run, and how it gets there. */

import {
  assert,
  assertEquals,
  assertInstanceOf,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import {
  currentJob,
  withOptions,
  workerModule,
  WorkerPoolExecutor,
} from "../../src/executor/mod.ts";
import { rejection, spin } from "./_support.ts";

const jobs = workerModule<typeof import("./jobs.ts")>(
  import.meta.resolve("./jobs.ts"),
);

Deno.test("functions of all kinds travel by their source", async () => {
  await using pool = new WorkerPoolExecutor({ maxWorkers: 1 });
  function declared(n: number) {
    return n + 1;
  }
  const object = {
    method(n: number) {
      return n + 2;
    },
    async later(n: number) {
      return await Promise.resolve(n + 3);
    },
    "with a strange name": (n: number) => n + 4,
  };
  assertEquals(await pool.submit(declared, 0), 1);
  assertEquals(await pool.submit(object.method, 0), 2);
  assertEquals(await pool.submit(object.later, 0), 3);
  assertEquals(await pool.submit(object["with a strange name"], 0), 4);
  assertEquals(await pool.submit(async () => await Promise.resolve(5)), 5);
  assertEquals(await pool.submit((...all: number[]) => all.length, 1, 2), 2);
  assertEquals(await pool.submit((a: number, b: number = a) => a + b, 3), 6);
});

Deno.test("a captured variable gives an error that says so and names the cure", async () => {
  await using pool = new WorkerPoolExecutor({ maxWorkers: 1 });
  const factor = 3;
  const error = await rejection(
    pool.submit(function triple(n: number) {
      return n * factor;
    }, 2),
  );
  assertInstanceOf(error, ReferenceError);
  assertStringIncludes(error.message, '"factor" is not defined in the Worker');
  assertStringIncludes(error.message, "triple()");
  assertStringIncludes(error.message, 'Pass "factor" as an argument');
  assertStringIncludes(error.stack!, "functions_test.ts");
});

Deno.test("what has no source, or is none, is refused by submit()", async () => {
  await using pool = new WorkerPoolExecutor();
  assertThrows(() => pool.submit(Math.max, 1), TypeError, "no source");
  assertThrows(() => pool.submit(spin.bind(null, 1)), TypeError, "bind()");
  class Thing {}
  assertThrows(
    () => pool.submit(Thing as unknown as () => void),
    TypeError,
    "the class",
  );
  assertThrows(
    () => pool.submit("name" as unknown as () => void),
    TypeError,
    "must be a function",
  );
  assertThrows(
    () => pool.submit({ module: "./jobs.ts", name: "addTwo" }),
    TypeError,
    "import.meta.resolve",
  );
});

Deno.test("a module's exports run by { module, name } and by workerModule()", async () => {
  await using pool = new WorkerPoolExecutor({ maxWorkers: 1 });
  const module = import.meta.resolve("./jobs.ts");
  assertEquals(await pool.submit({ module, name: "addTwo" }, 1), 3);
  assertEquals(await pool.submit({ module }, "Ada"), "Hello Ada");
  assertEquals(await pool.submit({ module: new URL(module) }, "B"), "Hello B");
  // Typed: a wrong argument would not compile.
  assertEquals(await pool.submit(jobs.addTwo), 42);
  assertEquals(await pool.submit(jobs.default, "you"), "Hello you");
  const steps: unknown[] = [];
  const report = withOptions(jobs.report, { onProgress: (i) => steps.push(i) });
  assertEquals(await pool.submit(report, 3), 3);
  assertEquals(steps, [1, 2, 3]);
});

Deno.test("a function of workerModule() can be called right here, too", async () => {
  assertEquals(await jobs.addTwo(5), 7);
});

Deno.test("a module that is not there, and an export that is none, fail the job", async () => {
  await using pool = new WorkerPoolExecutor({ maxWorkers: 1 });
  const module = import.meta.resolve("./jobs.ts");
  const missing = await rejection(pool.submit({ module, name: "nothing" }));
  assertInstanceOf(missing, TypeError);
  assertStringIncludes(missing.message, 'has no function "nothing"');
  assertStringIncludes(missing.message, "addTwo");
  await rejection(pool.submit({ module, name: "notAFunction" }));
  const nowhere = import.meta.resolve("./nowhere.ts");
  assertStringIncludes(
    (await rejection(pool.submit({ module: nowhere }))).message,
    "nowhere.ts",
  );
  assertEquals(await pool.submit(() => 1), 1);
});

Deno.test("stream() yields a generator's values as they come, and its return value", async () => {
  await using pool = new WorkerPoolExecutor({ maxWorkers: 1 });
  const stream = pool.stream(async function* (n: number) {
    for (let i = 0; i < n; i++) {
      await Promise.resolve();
      yield { i };
    }
    return "end";
  }, 3);
  const seen: unknown[] = [];
  for (;;) {
    const step = await stream.next();
    seen.push(step.value);
    if (step.done) break;
  }
  assertEquals(seen, [{ i: 0 }, { i: 1 }, { i: 2 }, "end"]);
  assertEquals((await stream.next()).done, true);
  assertEquals(await Array.fromAsync(pool.stream(function* () {})), []);
});

Deno.test("stream() runs ahead of its reader by 16 values at most", async () => {
  await using pool = new WorkerPoolExecutor({ maxWorkers: 1 });
  const made = new Int32Array(new SharedArrayBuffer(4));
  const stream = pool.stream(function* (made: Int32Array) {
    for (;;) yield Atomics.add(made, 0, 1);
  }, made);
  assertEquals((await stream.next()).value, 0);
  await new Promise((resolve) => setTimeout(resolve, 80));
  assert(Atomics.load(made, 0) <= 18, `${Atomics.load(made, 0)} were made`);
  for (let i = 1; i < 200; i++) assertEquals((await stream.next()).value, i);
  await stream.return();
});

Deno.test("leaving the loop over a stream runs the generator's finally", async () => {
  await using pool = new WorkerPoolExecutor({ maxWorkers: 1 });
  const ended = new Int32Array(new SharedArrayBuffer(4));
  const values = pool.stream(function* (ended: Int32Array) {
    try {
      for (let i = 0;; i++) yield i;
    } finally {
      Atomics.store(ended, 0, 1);
    }
  }, ended);
  for await (const i of values) if (i === 40) break;
  assertEquals(Atomics.load(ended, 0), 1);
  assertEquals(await pool.submit(() => "free again"), "free again");
});

Deno.test("a stream's error comes after the values before it", async () => {
  await using pool = new WorkerPoolExecutor({ maxWorkers: 1 });
  const stream = pool.stream(function* () {
    yield 1;
    throw new RangeError("enough");
  });
  assertEquals((await stream.next()).value, 1);
  assertInstanceOf(await rejection(stream.next()), RangeError);
});

Deno.test("submit() of a generator and stream() of none say what to use instead", async () => {
  await using pool = new WorkerPoolExecutor({ maxWorkers: 1 });
  const generator = (function* () {
    yield 1;
  }) as unknown as () => number;
  const one = await rejection(pool.submit(generator));
  assertStringIncludes(one.message, "stream()");
  const other = (() => 1) as unknown as () => Generator<number, void>;
  const two = await rejection(pool.stream(other).next());
  assertStringIncludes(two.message, "submit()");
});

Deno.test("currentJob() outside of a Worker says so", () => {
  assertThrows(() => currentJob(), Error, "runs in a Worker");
});
