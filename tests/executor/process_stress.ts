/** Pools in great number. */

import { assertEquals, assertLess } from "@std/assert";
import { run } from "./_program.ts";

Deno.test("a thousand pools leave nothing behind", async () => {
  const { code, stdout } = await run(
    `
    const threads = () => [...Deno.readDirSync("/proc/self/task")].length;
    const rss = () => Deno.memoryUsage().rss / 1024 / 1024;
    let pools = 0;
    async function round(n, withJob) {
      for (let i = 0; i < n; i++, pools++) {
        await using pool = new WorkerPoolExecutor({ maxWorkers: 1 });
        if (withJob) await pool.submit((n) => n, i);
      }
    }
    await round(20, true);
    const before = [threads(), rss()];
    await round(40, true);
    await round(940, false);
    await new Promise((resolve) => setTimeout(resolve, 200));
    const after = [threads(), rss()];
    console.log(pools, after[0] - before[0], after[1] - before[1]);
  `,
    ["-A"],
  );
  assertEquals(code, 0);
  const [pools, threads, megabytes] = stdout[0]!.split(" ").map(Number);
  assertEquals(pools, 1000);
  assertLess(threads!, 3);
  assertLess(megabytes!, 40);
});
