/** The check of the paths that documents and comments name. */

import { assert, assertEquals, assertMatch } from "@std/assert";
import { deadLinks, findDeadLinks } from "../../tools/links.ts";

const FILES = new Set(["docs/a.md", "docs/b.md", "src/x/one.ts", "tools/t.ts"]);

function dead(file: string, text: string): [number, string][] {
  return deadLinks(file, text, FILES).map(({ line, path }) => [line, path]);
}

Deno.test("deadLinks() follows Markdown links from their document's folder", () => {
  const text =
    "[a](b.md) [b](c.md#part)\n[c](../tools/t.ts) [d](https://e.example/f.md) [e](#part)";
  assertEquals(dead("docs/a.md", text), [[1, "c.md"]]);
});

Deno.test("deadLinks() finds paths of the project in documents and comments", () => {
  assertEquals(dead("docs/a.md", "see `src/x/` and `src/y/`, tools/gone.ts."), [
    [1, "src/y/"],
    [1, "tools/gone.ts"],
  ]);
  const source =
    'const path = "tools/gone.ts";\n// tools/gone.ts\n/* src/x/one.ts,\n tools/old.ts */ "tools/no.ts"';
  assertEquals(dead("src/x/one.ts", source), [
    [2, "tools/gone.ts"],
    [4, "tools/old.ts"],
    [4, "tools/no.ts"],
  ]);
});

Deno.test("deadLinks() finds the bare names of files in comments", () => {
  assertEquals(dead("src/x/one.ts", "// `t.ts` and `gone.ts`"), [[
    1,
    "gone.ts",
  ]]);
});

Deno.test("deadLinks() leaves prose, patterns, URLs and what the tasks write alone", () => {
  const text =
    "src/or/else, src/*.ts, src/<name>.ts, https://e.example/src/z.ts, `dist/mod.ts`";
  assertEquals(dead("docs/a.md", text), []);
});

Deno.test("deadLinks() finds tasks that are not in deno.json", () => {
  const text = "`deno task test:qt`, `deno task test:all`\n`deno task test`.";
  assertEquals(dead("docs/a.md", text), [[1, "task test:all"]]);
});

Deno.test("every row of the support matrix names the task that tests it, or that none does", async () => {
  const page = await Deno.readTextFile(
    new URL("../../docs/support.md", import.meta.url),
  );
  const rows = page.split("\n").filter((line) => /^\| (?!-)/.test(line));
  const bodies = rows.filter((line) => !/Tested by +\|$/.test(line));
  assert(bodies.length > 15);
  for (const row of bodies) {
    assertMatch(row, /\| (`deno task [a-z:]+[^`]*`|not tested[^|]*) +\|$/);
  }
});

Deno.test("findDeadLinks() finds none in this project", async () => {
  assertEquals(await findDeadLinks(), []);
});
