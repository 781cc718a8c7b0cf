/** StreamReader: lines and separators. CPython's test_streams. */

import {
  assert,
  assertEquals,
  assertInstanceOf,
  assertRejects,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import {
  IncompleteReadError,
  LimitOverrunError,
  StreamReader,
} from "../../../net.ts";
import { type NewLoop, thrownBy } from "../suites/_support.ts";
import { type Around, bytes, declare, text } from "./_support.ts";
import { fed, feed, waiting } from "./_readers.ts";

/** The cases, on the loops that `newLoop` makes. */
export function suite(
  name: string,
  newLoop: NewLoop,
  around?: Around,
): void {
  const test = declare(name, newLoop, around);

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
}
