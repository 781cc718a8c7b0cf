/**
 * The program of a Worker. `deno task bundle` bundles it to `pool/worker_program.js`, from which the pool starts Workers.
 *
 * @module
 */

import { isMainThread, workerData } from "node:worker_threads";
import { errorToData } from "../../asyncio/threads/error_codec.ts";
import type { FromWorker, ToWorker, WorkerSetup } from "../shared/messages.ts";
import {
  FREE,
  READY,
  RUNNING,
  SLOTS,
  Slots,
  WITHDRAWN,
} from "../shared/slots.ts";
import { provideCurrentJob } from "./job.ts";
import { JobRunner, macrotask } from "./run.ts";

/** How long a Worker waits without its event loop, in ms. */
const BLOCK_MS = 2;
/** How long it may run jobs without its event loop, in ms. */
const MAX_WITHOUT_EVENTS_MS = 10;
/**
 * For how long it polls for the next job before it sleeps, in ms, if the last one came within that time: waking it
 * would take the caller a good part of it.
 */
const POLL_MS = 0.2;

/** Runs jobs, one after the other, until the Worker is terminated. */
export async function serve(setup: WorkerSetup): Promise<void> {
  const { port, name } = setup;
  const slots = new Slots(setup);
  const runner = new JobRunner({ slots, port, name });
  port.onmessage = (event: MessageEvent<ToWorker>) =>
    runner.receive(event.data);
  provideCurrentJob(() => runner.job);
  reportUncaughtErrors(port);
  await runJobs(slots, runner);
}

function reportUncaughtErrors(port: MessagePort): void {
  const report = (event: Event, error: unknown): void => {
    event.preventDefault();
    port.postMessage(
      { t: "uncaught", error: errorToData(error) } satisfies FromWorker,
    );
  };
  addEventListener("error", (event) => report(event, event.error));
  addEventListener(
    "unhandledrejection",
    (event) => report(event, event.reason),
  );
}

async function runJobs(slots: Slots, runner: JobRunner): Promise<void> {
  let slot = 0;
  let lastEvents = performance.now();
  let lastDone = -Infinity;
  let polls = false;
  for (;;) {
    const notifications = slots.notifications;
    let state = slots.state(slot);
    if (state === FREE && polls) {
      state = poll(slots, slot, lastDone + POLL_MS);
      polls = false;
    }
    if (state === WITHDRAWN) {
      slots.setState(slot, FREE);
      runner.notifyPool();
      slot = (slot + 1) % SLOTS;
      continue;
    }
    if (state === READY) {
      if (!slots.changeState(slot, READY, RUNNING)) continue;
      const soon = performance.now() - lastDone < POLL_MS;
      const running = runner.run(slot);
      slot = (slot + 1) % SLOTS;
      if (running !== undefined) await running;
      lastDone = performance.now();
      polls = soon;
      if (lastDone - lastEvents > MAX_WITHOUT_EVENTS_MS) {
        await macrotask();
        lastEvents = performance.now();
      }
      continue;
    }
    // Deno ends a Worker in its event loop, which runs on when this function returns.
    if (slots.isTerminated) return;
    // A blocked thread wakes sooner than an event loop that waits.
    if (slots.sleep(notifications, BLOCK_MS)) {
      if (slots.notifications === notifications) await runner.message();
      lastEvents = performance.now();
    }
    slots.awake();
  }
}

/** Looks at a free slot until there is something in it, or the time is over. Returns its state. */
function poll(slots: Slots, slot: number, end: number): number {
  do {
    for (let i = 0; i < 64; i++) {
      const state = slots.state(slot);
      if (state !== FREE) return state;
    }
  } while (performance.now() < end);
  return FREE;
}

if (!isMainThread) void serve(workerData);
