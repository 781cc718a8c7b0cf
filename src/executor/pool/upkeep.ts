/**
 * The periodic work of a pool: it balances its Workers, and ends idle ones.
 *
 * @module
 */

import type { WorkerHost } from "./host.ts";
import type { WorkItem } from "./work_item.ts";

/** How often a pool checks for jobs that wait behind one that takes long, in ms. */
const BALANCE_MS = 2;

/** Gives idle Workers jobs that others were given ahead of time. */
export function shareJobs(hosts: Iterable<WorkerHost>): void {
  for (const idle of hosts) {
    if (idle.load > 0 || !idle.accepts(-1)) continue;
    for (const busy of hosts) {
      if (busy.load < 2) continue;
      const item = busy.withdrawLast();
      if (item === null) continue;
      idle.give(item);
      break;
    }
  }
}

/** What the timers need of their pool. */
export interface UpkeepOwner {
  collect(): void;
  /** Puts jobs back that were taken from a Worker, the last one first, and feeds the Workers. */
  requeue(items: WorkItem[]): void;
}

/** The timers of a pool. */
export class Upkeep {
  readonly #hosts: ReadonlySet<WorkerHost>;
  readonly #owner: UpkeepOwner;
  readonly #idleTimeout: number;
  #idleTimer: ReturnType<typeof setTimeout> | undefined;
  #balanceTimer: ReturnType<typeof setTimeout> | undefined;
  #stopped = false;

  constructor(
    hosts: ReadonlySet<WorkerHost>,
    owner: UpkeepOwner,
    idleTimeout: number,
  ) {
    this.#hosts = hosts;
    this.#owner = owner;
    this.#idleTimeout = idleTimeout;
  }

  /** A quick function may take long once: then the jobs behind it go to other Workers. */
  balance(): void {
    this.#balanceTimer ??= setTimeout(() => {
      this.#balanceTimer = undefined;
      this.#owner.collect();
      const taken: WorkItem[] = [];
      let ahead = false;
      for (const host of this.#hosts) {
        taken.push(...host.takeBackIfStuck());
        if (host.load > 1) ahead = true;
      }
      this.#owner.requeue(taken);
      if (ahead) this.balance();
    }, BALANCE_MS);
  }

  /** Ends the Workers that have been idle for long. */
  endIdle(): void {
    if (this.#idleTimer !== undefined || this.#idleTimeout === Infinity) return;
    if (this.#stopped) return;
    this.#idleTimer = setTimeout(() => {
      this.#idleTimer = undefined;
      const now = performance.now();
      let left = 0;
      for (const host of this.#hosts) {
        if (host.load > 0 || !host.ready) continue;
        if (now - host.idleSince >= this.#idleTimeout) host.terminate();
        else left++;
      }
      if (left > 0) this.endIdle();
    }, Math.min(this.#idleTimeout, 2 ** 31 - 1));
    Deno.unrefTimer(this.#idleTimer);
  }

  /** Ends the timers: the pool has no jobs and takes none. */
  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#idleTimer);
    clearTimeout(this.#balanceTimer);
    this.#balanceTimer = undefined;
  }
}
