/**
 * Connections and servers as streams.
 *
 * @module
 */

import { Coroutine } from "../../core/coroutine.ts";
import type { BaseEventLoop } from "../../core/loop.ts";
import { getRunningLoop } from "../../core/running.ts";
import { describeValue } from "../../core/_util.ts";
import type { ConnectionOptions } from "../connect.ts";
import type { TcpServerOptions } from "../listen.ts";
import type { Connection } from "../protocols.ts";
import type { Server } from "../server.ts";
import type { UnixConnectionOptions, UnixServerOptions } from "../unix.ts";
import { checkLimit } from "./_options.ts";
import { feedOf, StreamReader } from "./reader.ts";
import { StreamProtocol } from "./_stream_protocol.ts";
import { StreamWriter } from "./writer.ts";

/** Called for each connection of a server. */
export type ClientConnectedCallback = (
  reader: StreamReader,
  writer: StreamWriter,
) => unknown;

/** The options by which a stream's reader is made. */
export interface StreamLimit {
  /**
   * How many bytes a line or another separated piece may have. When twice as many wait to be read, the peer has to
   * wait.
   *
   * @default {65_536}
   */
  limit?: number | undefined;
}

/** Both ends of a stream. */
export type Streams = [reader: StreamReader, writer: StreamWriter];

/**
 * Connects to a host and a port, as
 * [asyncio.open_connection](https://docs.python.org/3.13/library/asyncio-stream.html#asyncio.open_connection).
 *
 * @param host a name or an address; `null` or `""` for this machine.
 * @param port 0 to 65535; `null` if the option `sock` is given.
 * @param options as those of a loop's `createConnection()`, and the reader's limit.
 * @returns the reader and the writer.
 * @throws {RuntimeError} if no loop runs.
 * @throws {Deno.errors.ConnectionRefused} and other network errors, with their `code`.
 * @throws {Deno.errors.NotFound} if there is no such host.
 * @throws {Deno.errors.NotCapable} without `--allow-net` for the host.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { openConnection, startServer } from "../../../../net.ts";
 * import { run } from "../../mod.ts";
 *
 * await run(async () => {
 *   await using server = await startServer((_reader, writer) => {
 *     writer.write("220 ready\r\n");
 *   }, "127.0.0.1", 0);
 *   const { port } = server.sockets[0] as Deno.NetAddr;
 *   const [reader, writer] = await openConnection("127.0.0.1", port);
 *   await using _ = writer;
 *   const { value } = await reader.lines().next();
 *   assertEquals(value, "220 ready");
 * });
 * ```
 */
export function openConnection(
  host: string | null,
  port: number | null,
  options: ConnectionOptions & StreamLimit = {},
): Coroutine<Streams> {
  return open(
    "openConnection()",
    options,
    (loop, factory) => loop.createConnection(factory, host, port, options),
  );
}

/**
 * Connects to a unix socket, as
 * [asyncio.open_unix_connection](https://docs.python.org/3.13/library/asyncio-stream.html#asyncio.open_unix_connection).
 *
 * @param path a path, a file URL, or an abstract name that begins with `"\0"`; `null` if the option `sock` is given.
 * @returns the reader and the writer.
 * @throws {RuntimeError} if no loop runs.
 * @throws {Deno.errors.NotFound} if there is no such file.
 * @throws {Deno.errors.NotCapable} without `--allow-net=unix:…`, `--allow-read` and `--allow-write` for the path.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { openUnixConnection, startUnixServer } from "../../../../net.ts";
 * import { run } from "../../mod.ts";
 *
 * await run(async () => {
 *   const name = `\0example ${Deno.pid}`;
 *   await using server = await startUnixServer((_reader, writer) => writer.write("hello"), name);
 *   const [reader, writer] = await openUnixConnection(name);
 *   await using _ = writer;
 *   assertEquals((await reader.readexactly(5)).length, 5);
 *   server.close();
 * });
 * ```
 */
export function openUnixConnection(
  path: string | URL | null,
  options: UnixConnectionOptions & StreamLimit = {},
): Coroutine<Streams> {
  return open(
    "openUnixConnection()",
    options,
    (loop, factory) => loop.createUnixConnection(factory, path, options),
  );
}

function open(
  name: string,
  { limit }: StreamLimit,
  connect: (
    loop: BaseEventLoop,
    factory: () => StreamProtocol,
  ) => Coroutine<Connection<StreamProtocol>>,
): Coroutine<Streams> {
  return new Coroutine(async () => {
    const loop = getRunningLoop();
    const reader = new StreamReader({ limit, loop });
    const [transport, protocol] = await connect(
      loop,
      () => new StreamProtocol(loop, feedOf(reader)),
    );
    return [reader, new StreamWriter(loop, transport, protocol, reader)];
  }, name);
}

