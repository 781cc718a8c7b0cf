/** The runner of test files in processes beside each other. */

import { assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { run } from "../../tools/process.ts";
import { ROOT } from "../../tools/root.ts";
import { findTestFiles, runTestFiles } from "../../tools/test_runner.ts";
import { readSummary } from "../../tools/test_summary.ts";

/** Writes files to a folder outside of the project, and gives `body` their paths. */
async function withFiles(
  texts: readonly string[],
  body: (paths: string[], folder: string) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    const paths = texts.map((_, i) => join(folder, `${i}_test.ts`));
    for (const [i, path] of paths.entries()) {
      await Deno.writeTextFile(path, texts[i]!);
    }
    await body(paths, folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("runTestFiles() prints a block for each file and adds up one summary", () =>
  withFiles([
    'Deno.test("one", () => {}); Deno.test("two", () => {});',
    'Deno.test("bad", () => { throw new Error("on purpose"); }); Deno.test("good", () => {});',
    'Deno.test.ignore("not now", () => {});',
  ], async (files) => {
    const blocks: string[] = [];
    const { counts, failed } = await runTestFiles(files, {
      processes: 2,
      write: (text) => blocks.push(text),
    });
    assertEquals(counts, { passed: 3, failed: 1, skipped: 1 });
    assertEquals(failed, [files[1]]);
    // Three blocks, the list of failures and the summary.
    assertEquals(blocks.length, 5);
    const bad = blocks.find((block) => block.includes("on purpose"))!;
    assertEquals(readSummary(bad), { passed: 1, failed: 1, skipped: 0 });
    assertEquals(readSummary(blocks.join("\n")), counts);
  }));

Deno.test("runTestFiles() counts a file as failed that ends before its summary, or that cannot be loaded", () =>
  withFiles([
    'Deno.test("dies", () => Deno.kill(Deno.pid, "SIGKILL"));',
    'import "./none.ts";',
  ], async (files) => {
    const { counts, failed } = await runTestFiles(files, { write: () => {} });
    assertEquals(counts, { passed: 0, failed: 2, skipped: 0 });
    assertEquals(failed.sort(), files);
  }));

Deno.test("runTestFiles() skips a file that this Deno is too old for, and no other", () =>
  withFiles([
    'throw new Error("this needs a newer one");',
    'Deno.test("passes", () => {}); Deno.test("fails", () => { throw new Error("this needs a newer one"); });',
  ], async (files) => {
    const { counts, failed } = await runTestFiles(files, {
      tooOld: /needs a newer one/,
      write: () => {},
    });
    assertEquals(counts, { passed: 1, failed: 1, skipped: 1 });
    assertEquals(failed, [files[1]]);
  }));

Deno.test("runTestFiles() runs as many processes at a time as it is told", () =>
  withFiles(
    // Each waits until the other has begun.
    [0, 1].map((i) =>
      `Deno.test("waits", async () => {
         Deno.writeTextFileSync(new URL("./begun${i}", import.meta.url), "");
         const other = new URL("./begun${1 - i}", import.meta.url);
         for (;;) {
           try { Deno.statSync(other); return; } catch { /* not yet */ }
           await new Promise((resolve) => setTimeout(resolve, 5));
         }
       });`
    ),
    async (files) => {
      const { counts } = await runTestFiles(files, {
        processes: 2,
        write: () => {},
      });
      assertEquals(counts, { passed: 2, failed: 0, skipped: 0 });
    },
  ));

Deno.test("runTestFiles() passes a signal on, and starts no further file", () =>
  withFiles(
    [
      `Deno.test("waits", async () => {
         Deno.writeTextFileSync(new URL("./begun", import.meta.url), "");
         await new Promise((resolve) => setTimeout(resolve, 600_000));
       });`,
      'Deno.test("never", () => {});',
    ],
    async (files, folder) => {
      const controller = new AbortController();
      const blocks: string[] = [];
      const done = runTestFiles(files, {
        processes: 1,
        stop: controller.signal,
        write: (text) => blocks.push(text),
      });
      for (;;) {
        const names = await Array.fromAsync(Deno.readDir(folder));
        if (names.some(({ name }) => name === "begun")) break;
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      controller.abort("SIGINT");
      const { failed } = await done;
      assertEquals(failed, [files[0]]);
      // What deno test says at SIGINT.
      assertStringIncludes(blocks[0]!, "pending");
      assertEquals(blocks.some((block) => block.includes("never")), false);
    },
  ));

Deno.test("findTestFiles() finds every file with tests", async () => {
  const { output } = await run([
    "git",
    "ls-files",
    "--cached",
    "--others",
    "--exclude-standard",
    "--deduplicate",
    "*_test.ts",
    "*_stress.ts",
  ], { cwd: ROOT });
  const found = [
    ...await findTestFiles("test"),
    ...await findTestFiles("stress"),
  ];
  assertEquals(found.sort(), output.trim().split("\n").sort());
});

Deno.test("findTestFiles() starts with the files that take longest", async () => {
  const files = await findTestFiles("test");
  const slow = [
    "tests/qt/watch_test.ts",
    "tests/delivery/ways_test.ts",
  ];
  assertEquals(files.slice(0, 2), slow);
});
