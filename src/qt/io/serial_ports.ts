/**
 * Serial ports as streams and transports.
 *
 * @module
 */

import { fileURLToPath } from "node:url";
import { begun } from "../../asyncio/io/_begun.ts";
import { checkFactory } from "../../asyncio/io/connect.ts";
import { requirePermission } from "../../asyncio/io/_permissions.ts";
import type {
  Connection,
  ProtocolFactory,
  ProtocolLike,
} from "../../asyncio/io/protocols.ts";
import {
  openStreams,
  type StreamLimit,
  type Streams,
} from "../../asyncio/io/streams/_streams.ts";
import { describeValue } from "../../asyncio/core/_util.ts";
import { Coroutine, getRunningLoop } from "../../asyncio/mod.ts";
import {
  QSerialPort,
  type QSerialPortProperties,
} from "../generated/serial/classes.js";
import { deviceError } from "./_device_errors.ts";
import { DeviceTransport } from "./_device_transport.ts";

/** `QIODevice::ReadWrite`. */
const READ_WRITE = 3;

/** How a serial port is set. */
export interface SerialOptions {
  /**
   * Bits per second: a positive integer that the device knows.
   *
   * @default {9600}
   */
  baudRate?: number | undefined;
  /**
   * Bits of each byte.
   *
   * @default {8}
   */
  dataBits?: 5 | 6 | 7 | 8 | undefined;
  /**
   * What the bit behind them says.
   *
   * @default {"none"}
   */
  parity?: "none" | "even" | "odd" | "space" | "mark" | undefined;
  /**
   * Bits between bytes.
   *
   * @default {1}
   */
  stopBits?: 1 | 1.5 | 2 | undefined;
  /**
   * How one end tells the other to wait: by the lines RTS and CTS (`"hardware"`), or by bytes (`"software"`).
   *
   * @default {"none"}
   */
  flowControl?: "none" | "hardware" | "software" | undefined;
}

type Names<T extends string | number> = Readonly<Record<T, string>>;

const DATA_BITS = { 5: "Data5", 6: "Data6", 7: "Data7", 8: "Data8" };
const PARITIES = {
  none: "NoParity",
  even: "EvenParity",
  odd: "OddParity",
  space: "SpaceParity",
  mark: "MarkParity",
};
const STOP_BITS = { 1: "OneStop", 1.5: "OneAndHalfStop", 2: "TwoStop" };
const FLOW_CONTROLS = {
  none: "NoFlowControl",
  hardware: "HardwareControl",
  software: "SoftwareControl",
};

/** Qt's name of a choice. */
function choose<T extends string | number>(
  option: string,
  names: Names<T>,
  value: T,
): string {
  const name = Object.hasOwn(names, value) ? names[value] : undefined;
  if (name !== undefined) return name;
  const expected = Object.keys(names).join(", ");
  throw new TypeError(
    `${option} must be one of ${expected}, got ${describeValue(value)}`,
  );
}

function propertiesOf(options: SerialOptions): QSerialPortProperties {
  const { baudRate = 9600 } = options;
  if (!Number.isInteger(baudRate) || baudRate <= 0 || baudRate > 0x7fffffff) {
    throw new RangeError(
      `baudRate must be a positive integer, got ${describeValue(baudRate)}`,
    );
  }
  return {
    baudRate,
    dataBits: choose("dataBits", DATA_BITS, options.dataBits ?? 8),
    parity: choose("parity", PARITIES, options.parity ?? "none"),
    stopBits: choose("stopBits", STOP_BITS, options.stopBits ?? 1),
    flowControl: choose(
      "flowControl",
      FLOW_CONTROLS,
      options.flowControl ?? "none",
    ),
  } as QSerialPortProperties;
}

/** The file of a port, as Qt finds it. */
function pathOf(given: unknown): string {
  const text = given instanceof URL ? fileURLToPath(given) : given;
  if (typeof text !== "string" || text === "" || text.includes("\0")) {
    throw new TypeError(
      `path must be a path, a name in /dev or a file URL, got ${
        describeValue(given)
      }`,
    );
  }
  return /^[./]/.test(text) ? text : `/dev/${text}`;
}

