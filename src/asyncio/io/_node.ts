/**
 * Node's modules, loaded when the first connection is made: `node:net` alone would cost each program 10 ms and 6 MB at
 * its start.
 */

import process from "node:process";

/** Loads `node:net`. */
export function nodeNet(): typeof import("node:net") {
  return process.getBuiltinModule("node:net");
}

/** Loads `node:dns`. */
export function nodeDns(): typeof import("node:dns") {
  return process.getBuiltinModule("node:dns");
}
