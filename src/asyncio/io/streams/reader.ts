/**
 * The reading end of a stream.
 *
 * @module
 */

import { Coroutine } from "../../core/coroutine.ts";
import { RuntimeError } from "../../core/errors.ts";
import { getEventLoop } from "../../core/running.ts";
import { IncompleteReadError, LimitOverrunError } from "./errors.ts";
import { Feed } from "./_feed.ts";
import { iterateLines } from "./_lines.ts";
import { NEWLINE, type Separator, Separators } from "./_separators.ts";
import { ReadableTransport } from "../_readable_transport.ts";
import { StreamProtocol } from "./_stream_protocol.ts";
import {
  checkCount,
  checkLimit,
  DEFAULT_LIMIT,
  type StreamReaderOptions,
} from "./_options.ts";
import { readableOf } from "./_web.ts";

/** What `readline()` looks for. */
const LINES = new Separators(NEWLINE);

/** What a reader gives out: what comes from the transport goes in here. */
export let feedOf: (reader: StreamReader) => Feed;

/**
 * The reading end of a stream, as
 * [asyncio.StreamReader](https://docs.python.org/3.13/library/asyncio-stream.html#streamreader).
 *
 * A wait that is cancelled or times out loses nothing: the next read returns all bytes, in order. The arrays that are
 * returned may share memory with what came with them; copy (`slice()`) what is short and kept for long.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { StreamReader } from "../../../../net.ts";
 * import { run } from "../../mod.ts";
 *
 * await run(async () => {
 *   const reader = new StreamReader();
 *   reader.feedData(new TextEncoder().encode("one\ntwo\n"));
 *   reader.feedEof();
 *   assertEquals((await reader.readline()).length, 4);
 *   assertEquals((await reader.readexactly(3)).length, 3);
 *   assertEquals((await reader.read()).length, 1);
 *   assertEquals(reader.atEof(), true);
 * });
 * ```
 */
export class StreamReader {
  readonly #limit: number;
  readonly #feed: Feed;

  static {
    feedOf = (reader) => reader.#feed;
  }

  #readable: ReadableStream<Uint8Array<ArrayBuffer>> | null = null;

  /**
   * Makes a reader that is fed by {@linkcode StreamReader.feedData}. Connections make theirs by themselves.
   *
   * @throws {RangeError} if `limit` is not positive.
   */
  constructor(options: StreamReaderOptions = {}) {
    const { limit = DEFAULT_LIMIT, loop = getEventLoop() } = options;
    checkLimit(limit);
    this.#limit = limit;
    this.#feed = new Feed(loop, limit);
  }

