/** executor.ts: usable alone, without Qt and without permissions. */

import { assertEquals } from "@std/assert";
import * as entry from "../../executor.ts";
import * as own from "../../src/executor/mod.ts";
import { Program } from "../_support/program.ts";

const EXECUTOR = import.meta.resolve("../../executor.ts");
const ASYNCIO = import.meta.resolve("../../asyncio.ts");

Deno.test("executor.ts exports all of the executor", () => {
  assertEquals(Object.keys(entry).sort(), Object.keys(own).sort());
});

Deno.test("executor.ts runs jobs without permissions, with a loop and without", async () => {
  const file = Deno.makeTempFileSync({ suffix: ".js" });
  try {
    Deno.writeTextFileSync(
      file,
      `
      import { WorkerPoolExecutor } from ${JSON.stringify(EXECUTOR)};
      import { getRunningLoop, run } from ${JSON.stringify(ASYNCIO)};
      {
        await using pool = new WorkerPoolExecutor({ maxWorkers: 1 });
        console.log(await pool.submit((n) => n * n, 7));
      }
      console.log(
        await run(() => getRunningLoop().runInExecutor(null, (n) => n + 1, 41)),
      );`,
    );
    const { code, stdout, stderr } = await Program.run(file, {
      permissions: [],
    });
    assertEquals(stderr, []);
    assertEquals(stdout, ["49", "42"]);
    assertEquals(code, 0);
  } finally {
    Deno.removeSync(file);
  }
});
