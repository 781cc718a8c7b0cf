/**
 * The other thread of the ping-pong: a Worker that calls, and sleeps until the answer is there.
 *
 * @module
 */

import { RemoteLoop } from "../../src/asyncio/threads/remote_loop.ts";
import { type Figures, percentile } from "../_program.ts";

interface Handlers {
  pong(state: Int32Array<SharedArrayBuffer>): void;
}

interface Order {
  how: "loop" | "port";
  count: number;
  port: MessagePort;
}

/** Starts the Worker: it calls by a loop's port, or posts plain messages. */
export function startOther(
  how: Order["how"],
  count: number,
  port: MessagePort,
): Worker {
  const worker = new Worker(import.meta.url, { type: "module" });
  worker.postMessage({ how, count, port } satisfies Order, [port]);
  return worker;
}

/** Waits for the Worker's times. */
export async function timesOf(worker: Worker): Promise<Figures> {
  const times = await new Promise<number[]>((resolve, reject) => {
    worker.onmessage = (event) => resolve(event.data);
    worker.onerror = (event) => reject(new Error(event.message));
  });
  worker.terminate();
  return {
    "cross-thread ping-pong p50, µs": percentile(times, 0.5),
    "cross-thread ping-pong p99, µs": percentile(times, 0.99),
  };
}

function pingPong({ how, count, port }: Order): number[] {
  const state = new Int32Array(new SharedArrayBuffer(4));
  const loop = how === "loop" ? new RemoteLoop<Handlers>(port) : null;
  const call = (): void => {
    if (loop === null) port.postMessage(state);
    else loop.callSoonThreadsafe("pong", state);
  };
  const times: number[] = [];
  for (let i = -500; i < count; i++) {
    const begin = performance.now();
    call();
    Atomics.wait(state, 0, 0);
    Atomics.store(state, 0, 0);
    if (i >= 0) times.push((performance.now() - begin) * 1000);
  }
  loop?.close();
  return times;
}

declare const self: unknown;
if (typeof WorkerGlobalScope !== "undefined") {
  const scope = self as {
    onmessage: (event: MessageEvent<Order>) => void;
    postMessage(message: unknown): void;
  };
  scope.onmessage = (event) => scope.postMessage(pingPong(event.data));
}
declare const WorkerGlobalScope: unknown;
