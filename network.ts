/**
 * The classes of Qt Network; local sockets and devices of Qt's as streams and transports.
 *
 * Qt Network is loaded by the first use of one of its classes. They do not ask for `--allow-net`; what `net.ts` and Deno
 * itself have (`fetch`, `WebSocket`, `Deno.connect`, `Deno.serve`) does, and goes on while Qt does.
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

import { carried } from "./ffi/carried/network.ts";
import * as classes from "./src/qt/generated/network/classes.js";
import { offerLibrary } from "./src/qt/objects/offered_library.ts";

await offerLibrary("network", classes, carried);

export * from "./src/qt/generated/network/classes.js";
export { connectDevice, openDevice } from "./src/qt/io/device_streams.ts";
export {
  createLocalConnection,
  createLocalServer,
  openLocalConnection,
  startLocalServer,
} from "./src/qt/io/local_sockets.ts";
export type { LocalServerOptions } from "./src/qt/io/local_sockets.ts";
