/**
 * Qt's devices as streams.
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
import type { StreamLimit, Streams } from "../../asyncio/io/streams/open.ts";
import { feedOf, StreamReader } from "../../asyncio/io/streams/reader.ts";
import { StreamProtocol } from "../../asyncio/io/streams/_stream_protocol.ts";
import { StreamWriter } from "../../asyncio/io/streams/writer.ts";
import { describeValue } from "../../asyncio/core/_util.ts";
import { Coroutine, getRunningLoop, RuntimeError } from "../../asyncio/mod.ts";
import type { QIODevice } from "../generated/core/classes.js";
import { QObject } from "../objects/qobject.ts";
import { DeviceTransport } from "./_device_transport.ts";

/** Refuses what is not an open device. */
function checkDevice(device: unknown): QIODevice {
  if (!(device instanceof QObject)) {
    throw new TypeError(
      `device must be a QIODevice, got ${describeValue(device)}`,
    );
  }
  if (!device.invoke("inherits", "QIODevice")) {
    throw new TypeError(
      `device must be a QIODevice, got a ${device.className}`,
    );
  }
  const checked = device as QIODevice;
  if (!checked.isOpen()) {
    throw new RuntimeError(
      `Cannot make streams of ${device}: the device is not open; call open() first`,
    );
  }
  return checked;
}

/**
 * Makes streams of a device of Qt's that is open: a buffer, a file, a socket, a serial port, a program, whatever is a
 * `QIODevice`.
 *
 * The streams own the device: closing the writer closes it, once what was written is out. If the device is closed or
 * destroyed elsewhere, the reader comes to its end. A file or a buffer is read from where it stands to its end.
 *
 * While nothing is read, at most twice the limit is taken from the device, and a socket or a serial port takes no more
 * than 64 KiB from the system, unless its `readBufferSize` says otherwise. A `QProcess` has no such limit in Qt: it keeps
 * all that its program writes. `writer.writeEof()` closes its program's input; closing the writer ends the program.
 *
 * @param device a device that is open. Do not read from it by other means.
 * @param options the limit of the reader.
 * @returns the reader and the writer. Writing to a device that is open for reading alone throws `RuntimeError`.
 * @throws {TypeError} if it is no `QIODevice`.
 * @throws {RuntimeError} if no loop runs, the device is not open, or has streams already.
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
  checkDevice(device);
  const reader = new StreamReader({ ...options, loop });
  const protocol = new StreamProtocol(loop, feedOf(reader));
  const transport = new DeviceTransport(loop, { device, protocol });
  // The program has the streams before the loop's next round, in which the transport begins.
  protocol.connectionMade(transport);
  const writer = new StreamWriter(loop, transport, protocol, reader);
  transport.start();
  return [reader, writer];
}

/**
 * Makes a transport of a device of Qt's that is open, as {@linkcode openDevice}.
 *
 * @param factory makes the protocol.
 * @param device a device that is open. Do not read from it by other means.
 * @returns the transport and the protocol. `transport.getExtraInfo("device")` is the device.
 * @throws {TypeError} if it is no `QIODevice`, or `factory` is no function.
 * @throws {RuntimeError} if no loop runs, the device is not open, or has a transport already.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { getRunningLoop, QBuffer, QCoreApplication, run } from "@qtasyncio/qtasyncio";
 * import { connectDevice } from "@qtasyncio/qtasyncio/network";
 *
 * await using _app = new QCoreApplication();
 * await run(async () => {
 *   const buffer = new QBuffer();
 *   buffer.open(3); // QIODevice::ReadWrite
 *   buffer.write("seven b");
 *   buffer.seek(0);
 *   const got = getRunningLoop().createFuture<number>();
 *   const [transport] = await connectDevice(
 *     () => ({ dataReceived: (data) => got.setResult(data.length) }),
 *     buffer,
 *   );
 *   assertEquals(await got, 7);
 *   transport.close();
 * }, { keepRunning: false });
 * ```
 */
export function connectDevice<P extends ProtocolLike>(
  factory: ProtocolFactory<P>,
  device: QIODevice,
): Coroutine<Connection<P>> {
  return new Coroutine(async () => {
    const loop = getRunningLoop();
    checkFactory(factory);
    checkDevice(device);
    const protocol = factory();
    const transport = new DeviceTransport(loop, { device, protocol });
    return await begun(loop, transport, protocol);
  }, "connectDevice()");
}
