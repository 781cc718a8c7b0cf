/** Serial ports, over pseudo-terminals. */

import {
  assert,
  assertEquals,
  assertInstanceOf,
  assertMatch,
  assertRejects,
} from "@std/assert";
import {
  createTask,
  type ExceptionContext,
  run,
  sleep,
  timeout,
  TimeoutError,
} from "../../mod.ts";
import { openDevice } from "../../network.ts";
import {
  createSerialConnection,
  openSerialConnection,
  QSerialPort,
  QSerialPortInfo,
} from "../../serial.ts";
import {
  bytes,
  pattern,
  Recorder,
  text,
  until,
} from "../asyncio/net/_support.ts";
import { onCore } from "../_support/probe.ts";
import { Program } from "../_support/program.ts";
import { Line } from "../_support/terminal.ts";
import { test as declare } from "./_io.ts";

const SERIAL = new URL("../../serial.ts", import.meta.url).href;
const MOD = new URL("../../mod.ts", import.meta.url).href;

/** Declares a test that has a terminal, too. */
function test(
  title: string,
  body: (line: Line, errors: ExceptionContext[]) => Promise<void>,
): void {
  declare(title, async (errors) => {
    using line = new Line();
    await body(line, errors);
  });
}

/** Reads from a line until so many bytes have come. */
async function readFrom(line: Line, count: number): Promise<Uint8Array> {
  const data = new Uint8Array(count);
  for (let got = 0; got < count;) {
    const part = line.read();
    data.set(part, got);
    got += part.length;
    if (part.length === 0) await sleep(1);
  }
  return data;
}

/** Writes all to a line, as fast as it takes it. */
async function writeTo(
  line: Line,
  data: Uint8Array<ArrayBuffer>,
): Promise<void> {
  for (let sent = 0; sent < data.length;) {
    const count = line.write(data.subarray(sent));
    sent += count;
    if (count === 0) await sleep(1);
  }
}

test("a serial port's streams carry lines both ways, and all bytes as they are", async (line) => {
  const [reader, writer] = await openSerialConnection(line.path);
  writer.write("hello\r\n");
  assertEquals(text(await readFrom(line, 7)), "hello\r\n");
  await writeTo(line, bytes("one\ntwo\r\n"));
  const lines = reader.lines();
  assertEquals((await lines.next()).value, "one");
  assertEquals((await lines.next()).value, "two");
  const data = pattern(256);
  await writeTo(line, data);
  assertEquals(await reader.readexactly(256), data);
  writer.write(data);
  assertEquals(await readFrom(line, 256), data);
  writer.close();
  await writer.waitClosed();
});

test("a serial port is set as its options say", async (line) => {
  const [, writer] = await openSerialConnection(line.path, {
    baudRate: 115_200,
    dataBits: 7,
    parity: "even",
    stopBits: 2,
    flowControl: "software",
  });
  await using _ = writer;
  const port = writer.getExtraInfo("device") as QSerialPort;
  assertInstanceOf(port, QSerialPort);
  assertEquals(
    [port.baudRate, port.dataBits, port.parity, port.stopBits],
    [115_200, "Data7", "EvenParity", "TwoStop"],
  );
  assertEquals(port.flowControl, "SoftwareControl");
  const { stdout } = await new Deno.Command("stty", {
    args: ["-F", line.path, "-a"],
  }).output();
  const said = text(stdout);
  assertMatch(said, /speed 115200 baud/);
  assertMatch(said, / parenb | ixon /);
  assertMatch(said, / cstopb /);
  port.baudRate = 19_200;
  assertEquals(port.baudRate, 19_200);
});

