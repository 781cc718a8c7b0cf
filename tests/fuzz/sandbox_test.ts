/** What random calls could do to this machine is refused. */

import { assertEquals } from "@std/assert";
import { join } from "node:path";
import { runCode } from "../_support/code.ts";

/** Prints what becomes of each attempt. Arguments: the folder of the sandbox, and one outside of it. */
const PROGRAM = `
import { enterSandbox } from "${
  new URL("../../tools/fuzz/sandbox.ts", import.meta.url).href
}";
const [inside, outside] = Deno.args;
enterSandbox(inside);
const libc = Deno.dlopen("libc.so.6", {
  unlink: { parameters: ["buffer"], result: "i32" },
  rename: { parameters: ["buffer", "buffer"], result: "i32" },
  truncate: { parameters: ["buffer", "i64"], result: "i32" },
});
const path = (name) => new TextEncoder().encode(name + "\\0");
const { unlink, rename, truncate } = libc.symbols;
const kept = path(outside + "/kept");
const attempts = {
  "write inside": () => Deno.writeTextFileSync(inside + "/new", "new"),
  "remove inside": () => Deno.removeSync(inside + "/new"),
  "read outside": () => Deno.readTextFileSync(outside + "/kept"),
  "create outside": () => Deno.writeTextFileSync(outside + "/new", "new"),
  "overwrite outside": () => Deno.writeTextFileSync(outside + "/kept", "other"),
  "remove outside": () => unlink(kept) === 0 || fail(),
  "truncate outside": () => truncate(kept, 0n) === 0 || fail(),
  "rename outside": () => rename(kept, path(outside + "/moved")) === 0 || fail(),
  "start a program": () => new Deno.Command("true").outputSync(),
};
function fail() {
  throw new Error("refused");
}
for (const [what, attempt] of Object.entries(attempts)) {
  try {
    attempt();
    console.log(what);
  } catch {
    console.log("no", what);
  }
}
`;

Deno.test("enterSandbox() leaves a process one folder to write to, and no program to start", async () => {
  const outside = await Deno.makeTempDir();
  const inside = await Deno.makeTempDir();
  try {
    // Readable to everyone, so that only what is under test is refused.
    await Deno.chmod(outside, 0o755);
    await Deno.writeTextFile(join(outside, "kept"), "kept");
    const { stdout, stderr } = await runCode(PROGRAM, {
      permissions: ["-A"],
      args: [inside, outside],
    });
    assertEquals(stderr, []);
    assertEquals(stdout, [
      "write inside",
      "remove inside",
      "read outside",
      "no create outside",
      "no overwrite outside",
      "no remove outside",
      "no truncate outside",
      "no rename outside",
      "no start a program",
    ]);
    assertEquals(await Deno.readTextFile(join(outside, "kept")), "kept");
  } finally {
    await Deno.remove(outside, { recursive: true });
    await Deno.remove(inside, { recursive: true });
  }
});
