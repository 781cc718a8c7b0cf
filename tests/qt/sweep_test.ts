/** No value of the wrong kind ends the process, whatever member it goes to. `sweep_stress.ts` tries all classes. */

import { assertEquals } from "@std/assert";
import { sweep } from "../_support/sweep.ts";

const SWEEP = new URL("programs/sweep.ts", import.meta.url);

Deno.test("null, numbers that are no enumerators and numbers out of range crash no member", async () => {
  assertEquals(await sweep(SWEEP, ["once"]), []);
});
