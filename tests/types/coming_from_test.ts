/** The table of names for those who come from asyncio: each name of the right column exists. */

import { assert, assertEquals } from "@std/assert";
import { join } from "node:path";
import { ROOT } from "../../tools/root.ts";

/** The words of a text. */
function words(text: string): string[] {
  return text.match(/[A-Za-z_$]\w+/g) ?? [];
}

async function wordsIn(folder: string, into: Set<string>): Promise<void> {
  for await (const { name, isDirectory } of Deno.readDir(join(ROOT, folder))) {
    const path = `${folder}/${name}`;
    if (isDirectory) await wordsIn(path, into);
    else if (name.endsWith(".ts")) {
      for (const word of words(await Deno.readTextFile(join(ROOT, path)))) {
        into.add(word);
      }
    }
  }
}

/** Of the examples in the table: what the reader names, and what belongs to Node. */
const READERS = new Set([
  "Go",
  "fs",
  "node",
  "async_hooks",
  "AsyncLocalStorage",
]);

Deno.test("docs/coming-from-asyncio.md names at least sixty things, and those exist", async () => {
  const page = await Deno.readTextFile(
    join(ROOT, "docs/coming-from-asyncio.md"),
  );
  const rows = page.split("\n").filter((line) => /^\| `/.test(line));
  assert(rows.length >= 60, `${rows.length}`);
  const known = new Set(words(
    await Deno.readTextFile(join(ROOT, "tests/types/exports.txt")),
  ));
  for (const folder of ["src/asyncio", "src/executor", "src/qt"]) {
    await wordsIn(folder, known);
  }
  const unknown = rows.flatMap((row) => {
    const right = row.split(" | ").at(-1)!;
    return [...right.matchAll(/`([^`]+)`/g)].flatMap(([, code = ""]) =>
      words(code)
    );
  }).filter((word) => !known.has(word) && !READERS.has(word));
  assertEquals(unknown, []);
});
