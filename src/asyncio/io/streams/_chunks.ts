/** The buffer of a stream reader: a list of chunks, which are copied only where a read spans several. */

import { free } from "../_bytes.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** Chunks shorter than this are collected, so that a trickle of bytes does not become a long list. */
const SMALL = 1024;
/** The size of the memory in which they are collected. */
const SLAB = 16 * 1024;

const NOTHING: Bytes = new Uint8Array(0);

/** Bytes in the order in which they came. */
export class Chunks {
  /** How many bytes there are. Read-only outside of this class. */
  size = 0;
  /** Whether the chunks belong to nothing else. */
  areOurs = false;
  #list: Bytes[] = [];
  /** How many bytes of the first chunk have been taken. */
  #head = 0;
  /** How much is in use of the last chunk's own memory; 0 if that is not ours. */
  #slabUsed = 0;

  push(chunk: Bytes): void {
    const { length } = chunk;
    this.size += length;
    const list = this.#list;
    if (length >= SMALL || list.length === 0) {
      list.push(chunk);
      this.#slabUsed = 0;
      return;
    }
    const last = list.length - 1;
    if (this.#slabUsed === 0 || this.#slabUsed + length > SLAB) {
      const slab = new Uint8Array(SLAB);
      slab.set(chunk);
      list.push(slab.subarray(0, length));
      this.#slabUsed = length;
    } else {
      const { buffer } = list[last]!;
      const slab = new Uint8Array(buffer);
      slab.set(chunk, this.#slabUsed);
      this.#slabUsed += length;
      list[last] = slab.subarray(0, this.#slabUsed);
    }
  }

  /** Takes the first `count` bytes; there must be as many. */
  take(count: number): Bytes {
    if (count === 0) return NOTHING.slice();
    const list = this.#list;
    const first = list[0]!;
    const head = this.#head;
    const left = first.length - head;
    this.size -= count;
    if (left > count) {
      this.#head += count;
      return first.subarray(head, head + count);
    }
    if (left === count) {
      list.shift();
      this.#head = 0;
      return head === 0 ? first : first.subarray(head);
    }
    return this.#join(count);
  }

  #join(count: number): Bytes {
    const list = this.#list;
    const joined = new Uint8Array(count);
    let filled = 0;
    let used = 0;
    let head = this.#head;
    while (filled < count) {
      const chunk = list[used]!;
      const part = Math.min(count - filled, chunk.length - head);
      joined.set(chunk.subarray(head, head + part), filled);
      filled += part;
      head += part;
      if (head === chunk.length) {
        // Of others, a part may have been taken: that shares their memory.
        if (this.areOurs && part === head) free(chunk);
        used++;
        head = 0;
      }
    }
    list.splice(0, used);
    this.#head = head;
    return joined;
  }

  /** Drops the first `count` bytes. */
  drop(count: number): void {
    const list = this.#list;
    this.size -= count;
    let used = 0;
    this.#head += count;
    while (used < list.length && this.#head >= list[used]!.length) {
      this.#head -= list[used++]!.length;
    }
    list.splice(0, used);
  }

  /** Takes everything. */
  takeAll(): Bytes {
    return this.take(this.size);
  }

  /** Finds bytes from a place on; -1 if they are not there. */
  indexOf(wanted: Uint8Array, from: number): number {
    const list = this.#list;
    const byte = wanted[0]!;
    // Searches go on near the end: counts from there.
    let index = list.length;
    let start = this.size;
    while (index > 0 && start > from) {
      index--;
      start -= list[index]!.length - (index === 0 ? this.#head : 0);
    }
    for (; index < list.length; index++) {
      const chunk = list[index]!;
      const offset = index === 0 ? this.#head : 0;
      let at = Math.max(0, from - start) + offset;
      for (;;) {
        at = chunk.indexOf(byte, at);
        if (at === -1) break;
        if (wanted.length === 1 || this.#matches(wanted, index, at)) {
          return start + at - offset;
        }
        at++;
      }
      start += chunk.length - offset;
    }
    return -1;
  }

  /** Compares bytes that may span chunks. */
  #matches(wanted: Uint8Array, index: number, at: number): boolean {
    let chunk = this.#list[index]!;
    for (let i = 0; i < wanted.length; i++, at++) {
      while (at === chunk.length) {
        if (++index === this.#list.length) return false;
        chunk = this.#list[index]!;
        at = 0;
      }
      if (chunk[at] !== wanted[i]) return false;
    }
    return true;
  }
}
