/**
 * Qt's local sockets as streams, transports and servers.
 *
 * @module
 */

import { begun } from "../../asyncio/io/_begun.ts";
import { checkFactory } from "../../asyncio/io/connect.ts";
import type {
  Connection,
  ProtocolFactory,
  ProtocolLike,
} from "../../asyncio/io/protocols.ts";
import { Server } from "../../asyncio/io/server.ts";
import { keepOthers } from "../../asyncio/io/_socket_file.ts";
import {
  type ClientConnectedCallback,
  openStreams,
  startStreams,
  type StreamLimit,
  type Streams,
} from "../../asyncio/io/streams/_streams.ts";
import { describeValue } from "../../asyncio/core/_util.ts";
import {
  type AbstractEventLoop,
  Coroutine,
  getRunningLoop,
} from "../../asyncio/mod.ts";
import type { QLocalServerSocketOptions } from "../generated/network/classes.js";
import { QLocalServer, QLocalSocket } from "../generated/network/classes.js";
import { deviceError } from "./_device_errors.ts";
import { DeviceTransport } from "./_device_transport.ts";
import { LocalListener } from "./_local_listener.ts";
import { type LocalName, localName, requireName } from "./_local_names.ts";

/** `QIODevice::ReadWrite`. */
const READ_WRITE = 3;

/** Options of {@linkcode createLocalServer} and {@linkcode startLocalServer}. */
export interface LocalServerOptions {
  /**
   * Who may connect, as [QLocalServer::SocketOptions](https://doc.qt.io/qt-6/qlocalserver.html#SocketOption-enum):
   * `"UserAccessOption"`, say. Default: whom the process's umask permits.
   */
  socketOptions?: QLocalServerSocketOptions | undefined;
  /**
   * How many connections wait in the kernel until they are accepted.
   *
   * @default {50}
   */
  backlog?: number | undefined;
  /**
   * Whether the server accepts connections at once. If not, they wait until its `startServing()` or `serveForever()`.
   *
   * @default {true}
   */
  startServing?: boolean | undefined;
}

/**
 * Connects a `QLocalSocket`.
 *
 * A name without a folder stands for a file in Qt's folder for temporary files, as in other programs of Qt's.
 *
 * @param factory makes the protocol.
 * @param name of the server: a name, a path, a file URL, or an abstract name that begins with `"\0"`.
 * @returns the transport and the protocol. `transport.getExtraInfo("device")` is the `QLocalSocket`.
 * @throws {RuntimeError} if no loop runs.
 * @throws {TypeError} if `name` is no name, or `factory` no function.
 * @throws {ApplicationError} if there is no application.
 * @throws {ShimError} if Qt Network is not installed.
 * @throws {Deno.errors.NotFound} if there is no such server.
 * @throws {Deno.errors.ConnectionRefused} if no server listens any more.
 * @throws {Deno.errors.NotCapable} without `--allow-read` and `--allow-write` for the path, or `--allow-net` for an
 * abstract name.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { getRunningLoop, QCoreApplication, run } from "@qtasyncio/qtasyncio";
 * import { createLocalConnection, startLocalServer } from "@qtasyncio/qtasyncio/network";
 *
 * await using _app = new QCoreApplication();
 * await run(async () => {
 *   const name = `example-${Deno.pid}`;
 *   await using server = await startLocalServer((_reader, writer) => writer.write("hello"), name);
 *   const got = getRunningLoop().createFuture<number>();
 *   const [transport] = await createLocalConnection(
 *     () => ({ dataReceived: (data) => got.setResult(data.length) }),
 *     name,
 *   );
 *   assertEquals(await got, 5);
 *   transport.close();
 *   server.close();
 * }, { keepRunning: false });
 * ```
 */
