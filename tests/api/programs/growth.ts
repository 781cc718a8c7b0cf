/**
 * Creates and ends objects of every class of Qt's headers that has a constructor without arguments, many times, and
 * prints by how much the process has grown: `Class megabytes` for each that has grown it, then the sum.
 *
 *     deno run -A tests/api/programs/growth.ts [times]
 */

import { readTexts } from "../../../tools/bindgen/texts.ts";
import { apiClassNamed } from "../../../src/qt/objects/api_table.ts";
import { QApplication } from "../../../widgets.ts";
import { valueClass } from "../_classes.ts";

const [times = "10000"] = Deno.args;
const LIBRARIES = ["QtCore", "QtGui", "QtWidgets"];
const MEGABYTE = 2 ** 20;

await using _app = new QApplication(["-platform", "offscreen"]);

function names(classes: readonly { name: string; kind: string }[]): string[] {
  return classes.filter(({ name, kind }) =>
    (kind === "value" || kind === "identity") &&
    apiClassNamed(name)?.isCreatable === true &&
    apiClassNamed(name)?.kind === kind
  ).map(({ name }) => name);
}

/** Resident memory, in megabytes. */
function memory(): number {
  return Deno.memoryUsage().rss / MEGABYTE;
}

const all = (await readTexts())
  .filter(({ name }) => LIBRARIES.includes(name))
  .flatMap(({ classes }) => names(classes));
let count = 0;

function turn(name: string, number: number): void {
  const type = valueClass(name);
  for (let i = 0; i < number; i++) {
    const object = new type();
    if (typeof object.clone === "function") object.clone().dispose();
    object.dispose();
  }
}

const creatable = all.filter((name) => {
  try {
    turn(name, 100);
    return true;
  } catch {
    return false;
  }
});
const start = memory();
for (const name of creatable) {
  const before = memory();
  turn(name, Number(times));
  const grown = memory() - before;
  if (grown > 1) console.log(`${name} ${grown.toFixed(1)}`);
  count++;
}
console.log(`${count} classes ${(memory() - start).toFixed(1)}`);
