/** The committed bundle of the Workers' program. */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import {
  SOURCE_MAP,
  SOURCES_HASH,
} from "../../src/executor/pool/worker_program.ts";
import { WorkerPoolExecutor } from "../../src/executor/mod.ts";
import { BUNDLE, bundle, hashSources } from "../../tools/bundle.ts";
import { ROOT } from "../../tools/root.ts";
import { Program } from "../_support/program.ts";
import { rejection } from "./_support.ts";

const HINT =
  "The sources of the Workers' program have changed: run `deno task bundle`";

Deno.test("the committed bundle has the hash of its sources", async () => {
  assert(SOURCE_MAP.sources.includes("src/executor/worker/main.ts"));
  assertEquals(SOURCES_HASH, await hashSources(SOURCE_MAP.sources), HINT);
});

Deno.test({
  name: "bundle() writes the committed bundle, byte for byte",
  // Other versions of Deno may bundle with another esbuild.
  ignore: !Deno.version.deno.startsWith("2.9."),
  fn: async () => {
    const committed = await Deno.readTextFile(join(ROOT, BUNDLE));
    assert(await bundle() === committed, HINT);
  },
});

Deno.test("hashSources() depends on the paths and the texts", async () => {
  const one = await hashSources(["tools/root.ts"]);
  assertEquals(one, await hashSources(["tools/root.ts"]));
  assert(one !== await hashSources(["tools/../tools/root.ts"]));
  assert(one !== await hashSources(["tools/process.ts"]));
});

Deno.test("the stack of a job's error names the modules that were bundled", async () => {
  await using pool = new WorkerPoolExecutor({ maxWorkers: 1 });
  const { stack = "" } = await rejection(
    pool.submit(() => {
      throw new Error("with a stack");
    }),
  );
  assertStringIncludes(stack, "/src/executor/worker/run.ts:");
  assert(!stack.includes("data:"), stack);
});

async function copyFolder(from: string, to: string): Promise<void> {
  await Deno.mkdir(to, { recursive: true });
  for await (const { name, isDirectory } of Deno.readDir(from)) {
    if (isDirectory) await copyFolder(join(from, name), join(to, name));
    else await Deno.copyFile(join(from, name), join(to, name));
  }
}

Deno.test("the bundle is loaded by the first job, and a pool that cannot load it is broken", async () => {
  const folder = await Deno.makeTempDir();
  try {
    for (const part of ["src/asyncio", "src/executor"]) {
      await copyFolder(join(ROOT, part), join(folder, part));
    }
    await Deno.copyFile(
      join(ROOT, "src/place.ts"),
      join(folder, "src/place.ts"),
    );
    const bundled = join(folder, BUNDLE);
    const mod = pathToFileURL(join(folder, "src/executor/mod.ts"));
    const path = join(folder, "program.js");
    await Deno.writeTextFile(
      bundled,
      `console.log("loaded");\nthrow new Error("no bundle");\n`,
    );
    await Deno.writeTextFile(
      path,
      `import { WorkerPoolExecutor } from "${mod}";
       const pool = new WorkerPoolExecutor();
       await new Promise((resolve) => setTimeout(resolve, 10));
       console.log("no job yet");
       const jobs = [1, 2].map((n) => pool.submit((n) => n, n).promise);
       for (const { reason } of await Promise.allSettled(jobs)) {
         console.log(reason.name, reason.message, reason.cause.message);
       }
       try { pool.submit(() => 1); } catch (error) { console.log(error.name); }
       await pool.shutdown();
       console.log("end");`,
    );
    const { code, stdout, stderr } = await Program.run(path, {
      permissions: [],
    });
    const broken =
      "BrokenPoolError The program of the Workers cannot be loaded: Error: no bundle no bundle";
    assertEquals([code, stderr], [0, []]);
    assertEquals(stdout, [
      "no job yet",
      "loaded",
      broken,
      broken,
      "BrokenPoolError",
      "end",
    ]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