export function createLocalConnection<P extends ProtocolLike>(
  factory: ProtocolFactory<P>,
  name: string | URL,
): Coroutine<Connection<P>> {
  return new Coroutine(async () => {
    const loop = getRunningLoop();
    checkFactory(factory);
    const server = localName(name);
    requireName("connecting to", server);
    const device = await connect(loop, server);
    const protocol = made(factory, device);
    const extra = {
      peername: server.address,
      sockname: { transport: "unix", path: "" },
    };
    const transport = new DeviceTransport(loop, {
      device,
      protocol,
      name: server.shown,
      extra,
      isOurs: true,
    });
    return await begun(loop, transport, protocol);
  }, "createLocalConnection()");
}

function made<P>(factory: () => P, device: QLocalSocket): P {
  try {
    return factory();
  } catch (error) {
    device.deleteLater();
    throw error;
  }
}

/** Waits for a connection; a cancellation drops the socket. */
async function connect(
  loop: AbstractEventLoop,
  { name, isAbstract, shown }: LocalName,
): Promise<QLocalSocket> {
  const socket = new QLocalSocket(
    isAbstract ? { socketOptions: "AbstractNamespaceOption" } : {},
  );
  const settled = loop.createFuture<void>();
  const settle = () => {
    if (!settled.done()) settled.setResult();
  };
  socket.connected.connect(settle);
  socket.errorOccurred.connect(settle);
  try {
    socket.connectToServer(name, READ_WRITE);
    await settled;
    if (socket.state() !== "ConnectedState") {
      throw deviceError(socket, socket.error(), `connect to ${shown}`);
    }
  } catch (error) {
    if (!socket.isDestroyed) {
      socket.abort();
      socket.deleteLater();
    }
    throw error;
  }
  socket.connected.disconnect(settle);
  socket.errorOccurred.disconnect(settle);
  return socket;
}

/**
 * Listens with a `QLocalServer`, for programs of this project, of Qt, or any that know unix sockets.
 *
 * A name without a folder stands for a file in Qt's folder for temporary files. A socket's file that no server listens
 * at any more is replaced.
 *
 * @param factory makes the protocol of each connection.
 * @param name a name, a path, a file URL, or an abstract name that begins with `"\0"`.
 * @throws {RuntimeError} if no loop runs.
 * @throws {TypeError|RangeError} if an argument or an option is wrong.
 * @throws {ApplicationError} if there is no application.
 * @throws {ShimError} if Qt Network is not installed.
 * @throws {Deno.errors.AddrInUse} if a server listens there, or there is a file that is no socket.
 * @throws {Deno.errors.NotCapable} without `--allow-read` and `--allow-write` for the path, or `--allow-net` for an
 * abstract name.
 *
 * @example
 * ```ts
 * import { assertRejects } from "@std/assert";
 * import { QCoreApplication, run } from "@qtasyncio/qtasyncio";
 * import { createLocalServer } from "@qtasyncio/qtasyncio/network";
 *
 * await using _app = new QCoreApplication();
 * await run(async () => {
 *   const name = `single-${Deno.pid}`;
 *   await using _server = await createLocalServer(() => ({}), name);
 *   // The second instance of a program finds the first.
 *   const second = createLocalServer(() => ({}), name);
 *   await assertRejects(async () => await second, Deno.errors.AddrInUse);
 * }, { keepRunning: false });
 * ```
 */
export function createLocalServer(
  factory: ProtocolFactory<ProtocolLike>,
  name: string | URL,
  options: LocalServerOptions = {},
): Coroutine<Server> {
  return new Coroutine(async () => {
    const loop = getRunningLoop();
    checkFactory(factory);
    const { backlog = 50, socketOptions, startServing = true } = options;
    if (!Number.isInteger(backlog) || backlog < 0) {
      throw new RangeError(
        `backlog must be an integer >= 0, got ${describeValue(backlog)}`,
      );
    }
    const place = localName(name);
    requireName("listening on", place);
    if (!place.isAbstract) await removeStale(loop, place);
    const server = new QLocalServer({
      ...socketOptions !== undefined && { socketOptions },
      ...place.isAbstract && { socketOptions: "AbstractNamespaceOption" },
    });
    server.setListenBacklogSize(backlog);
    if (!server.listen(place.name)) {
      const error = deviceError(
        server,
        server.serverError(),
        `listen on ${place.shown}`,
      );
      server.deleteLater();
      throw error;
    }
    const listener = new LocalListener(loop, server, place.address);
    if (!place.isAbstract) keepOthers(listener, place.name, true);
    return new Server(loop, { factory, listeners: [listener] }, startServing);
  }, "createLocalServer()");
}

