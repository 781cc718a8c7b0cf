/**
 * asyncio's networking: transports and protocols, servers, and the connections of a loop.
 *
 * Importing it also makes the network methods of every loop work, such as `loop.createServer()`.
 *
 * It needs Deno 2.9 or newer, and neither Qt nor FFI: sockets are Deno's. On the loop that Qt carries it works as well, also while a dialog is
 * open.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { getRunningLoop, run } from "@qtasyncio/qtasyncio";
 * import { Protocol, type Transport } from "@qtasyncio/qtasyncio/net";
 *
 * class Shout extends Protocol {
 *   #transport!: Transport;
 *   override connectionMade(transport: Transport): void {
 *     this.#transport = transport;
 *   }
 *   override dataReceived(data: Uint8Array): void {
 *     const text = new TextDecoder().decode(data).toUpperCase();
 *     this.#transport.write(new TextEncoder().encode(text));
 *   }
 * }
 *
 * await run(async () => {
 *   const loop = getRunningLoop();
 *   await using server = await loop.createServer(() => new Shout(), "127.0.0.1", 0);
 *   const { port } = server.sockets[0] as Deno.NetAddr;
 *   const answer = loop.createFuture<string>();
 *   const [transport] = await loop.createConnection(() => ({
 *     dataReceived: (data: Uint8Array) => answer.setResult(new TextDecoder().decode(data)),
 *   }), "127.0.0.1", port);
 *   transport.write(new TextEncoder().encode("hello"));
 *   assertEquals(await answer, "HELLO");
 *   transport.close();
 * }, { keepRunning: false });
 * ```
 *
 * @module
 */

import "./src/asyncio/io/networking.ts";

export {
  BaseProtocol,
  BufferedProtocol,
  DatagramProtocol,
  Protocol,
} from "./src/asyncio/io/protocols.ts";
export type {
  Connection,
  DatagramProtocolLike,
  ProtocolFactory,
  ProtocolLike,
} from "./src/asyncio/io/protocols.ts";
export {
  BaseTransport,
  DatagramTransport,
  ReadTransport,
  Transport,
  WriteTransport,
} from "./src/asyncio/io/transports.ts";
export type {
  Bytes,
  DatagramAddress,
  WriteBufferLimits,
} from "./src/asyncio/io/transports.ts";
export type {
  DatagramEndpoint,
  DatagramOptions,
} from "./src/asyncio/io/datagrams.ts";
export { Server } from "./src/asyncio/io/server.ts";
export type {
  ConnectionOptions,
  LocalAddress,
} from "./src/asyncio/io/connect.ts";
export type {
  ServerOptions,
  TcpServerOptions,
} from "./src/asyncio/io/listen.ts";
export type {
  UnixConnectionOptions,
  UnixServerOptions,
} from "./src/asyncio/io/unix.ts";
export type {
  AddressFamily,
  AddressFlag,
  AddressInfo,
  AddressOptions,
  NameFlag,
} from "./src/asyncio/io/addresses.ts";
export type { Descriptor, SocketLike } from "./src/asyncio/io/_adopt.ts";
export type { SendfileOptions } from "./src/asyncio/io/sendfile.ts";
export type { StartTlsOptions } from "./src/asyncio/io/start_tls.ts";
export type {
  ClientTlsOptions,
  ServerTlsOptions,
  TlsOptions,
  TlsTimeouts,
  TlsVersion,
} from "./src/asyncio/io/tls_options.ts";
export { StreamReader } from "./src/asyncio/io/streams/reader.ts";
export type { StreamReaderOptions } from "./src/asyncio/io/streams/_options.ts";
export { StreamWriter } from "./src/asyncio/io/streams/writer.ts";
export type { WriterTlsOptions } from "./src/asyncio/io/streams/writer.ts";
export {
  openConnection,
  openUnixConnection,
  startServer,
  startUnixServer,
} from "./src/asyncio/io/streams/open.ts";
export type {
  ClientConnectedCallback,
  StreamLimit,
  Streams,
} from "./src/asyncio/io/streams/open.ts";
export type { Separator } from "./src/asyncio/io/streams/_separators.ts";
export {
  IncompleteReadError,
  LimitOverrunError,
} from "./src/asyncio/io/streams/errors.ts";
export { DEVNULL, PIPE, STDOUT } from "./src/asyncio/io/subprocess/stdio.ts";
export type {
  StdErr,
  Stdio,
  SubprocessOptions,
} from "./src/asyncio/io/subprocess/stdio.ts";
export {
  SubprocessProtocol,
  SubprocessTransport,
} from "./src/asyncio/io/subprocess/transport.ts";
export type { SubprocessProtocolLike } from "./src/asyncio/io/subprocess/transport.ts";
export type {
  SubprocessConnection,
  SubprocessFactory,
} from "./src/asyncio/io/subprocess/_child_transport.ts";
export {
  createSubprocessExec,
  createSubprocessShell,
  Process,
} from "./src/asyncio/io/subprocess/process.ts";
export type {
  ProcessInput,
  ProcessOutput,
} from "./src/asyncio/io/subprocess/process.ts";
export type { ReadPipe, WritePipe } from "./src/asyncio/io/pipes.ts";
