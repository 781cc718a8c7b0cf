/** No value of the wrong kind ends the process, whatever member of whatever class it goes to. */

import { assertEquals } from "@std/assert";
import { sweep } from "./_sweep.ts";

Deno.test("null, numbers that are no enumerators and numbers out of range crash no member of any class", async () => {
  assertEquals(await sweep("all"), []);
});
