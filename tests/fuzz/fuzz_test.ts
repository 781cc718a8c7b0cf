/** The fuzzer sees what it looks for. */

import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { Random } from "../../tools/fuzz/random.ts";
import { asProgram, reduce, runLines } from "../../tools/fuzz/run.ts";
import { runCode } from "../_support/code.ts";

Deno.test("Random makes the same choices for the same seeds, and others for others", () => {
  const choices = (...seeds: number[]) => {
    const random = new Random(...seeds);
    return Array.from({ length: 20 }, () => random.below(1000));
  };
  assertEquals(choices(1, 2), choices(1, 2));
  for (const other of [[1, 3], [2, 2], [2, 1], [1]]) {
    assertEquals(choices(...other).join() === choices(1, 2).join(), false);
  }
});

Deno.test("runLines() says how a process ended that a signal or an exit ended, that hung, or that threw what is not ours", async () => {
  const label = "o[0] = new q.QLabel({})";
  const faultOf = async (line: string, fault: string) => {
    const silence = fault === "hang" ? 4_000 : 120_000;
    const failure = await runLines([label, line], { silence });
    return failure && [failure.fault, failure.lines.at(-1)];
  };
  for (
    const [line, fault] of [
      ['Deno.kill(Deno.pid, "SIGABRT")', "crash"],
      ["Deno.exit(3)", "exit"],
      ["await new Promise(() => {})", "hang"],
      ["undefined.x", "foreign"],
      ["throw new Error('not ours')", "foreign"],
    ] as const
  ) {
    assertEquals(await faultOf(line, fault), [fault, line]);
  }
  // These are ours.
  const ours = await runLines([
    label,
    'o[0].invoke("none")',
    "o[0].setProperty('text', 5)",
    "o[0].setProperty('text', throwing())",
  ]);
  assertEquals(ours, undefined);
});

Deno.test("runLines() ends a process that takes too much memory", async () => {
  const failure = await runLines([
    "globalThis.kept = []; for (;;) { kept.push(new Uint8Array(2 ** 22).fill(1)); await turn(); }",
  ], { memory: 400 * 2 ** 20 });
  assertEquals(failure?.fault, "memory");
});

Deno.test("reduce() leaves the lines that a fault needs, and asProgram() makes a program of them", async () => {
  const lines = [
    "o[0] = new q.QLabel({})",
    "o[1] = new q.QSlider({})",
    "o[1].setProperty('value', 3)",
    "globalThis.ready = true",
    "await turn()",
    "if (globalThis.ready) Deno.kill(Deno.pid, 'SIGABRT')",
  ];
  const failure = await runLines(lines);
  assertEquals(failure?.fault, "crash");
  const fewest = await reduce(failure!);
  assertEquals(fewest, [lines[3], lines[5]]);
  const program = asProgram(fewest!);
  assertMatch(program, /^import \{ o, q, start, step, finish \} from/);
  const stage = new URL("../../tools/fuzz/stage.ts", import.meta.url).href;
  const { signal } = await runCode(
    program.replace("./tools/fuzz/stage.ts", stage),
    { permissions: ["-A"] },
  );
  assertEquals(signal, "SIGABRT");
  assertStringIncludes(program, "await step(async () => {");
});
