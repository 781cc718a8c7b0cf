/** Stream readers fed by hand: CPython's test_streams. */

import { feedOf } from "../../../src/asyncio/io/streams/reader.ts";
import {
  assert,
  assertEquals,
  assertInstanceOf,
  assertRejects,
  assertStrictEquals,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import {
  CancelledError,
  createTask,
  gather,
  RuntimeError,
  sleep,
  type Task,
  timeout,
  TimeoutError,
  waitFor,
} from "../../../src/asyncio/mod.ts";
import {
  IncompleteReadError,
  LimitOverrunError,
  StreamReader,
} from "../../../net.ts";
import { type NewLoop, thrownBy } from "../suites/_support.ts";
import {
  type Around,
  bytes,
  declare,
  pattern,
  rounds,
  text,
} from "./_support.ts";

/** Makes a reader that has been fed with texts, and ended by `null`. */
function fed(...parts: (string | null)[]): StreamReader {
  return feed(new StreamReader(), ...parts);
}

function feed(reader: StreamReader, ...parts: (string | null)[]): StreamReader {
  for (const part of parts) {
    if (part === null) reader.feedEof();
    else reader.feedData(bytes(part));
  }
  return reader;
}

/** Begins a read and lets it wait. */
async function waiting<T>(read: PromiseLike<T>): Promise<[Task<T>]> {
  const task = createTask(read);
  await rounds(2);
  assertEquals(task.done(), false);
  // A task that an async function returns would be awaited.
  return [task];
}

/** Notes how often it is paused and resumed. */
class Valve {
  readonly events: string[] = [];
  pauseReading(): void {
    this.events.push("pause");
  }
  resumeReading(): void {
    this.events.push("resume");
  }
  close(): void {
    this.events.push("close");
  }
}

function valved(limit: number): [StreamReader, Valve] {
  const reader = new StreamReader({ limit });
  const valve = new Valve();
  feedOf(reader).source = valve;
  return [reader, valve];
}

/** The cases, on the loops that `newLoop` makes. */
export function suite(
  name: string,
  newLoop: NewLoop,
  around?: Around,
): void {
  const test = declare(name, newLoop, around);

  test("feedData() of nothing wakes no reader (test_feed_empty_data)", async () => {
    const reader = new StreamReader();
    const [task] = await waiting(reader.read(1));
    reader.feedData(new Uint8Array(0));
    await rounds(2);
    assertEquals(task.done(), false);
    reader.feedData(bytes("x"));
    assertEquals(text(await task), "x");
  });

  test("read(0) returns nothing at once (test_read_zero)", async () => {
    assertEquals((await fed().read(0)).length, 0);
    assertEquals((await fed("abc").read(0)).length, 0);
  });

  test("read() with a count leaves the rest (test_read)", async () => {
    const reader = fed("abcdef");
    assertEquals(text(await reader.read(3)), "abc");
    assertEquals(text(await reader.read(10)), "def");
  });

  test("read() of parts of several chunks (test_read_line_breaks)", async () => {
    const reader = fed("line1", "line2");
    assertEquals(text(await reader.read(5)), "line1");
    assertEquals(text(await reader.read(5)), "line2");
  });

  test("read() without a count reads to the end (test_read_until_eof)", async () => {
    const reader = fed("one ");
    const [task] = await waiting(reader.read());
    feed(reader, "two ");
    await rounds(2);
    assertEquals(task.done(), false);
    feed(reader, "three", null);
    assertEquals(text(await task), "one two three");
  });

  test("read() at the end gives nothing, again and again (test_read_eof)", async () => {
    const reader = fed();
    const [task] = await waiting(reader.read(1024));
    reader.feedEof();
    assertEquals((await task).length, 0);
    assertEquals((await reader.read(1024)).length, 0);
    assertEquals((await reader.read()).length, 0);
    assertEquals((await reader.readline()).length, 0);
  });

  test("a read throws the exception that was set, also one that waits (test_exception_waiter)", async () => {
    const reader = fed("data");
    const error = new Error("broken");
    assertEquals(reader.exception(), null);
    const other = new StreamReader();
    const [task] = await waiting(other.readline());
    other.setException(error);
    assertStrictEquals(await thrownBy(task), error);
    reader.setException(error);
    assertStrictEquals(reader.exception(), error);
    for (
      const read of [
        reader.read(1),
        reader.readline(),
        reader.readexactly(1),
        reader.readuntil("\n"),
      ]
    ) assertStrictEquals(await thrownBy(read), error);
  });

  test("StreamReader refuses a limit that is not positive (test_invalid_limit)", async () => {
    for (const limit of [0, -1, NaN, "5" as never]) {
      assertThrows(() => new StreamReader({ limit }), RangeError, "limit");
    }
  });

  test("arrays that were fed stay as they are", async () => {
    const reader = new StreamReader();
    const chunks = [pattern(40_000), pattern(40_000)];
    for (const chunk of chunks) reader.feedData(chunk);
    assertEquals((await reader.readexactly(80_000)).length, 80_000);
    for (const chunk of chunks) assertEquals(chunk, pattern(40_000));
  });

  test("feedData() after feedEof() throws RuntimeError", async () => {
    assertThrows(() => fed(null).feedData(bytes("x")), RuntimeError);
  });

  test("readline() puts a line together from three chunks (test_readline)", async () => {
    const reader = fed("chunk1 ");
    const [task] = await waiting(reader.readline());
    feed(reader, "chunk2 ", "chunk3 ", "\n chunk4");
    assertEquals(text(await task), "chunk1 chunk2 chunk3 \n");
    assertEquals(text(await reader.read(20)), " chunk4");
  });

  test("readline() returns at once if there is a line (test_readline_nolimit_nowait)", async () => {
    const reader = fed("line1\nline2\n");
    assertEquals(text(await reader.readline()), "line1\n");
    assertEquals(text(await reader.readline()), "line2\n");
  });

  test("readline() beyond the limit drops that line, and the next one is read (test_readline_limit)", async () => {
    const reader = feed(new StreamReader({ limit: 4 }), "line1\nline2\n");
    await assertRejects(
      () => Promise.resolve(reader.readline()),
      RangeError,
      "longer than limit",
    );
    await assertRejects(() => Promise.resolve(reader.readline()), RangeError);
    feed(reader, "ok\n");
    assertEquals(text(await reader.readline()), "ok\n");
  });

  test("readline() beyond the limit without an end drops all that came (test_readline_limit_with_existing_data)", async () => {
    const reader = feed(new StreamReader({ limit: 5 }), "li", "ne1\nline2\n");
    assertEquals(text(await reader.readline()), "line1\n");
    const long = feed(new StreamReader({ limit: 3 }), "line1");
    const error = await thrownBy(long.readline()) as Error;
    assertInstanceOf(error, RangeError);
    assertStringIncludes(error.message, "limit");
    feed(long, "ok\n");
    assertEquals(text(await long.readline()), "ok\n");
  });

  test("readline() at the end gives the part that is there, then nothing (test_readline_eof)", async () => {
    const reader = fed("some data", null);
    assertEquals(text(await reader.readline()), "some data");
    assertEquals((await reader.readline()).length, 0);
  });

  test("readline() names the limit and how to raise it", async () => {
    const reader = feed(new StreamReader(), "x".repeat(65_537));
    const error = await thrownBy(reader.readline()) as Error;
    assertStringIncludes(error.message, "65536");
    assertStringIncludes(error.message, "{ limit }");
  });

  test("readuntil() finds a separator that spans chunks (test_readuntil_multi_chunks)", async () => {
    const reader = fed("lineAA");
    assertEquals(text(await reader.readuntil("AA")), "lineAA");
    feed(reader, "lineAAA");
    assertEquals(text(await reader.readuntil("AAA")), "lineAAA");
    feed(reader, "data\r");
    const [task] = await waiting(reader.readuntil("\r\n"));
    feed(reader, "\nrest");
    assertEquals(text(await task), "data\r\n");
    feed(reader, "xxaa", "b", "aab", "c");
    assertEquals(text(await reader.readuntil("aabc")), "restxxaabaabc");
  });

  test("readuntil() finds a separator in one-byte chunks (test_readuntil_multi_chunks_1)", async () => {
    const reader = new StreamReader();
    for (const char of "QWERTYaa XYaaXYaaa<end>rest") feed(reader, char);
    assertEquals(
      text(await reader.readuntil(bytes("<end>"))),
      "QWERTYaa XYaaXYaaa<end>",
    );
    assertEquals(text(await reader.read(10)), "rest");
  });

  test("readuntil() of several separators takes the one that ends first (test_readuntil_multi_separator)", async () => {
    const reader = fed("a;b,c;;d");
    assertEquals(text(await reader.readuntil([",", ";"])), "a;");
    assertEquals(text(await reader.readuntil(["c;;", ","])), "b,");
    assertEquals(text(await reader.readuntil([";;", "c;"])), "c;");
    feed(reader, "ataaat", null);
    assertEquals(text(await reader.readuntil(["aat", "at"])), ";dat");
    assertEquals(text(await reader.readuntil([bytes("aat"), "aaat"])), "aaat");
  });

  test("readuntil() at the end gives all of it in IncompleteReadError (test_readuntil_eof)", async () => {
    const reader = fed("data", null);
    const error = await thrownBy(reader.readuntil("#"));
    assertInstanceOf(error, IncompleteReadError);
    assertInstanceOf(error, Deno.errors.UnexpectedEof);
    assertEquals(text(error.partial), "data");
    assertEquals(error.expected, null);
    assert(reader.atEof());
  });

  test("readuntil() finds a separator although the stream has ended (test_readuntil_limit_found_sep)", async () => {
    const reader = fed("one\ntwo", null);
    assertEquals(text(await reader.readuntil()), "one\n");
  });

  test("readuntil() beyond the limit says where, and loses nothing (test_readuntil_limit_found_sep)", async () => {
    const reader = feed(new StreamReader({ limit: 3 }), "some dataAA");
    const error = await thrownBy(reader.readuntil("AA"));
    assertInstanceOf(error, LimitOverrunError);
    assertInstanceOf(error, RangeError);
    assertEquals(error.consumed, 9);
    assertStringIncludes(error.message, "is found");
    assertEquals(text(await reader.readexactly(9)), "some data");
    assertEquals(text(await reader.readuntil("AA")), "AA");
  });

  test("readuntil() without a separator within the limit says how much can be read (test_readuntil_limit)", async () => {
    const reader = feed(new StreamReader({ limit: 3 }), "some dataA");
    const error = await thrownBy(reader.readuntil("AA"));
    assertInstanceOf(error, LimitOverrunError);
    assertStringIncludes(error.message, "is not found");
    assertEquals(error.consumed, 9);
    feed(reader, "A");
    assertEquals(text(await reader.readexactly(11)), "some dataAA");
  });

  test("readuntil() refuses an empty separator and an empty list (test_readuntil_separator)", async () => {
    for (const separator of ["", new Uint8Array(0), [], ["a", ""], [5]]) {
      await assertRejects(
        () => Promise.resolve(fed("x").readuntil(separator as never)),
        TypeError,
        "separator",
      );
    }
  });

  test("readexactly(0) returns at once, a negative count is refused (test_readexactly_zero_or_less)", async () => {
    const reader = fed();
    assertEquals((await reader.readexactly(0)).length, 0);
    for (const count of [-1, 1.5, NaN]) {
      await assertRejects(
        () => Promise.resolve(reader.readexactly(count)),
        RangeError,
        "count",
      );
    }
    await assertRejects(
      () => Promise.resolve(reader.readexactly("1" as never)),
      TypeError,
    );
  });

  test("readexactly() waits for all bytes (test_readexactly)", async () => {
    const reader = fed("12");
    const [task] = await waiting(reader.readexactly(6));
    feed(reader, "3");
    await rounds(2);
    feed(reader, "45678");
    assertEquals(text(await task), "123456");
    assertEquals(text(await reader.read(10)), "78");
  });

  test("readexactly() at the end gives what came in IncompleteReadError (test_readexactly_eof)", async () => {
    const reader = fed("some");
    const [task] = await waiting(reader.readexactly(6));
    reader.feedEof();
    const error = await thrownBy(task);
    assertInstanceOf(error, IncompleteReadError);
    assertEquals(text(error.partial), "some");
    assertEquals(error.expected, 6);
    assertEquals(error.message, "4 bytes read on a total of 6 expected bytes");
    assertEquals((await reader.read()).length, 0);
  });

  test("atEof() is true when the stream has ended and all was read (test_at_eof)", async () => {
    const reader = new StreamReader();
    assertEquals(reader.atEof(), false);
    feed(reader, "some data\n");
    assertEquals(reader.atEof(), false);
    await reader.readline();
    assertEquals(reader.atEof(), false);
    feed(reader, "x", null);
    assertEquals(reader.atEof(), false);
    await reader.read(1);
    assertEquals(reader.atEof(), true);
  });

  test("a reader pauses its transport above twice the limit and resumes it at the limit", async () => {
    const [reader, valve] = valved(10);
    reader.feedData(new Uint8Array(20));
    assertEquals(valve.events, []);
    reader.feedData(new Uint8Array(1));
    reader.feedData(new Uint8Array(50));
    assertEquals(valve.events, ["pause"]);
    await reader.read(60);
    assertEquals(valve.events, ["pause"]);
    await reader.read(1);
    assertEquals(valve.events, ["pause", "resume"]);
  });

  test("a read that needs more than there may be resumes the transport", async () => {
    const [reader, valve] = valved(10);
    reader.feedData(new Uint8Array(30));
    const [task] = await waiting(reader.readexactly(100));
    assertEquals(valve.events, ["pause", "resume"]);
    reader.feedData(new Uint8Array(69));
    await rounds(1);
    assertEquals(task.done(), false);
    reader.feedData(new Uint8Array(30));
    assertEquals((await task).length, 100);
    reader.feedData(new Uint8Array(1));
    await reader.read(1000);
    assertEquals(
      valve.events.filter((each) => each === "pause").length,
      valve.events.filter((each) => each === "resume").length,
    );
  });

  test("a read that was cancelled lets a full reader pause its transport", async () => {
    const [reader, valve] = valved(10);
    const [task] = await waiting(reader.readexactly(100));
    reader.feedData(new Uint8Array(50));
    task.cancel();
    await rounds(1);
    reader.feedData(new Uint8Array(1));
    assertEquals(valve.events, ["pause"]);
    assertEquals((await reader.readexactly(51)).length, 51);
    assertEquals(valve.events, ["pause", "resume"]);
  });

  test("for await gives all lines, the last one without an end, too", async () => {
    const lines: string[] = [];
    for await (const line of fed("line1\nli", "ne2\r\n\nlast", null)) {
      lines.push(text(line));
    }
    assertEquals(lines, ["line1\n", "line2\r\n", "\n", "last"]);
  });

  test("lines() gives text without ends", async () => {
    const lines: string[] = [];
    for await (const line of fed("one\r\n", "zwölf\n\nlast", null).lines()) {
      lines.push(line);
    }
    assertEquals(lines, ["one", "zwölf", "", "last"]);
    assertThrows(() => fed().lines("no such encoding"), RangeError);
  });

  test("a second read while one waits throws RuntimeError that names it", async () => {
    const reader = new StreamReader();
    const [task] = await waiting(reader.readline());
    const error = await thrownBy(reader.readexactly(1)) as Error;
    assertInstanceOf(error, RuntimeError);
    assertStringIncludes(error.message, "readexactly() called while another");
    feed(reader, "x\n");
    assertEquals(text(await task), "x\n");
  });

  test("a read can be given to every function that waits", async () => {
    const reader = new StreamReader();
    await assertRejects(
      () => Promise.resolve(waitFor(reader.readline(), 2)),
      TimeoutError,
    );
    await assertRejects(
      () => Promise.resolve(timeout(2, () => reader.readexactly(4))),
      TimeoutError,
    );
    const [task] = await waiting(reader.read(10));
    task.cancel();
    await assertRejects(() => task, CancelledError);
    feed(reader, "all of it\n");
    const [line] = await gather([reader.readline()]);
    assertEquals(text(line!), "all of it\n");
  });

  test("a cancelled read loses nothing, of whatever kind", async () => {
    const reads: ((reader: StreamReader) => PromiseLike<unknown>)[] = [
      (reader) => reader.read(),
      (reader) => reader.readexactly(10),
      (reader) => reader.readline(),
      (reader) => reader.readuntil(["\r\n", "\n"]),
      (reader) => reader.lines().next(),
      (reader) => reader[Symbol.asyncIterator]().next(),
    ];
    for (const read of reads) {
      const reader = fed("01234");
      const [task] = await waiting(read(reader));
      task.cancel();
      feed(reader, "56789\n");
      await assertRejects(() => task, CancelledError);
      assertEquals(text(await reader.readline()), "0123456789\n");
    }
  });

  test("a wait that is over when it is cancelled loses nothing either", async () => {
    const reader = new StreamReader();
    const [task] = await waiting(reader.readexactly(3));
    feed(reader, "abc");
    task.cancel();
    await assertRejects(() => task, CancelledError);
    assertEquals(text(await reader.readexactly(3)), "abc");
  });

  test("many small chunks and long separators are searched in time that grows with them", async () => {
    const reader = new StreamReader({ limit: 1 << 24 });
    const task = createTask(reader.readuntil("aaaaaaaaaaaaaaab"));
    for (let i = 0; i < 40_000; i++) {
      feed(reader, "aaaaaaaaaaaaaaac");
      if (i % 100 === 0) await sleep(0);
    }
    feed(reader, "aaaaaaaaaaaaaaab");
    assertEquals((await task).length, 40_001 * 16);
  });

  test("random reads over random chunks give the bytes in order", async () => {
    const data = pattern(300_000);
    const reader = new StreamReader({ limit: 1000 });
    let seed = 7;
    const random = (below: number) => {
      seed = (seed * 1103515245 + 12345) & 0x7fffffff;
      return seed % below;
    };
    const feeding = createTask(async () => {
      for (let offset = 0; offset < data.length;) {
        const size = 1 + random(random(4) === 0 ? 5000 : 20);
        reader.feedData(data.slice(offset, offset + size));
        offset += size;
        if (random(3) === 0) await sleep(0);
      }
      reader.feedEof();
    });
    let offset = 0;
    while (!reader.atEof()) {
      const count = 1 + random(3000);
      let got: Uint8Array;
      try {
        got = random(2) === 0
          ? await reader.read(count)
          : await reader.readexactly(count);
      } catch (error) {
        assertInstanceOf(error, IncompleteReadError);
        got = error.partial;
      }
      assertEquals(
        got.every((byte, i) => byte === data[offset + i]),
        true,
        `at ${offset}`,
      );
      offset += got.length;
    }
    assertEquals(offset, data.length);
    await feeding;
  });

  test("readable gives the bytes to the web and locks the reader meanwhile", async () => {
    const reader = fed("first ");
    const web = reader.readable.getReader();
    await assertRejects(() => Promise.resolve(reader.read(1)), RuntimeError);
    assertEquals(text((await web.read()).value!), "first ");
    const pending = web.read();
    web.releaseLock();
    await assertRejects(() => pending, TypeError);
    feed(reader, "second", null);
    assertEquals(text(await reader.readexactly(6)), "second");
    assertEquals((await reader.readable.getReader().read()).done, true);
  });

  test("readable passes errors and cancellation on", async () => {
    const [reader, valve] = valved(10);
    await reader.readable.cancel();
    assertEquals(valve.events, ["close"]);
    const failing = new StreamReader();
    const pending = new Response(failing.readable).text();
    failing.setException(new Error("broken"));
    await assertRejects(() => pending, Error, "broken");
  });

  test("errors keep their details when they are thrown on", async () => {
    const error = new IncompleteReadError(bytes("ab"), 5);
    assertEquals([error.name, error.partial.length, error.expected], [
      "IncompleteReadError",
      2,
      5,
    ]);
    const overrun = new LimitOverrunError("too long", 9);
    assertEquals([overrun.name, overrun.consumed], ["LimitOverrunError", 9]);
    for (const each of [error, overrun]) {
      const again = await thrownBy(createTask(async () => {
        throw each;
      }));
      assertStrictEquals(again, each);
      assertEquals(structuredClone(each).message, each.message);
    }
  });
}