test("Qt's own classes of serial ports are there, too", async (line) => {
  const port = new QSerialPort(line.path, { baudRate: 19_200 });
  assertEquals(`/dev/${port.portName()}`, line.path);
  assertEquals(port.baudRate, 19_200);
  assert(port.open("ReadWrite"));
  await writeTo(line, bytes("x"));
  await until(() => Number(port.bytesAvailable()) === 1);
  assertEquals(port.clear("Input"), true);
  port.close();
  port.deleteLater();
  assert(QSerialPortInfo.standardBaudRates().includes(115_200));
  for (const info of QSerialPortInfo.availablePorts()) {
    assertMatch(info.systemLocation(), /^\/dev\//);
  }
});

test("a break and a line that the device does not have do not end the streams", async (line) => {
  const [reader, writer] = await openSerialConnection(line.path);
  await using _ = writer;
  const port = writer.getExtraInfo("device") as QSerialPort;
  port.breakEnabled = true;
  port.breakEnabled = false;
  // A pseudo-terminal has no such line: UnsupportedOperationError.
  port.dataTerminalReady = true;
  await writeTo(line, bytes("on\n"));
  assertEquals(text(await reader.readline()), "on\n");
});

test("a serial port that is not read makes the sender wait, and loses nothing", async (line) => {
  const [reader, writer] = await openSerialConnection(line.path, {
    limit: 1000,
  });
  const data = pattern(400_000);
  const sending = createTask(writeTo(line, data));
  await sleep(50);
  assertEquals(sending.done(), false);
  const port = writer.getExtraInfo("device") as QSerialPort;
  assert(Number(port.bytesAvailable()) <= 65_536);
  assertEquals(await reader.readexactly(data.length), data);
  await sending;
  writer.close();
});

test("drain() waits while the other end does not read", async (line) => {
  const [, writer] = await openSerialConnection(line.path);
  const data = pattern(400_000);
  writer.write(data);
  await assertRejects(() => timeout(30, () => writer.drain()), TimeoutError);
  assert(writer.transport.getWriteBufferSize() > 300_000);
  const received = createTask(readFrom(line, data.length));
  await writer.drain();
  writer.close();
  assertEquals(await received, data);
  await writer.waitClosed();
});

test("a device that disappears is a reset, and its last bytes are read before", async (line) => {
  const [transport, protocol] = await createSerialConnection(
    () => new Recorder(),
    line.path,
  );
  await writeTo(line, bytes("last"));
  await until(() => protocol.text === "last");
  line.close();
  await protocol.lost();
  assertInstanceOf(protocol.error, Deno.errors.ConnectionReset);
  assertEquals(protocol.events.at(-1), "lost ConnectionReset");
  assertEquals(transport.isClosing(), true);
  transport.write(bytes("dropped"));

  using other = new Line();
  const [reader, writer] = await openSerialConnection(other.path);
  const reading = createTask(reader.readline());
  await sleep(0);
  other.close();
  await assertRejects(
    () => Promise.resolve(reading),
    Deno.errors.ConnectionReset,
    other.path,
  );
  await assertRejects(async () => await writer.drain());
  await assertRejects(async () => await writer.waitClosed());
});

test("abort() drops what a serial port has not sent", async (line) => {
  const [transport, protocol] = await createSerialConnection(
    () => new Recorder(),
    line.path,
  );
  transport.write(pattern(400_000));
  transport.abort();
  await protocol.lost();
  assertEquals(protocol.error, null);
  assertEquals(protocol.events, ["made", "pause", "lost"]);
});

test("wrong arguments of serial ports are refused by name, and a device that is not there", async (line) => {
  const open = async (path: unknown, options: object = {}) =>
    void await openSerialConnection(path as string, options);
  for (const path of ["", 5, null, "a\0b"]) {
    await assertRejects(() => open(path), TypeError, "path must be");
  }
  for (const baudRate of [0, -1, 1.5, "9600", 2 ** 40]) {
    await assertRejects(
      () => open(line.path, { baudRate }),
      RangeError,
      "baud",
    );
  }
  for (
    const [options, said] of [
      [{ dataBits: 9 }, "dataBits must be one of 5, 6, 7, 8, got 9"],
      [{ parity: "toString" }, "parity must be one of none, even"],
      [{ stopBits: 3 }, "stopBits"],
      [{ flowControl: true }, "flowControl"],
    ] as const
  ) {
    await assertRejects(() => open(line.path, options), TypeError, said);
  }
  await assertRejects(() => open(line.path, { limit: 0 }), RangeError, "limit");
  const error = await assertRejects(
    () => open("ttyNowhere"),
    Deno.errors.NotFound,
    "open /dev/ttyNowhere",
  );
  assertEquals((error as { code?: string }).code, "ENOENT");
  // A port is one program's.
  const [, writer] = await openSerialConnection(line.path);
  await assertRejects(() => open(line.path), Deno.errors.PermissionDenied);
  writer.close();
  await writer.waitClosed();
});

test("openDevice() takes a serial port that the program has opened", async (line) => {
  const port = new QSerialPort({ baudRate: 38_400 });
  port.setPortName(line.path);
  assertEquals(port.open(3), true);
  const [reader, writer] = openDevice(port);
  await writeTo(line, bytes("hi\n"));
  assertEquals(text(await reader.readline()), "hi\n");
  port.deleteLater();
  assertEquals((await reader.read()).length, 0);
  await writer.waitClosed();
});

Deno.test("a loop that is closed with a serial port open closes it", async () => {
  using line = new Line();
  await onCore(async () => {
    await run(async () => {
      const [, writer] = await openSerialConnection(line.path);
      writer.write(pattern(100_000));
    }, { keepRunning: false });
    await run(async () => {
      // It could not be opened twice.
      const [, writer] = await openSerialConnection(line.path);
      writer.close();
    }, { keepRunning: false });
  });
});

Deno.test("serial ports need permission for their path", async () => {
  using line = new Line();
  const file = Deno.makeTempFileSync({ suffix: ".js" });
  Deno.writeTextFileSync(
    file,
    `
    import { QCoreApplication, run } from ${JSON.stringify(MOD)};
    import { openSerialConnection } from ${JSON.stringify(SERIAL)};
    await using _app = new QCoreApplication();
    await run(async () => {
      try {
        const [, writer] = await openSerialConnection("${line.path}");
        writer.close();
        console.log("done");
      } catch (error) {
        console.log(error.constructor.name + ": " + error.message);
      }
    }, { keepRunning: false });`,
  );
  const flags = ["--allow-ffi", "--no-prompt"];
  for (const name of ["read", "write"]) {
    const { stdout } = await Program.run(file, { permissions: flags });
    assertMatch(
      stdout[0]!,
      new RegExp(`^NotCapable: .*--allow-${name}=${line.path}`),
    );
    flags.push(`--allow-${name}=${line.path}`);
  }
  const { stdout, stderr } = await Program.run(file, { permissions: flags });
  assertEquals([stdout, stderr], [["done"], []]);
  Deno.removeSync(file);
});
