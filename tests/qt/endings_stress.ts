/** Random programs that end in the middle of what they do. */

import { assert, assertEquals } from "@std/assert";
import { runEnding } from "../../tools/fuzz_endings.ts";

Deno.test("random programs end in order (a few of those of fuzz:endings)", async () => {
  const folder = Deno.makeTempDirSync();
  try {
    const endings = await Promise.all(
      [1001, 1002, 1003, 1004, 1005, 1006].map(async (seed) => ({
        seed,
        ...await runEnding(seed, folder),
      })),
    );
    for (const { seed, faults } of endings) {
      assertEquals(faults, [], `seed ${seed}`);
    }
    assert(endings.every(({ report }) => report !== null));
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});
