/** Random programs, and what CPython's asyncio logs for them. */

import { assertEquals } from "@std/assert";
import { modesOf } from "../../tools/fuzz_asyncio/differences.ts";
import type { Golden } from "../../tools/fuzz_asyncio/golden.ts";
import { interpret } from "../../tools/fuzz_asyncio/interpreter.ts";
import golden from "./golden/fuzz.json" with { type: "json" };

/** Declares a test for each program. */
export function fuzzGolden(name: string): void {
  for (const [i, { program, lines }] of (golden as Golden[]).entries()) {
    for (const mode of modesOf(program)) {
      Deno.test(`${name}: random program ${i} of ${mode} logs what CPython logs`, async () => {
        assertEquals(await interpret(program, mode), lines);
      });
    }
  }
}
