/** StreamReader: reads of bytes, errors and ends. CPython's test_streams. */

import {
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
import { fed, feed, waiting } from "./_readers.ts";

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
