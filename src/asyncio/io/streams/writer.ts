/**
 * The writing end of a stream.
 *
 * @module
 */

import { Coroutine } from "../../core/coroutine.ts";
import { CancelledError, FatalError, RuntimeError } from "../../core/errors.ts";
import type { AbstractEventLoop } from "../../core/future.ts";
import { getEventLoop } from "../../core/running.ts";
import { sleep } from "../../run/sleep.ts";
import { sideOf, type StartTlsOptions, upgrade } from "../start_tls.ts";
import type { TlsOptions } from "../tls_options.ts";
import type { Bytes, Transport, WriteTransport } from "../transports.ts";
import { feedOf, type StreamReader } from "./reader.ts";
import { StreamProtocol } from "./_stream_protocol.ts";
import { writableOf } from "./_web.ts";
import { WritableTransport } from "../_writable_transport.ts";

const encoder = new TextEncoder();

/** Options of {@linkcode StreamWriter.startTls}. */
export type WriterTlsOptions = Omit<StartTlsOptions, "serverSide">;

/** What a writer asks of its protocol. */
export interface WriterProtocol {
  /** Waits until there is room. */
  drain(): Promise<void>;
  /** Waits until the connection is lost. */
  closed(): Promise<void>;
}

/**
 * The writing end of a stream, as
 * [asyncio.StreamWriter](https://docs.python.org/3.13/library/asyncio-stream.html#streamwriter).
 *
 * `await using` closes the connection and waits for its end; an error of the connection is not thrown then.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { openConnection, startServer } from "../../../../net.ts";
 * import { run } from "../../mod.ts";
 *
 * await run(async () => {
 *   await using server = await startServer(async (reader, writer) => {
 *     writer.write(await reader.readline());
 *     await writer.drain();
 *     writer.close();
 *   }, "127.0.0.1", 0);
 *   const { port } = server.sockets[0] as Deno.NetAddr;
 *   const [reader, writer] = await openConnection("127.0.0.1", port);
 *   await using _ = writer;
 *   writer.write("hello\n");
 *   for await (const line of reader.lines()) assertEquals(line, "hello");
 * });
 * ```
 */
export class StreamWriter implements AsyncDisposable {
  readonly #loop: AbstractEventLoop;
  readonly #protocol: WriterProtocol;
  readonly #reader: StreamReader | null;
  #transport: WriteTransport;
  #writable: WritableStream<Uint8Array | string> | null = null;

  /** @internal Writers are made with their connection. */
  constructor(
    loop: AbstractEventLoop,
    transport: WriteTransport,
    protocol: WriterProtocol,
    reader: StreamReader | null,
  ) {
    this.#loop = loop;
    this.#transport = transport;
    this.#protocol = protocol;
    this.#reader = reader;
  }

  /**
   * Makes a writer of a stream of the web: a file, `Deno.stdout.writable`. Closing the writer closes the stream.
   *
   * @param loop the loop that it belongs to. Default: `getEventLoop()`.
   * @throws {TypeError} if the stream is locked.
   */
  static to(
    stream: WritableStream<Uint8Array>,
    loop: AbstractEventLoop = getEventLoop(),
  ): StreamWriter {
    const protocol = new StreamProtocol(loop, null);
    const transport = new WritableTransport(loop, stream, protocol, "stream");
    transport.start();
    return new StreamWriter(loop, transport, protocol, null);
  }

  /** The transport that it writes to. */
  get transport(): WriteTransport {
    return this.#transport;
  }

  /** Returns the loop that it belongs to. */
  getLoop(): AbstractEventLoop {
    return this.#loop;
  }

