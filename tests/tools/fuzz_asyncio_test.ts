/** The asyncio fuzzer, and random programs on CPython where one is at hand. */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { fuzz } from "../../tools/fuzz_asyncio.ts";
import { explain } from "../../tools/fuzz_asyncio/differences.ts";
import { generate } from "../../tools/fuzz_asyncio/generate.ts";
import { interpret } from "../../tools/fuzz_asyncio/interpreter.ts";
import { findPython, Python } from "../../tools/fuzz_asyncio/python.ts";
import { shrink } from "../../tools/fuzz_asyncio/shrink.ts";

const TOOL = new URL("../../tools/fuzz_asyncio.ts", import.meta.url).pathname;
const found = await findPython();

Deno.test({
  name: "random programs log what CPython's asyncio logs",
  ignore: found === null,
  fn: async () => {
    await using python = new Python(found!.command);
    const { differences } = await fuzz(python, 0, 300);
    assertEquals(differences, []);
  },
});

Deno.test({
  name: "a difference is found, and made as small as possible",
  ignore: found === null,
  fn: async () => {
    // A CPython that forgets one of the lines.
    await using python = new Python(found!.command);
    const forgetful = {
      run: async (program: Parameters<Python["run"]>[0]) =>
        (await python.run(program)).filter((line) => !/uncancel/.test(line)),
    } as Python;
    const { differences: [difference] } = await fuzz(forgetful, 0, 300);
    assertEquals(difference!.program, {
      coroutines: [[{ op: "uncancel" }]],
      callbacks: [],
    });
    assertEquals(difference!.ours.length, difference!.theirs.length + 1);
  },
});

Deno.test("generate() makes the same program of the same seed, and others of others", () => {
  assertEquals(generate(7), generate(7));
  const texts = new Set<string>();
  for (let seed = 0; seed < 100; seed++) {
    texts.add(JSON.stringify(generate(seed)));
  }
  assertEquals(texts.size, 100);
});

Deno.test("interpret() logs the same lines each time", async () => {
  for (let seed = 0; seed < 50; seed++) {
    const program = generate(seed);
    assertEquals(
      await interpret(program, "async functions"),
      await interpret(program, "async functions"),
    );
  }
});

Deno.test("shrink() keeps what makes a program fail, and nothing else", async () => {
  const program = {
    coroutines: [[
      { op: "try", body: [{ op: "log", value: 3 }, { op: "get", i: 5 }] },
      { op: "uncancel" },
    ], [{ op: "log", value: 1 }]],
    callbacks: [[{ op: "log", value: 2 }]],
  };
  const small = await shrink(
    program,
    (p) => Promise.resolve(JSON.stringify(p).includes('"op":"get"')),
  );
  assertEquals(small as unknown, {
    coroutines: [[{ op: "get", i: 0 }]],
    callbacks: [],
  });
});

Deno.test("explain() excuses a reason that CPython has forgotten, and no more", () => {
  const theirs = ["0 task0: caught CancelledError()"];
  assert(explain(theirs, ["0 task0: caught CancelledError(5)"]) !== null);
  assertEquals(explain(theirs, ["0 task0: caught TimeoutError"]), null);
  assertEquals(explain(theirs, ["1 task0: caught CancelledError(5)"]), null);
  assertEquals(
    explain(["0 a: CancelledError(5)"], ["0 a: CancelledError()"]),
    null,
  );
  assertEquals(explain(theirs, []), null);
});

Deno.test("without a CPython, the fuzzer says what it needs", async () => {
  const { code, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", TOOL],
    env: { PATH: "", HOME: "", PYTHON: "", PYENV_ROOT: "/nowhere" },
  }).output();
  assertEquals(code, 2);
  assertStringIncludes(
    new TextDecoder().decode(stderr),
    "needs CPython 3.13 or newer",
  );
});
