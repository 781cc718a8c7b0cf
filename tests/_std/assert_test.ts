import {
  assert,
  assertAlmostEquals,
  assertArrayIncludes,
  assertEquals,
  assertExists,
  assertFalse,
  assertGreater,
  assertGreaterOrEqual,
  assertInstanceOf,
  AssertionError,
  assertIsError,
  assertLess,
  assertLessOrEqual,
  assertMatch,
  assertNotEquals,
  assertNotStrictEquals,
  assertRejects,
  assertStrictEquals,
  assertStringIncludes,
  assertThrows,
  fail,
  unreachable,
} from "@std/assert";

class OwnError extends Error {}

Deno.test("assertions pass in silence when they hold", () => {
  assert(1);
  assertFalse(0);
  assertEquals({ a: [1, new Map([["k", NaN]])] }, {
    a: [1, new Map([["k", NaN]])],
  });
  assertNotEquals([1], [2]);
  assertStrictEquals(NaN, NaN);
  assertNotStrictEquals<unknown>({}, {});
  assertExists(0);
  assertInstanceOf(new OwnError(), Error);
  assertMatch("forty-two", /two$/);
  assertStringIncludes("forty-two", "ty-");
  assertArrayIncludes([{ a: 1 }, { a: 2 }], [{ a: 2 }]);
  assertGreater(2, 1);
  assertGreaterOrEqual(2, 2);
  assertLess(1n, 2n);
  assertLessOrEqual("a", "a");
  assertAlmostEquals(0.1 + 0.2, 0.3);
  assertAlmostEquals(10, 11, 1);
  assertIsError(new OwnError("text"), OwnError, /ex/);
});

Deno.test("assertions throw an AssertionError with the message when they do not hold", () => {
  const broken: Array<(msg: string) => void> = [
    (msg) => assert(0, msg),
    (msg) => assertFalse(1, msg),
    (msg) => assertEquals<unknown>({ a: 1 }, { a: "1" }, msg),
    (msg) => assertNotEquals([1], [1], msg),
    (msg) => assertStrictEquals<unknown>({}, {}, msg),
    (msg) => assertNotStrictEquals(1, 1, msg),
    (msg) => assertExists(null, msg),
    (msg) => assertInstanceOf({}, Error, msg),
    (msg) => assertMatch("a", /b/, msg),
    (msg) => assertStringIncludes("a", "b", msg),
    (msg) => assertArrayIncludes([1], [2], msg),
    (msg) => assertGreater(1, 1, msg),
    (msg) => assertGreaterOrEqual(1, 2, msg),
    (msg) => assertLess(1, 1, msg),
    (msg) => assertLessOrEqual(2, 1, msg),
    (msg) => assertAlmostEquals(1, 1.1, 0.01, msg),
    (msg) => assertIsError("no error", Error, undefined, msg),
    (msg) => fail(msg),
    (msg) => unreachable(msg),
    (msg) => assertThrows(() => {}, msg),
    (msg) => assertThrows(() => {}, Error, undefined, msg),
  ];
  for (const breaks of broken) {
    const error = assertThrows(() => breaks("why"), AssertionError);
    assertStringIncludes(error.message, "why", String(breaks));
  }
});

Deno.test("assertThrows() returns the error and checks class and message", () => {
  const thrown = new OwnError("the text");
  const throws = () => {
    throw thrown;
  };
  assertStrictEquals(assertThrows(throws), thrown);
  assertStrictEquals(assertThrows(throws, OwnError, "text"), thrown);
  assertThrows(() => assertThrows(throws, TypeError), AssertionError);
  assertThrows(() => assertThrows(throws, OwnError, "other"), AssertionError);
});

Deno.test("assertRejects() resolves to the error and refuses what does not reject", async () => {
  const reason = new OwnError("the text");
  const rejects = () => Promise.reject(reason);
  assertStrictEquals(await assertRejects(rejects), reason);
  assertStrictEquals(await assertRejects(rejects, OwnError, "text"), reason);
  await assertRejects(() => assertRejects(rejects, TypeError), AssertionError);
  await assertRejects(
    () => assertRejects(() => Promise.resolve()),
    AssertionError,
  );
  await assertRejects(
    () =>
      assertRejects(() => {
        throw new Error("not a rejection");
      }),
    AssertionError,
  );
});
