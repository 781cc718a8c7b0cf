/**
 * What is measured side by side: this project on both of its loops, plain Deno, its peers, and Qt in plain C++.
 *
 * @module
 */

/** A column of the tables, from this project to what bounds it. */
export type Runtime =
  | "qt"
  | "pure"
  | "deno"
  | "asyncio"
  | "uvloop"
  | "qtasyncio"
  | "qasync"
  | "cpp";

/** The columns, in their order, with their titles. */
export const RUNTIMES: Readonly<Record<Runtime, string>> = {
  qt: "here, on Qt",
  pure: "here, no Qt",
  deno: "plain Deno",
  asyncio: "asyncio",
  uvloop: "uvloop",
  qtasyncio: "QtAsyncio",
  qasync: "qasync",
  cpp: "C++ Qt",
};

/** The project itself; the smoke runs these, and what belongs to Deno. */
export const OURS: readonly Runtime[] = ["qt", "pure", "deno"];

/** Whom the project is compared with: neither itself nor what it stands on. */
export const PEERS: readonly Runtime[] = [
  "asyncio",
  "uvloop",
  "qtasyncio",
  "qasync",
];
