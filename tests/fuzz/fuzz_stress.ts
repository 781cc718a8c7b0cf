/** A short run of the fuzzer. */

import { assertEquals } from "@std/assert";
import { fuzz } from "../../tools/fuzz.ts";

Deno.test("100 random programs find nothing", async () => {
  const said: string[] = [];
  const { programs, findings } = await fuzz(
    { seed: 20, to: 100 },
    (text) => said.push(text),
  );
  assertEquals([programs, findings], [100, []]);
  assertEquals(said, []);
});
