/** The program of a Worker, run on this thread: its pool is a test. */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type {
  FromWorker,
  ToWorker,
} from "../../src/executor/shared/messages.ts";
import {
  ARGUMENTS_BY_MESSAGE,
  DONE,
  DONE_BY_MESSAGE,
  READY,
  RUNNING,
  Slots,
  STREAM,
  STREAM_WINDOW,
  WITHDRAWN,
} from "../../src/executor/shared/slots.ts";
import { describeFailure, load } from "../../src/executor/worker/functions.ts";
import { JobRunner } from "../../src/executor/worker/run.ts";
import type { RunningJob } from "../../src/executor/worker/job.ts";
import { waitFor } from "../_support/wait.ts";
import { rejection } from "./_support.ts";

type Job = Partial<
  { args: unknown[]; flags: number; id: number; functionId: number }
>;

/** A Worker without a thread. */
class Bench {
  readonly slots = new Slots();
  readonly sent: FromWorker[] = [];
  readonly runner = new JobRunner({
    slots: this.slots,
    port: {
      postMessage: (message: FromWorker) =>
        void this.sent.push(structuredClone(message)),
    },
    name: "Worker-7",
  });

  define(fn: (...args: never[]) => unknown, id = 1): void {
    const from = { source: String(fn), name: "work" };
    this.runner.receive({ t: "function", id, from });
  }

  /** Puts a job into slot 0 and runs it. */
  run(
    { args = [], flags = 0, id = 5, functionId = 1 }: Job = {},
  ): Promise<void> | undefined {
    this.slots.writeJob(0, id, functionId, flags);
    if ((flags & ARGUMENTS_BY_MESSAGE) === 0) {
      this.slots.writeArguments(0, args);
    }
    this.slots.setState(0, RUNNING);
    return this.runner.run(0);
  }

  receive(message: ToWorker): void {
    this.runner.receive(message);
  }

  get result(): unknown {
    assertEquals(this.slots.state(0), DONE);
    return this.slots.readResult(0);
  }

  last<T extends FromWorker["t"]>(t: T): Extract<FromWorker, { t: T }> {
    const found = this.sent.findLast((message) => message.t === t);
    assert(found !== undefined, `No ${t} in ${JSON.stringify(this.sent)}`);
    return found as Extract<FromWorker, { t: T }>;
  }
}

/** How a function that travels by its source gets at its job: by a global name. */
function withCurrentJob<T>(bench: Bench, use: () => Promise<T>): Promise<T> {
  const shared = globalThis as { testedJob?: () => RunningJob };
  shared.testedJob = () => bench.runner.job!;
  return use().finally(() => delete shared.testedJob);
}
declare const testedJob: () => RunningJob;

Deno.test("JobRunner runs a known function at once, and writes its result into the slot", async () => {
  const bench = new Bench();
  bench.define((a: number, b: number) => a + b);
  await bench.run({ args: [1, 2] });
  assertEquals(bench.result, 3);
  assertEquals(bench.run({ args: [20, 22] }), undefined);
  assertEquals(bench.result, 42);
  assertEquals(bench.runner.job, null);
  assertEquals(bench.sent, []);
});

Deno.test("JobRunner waits for the function and the arguments when they come later", async () => {
  const bench = new Bench();
  const ended = bench.run({ flags: ARGUMENTS_BY_MESSAGE });
  bench.receive({ t: "wake" });
  bench.define((text: string) => text.length);
  await Promise.resolve();
  bench.receive({ t: "arguments", id: 4, args: ["another job's"] });
  bench.receive({ t: "arguments", id: 5, args: ["x".repeat(3000)] });
  await ended;
  assertEquals(bench.result, 3000);
});

Deno.test("JobRunner sends what does not fit into a slot, and wakes a pool that sleeps once", async () => {
  const bench = new Bench();
  bench.define((n: number) => n === 0 ? 0 : "y".repeat(n));
  bench.slots.setPoolSleeps(true);
  await bench.run({ args: [4000] });
  assertEquals(bench.slots.state(0), DONE_BY_MESSAGE);
  assertEquals(bench.last("result").value, "y".repeat(4000));
  assertEquals(bench.sent.map(({ t }) => t), ["result", "wake"]);
  bench.run({ args: [0] });
  assertEquals(bench.sent.length, 2);
});

Deno.test("JobRunner sends errors, and says which variable is missing", async () => {
  const bench = new Bench();
  bench.define(new Function("return missing") as () => unknown);
  await bench.run();
  assertEquals(bench.slots.state(0), DONE_BY_MESSAGE);
  const { error, id } = bench.last("error");
  assertEquals([id, error.name], [5, "ReferenceError"]);
  assertStringIncludes(
    error.message,
    `"missing" is not defined in the Worker: work() travels`,
  );
});

Deno.test("JobRunner sends an error in place of a result that cannot be cloned", async () => {
  const bench = new Bench();
  bench.define(() => Symbol());
  await bench.run();
  assertStringIncludes(
    bench.last("error").error.message,
    "The result of the job cannot be sent from the Worker: ",
  );
});

Deno.test("JobRunner tells generators and other functions apart", async () => {
  const bench = new Bench();
  bench.define(function* () {});
  await bench.run();
  assertStringIncludes(
    bench.last("error").error.message,
    "pass it to stream()",
  );
  bench.define(() => 1, 2);
  await bench.run({ functionId: 2, flags: STREAM });
  assertStringIncludes(
    bench.last("error").error.message,
    "pass it to submit()",
  );
});

