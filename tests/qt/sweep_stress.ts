/** No value of the wrong kind ends the process, whatever member of whatever class it goes to. */

import { assertEquals } from "@std/assert";
import { sweep } from "../_support/sweep.ts";

const SWEEP = new URL("programs/sweep.ts", import.meta.url);

Deno.test("null, numbers that are no enumerators and numbers out of range crash no member of any class", async () => {
  assertEquals(await sweep(SWEEP, ["all"]), []);
});
