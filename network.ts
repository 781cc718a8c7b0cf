/**
 * Local sockets and devices of Qt's as streams and transports, and the types of Qt Network's classes.
 *
 * Of Qt Network, the shim creates `QLocalSocket` and `QLocalServer` alone; its library is loaded when the first of them is
 * created. For the network a program of Deno's has `fetch`, `WebSocket`, `Deno.serve` and `net.ts`, which ask for permission
 * and go on while Qt does. The other classes are there to type the objects that other libraries of Qt's hand out, such as the
 * network access of QML's engine.
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
 *   await using _server = await startLocalServer((_reader, writer) => writer.write("hello\n"), name);
 *   const [reader, writer] = await openLocalConnection(name);
 *   await using _ = writer;
 *   assertEquals((await reader.lines().next()).value, "hello");
 * }, { keepRunning: false });
 * ```
 *
 * {@linkcode openDevice} makes streams of Qt's devices.
 *
 * @module
 */

export * from "./src/qt/generated/network/classes.ts";
export { connectDevice, openDevice } from "./src/qt/io/device_streams.ts";
export {
  createLocalConnection,
  createLocalServer,
  openLocalConnection,
  startLocalServer,
} from "./src/qt/io/local_sockets.ts";
export type { LocalServerOptions } from "./src/qt/io/local_sockets.ts";
