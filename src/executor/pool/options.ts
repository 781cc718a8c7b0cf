/**
 * The options of a pool.
 *
 * @module
 */

import {
  type JobFunction,
  type ModuleExport,
  toWorkerFunction,
} from "./functions.ts";
import type { Initializer } from "./host.ts";

/** Options of a `WorkerPoolExecutor`. */
export interface WorkerPoolOptions {
  /**
   * How many Workers there may be at once: 1 or more. They are started when they are needed.
   *
   * @default {the number of processors}
   */
  maxWorkers?: number;
  /**
   * The prefix of the Workers' names.
   *
   * @default {"WorkerPool-1", and so on}
   */
  name?: string;
  /** Called in each Worker before its first job. If it fails, the pool is broken. */
  initializer?: JobFunction | ModuleExport;
  /** The arguments of `initializer`. */
  initargs?: unknown[];
  /**
   * After how many milliseconds without a job a Worker is ended; `Infinity` keeps them all. An idle Worker takes some
   * 6 MB, but it does not keep the process from exiting.
   *
   * @default {10_000}
   */
  idleTimeout?: number;
  /**
   * How many milliseconds a cancelled job may take to end before its Worker is ended.
   *
   * @default {500}
   */
  cancelGrace?: number;
}

/** Options with their defaults. */
export interface CheckedOptions {
  readonly maxWorkers: number;
  readonly name: string;
  readonly idleTimeout: number;
  readonly cancelGrace: number;
  readonly initializer: Initializer | null;
}

let pools = 0;

/**
 * Fills in the defaults.
 *
 * @throws {RangeError} If `maxWorkers` is not an integer of 1 or more, or a time is negative or NaN.
 * @throws {TypeError} If `initializer` cannot be sent to a Worker.
 */
export function checkOptions(options: WorkerPoolOptions): CheckedOptions {
  const {
    maxWorkers = navigator.hardwareConcurrency,
    name = `WorkerPool-${++pools}`,
    initializer,
    initargs = [],
    idleTimeout = 10_000,
    cancelGrace = 500,
  } = options;
  if (!Number.isSafeInteger(maxWorkers) || maxWorkers < 1) {
    throw new RangeError(
      `maxWorkers must be an integer >= 1, got ${maxWorkers}`,
    );
  }
  checkTime("idleTimeout", idleTimeout);
  checkTime("cancelGrace", cancelGrace);
  return {
    maxWorkers,
    name,
    idleTimeout,
    cancelGrace,
    initializer: initializer === undefined ? null : {
      from: toWorkerFunction(initializer).from,
      args: structuredClone(initargs),
    },
  };
}

function checkTime(name: string, value: number): void {
  if (!(value >= 0)) {
    throw new RangeError(
      `${name} must be a number of milliseconds >= 0, got ${value}`,
    );
  }
}
