/**
 * Connections and servers as streams.
 *
 * @module
 */

import type { Coroutine } from "../../core/coroutine.ts";
import type { ConnectionOptions } from "../connect.ts";
import type { TcpServerOptions } from "../listen.ts";
import type { Server } from "../server.ts";
import type { UnixConnectionOptions, UnixServerOptions } from "../unix.ts";
import {
  type ClientConnectedCallback,
  openStreams,
  startStreams,
  type StreamLimit,
  type Streams,
} from "./_streams.ts";

export type {
  ClientConnectedCallback,
  StreamLimit,
  Streams,
} from "./_streams.ts";

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
  return openStreams(
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
  return openStreams(
    "openUnixConnection()",
    options,
    (loop, factory) => loop.createUnixConnection(factory, path, options),
  );
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
  return startStreams(
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
  return startStreams(
    "startUnixServer()",
    callback,
    options,
    (loop, factory) => loop.createUnixServer(factory, path, options),
  );
}
