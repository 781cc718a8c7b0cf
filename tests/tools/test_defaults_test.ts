/** The time limit that each test has. */

import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { DEFAULTS, limited } from "../_support/test_defaults.ts";

/** Runs tests as `deno test` does. */
async function runTests(text: string): Promise<{ code: number; text: string }> {
  const file = await Deno.makeTempFile({ suffix: "_test.ts" });
  try {
    const module = new URL("../_support/test_defaults.ts", import.meta.url);
    await Deno.writeTextFile(file, `import "${module}";\n${text}`);
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["test", "-A", "--no-check", "--no-config", file],
      env: { NO_COLOR: "1" },
    }).output();
    const decoder = new TextDecoder();
    return { code, text: decoder.decode(stdout) + decoder.decode(stderr) };
  } finally {
    await Deno.remove(file);
  }
}

Deno.test("limited() adds the defaults to every form of Deno.test(), and leaves what is there", () => {
  const fn = function named() {};
  const definition = { ...DEFAULTS, name: "n", fn };
  assertEquals(limited([{ name: "n", fn }]), [definition]);
  assertEquals(limited(["n", fn]), [definition]);
  assertEquals(limited([{ name: "n" }, fn]), [definition]);
  assertEquals(limited(["n", { ignore: true }, fn]), [
    { ...definition, ignore: true },
  ]);
  assertEquals(limited([fn]), [{ ...definition, name: "named" }]);
  assertEquals(limited([{ name: "n", timeout: 5, fn }]), [
    { ...definition, timeout: 5 },
  ]);
});

Deno.test("a test that hangs fails by its name and place, and the others run", async () => {
  const { code, text } = await runTests(
    `Deno.test("waits", { timeout: 300 }, async () => { await new Promise((resolve) => setTimeout(resolve, 60_000)); });
     Deno.test("spins", { timeout: 300 }, () => { for (;;); });
     Deno.test("goes on", () => {});`,
  );
  assertEquals(code, 1, text);
  assertMatch(text, /waits \.\.\. FAILED/);
  assertMatch(text, /spins \.\.\. FAILED/);
  assertMatch(text, /goes on \.\.\. ok/);
  assertMatch(text, /waits => .*_test\.ts:2:/);
});

Deno.test("a test that hangs in native code ends the run, and is the last one named", async () => {
  const { code, text } = await runTests(
    `const { symbols: { pause } } = Deno.dlopen("libc.so.6", { pause: { parameters: [], result: "i32" } });
     Deno.test("before", () => {});
     Deno.test("sleeps", { timeout: 300 }, () => { pause(); });`,
  );
  const SIGALRM = 14;
  assertEquals(code, 128 + SIGALRM, text);
  assertMatch(text, /before \.\.\. ok/);
  assertStringIncludes(text.trimEnd().split("\n").at(-1)!, "sleeps ...");
});
