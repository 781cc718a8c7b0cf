import { assertEquals, assertFalse, assertStringIncludes } from "@std/assert";
import { isOnPath, run } from "../../tools/process.ts";

Deno.test("run() keeps the output and the exit code", async () => {
  const outcome = await run([
    Deno.execPath(),
    "eval",
    "--quiet",
    "console.log('to out'); console.error('to error'); Deno.exit(3)",
  ], { env: { NO_COLOR: "1" } });
  assertEquals(outcome.success, false);
  assertEquals(outcome.code, 3);
  assertStringIncludes(outcome.output, "to out\n");
  assertStringIncludes(outcome.output, "to error\n");
});

Deno.test("run() reports a program that does not exist", async () => {
  assertEquals(await run(["no-such-program"]), {
    success: false,
    code: 127,
    output: "no-such-program: not found\n",
  });
});

Deno.test("isOnPath() finds programs", () => {
  assertEquals(isOnPath("env"), true);
  assertFalse(isOnPath("no-such-program"));
});
