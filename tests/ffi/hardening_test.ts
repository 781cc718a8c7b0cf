/** How the shim's libraries are compiled and linked. */

import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { SHIM_FOLDER } from "../_support/probe.ts";

async function readelf(...args: string[]): Promise<string> {
  const { stdout } = await new Deno.Command("readelf", {
    args,
    env: { LC_ALL: "C" },
  }).output();
  return new TextDecoder().decode(stdout);
}

const LIBRARIES = [...Deno.readDirSync(SHIM_FOLDER)]
  .map(({ name }) => name).filter((name) => name.endsWith(".so"));

Deno.test("the shim's libraries are protected against overwritten stacks and addresses", async () => {
  assertEquals(LIBRARIES.length > 9, true, LIBRARIES.join(" "));
  for (const name of LIBRARIES) {
    const path = `${SHIM_FOLDER}${name}`;
    // What the loader has resolved cannot be written any more.
    assertMatch(await readelf("-d", path), /FLAGS_1.*\bNOW\b/, name);
    const segments = await readelf("-lW", path);
    assertStringIncludes(segments, "GNU_RELRO", name);
    assertMatch(segments, /GNU_STACK.* RW /, name);
    assertStringIncludes(
      await readelf("--dyn-syms", "-W", path),
      "__stack_chk_fail",
      name,
    );
  }
});

Deno.test("every file of the shim is compiled with the C library's checks and with stack probes", async () => {
  const rules = await Deno.readTextFile(`${SHIM_FOLDER}../build.ninja`);
  const flags = [
    ...rules.matchAll(
      /^build (\S+)\.cpp\.o: CXX_COMPILER__qtasyncio[^]*?^ {2}FLAGS = (.*)$/gm,
    ),
  ].filter(([, object]) => !object!.includes("native_bench"));
  assertEquals(flags.length > 30, true, `${flags.length} files`);
  for (const [, object, text] of flags) {
    for (
      const flag of [
        "-D_FORTIFY_SOURCE=2",
        "-fstack-protector-strong",
        "-fstack-clash-protection",
      ]
    ) assertStringIncludes(text!, flag, object);
  }
});
