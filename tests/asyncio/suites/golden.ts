/** The golden-order programs: the lines that CPython's asyncio prints. */

import { assertEquals } from "@std/assert";
import expected from "../golden/expected.json" with { type: "json" };
import { programs } from "../golden/programs.ts";
import { type NewLoop, onLoop } from "./_support.ts";

/** The cases, on the loops that `newLoop` makes. */
export function suite(name: string, newLoop: NewLoop): void {
  for (const [title, program] of Object.entries(programs)) {
    Deno.test(`${name}: golden order ${title}`, async () => {
      const lines: string[] = [];
      await onLoop(newLoop, () => program((line) => lines.push(line)));
      assertEquals(lines, (expected as Record<string, string[]>)[title]);
    });
  }
}
