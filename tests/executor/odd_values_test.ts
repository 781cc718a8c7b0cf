/** Values that cannot be described or read, in a Worker: the job ends, the Worker lives on. */

import { assert, assertEquals, assertInstanceOf } from "@std/assert";
import { CancelledError } from "../../src/asyncio/core/errors.ts";
import {
  currentJob,
  withOptions,
  WorkerPoolExecutor,
} from "../../src/executor/mod.ts";
import { waitFor } from "../_support/wait.ts";
import { rejection } from "./_support.ts";

/** In the Worker: makes a value of a kind; its source travels. */
function odd(kind: string): unknown {
  const refuse = (): never => {
    throw new Error("This value does not describe itself");
  };
  const error = new Error("odd");
  const traps = { get: refuse, has: refuse, getPrototypeOf: refuse };
  switch (kind) {
    case "an object without a prototype":
      return Object.create(null);
    case "an object with a getter that throws":
      return {
        get a() {
          return refuse();
        },
      };
    case "an object whose toString() throws":
      return { toString: refuse };
    case "an object whose then throws":
      return {
        get then() {
          return refuse();
        },
      };
    case "an error with a getter that throws":
      return Object.defineProperty(error, "extra", {
        enumerable: true,
        get: refuse,
      });
    case "an error whose stack throws":
      return Object.defineProperty(error, "stack", { get: refuse });
    case "an error whose cause throws":
      return Object.defineProperty(error, "cause", { get: refuse });
    case "an error whose errors throw":
      return Object.defineProperty(error, "errors", { get: refuse });
    case "an error that is its own cause":
      return Object.assign(error, { cause: error });
    case "an error whose name is a symbol":
      return Object.assign(error, { name: Symbol("odd") });
    case "an error of a class without a name":
      return new (class extends Error {
        static override name = refuse as unknown as string;
      })();
    case "a ReferenceError whose message throws":
      return Object.defineProperty(new ReferenceError(), "message", {
        get: refuse,
      });
    case "a proxy with traps that throw":
      return new Proxy({}, traps);
    case "a proxy of an error with traps that throw":
      return new Proxy(error, traps);
    case "a revoked proxy": {
      const { proxy, revoke } = Proxy.revocable({}, {});
      revoke();
      return proxy;
    }
    case "a symbol":
      return Symbol("odd");
    case "a function":
      return () => {};
    default:
      return undefined;
  }
}

const KINDS = [
  ...odd.toString().matchAll(/case "([^"]+)"/g),
].map(([, kind]) => kind!).concat("undefined");

/** Counts its calls, in the Worker. */
function calls(): number {
  const scope = globalThis as { calls?: number };
  return scope.calls = (scope.calls ?? 0) + 1;
}

const throwing = `(kind) => { throw (${odd})(kind); }`;
const throwingLater = `async (kind) => { await 0; throw (${odd})(kind); }`;
const returning = `(kind) => (${odd})(kind)`;
const returningLater = `async (kind) => (${odd})(kind)`;
const logging = `(kind) => { currentJob().log((${odd})(kind)); }`;
const yielding = `function* (kind) { yield (${odd})(kind); }`;

/** Makes a function of source, as a job travels. */
function job(source: string): (kind: string) => unknown {
  return new Function(`return (${source})`)();
}

for (const kind of KINDS) {
  Deno.test(`a job that throws ${kind} fails, and its Worker lives on`, async () => {
    await using pool = new WorkerPoolExecutor({ maxWorkers: 1 });
    await pool.submit(calls);
    for (const source of [throwing, throwingLater]) {
      const fn = job(source);
      // The second call of a function takes another way through the Worker.
      for (let i = 0; i < 2; i++) {
        const outcome = await pool.submit(fn, kind).promise.then(
          () => "succeeded",
          () => "failed",
        );
        assertEquals(outcome, "failed");
      }
    }
    assertEquals(await pool.submit(calls), 2);
  });

  Deno.test(`a job that returns, logs or yields ${kind} ends, and its Worker lives on`, async () => {
    await using pool = new WorkerPoolExecutor({ maxWorkers: 1 });
    await pool.submit(calls);
    const seen: unknown[] = [];
    for (const source of [returning, returningLater, logging]) {
      const fn = withOptions(job(source), { onLog: (line) => seen.push(line) });
      for (let i = 0; i < 2; i++) {
        await pool.submit(fn, kind).promise.then(() => {}, () => {});
      }
    }
    const generator = job(yielding) as (kind: string) => Generator<unknown>;
    for (let i = 0; i < 2; i++) {
      try {
        for await (const _ of pool.stream(generator, kind));
      } catch (error) {
        assertInstanceOf(error, Error);
      }
    }
    assertEquals(seen.length, 2);
    assertEquals(await pool.submit(calls), 2);
  });
}

Deno.test("an error with a field that cannot be read arrives with the others", async () => {
  await using pool = new WorkerPoolExecutor({ maxWorkers: 1 });
  const error = await rejection(pool.submit(() => {
    const error = Object.assign(new RangeError("odd"), { code: 7 });
    throw Object.defineProperty(error, "extra", {
      enumerable: true,
      get() {
        throw new Error("no");
      },
    });
  }));
  assertInstanceOf(error, RangeError);
  assertEquals((error as Error & { code: number }).code, 7);
  assert(!("extra" in error));
});

Deno.test("a job is cancelled with a reason that cannot be described", async () => {
  await using pool = new WorkerPoolExecutor({ maxWorkers: 1, cancelGrace: 50 });
  const future = pool.submit(async () => {
    const job = currentJob();
    while (!job.cancelled) await new Promise((go) => setTimeout(go, 5));
  });
  await waitFor("the job", () => future.running() || undefined);
  const reason = Object.create(null, {
    fn: { value: () => {}, enumerable: true },
  });
  future.cancel(reason);
  assertInstanceOf(await rejection(future), CancelledError);
});