  /**
   * Makes a reader of a stream of the web: the body of a response, a file, `Deno.stdin.readable`.
   *
   * The stream is read as far as the limit allows. It is cancelled when the loop is closed.
   *
   * @throws {TypeError} if the stream is locked.
   * @throws {RangeError} if `limit` is not positive.
   */
  static from(
    stream: ReadableStream<Uint8Array<ArrayBuffer>>,
    options: StreamReaderOptions = {},
  ): StreamReader {
    const reader = new StreamReader(options);
    const { loop = getEventLoop() } = options;
    const protocol = new StreamProtocol(loop, reader.#feed);
    new ReadableTransport(loop, stream, protocol, "stream").start();
    return reader;
  }

  /** Returns the error that the stream has failed with, `null` if it has not. */
  exception(): Error | null {
    return this.#feed.exception;
  }

  /** Makes all reads throw `error`, also the one that waits. */
  setException(error: Error): void {
    this.#feed.fail(error);
  }

  /**
   * Adds bytes. The array is kept: do not change it.
   *
   * @throws {RuntimeError} after {@linkcode StreamReader.feedEof}.
   */
  feedData(data: Uint8Array<ArrayBuffer>): void {
    this.#feed.data(data);
  }

  /** Marks the end of the stream. */
  feedEof(): void {
    this.#feed.end();
  }

  /** Returns whether the stream has ended and all of it was read. */
  atEof(): boolean {
    return this.#feed.eof && this.#feed.chunks.size === 0;
  }

  /**
   * Reads up to `count` bytes, as soon as there are any; all bytes up to the end if `count` is -1.
   *
   * @param count how many at most; 0 returns at once.
   * @returns the bytes; none at the end of the stream.
   * @throws {RuntimeError} if another read waits already. The connection's error, if it has failed.
   */
  read(count = -1): Coroutine<Uint8Array<ArrayBuffer>> {
    return new Coroutine(() => this.#read(count), "StreamReader.read()");
  }

  async #read(count: number): Promise<Uint8Array<ArrayBuffer>> {
    checkCount(count, -Infinity);
    this.#checkReadable();
    if (count === 0) return new Uint8Array(0);
    const wanted = count < 0 ? Infinity : 1;
    while (this.#feed.chunks.size < wanted && !this.#feed.eof) {
      await this.#feed.wait("read", wanted);
    }
    const { size } = this.#feed.chunks;
    return this.#feed.take(count < 0 ? size : Math.min(count, size));
  }

  /**
   * Reads exactly `count` bytes.
   *
   * @throws {IncompleteReadError} if the stream ends before.
   * @throws {RangeError} if `count` is negative.
   * @throws {RuntimeError} if another read waits already. The connection's error, if it has failed.
   */
  readexactly(count: number): Coroutine<Uint8Array<ArrayBuffer>> {
    return new Coroutine(
      () => this.#readexactly(count),
      "StreamReader.readexactly()",
    );
  }

  async #readexactly(count: number): Promise<Uint8Array<ArrayBuffer>> {
    checkCount(count, 0);
    this.#checkReadable();
    while (this.#feed.chunks.size < count) {
      if (this.#feed.eof) throw this.#feed.incomplete(count);
      await this.#feed.wait("readexactly", count);
    }
    return this.#feed.take(count);
  }

  /**
   * Reads a line, with its end, `"\n"`.
   *
   * @returns the line; at the end of the stream what there is, then nothing.
   * @throws {RangeError} if the line is longer than the limit. It is dropped, as far as it has come.
   * @throws {RuntimeError} if another read waits already. The connection's error, if it has failed.
   */
  readline(): Coroutine<Uint8Array<ArrayBuffer>> {
    return new Coroutine(() => this.#readline(), "StreamReader.readline()");
  }

  async #readline(): Promise<Uint8Array<ArrayBuffer>> {
    try {
      return await this.#readuntil(LINES);
    } catch (error) {
      if (error instanceof IncompleteReadError) return error.partial;
      if (!(error instanceof LimitOverrunError)) throw error;
      const chunks = this.#feed.chunks;
      const isWhole = chunks.indexOf(NEWLINE, error.consumed) ===
        error.consumed;
      this.#feed.drop(isWhole ? error.consumed + 1 : chunks.size);
      throw new RangeError(
        `${error.message}: a line may have ${this.#limit} bytes; set a higher limit, { limit }, when opening the stream`,
        { cause: error },
      );
    }
  }

  /**
   * Reads up to a separator, which is part of the result. With several separators, the one that ends first counts.
   *
   * @param separator bytes or text, or a list of them. Default: the end of a line.
   * @throws {IncompleteReadError} if the stream ends before; `expected` is `null`.
   * @throws {LimitOverrunError} if there is no separator within the limit; nothing is lost.
   * @throws {TypeError} if a separator is empty, or the list.
   * @throws {RuntimeError} if another read waits already. The connection's error, if it has failed.
   */
  readuntil(
    separator: Separator | readonly Separator[] = NEWLINE,
  ): Coroutine<Uint8Array<ArrayBuffer>> {
    return new Coroutine(
      () => this.#readuntil(new Separators(separator)),
      "StreamReader.readuntil()",
    );
  }

  async #readuntil(separators: Separators): Promise<Uint8Array<ArrayBuffer>> {
    this.#checkReadable();
    const chunks = this.#feed.chunks;
    let offset = 0;
    for (;;) {
      const found = separators.find(chunks, offset);
      if (found !== null) {
        if (found.start > this.#limit) {
          throw new LimitOverrunError(
            "Separator is found, but chunk is longer than limit",
            found.start,
          );
        }
        return this.#feed.take(found.end);
      }
      offset = Math.max(0, chunks.size + 1 - separators.longest);
      if (offset > this.#limit) {
        throw new LimitOverrunError(
          "Separator is not found, and chunk exceeds the limit",
          offset,
        );
      }
      if (this.#feed.eof) throw this.#feed.incomplete(null);
      await this.#feed.wait("readuntil", chunks.size + 1);
    }
  }

  /** Gives the lines as bytes, with their ends. */
  [Symbol.asyncIterator](): AsyncIterableIterator<Uint8Array<ArrayBuffer>> {
    return iterateLines(() => this.#readline(), (line) => line);
  }

  /**
   * Gives the lines as text, without their ends, `"\n"` or `"\r\n"`.
   *
   * @param encoding of the text. Default: UTF-8.
   * @throws {RangeError} if there is no such encoding.
   */
  lines(encoding = "utf-8"): AsyncIterableIterator<string> {
    const decoder = new TextDecoder(encoding, { ignoreBOM: true });
    return iterateLines(
      () => this.#readline(),
      (line) => decoder.decode(line).replace(/\r?\n$/, ""),
    );
  }

  /**
   * The stream as the web's. It takes bytes only when it is read. While it is locked, the other methods throw
   * `RuntimeError`; once its reader is released, they read on where it stopped. Cancelling it closes the connection.
   */
  get readable(): ReadableStream<Uint8Array<ArrayBuffer>> {
    return this.#readable ??= readableOf({
      wait: (isStale) => this.#feed.some(isStale),
      take: () => {
        if (this.#feed.exception !== null) throw this.#feed.exception;
        const { size } = this.#feed.chunks;
        return size === 0 ? null : this.#feed.take(Math.min(size, this.#limit));
      },
      close: () => this.#feed.source?.close(),
    });
  }

  #checkReadable(): void {
    if (this.#feed.exception !== null) throw this.#feed.exception;
    if (this.#readable?.locked) {
      throw new RuntimeError(
        "The stream is read through its property 'readable': release that reader first",
      );
    }
  }
}