/**
 * Opens a serial port.
 *
 * @param factory makes the protocol.
 * @param path of the device: a path (`"/dev/ttyUSB0"`), a name in `/dev`, or a file URL.
 * @param options how the port is set.
 * @returns the transport and the protocol. `transport.getExtraInfo("device")` is the
 * [QSerialPort](https://doc.qt.io/qt-6/qserialport.html): it sets the lines and sends breaks, by its properties
 * `dataTerminalReady`, `requestToSend` and `breakEnabled`.
 * @throws {RuntimeError} if no loop runs.
 * @throws {TypeError|RangeError} if an argument or an option is wrong.
 * @throws {ApplicationError} if there is no application.
 * @throws {ShimError} if Qt Serial Port is not installed.
 * @throws {Deno.errors.NotFound} if there is no such device.
 * @throws {Deno.errors.PermissionDenied} if the system does not permit it, or another program has the port.
 * @throws {Deno.errors.NotCapable} without `--allow-read` and `--allow-write` for the path.
 *
 * @example
 * ```ts
 * import { assertRejects } from "@std/assert";
 * import { QCoreApplication, run } from "@qtasyncio/qtasyncio";
 * import { createSerialConnection } from "@qtasyncio/qtasyncio/serial";
 *
 * await using _app = new QCoreApplication();
 * await run(async () => {
 *   const opening = createSerialConnection(() => ({}), "/dev/ttyNowhere", { baudRate: 115_200 });
 *   await assertRejects(async () => await opening, Deno.errors.NotFound);
 * }, { keepRunning: false });
 * ```
 */
export function createSerialConnection<P extends ProtocolLike>(
  factory: ProtocolFactory<P>,
  path: string | URL,
  options: SerialOptions = {},
): Coroutine<Connection<P>> {
  return new Coroutine(async () => {
    const loop = getRunningLoop();
    checkFactory(factory);
    const file = pathOf(path);
    const properties = propertiesOf(options);
    for (const name of ["read", "write"] as const) {
      requirePermission(
        { name, path: file },
        `opening ${file}`,
        `--allow-${name}=${file}`,
      );
    }
    const device = new QSerialPort(properties);
    try {
      device.setPortName(file);
      if (!device.open(READ_WRITE)) {
        throw deviceError(device, device.error, `open ${file}`);
      }
      const protocol = factory();
      const transport = new DeviceTransport(loop, {
        device,
        protocol,
        name: file,
        isOurs: true,
      });
      return await begun(loop, transport, protocol);
    } catch (error) {
      if (!device.isDestroyed) device.deleteLater();
      throw error;
    }
  }, "createSerialConnection()");
}

/**
 * Opens a serial port and makes streams of it, as {@linkcode createSerialConnection}.
 *
 * If the device disappears, the reads that wait and those that follow throw `Deno.errors.ConnectionReset`.
 *
 * @param path of the device: a path (`"/dev/ttyUSB0"`), a name in `/dev`, or a file URL.
 * @param options how the port is set, and the limit of the reader.
 * @returns the reader and the writer.
 * @throws {Deno.errors.NotFound} and the other errors of {@linkcode createSerialConnection}.
 *
 * @example
 * ```ts
 * import type { Streams } from "@qtasyncio/qtasyncio/net";
 * import { openSerialConnection } from "@qtasyncio/qtasyncio/serial";
 *
 * async function temperature(): Promise<string> {
 *   const [reader, writer]: Streams = await openSerialConnection("/dev/ttyUSB0", { baudRate: 115_200 });
 *   await using _ = writer;
 *   writer.write("MEAS:TEMP?\r\n");
 *   return (await reader.lines().next()).value;
 * }
 * console.log(temperature.name);
 * ```
 */
export function openSerialConnection(
  path: string | URL,
  options: SerialOptions & StreamLimit = {},
): Coroutine<Streams> {
  return openStreams(
    "openSerialConnection()",
    options,
    (_loop, factory) => createSerialConnection(factory, path, options),
  );
}
