/** No value that fits the types of Qt's headers ends the process, whatever member it goes to. */

import { assertEquals } from "@std/assert";
import { probe } from "../../ffi/probe.ts";
import { readTexts } from "../../tools/bindgen/texts.ts";
import { sweep } from "../_support/sweep.ts";

const SWEEP = new URL("programs/sweep.ts", import.meta.url);

for (const { name } of await readTexts()) {
  Deno.test({
    name:
      `null, numbers out of range and empty objects crash no member of ${name}`,
    // A Qt of a Python wheel, which other tests may run on, lacks some.
    ignore: !probe(`lib${name.replace("Qt", "Qt6")}.so.6`).ok,
    fn: async () => assertEquals(await sweep(SWEEP, [name]), []),
  });
}
