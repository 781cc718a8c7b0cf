/** Arguments and results. */

import {
  assert,
  assertEquals,
  assertInstanceOf,
  assertStrictEquals,
  assertStringIncludes,
} from "@std/assert";
import {
  currentJob,
  withOptions,
  WorkerPoolExecutor,
} from "../../src/executor/mod.ts";
import { rejection, spin } from "./_support.ts";

const echo = (value: unknown) => value;

Deno.test("values are those that structured clone would give", async () => {
  await using pool = new WorkerPoolExecutor({ maxWorkers: 1 });
  const cycle: Record<string, unknown> = {};
  cycle.self = cycle;
  const shared = { n: 1 };
  // deno-lint-ignore no-sparse-arrays
  const sparse = [1, , 3];
  class Point {
    x = 1;
  }
  const values: unknown[] = [
    undefined,
    null,
    true,
    false,
    0,
    -0,
    1,
    -1,
    2 ** 31 - 1,
    -(2 ** 31),
    2 ** 31,
    2 ** 53,
    0.1,
    NaN,
    Infinity,
    -Infinity,
    5e-324,
    "",
    "ascii",
    "ÿ",
    "Ā",
    "\u0000",
    "\ud800",
    "🎈",
    "x".repeat(2000),
    "é".repeat(2100),
    "Ω".repeat(100_000),
    10n ** 30n,
    [],
    [[], [[]]],
    {},
    { a: 1, "b c": [true, null], "": "" },
    [[[[[[[[[[[[1]]]]]]]]]]]],
    Array.from({ length: 5000 }, (_, i) => i),
    new Map<unknown, unknown>([[1, new Set([2])]]),
    new Date(5),
    /x/gi,
    new Uint8Array([1, 2]),
    new Float64Array([0.5]),
    sparse,
    Object.assign([1], { extra: 2 }),
    JSON.parse('{"__proto__": 5}'),
    cycle,
    [shared, shared],
    new Point(),
    Object.create(null),
    new Error("as a value"),
  ];
  for (const value of values) {
    const expected = structuredClone(value);
    assertEquals(await pool.submit(echo, value), expected);
  }
  const twice = await pool.submit(echo, [shared, shared]) as unknown[];
  assertStrictEquals(twice[0], twice[1]);
});

Deno.test("arguments are taken as they are when they are submitted", async () => {
  await using pool = new WorkerPoolExecutor({ maxWorkers: 1 });
  const first = pool.submit(spin, 20);
  const list = [1];
  const big = new Uint8Array(5000);
  const small = pool.submit((list: number[]) => list.length, list);
  const large = pool.submit((big: Uint8Array) => big[0], big);
  list.push(2);
  big[0] = 9;
  assertEquals([await first, await small, await large], [20, 1, 0]);
});

Deno.test("what cannot be cloned is refused on the side where it is", async () => {
  await using pool = new WorkerPoolExecutor({ maxWorkers: 1 });
  const argument = await rejection(pool.submit(
    function use(_a: unknown, _b: unknown) {},
    1,
    () => {},
  ));
  assertInstanceOf(argument, DOMException);
  assertEquals(argument.name, "DataCloneError");
  assertStringIncludes(argument.message, "Argument 2 of use()");
  const result = await rejection(pool.submit(() => Symbol.iterator));
  assertEquals(result.name, "DataCloneError");
  assertStringIncludes(result.message, "The result of the job");
  assertEquals(await pool.submit(echo, "still there"), "still there");
});

Deno.test("transfer moves buffers there and back", async () => {
  await using pool = new WorkerPoolExecutor({ maxWorkers: 1 });
  const there = new Uint8Array(1 << 20).fill(7);
  const move = withOptions((bytes: Uint8Array<ArrayBuffer>) => {
    bytes[0]!++;
    return currentJob().transfer(bytes, [bytes.buffer]);
  }, { transfer: [there.buffer] });
  const job = pool.submit(move, there);
  assertEquals(there.byteLength, 0);
  const back = await job;
  assertEquals([back.length, back[0], back[1]], [1 << 20, 8, 7]);
});

Deno.test("a buffer that waits for its turn moves all the same", async () => {
  await using pool = new WorkerPoolExecutor({ maxWorkers: 1 });
  const first = pool.submit(spin, 30);
  const length = (bytes: Uint8Array) => bytes.length;
  const moved = Array.from({ length: 4 }, () => {
    const bytes = new Uint8Array(100);
    return pool.submit(
      withOptions(length, { transfer: [bytes.buffer] }),
      bytes,
    );
  });
  const dropped = moved.pop()!;
  dropped.cancel();
  await first;
  assertEquals(await Promise.all(moved), [100, 100, 100]);
});

Deno.test("a MessagePort can be given to a job", async () => {
  await using pool = new WorkerPoolExecutor({ maxWorkers: 1 });
  const { port1, port2 } = new MessageChannel();
  const post = withOptions((port: MessagePort) => {
    port.postMessage("from the Worker");
    port.close();
  }, { transfer: [port2] });
  const received = new Promise((resolve) => {
    port1.onmessage = (event) => resolve(event.data);
  });
  await pool.submit(post, port2);
  assertEquals(await received, "from the Worker");
  port1.close();
});

Deno.test("a SharedArrayBuffer is shared, not copied", async () => {
  await using pool = new WorkerPoolExecutor({ maxWorkers: 2 });
  const counter = new Int32Array(new SharedArrayBuffer(4));
  const count = (counter: Int32Array, n: number) => {
    for (let i = 0; i < n; i++) Atomics.add(counter, 0, 1);
  };
  await Promise.all([1, 2, 3, 4].map(() => pool.submit(count, counter, 1000)));
  assertEquals(counter[0], 4000);
  assert(await pool.submit((c: Int32Array) => c.buffer.byteLength, counter));
});