/**
 * Listens on a port, as
 * [asyncio.start_server](https://docs.python.org/3.13/library/asyncio-stream.html#asyncio.start_server).
 *
 * @param callback called with a reader and a writer for each connection, as a task. If it throws or is cancelled, the
 * connection is closed; an error goes to the loop's exception handler. It has to close the writer itself at its end.
 * @param host a name, an address or a list of them; `null` or `""` for all addresses of this machine.
 * @param port 0 to 65535; 0 for any that is free.
 * @param options as those of a loop's `createServer()`, and the readers' limit.
 * @throws {RuntimeError} if no loop runs.
 * @throws {TypeError} if `callback` is not a function.
 * @throws {Deno.errors.AddrInUse} and other network errors, with their `code`.
 * @throws {Deno.errors.NotCapable} without `--allow-net` for the address.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { openConnection, startServer } from "../../../../net.ts";
 * import { run } from "../../mod.ts";
 *
 * await run(async () => {
 *   await using server = await startServer(async (reader, writer) => {
 *     await using _ = writer;
 *     for await (const line of reader) writer.write(line);
 *   }, "127.0.0.1", 0);
 *   const { port } = server.sockets[0] as Deno.NetAddr;
 *   const [reader, writer] = await openConnection("127.0.0.1", port);
 *   writer.write("one\ntwo\n");
 *   writer.writeEof();
 *   assertEquals((await reader.read()).length, 8);
 *   writer.close();
 * });
 * ```
 */
export function startServer(
  callback: ClientConnectedCallback,
  host: string | readonly string[] | null,
  port: number | null,
  options: TcpServerOptions & StreamLimit = {},
): Coroutine<Server> {
  return start(
    "startServer()",
    callback,
    options,
    (loop, factory) => loop.createServer(factory, host, port, options),
  );
}

/**
 * Listens on a unix socket, as
 * [asyncio.start_unix_server](https://docs.python.org/3.13/library/asyncio-stream.html#asyncio.start_unix_server).
 *
 * @param callback as {@linkcode startServer}'s.
 * @param path a path, a file URL, or an abstract name that begins with `"\0"`.
 * @throws {RuntimeError} if no loop runs.
 * @throws {Deno.errors.AddrInUse} if there is a file that is no socket.
 * @throws {Deno.errors.NotCapable} without `--allow-net=unix:…`, `--allow-read` and `--allow-write` for the path.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { startUnixServer } from "../../../../net.ts";
 * import { run } from "../../mod.ts";
 *
 * await run(async () => {
 *   await using server = await startUnixServer((_reader, writer) => writer.close(), `\0example ${Deno.pid}`);
 *   assert(server.isServing());
 * });
 * ```
 */
export function startUnixServer(
  callback: ClientConnectedCallback,
  path: string | URL,
  options: UnixServerOptions & StreamLimit = {},
): Coroutine<Server> {
  return start(
    "startUnixServer()",
    callback,
    options,
    (loop, factory) => loop.createUnixServer(factory, path, options),
  );
}

function start(
  name: string,
  callback: ClientConnectedCallback,
  { limit }: StreamLimit,
  listen: (
    loop: BaseEventLoop,
    factory: () => StreamProtocol,
  ) => Coroutine<Server>,
): Coroutine<Server> {
  return new Coroutine(async () => {
    if (typeof callback !== "function") {
      throw new TypeError(
        `callback must be a function, got ${describeValue(callback)}`,
      );
    }
    const loop = getRunningLoop();
    // Refuses a wrong limit now, not when the first client comes.
    if (limit !== undefined) checkLimit(limit);
    return await listen(loop, () => {
      const reader = new StreamReader({ limit, loop });
      return new StreamProtocol(
        loop,
        feedOf(reader),
        (protocol) => serveClient(loop, callback, reader, protocol),
      );
    });
  }, name);
}

/** Runs a callback as a task; if that fails or is cancelled, the connection is closed. */
function serveClient(
  loop: BaseEventLoop,
  callback: ClientConnectedCallback,
  reader: StreamReader,
  protocol: StreamProtocol,
): void {
  const { transport } = protocol;
  const writer = new StreamWriter(loop, transport, protocol, reader);
  const task = loop.createTask(async () => {
    await callback(reader, writer);
  });
  task.addDoneCallback(() => {
    if (!task.cancelled()) {
      const exception = task.exception();
      if (exception === null) return;
      loop.callExceptionHandler({
        message: "Unhandled exception in the callback of a client connection",
        exception,
        transport,
      });
    }
    transport.close();
  });
}