Deno.test("a stream waits for its reader after a window of values", async () => {
  const bench = new Bench();
  bench.define(function* (n: number) {
    for (let i = 0; i < n; i++) yield i;
    return "end";
  });
  const ended = bench.run({ args: [STREAM_WINDOW + 2], flags: STREAM });
  while (bench.sent.length < STREAM_WINDOW) {
    await new Promise((go) => setTimeout(go));
  }
  await new Promise((go) => setTimeout(go, 5));
  assertEquals(bench.sent.length, STREAM_WINDOW);
  bench.receive({ t: "taken", id: 4, count: 9 }); // another job's
  bench.receive({ t: "taken", id: 5, count: 3 });
  await ended;
  assertEquals(
    bench.sent.filter(({ t }) => t === "value").length,
    STREAM_WINDOW + 2,
  );
  assertEquals(bench.last("result").value, "end");
});

Deno.test("a stream ends its generator when the reader has left", async () => {
  const bench = new Bench();
  bench.define(function* () {
    try {
      for (;;) yield "z";
    } finally {
      testedJob().log("finally");
    }
  });
  await withCurrentJob(bench, async () => {
    const ended = bench.run({ flags: STREAM });
    await new Promise((go) => setTimeout(go, 5));
    bench.receive({ t: "return", id: 5 });
    await ended;
  });
  assertEquals(bench.last("log").args, ["finally"]);
  assertEquals(bench.last("result").value, undefined);
});

Deno.test("RunningJob tells of its cancellation by each of its ways", async () => {
  const bench = new Bench();
  bench.define(async () => {
    const job = testedJob();
    const { signal } = job;
    await new Promise((resolve) => signal.addEventListener("abort", resolve));
    try {
      job.progress(1);
    } catch (error) {
      return [
        job.cancelled,
        signal.reason.name,
        (error as Error).message,
        job.worker,
      ];
    }
    return "not cancelled";
  });
  await withCurrentJob(bench, async () => {
    const ended = bench.run();
    await new Promise((go) => setTimeout(go));
    bench.slots.cancel(5);
    bench.receive({ t: "cancel", id: 5, reason: "enough" });
    await ended;
  });
  assertEquals(bench.result, [true, "CancelledError", "enough", "Worker-7"]);
});

Deno.test("RunningJob sends progress, logs and calls before the result", async () => {
  const bench = new Bench();
  bench.define(() => {
    const job = testedJob();
    job.progress(0.5);
    job.log("a", () => {});
    job.callSoonThreadsafe("tell", 1, 2);
    return "r";
  });
  await withCurrentJob(bench, async () => await bench.run());
  assertEquals(bench.sent.map(({ t }) => t), [
    "progress",
    "log",
    "call",
    "result",
  ]);
  assertEquals(bench.last("log").args[0], "a");
  assertEquals(bench.last("call").args, [1, 2]);
});

Deno.test("a job that was cancelled before its function is called does not call it", async () => {
  const bench = new Bench();
  bench.define(() => "ran");
  bench.slots.cancel(5);
  await bench.run();
  assertEquals(bench.last("error").error.classes[0], "CancelledError");
});

Deno.test("initialize reports that it is done, or its error", async () => {
  const bench = new Bench();
  const initialize = (source: string) =>
    bench.receive({
      t: "initialize",
      from: { source, name: "start" },
      args: [3],
    });
  initialize("(n) => { if (n !== 3) throw 0; }");
  initialize("() => { throw new RangeError('no'); }");
  await waitFor("both", () => bench.sent.length === 2 || undefined);
  const errors = bench.sent.map((message) =>
    message.t === "initialized" && message.error
  );
  // The two run side by side.
  assertEquals(errors.map((error) => error && error.message).sort(), [
    "no",
    null,
  ]);
});

Deno.test("load() compiles functions and methods, and imports exports", async () => {
  const name = "f";
  assertEquals((await load({ source: "(n) => n + 1", name }))(1), 2);
  assertEquals(
    (await load({ source: "twice(n) { return 2 * n; }", name }))(4),
    8,
  );
  const module = "node:path/posix";
  assertEquals((await load({ module, name: "basename" }))("/a/b"), "b");
  const error = await rejection(load({ module, name: "nothing" }));
  assertStringIncludes(error.message, `has no function "nothing": it exports `);
});

Deno.test("describeFailure() leaves errors of modules as they are", () => {
  const error = new ReferenceError("x is not defined");
  const from = { module: "file:///m.ts", name: "f" };
  assertEquals(describeFailure(error, from).message, "x is not defined");
  assertEquals(describeFailure(error, null).message, "x is not defined");
});

Deno.test("Slots lets one side win a job", () => {
  const pool = new Slots();
  const worker = new Slots(pool.buffers);
  pool.setState(3, READY);
  assert(pool.changeState(3, READY, WITHDRAWN));
  assert(!worker.changeState(3, READY, RUNNING));
  assertEquals(worker.state(3), WITHDRAWN);
});

Deno.test("Slots.sleep() returns at once when a notification came first", () => {
  const pool = new Slots();
  const worker = new Slots(pool.buffers);
  const seen = worker.notifications;
  assertEquals(pool.notifyWorker(), false); // awake: no message
  assertEquals(worker.sleep(seen, 10_000), false);
});

Deno.test("Slots.notifyWorker() wants one message for a Worker that waits in its event loop", () => {
  const pool = new Slots();
  const worker = new Slots(pool.buffers);
  assertEquals(worker.sleep(worker.notifications, 1), true);
  assertEquals([pool.notifyWorker(), pool.notifyWorker()], [true, false]);
  worker.awake();
  assertEquals(pool.notifyWorker(), false);
});
