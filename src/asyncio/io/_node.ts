/**
 * Node's modules, loaded when they are needed: `node:net` alone would cost each program 10 ms and 6 MB at its start, and
 * `node:process` 3 MB.
 */

import type process from "node:process";

function load(name: string): unknown {
  return (globalThis as unknown as { process: typeof process }).process
    .getBuiltinModule(name);
}

/** Loads `node:net`. */
export function nodeNet(): typeof import("node:net") {
  return load("node:net") as typeof import("node:net");
}

/** Loads `node:dns`. */
export function nodeDns(): typeof import("node:dns") {
  return load("node:dns") as typeof import("node:dns");
}

/** Loads `node:path`. */
export function nodePath(): typeof import("node:path") {
  return load("node:path") as typeof import("node:path");
}

/** Loads `node:url`. */
export function nodeUrl(): typeof import("node:url") {
  return load("node:url") as typeof import("node:url");
}

/** Loads `node:tty`. */
export function nodeTty(): typeof import("node:tty") {
  return load("node:tty") as typeof import("node:tty");
}

/** Loads `node:stream`. */
export function nodeStream(): typeof import("node:stream") {
  return load("node:stream") as typeof import("node:stream");
}

/** Loads `node:tls`. */
export function nodeTls(): typeof import("node:tls") {
  return load("node:tls") as typeof import("node:tls");
}

/** Loads `node:crypto`. */
export function nodeCrypto(): typeof import("node:crypto") {
  return load("node:crypto") as typeof import("node:crypto");
}

/** Loads `node:timers`. */
export function nodeTimers(): typeof import("node:timers") {
  return load("node:timers") as typeof import("node:timers");
}

/** Loads `node:dgram`. */
export function nodeDgram(): typeof import("node:dgram") {
  return load("node:dgram") as typeof import("node:dgram");
}

/** Loads `node:child_process`. */
export function nodeChildProcess(): typeof import("node:child_process") {
  return load("node:child_process") as typeof import("node:child_process");
}

/** Loads `node:worker_threads`. */
export function nodeWorkerThreads(): typeof import("node:worker_threads") {
  return load("node:worker_threads") as typeof import("node:worker_threads");
}

/** Loads `node:os`. */
export function nodeOs(): typeof import("node:os") {
  return load("node:os") as typeof import("node:os");
}
