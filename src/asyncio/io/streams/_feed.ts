/** The input of a stream reader: the bytes, the end, an error, and the one read that waits for them. */

import { RuntimeError } from "../../core/errors.ts";
import {
  type AbstractEventLoop,
  coreOf,
  type Future,
} from "../../core/future.ts";
import type { ReadTransport } from "../transports.ts";
import { Chunks } from "./_chunks.ts";
import { IncompleteReadError } from "./errors.ts";

/** The part of a transport that a reader uses. */
export type Source = Pick<
  ReadTransport,
  "pauseReading" | "resumeReading" | "close"
>;

/** The buffer of a reader, which pauses and resumes its transport. */
export class Feed {
  readonly chunks = new Chunks();
  source: Source | null = null;
  eof = false;
  exception: Error | null = null;
  readonly #loop: AbstractEventLoop;
  readonly #limit: number;
  /** How many bytes may wait before the transport is paused. */
  #most: number;
  /** Whether anything was read, or waited for. */
  #isRead = false;
  #paused = false;
  #waiter: Future<void> | null = null;
  /** How many bytes the waiter waits for. */
  #wanted = 0;
  #isStale: (() => boolean) | null = null;

  constructor(loop: AbstractEventLoop, limit: number) {
    this.#loop = loop;
    this.#limit = limit;
    this.#most = 2 * limit;
  }

  data(data: Uint8Array<ArrayBuffer>): void {
    if (this.eof) throw new RuntimeError("feedData() called after feedEof()");
    if (data.length === 0) return;
    const { chunks } = this;
    chunks.push(data);
    if (this.#waiter?.done() === false) {
      if (chunks.size < this.#wanted) return;
      this.#wake();
    }
    if (!this.#paused && this.source !== null && chunks.size > this.#most) {
      this.#paused = true;
      this.source.pauseReading();
    }
  }

  end(): void {
    this.eof = true;
    this.#wake();
  }

  fail(error: Error): void {
    this.exception = error;
    const waiter = this.#waiter;
    this.#waiter = null;
    if (waiter !== null && !waiter.done()) coreOf(waiter).fail(error);
  }

  /** Takes the first `count` bytes; there must be as many. */
  take(count: number): Uint8Array<ArrayBuffer> {
    this.#begin();
    const data = this.chunks.take(count);
    if (this.#paused) this.#maybeResume();
    return data;
  }

  /** Drops the first `count` bytes. */
  drop(count: number): void {
    this.chunks.drop(count);
    this.#maybeResume();
  }

  /** Takes everything, for the stream has ended too early. */
  incomplete(expected: number | null): IncompleteReadError {
    return new IncompleteReadError(this.take(this.chunks.size), expected);
  }

  /**
   * Waits until there are so many bytes, the end or an error.
   *
   * @param isStale tells whether this wait may be ended by another one.
   * @returns a future, without an async function around it, which would cost each read a promise.
   */
  wait(
    method: string,
    wanted: number,
    isStale: (() => boolean) | null = null,
  ): Future<void> {
    this.#begin();
    if (this.#isStale?.()) this.#wake();
    // A wait that was cancelled is over.
    if (this.#waiter?.done() === false) {
      throw new RuntimeError(
        `${method}() called while another coroutine is already waiting for incoming data`,
      );
    }
    if (this.#paused) this.#resume();
    this.#wanted = wanted;
    this.#isStale = isStale;
    return this.#waiter = this.#loop.createFuture<void>();
  }

  /** Waits for the end. */
  async ended(): Promise<void> {
    while (!this.eof) {
      if (this.exception !== null) throw this.exception;
      await this.wait("communicate", Infinity);
    }
  }

  /** Waits for a byte, the end or an error, or until `isStale` says that the wait may end. */
  async some(isStale: () => boolean): Promise<void> {
    while (this.chunks.size === 0 && !this.eof && !isStale()) {
      if (this.exception !== null) throw this.exception;
      await this.wait("readable", 1, isStale);
    }
  }

  /** Lets any number of bytes wait, from now on, or until the first read. */
  expand(forGood: boolean): void {
    if (this.#isRead && !forGood) return;
    this.#isRead = forGood;
    this.#most = Infinity;
    if (this.#paused) this.#resume();
  }

  #begin(): void {
    if (this.#isRead) return;
    this.#isRead = true;
    this.#most = 2 * this.#limit;
  }

  #maybeResume(): void {
    if (this.#paused && this.chunks.size <= this.#limit) this.#resume();
  }

  #resume(): void {
    this.#paused = false;
    this.source!.resumeReading();
  }

  #wake(): void {
    const waiter = this.#waiter;
    this.#waiter = null;
    if (waiter !== null && !waiter.done()) waiter.setResult();
  }
}
