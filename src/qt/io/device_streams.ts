/**
 * Qt's devices as streams.
 *
 * @module
 */

import { getRunningLoop, RuntimeError } from "../../asyncio/mod.ts";
import { StreamProtocol } from "../../asyncio/io/streams/_stream_protocol.ts";
import { feedOf, StreamReader } from "../../asyncio/io/streams/reader.ts";
import { StreamWriter } from "../../asyncio/io/streams/writer.ts";
import type { StreamLimit, Streams } from "../../asyncio/io/streams/open.ts";
import type { QIODevice } from "../generated/core/classes.js";
import { DeviceTransport } from "./_device_transport.ts";

/**
 * Makes streams of a device of Qt's that is open: a buffer, a file, a local socket, whatever is a `QIODevice`.
 *
 * The streams own the device: closing the writer closes it, once what was written is out. If the device is closed or
 * destroyed elsewhere, the reader comes to its end. While nothing is read, at most twice the limit is taken from the
 * device. A file or a buffer is read from where it stands to its end.
 *
 * @param device a device that is open. Do not read from it by other means.
 * @param options the limit of the reader.
 * @returns the reader and the writer. Writing to a device that is open for reading alone throws `RuntimeError`.
 * @throws {RuntimeError} if no loop runs, or the device is not open.
 * @throws {RangeError} if `limit` is not positive.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { QBuffer, QCoreApplication, run } from "@qtasyncio/qtasyncio";
 * import { openDevice } from "@qtasyncio/qtasyncio/network";
 *
 * await using _app = new QCoreApplication();
 * await run(async () => {
 *   const buffer = new QBuffer();
 *   buffer.open(3); // QIODevice::ReadWrite
 *   buffer.write("one\ntwo\n");
 *   buffer.seek(0);
 *   const [reader, writer] = openDevice(buffer);
 *   const lines: string[] = [];
 *   for await (const line of reader.lines()) lines.push(line);
 *   assertEquals(lines, ["one", "two"]);
 *   writer.close();
 * }, { keepRunning: false });
 * ```
 */
export function openDevice(
  device: QIODevice,
  options: StreamLimit = {},
): Streams {
  const loop = getRunningLoop();
  if (!device.isOpen()) {
    throw new RuntimeError(`Cannot make streams of ${device}: open it first`);
  }
  const reader = new StreamReader({ ...options, loop });
  const protocol = new StreamProtocol(loop, feedOf(reader));
  const transport = new DeviceTransport(loop, device, protocol);
  // The program has the streams before the loop's next round, in which the transport begins.
  protocol.connectionMade(transport);
  const writer = new StreamWriter(loop, transport, protocol, reader);
  transport.start();
  return [reader, writer];
}
