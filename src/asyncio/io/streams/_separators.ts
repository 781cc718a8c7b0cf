/** The separators of `readuntil()`. */

import { describeValue } from "../../core/_util.ts";
import type { Chunks } from "./_chunks.ts";

/** A separator: bytes, or text that is UTF-8. */
export type Separator = Uint8Array | string;

const encoder = new TextEncoder();

/** The end of a line. */
export const NEWLINE: Uint8Array = encoder.encode("\n");

/** One or several separators, in the form in which they are looked for. */
export class Separators {
  readonly #all: readonly Uint8Array[];
  /** The longest one's length. */
  readonly longest: number;

  constructor(separator: Separator | readonly Separator[]) {
    const list = Array.isArray(separator) ? separator : [separator];
    if (list.length === 0) {
      throw new TypeError(
        "separator must not be an empty list: expected at least one",
      );
    }
    this.#all = list.map((each) => {
      const bytes = typeof each === "string" ? encoder.encode(each) : each;
      if (!(bytes instanceof Uint8Array) || bytes.length === 0) {
        throw new TypeError(
          `separator must be bytes or a string, at least one byte, got ${
            describeValue(each)
          }`,
        );
      }
      return bytes;
    });
    this.longest = Math.max(...this.#all.map(({ length }) => length));
  }

  /** Finds the one that ends first. */
  find(chunks: Chunks, from: number): { start: number; end: number } | null {
    let found: { start: number; end: number } | null = null;
    for (const each of this.#all) {
      const start = chunks.indexOf(each, from);
      if (start === -1) continue;
      const end = start + each.length;
      if (found === null || end < found.end) found = { start, end };
    }
    return found;
  }
}
