/**
 * The exports of each entry point, as they are listed in `exports.txt`: a name that appears, disappears or becomes a
 * type alone is a change that users notice. To accept a change:
 *
 *     deno test -A tests/types/exports_test.ts -- --update
 */

import { assertEquals } from "@std/assert";
import settings from "../../deno.json" with { type: "json" };
import { ROOT } from "../../tools/root.ts";

const update = Deno.args.includes("--update");
const golden = new URL("exports.txt", import.meta.url);
const entryPoints = Object.values(settings.exports);

interface Symbol {
  readonly name: string;
  readonly declarations: readonly { readonly kind: string }[];
}

/** Of each kind of declaration: what it adds to a program. */
const SIDES: Readonly<Record<string, readonly string[]>> = {
  class: ["value", "type"],
  enum: ["value", "type"],
  function: ["value"],
  interface: ["type"],
  namespace: ["value", "type"],
  typeAlias: ["type"],
  variable: ["value"],
};

/** The names that an entry point exports, and what each stands for: "value", "type" or "value+type". */
async function exportsOf(path: string): Promise<Map<string, string>> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["doc", "--json", path],
    cwd: ROOT,
  }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
  const { nodes } = JSON.parse(new TextDecoder().decode(stdout)) as {
    nodes: Record<string, { symbols: readonly Symbol[] }>;
  };
  const { symbols } = Object.values(nodes)[0]!;
  const names = symbols.map(({ name, declarations }): [string, string] => {
    const sides = declarations.flatMap(({ kind }) => SIDES[kind] ?? [kind]);
    return [name, [...new Set(sides)].sort().reverse().join("+")];
  });
  return new Map(names.sort(([a], [b]) => a < b ? -1 : 1));
}

const declared = new Map(
  await Promise.all(
    entryPoints.map(async (path) => [path, await exportsOf(path)] as const),
  ),
);

/** An entry point that has all of `./mod.ts` lists what it adds. */
function listing(path: string): string {
  const names = declared.get(path)!;
  const base = declared.get("./mod.ts")!;
  const hasBase = path !== "./mod.ts" &&
    [...base].every(([name, sides]) => names.get(name) === sides);
  const lines = [...names]
    .filter(([name]) => !(hasBase && base.has(name)))
    .map(([name, sides]) => `${sides} ${name}`);
  if (hasBase) lines.unshift("all of ./mod.ts");
  return [`# ${path}`, ...lines].join("\n");
}

Deno.test("the entry points export the names of exports.txt, as values and as types", async () => {
  const actual = `${entryPoints.map(listing).join("\n\n")}\n`;
  if (update) await Deno.writeTextFile(golden, actual);
  assertEquals(actual, await Deno.readTextFile(golden));
});

for (const path of entryPoints) {
  Deno.test(`${path} exports at run time what its types say`, async () => {
    const module: object = await import(new URL(path, `file://${ROOT}`).href);
    const values = [...declared.get(path)!]
      .filter(([, sides]) => sides.startsWith("value"))
      .map(([name]) => name);
    assertEquals(Object.keys(module).sort(), values);
  });
}