/** Removes the file of a socket that nothing listens at; any other file stays. */
async function removeStale(
  loop: AbstractEventLoop,
  place: LocalName,
): Promise<void> {
  const { name, shown } = place;
  try {
    if (Deno.lstatSync(name).isSocket) {
      const peer = await connect(loop, place);
      peer.abort();
      peer.deleteLater();
    }
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return;
    if (!(error instanceof Deno.errors.ConnectionRefused)) throw error;
    Deno.removeSync(name);
    return;
  }
  throw Object.assign(
    new Deno.errors.AddrInUse(`listen on ${shown}: address already in use`),
    { code: "EADDRINUSE" },
  );
}

/**
 * Connects to a local server of Qt's and makes streams of the connection, as {@linkcode createLocalConnection}.
 *
 * @param name of the server: a name, a path, a file URL, or an abstract name that begins with `"\0"`.
 * @param options the limit of the reader.
 * @returns the reader and the writer. A local socket has no half close: `writer.writeEof()` throws `NotSupported`.
 * @throws {Deno.errors.NotFound} and the other errors of {@linkcode createLocalConnection}.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { QCoreApplication, run } from "@qtasyncio/qtasyncio";
 * import { openLocalConnection, startLocalServer } from "@qtasyncio/qtasyncio/network";
 *
 * await using _app = new QCoreApplication();
 * await run(async () => {
 *   const name = `example-${Deno.pid}`;
 *   await using _server = await startLocalServer(async (reader, writer) => {
 *     writer.write(await reader.readline());
 *   }, name);
 *   const [reader, writer] = await openLocalConnection(name);
 *   await using _ = writer;
 *   writer.write("raise\n");
 *   assertEquals((await reader.lines().next()).value, "raise");
 * }, { keepRunning: false });
 * ```
 */
export function openLocalConnection(
  name: string | URL,
  options: StreamLimit = {},
): Coroutine<Streams> {
  return openStreams(
    "openLocalConnection()",
    options,
    (_loop, factory) => createLocalConnection(factory, name),
  );
}

/**
 * Listens with a `QLocalServer` and makes streams of each connection, as {@linkcode createLocalServer}.
 *
 * @param callback called with a reader and a writer for each connection, as a task. If it throws or is cancelled, the
 * connection is closed; an error goes to the loop's exception handler. It has to close the writer itself at its end.
 * @param name a name, a path, a file URL, or an abstract name that begins with `"\0"`.
 * @param options as those of {@linkcode createLocalServer}, and the readers' limit.
 * @throws {Deno.errors.AddrInUse} and the other errors of {@linkcode createLocalServer}.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { QCoreApplication, run } from "@qtasyncio/qtasyncio";
 * import { startLocalServer } from "@qtasyncio/qtasyncio/network";
 *
 * await using _app = new QCoreApplication();
 * await run(async () => {
 *   const name = `example-${Deno.pid}`;
 *   const options = { socketOptions: "UserAccessOption" } as const;
 *   await using server = await startLocalServer((_reader, writer) => writer.close(), name, options);
 *   assertEquals(server.sockets.length, 1);
 * }, { keepRunning: false });
 * ```
 */
export function startLocalServer(
  callback: ClientConnectedCallback,
  name: string | URL,
  options: LocalServerOptions & StreamLimit = {},
): Coroutine<Server> {
  return startStreams(
    "startLocalServer()",
    callback,
    options,
    (_loop, factory) => createLocalServer(factory, name, options),
  );
}
