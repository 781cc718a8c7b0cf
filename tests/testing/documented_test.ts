/** The tests in docs/testing.md and in the comments of testing.ts, run as they are written there. */

import { assert, assertEquals } from "@std/assert";
import { ROOT } from "../../tools/root.ts";

const MODULES = new Map([
  ["@std/assert", "tests/_std/assert.ts"],
  ...["builder", "quick", "testing", "widgets"].map((name) =>
    [`@qtasyncio/qtasyncio/${name}`, `${name}.ts`] as const
  ),
]);

/** The blocks of code with a test in a page or in the comments of a module. */
function tests(text: string): string[] {
  const plain = text.replaceAll(/^ +\* ?/gm, "");
  return [...plain.matchAll(/^```ts ignore\n(.*?)^```$/gms)]
    .map(([, code]) => code!)
    .filter((code) => code.includes("Deno.test("));
}

async function sources(): Promise<string[]> {
  const paths = ["docs/testing.md", "testing.ts"];
  for await (const { name } of Deno.readDir(`${ROOT}/src/testing`)) {
    paths.push(`src/testing/${name}`);
  }
  return paths.sort();
}

Deno.test("the documented tests pass, with the sanitizers on", async () => {
  const folder = await Deno.makeTempDir();
  try {
    let count = 0;
    const withPictures: string[] = [];
    for (const path of await sources()) {
      for (const test of tests(await Deno.readTextFile(`${ROOT}/${path}`))) {
        let code = test;
        for (const [name, file] of MODULES) {
          code = code.replaceAll(
            `"${name}"`,
            JSON.stringify(new URL(file, `file://${ROOT}/`).href),
          );
        }
        const options = "{ sanitizeOps: true, sanitizeResources: true }, ";
        code = code.replaceAll(
          /Deno\.test\(\s*("[^"]+"),\s*/g,
          (_, name) => `Deno.test(${name}, ${options}`,
        );
        const file = `${folder}/${
          path.replaceAll(/\W/g, "_")
        }_${++count}_test.ts`;
        await Deno.writeTextFile(file, code);
        if (code.includes("matchPicture(")) withPictures.push(file);
      }
    }
    assert(count >= 9, `only ${count} tests were found`);
    const run = async (...args: string[]) => {
      const { stdout } = await new Deno.Command(Deno.execPath(), {
        args: ["test", "-A", "--no-check", "--no-config", ...args],
        env: { NO_COLOR: "1", QT_QPA_PLATFORM: "" },
        stderr: "null",
      }).output();
      return new TextDecoder().decode(stdout);
    };
    // The pictures are approved first.
    assert(withPictures.length > 0);
    await run(...withPictures, "--", "--update");
    const report = await run(folder);
    const [, passed, failed] =
      /(\d+) passed[^|]*\| (\d+) failed/.exec(report) ?? [];
    assertEquals([passed, failed], [String(count), "0"], report);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
