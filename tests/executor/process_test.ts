/** Programs of their own: permissions, and that they end by themselves. */

import { assertEquals, assertStringIncludes } from "@std/assert";
import { run } from "./_program.ts";

const JOBS = import.meta.resolve("./jobs.ts");

Deno.test("with --allow-ffi alone functions run, and modules say what they need", async () => {
  const { code, stdout, stderr } = await run(`
    await using pool = new WorkerPoolExecutor();
    console.log(await pool.submit((n) => n + 1, 41));
    const jobs = workerModule("${JOBS}");
    await pool.submit(jobs.addTwo, 1).promise.catch((error) => {
      console.log(error.name);
      console.log(error.message);
    });
    console.log(await pool.submit(workerModule("node:path").basename, "/a/b"));
    const remote = "data:application/javascript,export default (n) => 3 * n";
    console.log(await pool.submit({ module: remote }, 14));
  `);
  assertEquals([code, stderr], [0, []]);
  assertEquals([stdout[0], stdout[1], stdout[3], stdout[4]], [
    "42",
    "NotCapable",
    "b",
    "42",
  ]);
  assertStringIncludes(stdout[2]!, "A Worker needs --allow-read to import");
});

Deno.test("with no permission at all, too", async () => {
  const { code, stdout } = await run(
    `
    await using pool = new WorkerPoolExecutor();
    console.log(await pool.submit(() => currentJob().worker));
  `,
    [],
  );
  assertEquals([code, stdout], [0, ["WorkerPool-1-1"]]);
});

Deno.test("an idle pool that is not shut down does not keep the process", async () => {
  const { code, stdout } = await run(`
    const pool = new WorkerPoolExecutor({ idleTimeout: Infinity });
    console.log(await pool.submit((n) => n + 1, 41));
  `);
  assertEquals([code, stdout], [0, ["42"]]);
});

Deno.test("a job that runs keeps the process until it is done", async () => {
  const { code, stdout } = await run(`
    const pool = new WorkerPoolExecutor();
    pool.submit((ms) => new Promise((resolve) => setTimeout(resolve, ms)), 150)
      .addDoneCallback(() => console.log("done"));
  `);
  assertEquals([code, stdout], [0, ["done"]]);
});

Deno.test("a job that loops for ever is given up, and the process ends", async () => {
  const { code, stdout, stderr } = await run(`
    const pool = new WorkerPoolExecutor({ maxWorkers: 1, cancelGrace: 50 });
    const endless = pool.submit(() => { for (;;); });
    while (!endless.running()) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    endless.cancel();
    await endless.promise.catch((error) => console.log(error.name));
    console.log(await pool.submit(() => 42));
    await pool.shutdown();
    console.log("shut down");
  `);
  assertEquals([code, stderr], [0, []]);
  assertEquals(stdout, ["CancelledError", "42", "shut down"]);
});
