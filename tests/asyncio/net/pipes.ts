/** Pipes, streams of the web and signals: CPython's test_events and test_unix_events, uvloop's test_pipes and test_signals. */

import { openTerminal } from "../../_support/terminal.ts";
import {
  assert,
  assertEquals,
  assertInstanceOf,
  assertRejects,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import {
  CancelledError,
  createTask,
  RuntimeError,
  setEventLoop,
  sleep,
} from "../../../src/asyncio/mod.ts";
import { StreamReader, StreamWriter } from "../../../net.ts";
import { type NewLoop, thrownBy } from "../suites/_support.ts";
import {
  type Around,
  bytes,
  declare,
  descriptorOf,
  pattern,
  Recorder,
  rounds,
  until,
} from "./_support.ts";

/** Makes a pipe by the C library: its reading and its writing end. */
function pipe(): [number, number] {
  const ends = new Int32Array(2);
  const libc = Deno.dlopen("libc.so.6", {
    pipe2: { parameters: ["buffer", "i32"], result: "i32" },
  });
  assertEquals(libc.symbols.pipe2(ends, 0o2000000), 0);
  libc.close();
  return [ends[0]!, ends[1]!];
}

/** The cases, on the loops that `newLoop` makes. */
export function suite(
  name: string,
  newLoop: NewLoop,
  around?: Around,
): void {
  const test = declare(name, newLoop, around);

  test("pipes by descriptor carry data and their end (test_read_pipe, test_write_pipe)", async (loop) => {
    const [readEnd, writeEnd] = pipe();
    const [reading, reader] = await loop.connectReadPipe(
      () => new Recorder(),
      { fd: readEnd },
    );
    const [writing, writer] = await loop.connectWritePipe(
      () => new Recorder(),
      { fd: writeEnd },
    );
    assertEquals(reader.events, ["made"]);
    assertEquals(reading.getExtraInfo("pipe"), { fd: readEnd });
    assertEquals(reading.getExtraInfo("peername"), null);
    const data = pattern(300_000);
    writing.write(data);
    await until(() => reader.size === data.length);
    reading.pauseReading();
    writing.write(bytes("more"));
    await sleep(5);
    assertEquals(reader.size, data.length);
    reading.resumeReading();
    writing.close();
    await reader.lost();
    await writer.lost();
    assertEquals(reader.events, ["made", "data", "eof", "lost"]);
    assertEquals(reader.size, data.length + 4);
    assertEquals(writer.events.at(-1), "lost");
  });

  test("writeEof() of a write pipe sends what waits and closes it (test_write_pipe)", async (loop) => {
    const [readEnd, writeEnd] = pipe();
    const [, reader] = await loop.connectReadPipe(
      () => new Recorder(),
      { fd: readEnd },
    );
    const [writing, writer] = await loop.connectWritePipe(
      () => new Recorder(),
      { fd: writeEnd },
    );
    const data = pattern(300_000);
    writing.write(data);
    writing.writeEof();
    assertEquals(writing.isClosing(), true);
    assertThrows(() => writing.write(bytes("x")), RuntimeError, "writeEof");
    await writer.lost();
    assertEquals(writer.error, null);
    await reader.lost();
    assertEquals(reader.data, data);
  });

  test("a write pipe whose reader is gone is lost with BrokenPipe (test_write_pipe_disconnect_on_close)", async (loop) => {
    const [readEnd, writeEnd] = pipe();
    const [reading] = await loop.connectReadPipe(() => ({}), { fd: readEnd });
    const [writing, writer] = await loop.connectWritePipe(
      () => new Recorder(),
      { fd: writeEnd },
    );
    reading.close();
    while (writer.error === undefined) {
      writing.write(bytes("x"));
      await sleep(1);
    }
    await writer.lost();
    assertInstanceOf(writer.error, Deno.errors.BrokenPipe);
  });

  test("a pseudo terminal can be read and written (test_read_pty_output)", async (loop) => {
    const [master, path] = openTerminal();
    const [transport, reader] = await loop.connectReadPipe(
      () => new Recorder(),
      { fd: master },
    );
    const file = await Deno.open(path, { write: true });
    await file.write(bytes("from the terminal"));
    await until(() => reader.size > 0);
    assertEquals(reader.text, "from the terminal");
    file.close();
    transport.close();
    await reader.lost();
  });

  test("a pipe is refused that is a regular file or nothing at all", async (loop) => {
    using file = Deno.openSync(new URL(import.meta.url));
    void file;
    const fd = descriptorOf("pipes.ts");
    for (const wrong of [{ fd }, { fd: -1 }, {}, 5, null]) {
      for (const method of ["connectReadPipe", "connectWritePipe"] as const) {
        const error = await thrownBy(loop[method](() => ({}), wrong as never));
        assertInstanceOf(error, TypeError);
        assertStringIncludes((error as Error).message, "pipe must be");
      }
    }
  });

  test("streams of the web are pipes, too", async (loop) => {
    const { readable, writable } = new TransformStream<
      Uint8Array<ArrayBuffer>,
      Uint8Array<ArrayBuffer>
    >();
    const [, reader] = await loop.connectReadPipe(
      () => new Recorder(),
      readable,
    );
    const [writing, writer] = await loop.connectWritePipe(
      () => new Recorder(),
      writable as WritableStream<Uint8Array>,
    );
    for (let i = 0; i < 100; i++) writing.write(new Uint8Array(10_000));
    assert(writer.events.includes("pause"));
    writing.writeEof();
    await reader.lost();
    await writer.lost();
    assertEquals(reader.size, 1_000_000);
    assertEquals(reader.events, ["made", "data", "eof", "lost"]);
  });

  test("cancelling connectReadPipe() closes the pipe", async (loop) => {
    let cancelled = false;
    const stream = new ReadableStream<Uint8Array<ArrayBuffer>>({
      cancel: () => {
        cancelled = true;
      },
    });
    const protocol = new Recorder();
    const task = createTask(loop.connectReadPipe(() => protocol, stream));
    await rounds(1);
    task.cancel();
    await assertRejects(() => task, CancelledError);
    await until(() => cancelled);
    assert(["", "made,lost"].includes(protocol.events.join()));
  });

  test("StreamReader.from() reads a web stream by lines, and no more than it must", async () => {
    let pulled = 0;
    const stream = new ReadableStream<Uint8Array<ArrayBuffer>>({
      pull(controller) {
        pulled++;
        if (pulled === 101) controller.close();
        else controller.enqueue(bytes(`line ${pulled} ${"x".repeat(1000)}\n`));
      },
    });
    const reader = StreamReader.from(stream, { limit: 2000 });
    await sleep(10);
    assert(pulled < 20, `pulled ${pulled} times`);
    let lines = 0;
    for await (const line of reader.lines()) {
      assert(line.startsWith(`line ${++lines} `));
    }
    assertEquals(lines, 100);
    assert(reader.atEof());
  });

  test("StreamReader.from() passes the error of a stream on", async () => {
    const reader = StreamReader.from(
      new ReadableStream({
        start: (controller) =>
          controller.error(new Deno.errors.ConnectionReset("gone")),
      }),
    );
    assertInstanceOf(
      await thrownBy(reader.read()),
      Deno.errors.ConnectionReset,
    );
    const locked = new ReadableStream<Uint8Array<ArrayBuffer>>();
    locked.getReader();
    assertThrows(() => StreamReader.from(locked), TypeError);
  });

  test("StreamWriter.to() writes to a file with back-pressure", async () => {
    const path = Deno.makeTempFileSync();
    const file = await Deno.open(path, { write: true });
    const writer = StreamWriter.to(file.writable);
    for (let i = 0; i < 50; i++) {
      writer.write(pattern(20_000));
      await writer.drain();
    }
    await writer[Symbol.asyncDispose]();
    assertEquals(Deno.statSync(path).size, 1_000_000);
    Deno.removeSync(path);
  });

  test("a signal handler runs in the loop with its arguments (test_add_signal_handler)", async (loop) => {
    const seen: unknown[] = [];
    loop.addSignalHandler(
      "SIGUSR2",
      (...args) => {
        seen.push(...args, loop.isRunning());
      },
      1,
      "two",
    );
    Deno.kill(Deno.pid, "SIGUSR2");
    await until(() => seen.length > 0);
    assertEquals(seen, [1, "two", true]);
    assertEquals(loop.removeSignalHandler("SIGUSR2"), true);
    assertEquals(loop.removeSignalHandler("SIGUSR2"), false);
  });

  test("a second handler of a signal replaces the first", async (loop) => {
    const seen: string[] = [];
    loop.addSignalHandler("SIGUSR2", () => seen.push("first"));
    loop.addSignalHandler("SIGUSR2", () => seen.push("second"));
    Deno.kill(Deno.pid, "SIGUSR2");
    await until(() => seen.length > 0);
    await sleep(5);
    assertEquals(seen, ["second"]);
    loop.removeSignalHandler("SIGUSR2");
  });

  test(
    "an error of a signal handler goes to the exception handler",
    async (loop, errors) => {
      loop.addSignalHandler("SIGUSR2", () => {
        throw new Error("handler");
      });
      Deno.kill(Deno.pid, "SIGUSR2");
      await until(() => errors.length > 0);
      assertStringIncludes(String(errors.splice(0)[0]!.exception), "handler");
      loop.removeSignalHandler("SIGUSR2");
    },
  );

  test("addSignalHandler() refuses async functions and signals that cannot be caught (test_add_signal_handler_bad_signal)", async (loop) => {
    assertThrows(
      () => loop.addSignalHandler("SIGUSR2", async () => {}),
      TypeError,
      "coroutines",
    );
    for (const wrong of [5, "TERM", "sigterm", null]) {
      assertThrows(
        () => loop.addSignalHandler(wrong as never, () => {}),
        TypeError,
      );
    }
    for (const signal of ["SIGKILL", "SIGSTOP", "SIGNONE"]) {
      assertThrows(
        () => loop.addSignalHandler(signal as never, () => {}),
        RuntimeError,
        signal,
      );
    }
    assertThrows(() => loop.removeSignalHandler("SIGKILL"), RuntimeError);
  });

  Deno.test(`${name}: the signal handlers of a loop are removed when it is closed`, async () => {
    const loop = newLoop();
    let count = 0;
    setEventLoop(loop);
    await loop.runUntilComplete(async () => {
      loop.addSignalHandler("SIGUSR2", () => count++);
      await sleep(0);
    });
    setEventLoop(null);
    const other = () => seen++;
    let seen = 0;
    Deno.addSignalListener("SIGUSR2", other);
    loop.close();
    Deno.kill(Deno.pid, "SIGUSR2");
    while (seen === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    Deno.removeSignalListener("SIGUSR2", other);
    assertEquals(count, 0);
  });
}
