/**
 * The two buffers by which values travel between TypeScript and the shim (`cpp_shim/core/wire/channel.h`), and the one
 * place that reads and writes their bytes.
 *
 * @module
 */

import type { CoreLibrary } from "./core.ts";
import {
  HeaderWord as AbiHeaderWord,
  Layout as AbiLayout,
  Status,
} from "./abi.ts";

// Constants of this module: V8 folds them into the code that it compiles, and loads what is imported each time.
const HeaderWord = AbiHeaderWord;
const Layout = AbiLayout;

const INITIAL = 64 * 1024;

/** A number of bytes, rounded up: each value starts at a multiple of 8. */
export const pad = (size: number): number => (size + 7) & ~7;

/** A buffer, seen as each type of number that is read and written. All offsets are in bytes and multiples of 8. */
export class View {
  /** The bytes. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** As 16-bit units of strings. */
  readonly u16: Uint16Array;
  /** As 32-bit words. */
  readonly u32: Uint32Array;
  /** As signed 32-bit words. */
  readonly i32: Int32Array;
  /** As double precision numbers. */
  readonly f64: Float64Array;
  /** As signed 64-bit integers. */
  readonly i64: BigInt64Array;
  /** As unsigned 64-bit integers. */
  readonly u64: BigUint64Array;

  /** @param size Bytes; a multiple of 8. */
  constructor(size: number) {
    const buffer = new ArrayBuffer(size);
    this.bytes = new Uint8Array(buffer);
    this.u16 = new Uint16Array(buffer);
    this.u32 = new Uint32Array(buffer);
    this.i32 = new Int32Array(buffer);
    this.f64 = new Float64Array(buffer);
    this.i64 = new BigInt64Array(buffer);
    this.u64 = new BigUint64Array(buffer);
  }

  /** Another buffer with the same bytes. */
  copy(): View {
    const copy = new View(this.bytes.length);
    copy.bytes.set(this.bytes);
    return copy;
  }
}

/** Both buffers, registered with the shim for as long as an application lives. */
export class Channel {
  #library: CoreLibrary;
  #input = new View(INITIAL);
  #output = new View(INITIAL);
  #moved = false;

  /** @param library The shim, opened. */
  constructor(library: CoreLibrary) {
    this.#library = library;
  }

  /**
   * Claims the shim for this isolate, which is known by the time at which it began: a thread has one after the other.
   * Answers a {@linkcode Status}.
   */
  open(): number {
    this.#moved = false;
    return this.#library.symbols.qta_open(
      this.#input.bytes,
      this.#input.bytes.length,
      this.#output.bytes,
      this.#output.bytes.length,
      performance.timeOrigin,
    );
  }

  /** Where arguments are written. */
  get input(): View {
    return this.#input;
  }

  /** Makes room for `size` bytes of arguments; what is written already stays. */
  reserve(size: number): View {
    if (size > this.#input.bytes.length) {
      const larger = new View(2 ** Math.ceil(Math.log2(size)));
      larger.bytes.set(this.#input.bytes);
      this.#input = larger;
      this.#moved = true;
    }
    return this.#input;
  }

  /** To be called before the shim reads the arguments. */
  commit(): void {
    if (this.#moved) this.open();
  }

  /** The id of a call or a connection, or the exit code, that the last call left. */
  get id(): number {
    return this.#output.i32[HeaderWord.Id]!;
  }

  /** Not 0: handles of destroyed objects, or messages, wait to be taken. */
  get news(): number {
    return this.#output.u32[HeaderWord.News]!;
  }

  /** The result of a call that ended with {@linkcode Status.Number}. */
  get number(): number {
    return this.#output.f64[HeaderWord.Number >> 1]!;
  }

  /** Where the last call's values are, and the offset of the first. */
  output(): View {
    const overflow = this.#output.u32[HeaderWord.Overflow]!;
    if (overflow !== 0) {
      // The shim still reads the header of the smaller one while it opens the larger.
      const smaller = this.#output;
      this.#output = new View(
        2 ** Math.ceil(Math.log2(overflow + Layout.HeaderBytes)),
      );
      this.open();
      smaller.bytes.fill(0);
      if (this.#library.symbols.qta_take_overflow() !== Status.Done) {
        throw new Error("The shim lost a value that was too large");
      }
    }
    return this.#output;
  }

  /** The offset of the first value in {@linkcode Channel.output}. */
  static readonly start: number = Layout.HeaderBytes;
}

/** One frame of this size marks JavaScript's stack in a few hundred calls. */
const FRAME = new Array<number>(256).fill(0);

/** Tells the shim how far down JavaScript's stack goes: it refuses calls from where no handler could run. */
export function markStack(mark: () => number): void {
  const descend = (): void => {
    mark();
    Reflect.apply(descend, undefined, FRAME);
  };
  try {
    descend();
  } catch {
    // The end of the stack.
  }
}