  /**
   * Writes bytes, or text as UTF-8. It never waits; follow it with `await writer.drain()`.
   *
   * @throws {TypeError} if `data` is neither.
   * @throws {RuntimeError} after {@linkcode StreamWriter.writeEof}.
   */
  write(data: Bytes | string): void {
    this.#transport.write(
      typeof data === "string" ? encoder.encode(data) : data,
    );
  }

  /**
   * Writes several pieces, in order.
   *
   * @throws {TypeError} if one is neither bytes nor text.
   * @throws {RuntimeError} after {@linkcode StreamWriter.writeEof}.
   */
  writelines(list: Iterable<Bytes | string>): void {
    this.#transport.writelines(
      Array.from(
        list,
        (data) => typeof data === "string" ? encoder.encode(data) : data,
      ),
    );
  }

  /**
   * Waits until what was written, but for a rest, has been sent: this is how a slow peer slows the writer.
   *
   * @throws {Deno.errors.ConnectionReset} if the connection is lost.
   * @throws the error that the connection has failed with.
   */
  drain(): Coroutine<void> {
    return new Coroutine(() => this.#drain(), "StreamWriter.drain()");
  }

  async #drain(): Promise<void> {
    const error = this.#reader?.exception() ?? null;
    if (error !== null) throw error;
    // A loop that writes and drains must see that the connection is lost: that takes a round.
    if (this.#transport.isClosing()) await sleep(0);
    await this.#protocol.drain();
  }

  /**
   * Sends what waits, then tells the peer that no more comes. Reading goes on.
   *
   * @throws {Deno.errors.NotSupported} if the connection cannot: TLS.
   */
  writeEof(): void {
    this.#transport.writeEof();
  }

  /** Returns whether {@linkcode StreamWriter.writeEof} is possible. */
  canWriteEof(): boolean {
    return this.#transport.canWriteEof();
  }

  /**
   * Begins TLS on the connection, as
   * [StreamWriter.start_tls](https://docs.python.org/3.13/library/asyncio-stream.html#asyncio.StreamWriter.start_tls):
   * as a server if a server has accepted the connection, else as a client. The reader and the writer go on with it.
   *
   * Have the peer's consent first: "STARTTLS" and its answer, say. On a server, what was received and not read is taken
   * for the client's part of the handshake. If this fails or is cancelled, the connection is closed.
   *
   * @param tls the options of TLS; `true` for a client without any.
   * @throws {TypeError} if an option is wrong.
   * @throws {RuntimeError} if the connection is closed. On a client, also if there is something unread: it was not sent
   * by TLS, so it cannot be trusted afterwards.
   * @throws {Deno.errors.InvalidData} if the handshake fails.
   * @throws {TimeoutError} if the handshake takes too long.
   *
   * @example
   * ```ts
   * import type { StreamReader, StreamWriter } from "../../../../net.ts";
   *
   * async function startTls(reader: StreamReader, writer: StreamWriter): Promise<void> {
   *   writer.write("STARTTLS\r\n");
   *   await reader.readline();
   *   await writer.startTls(true, { serverHostname: "mail.example.org" });
   *   console.log(writer.getExtraInfo("tlsVersion"));
   * }
   * console.log(startTls.name);
   * ```
   */
  startTls(
    tls: true | TlsOptions,
    options: WriterTlsOptions = {},
  ): Coroutine<void> {
    return new Coroutine(
      () => this.#startTls(tls, options),
      "StreamWriter.startTls()",
    );
  }

  async #startTls(
    tls: true | TlsOptions,
    options: WriterTlsOptions,
  ): Promise<void> {
    const protocol = this.#protocol;
    const reader = this.#reader;
    if (!(protocol instanceof StreamProtocol) || reader === null) {
      throw new TypeError(
        "Cannot call startTls(): expected the stream of a connection",
      );
    }
    const { isServerSide } = protocol;
    const side = sideOf(tls, { ...options, serverSide: isServerSide });
    await this.drain();
    const feed = feedOf(reader);
    const { size } = feed.chunks;
    if (!isServerSide && size > 0) {
      throw new RuntimeError(
        `Cannot call startTls() with ${size} unread bytes that were sent without TLS: read them first`,
      );
    }
    const rest = feed.take(size);
    const transport = await upgrade(
      this.#loop,
      this.#transport as Transport,
      protocol,
      side,
      rest,
    );
    protocol.replaceTransport(transport);
    this.#transport = transport;
  }

  /** Closes the connection once all that was written has been sent. */
  close(): void {
    this.#transport.close();
  }

  /** Returns whether the connection is closed, or being closed. */
  isClosing(): boolean {
    return this.#transport.isClosing();
  }

  /**
   * Waits until the connection is closed.
   *
   * @throws the error that it was lost with.
   */
  waitClosed(): Coroutine<void> {
    return new Coroutine(
      () => this.#protocol.closed(),
      "StreamWriter.waitClosed()",
    );
  }

  /** Returns what is known of the connection: see {@linkcode BaseTransport.getExtraInfo}. */
  getExtraInfo(name: string, fallback: unknown = null): unknown {
    return this.#transport.getExtraInfo(name, fallback);
  }

  /**
   * The stream as the web's: each write waits for room, closing it ends the writing, aborting it drops what waits.
   */
  get writable(): WritableStream<Uint8Array | string> {
    return this.#writable ??= writableOf({
      write: (data) => this.write(data),
      drain: () => this.drain(),
      end: () => this.canWriteEof() ? this.writeEof() : this.close(),
      abort: () => this.#transport.abort(),
    });
  }

  /** Closes the connection and waits for its end. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.close();
    try {
      await this.waitClosed();
    } catch (error) {
      if (error instanceof CancelledError || error instanceof FatalError) {
        throw error;
      }
    }
  }
}
