/**
 * Checks that files which a tool writes are up to date.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import { run } from "../../tools/process.ts";
import { ROOT } from "../../tools/root.ts";

/** Which tool, and when its test cannot run. */
export interface UpToDateOptions {
  /** What the tool writes, as the beginning of a sentence: "the texts are". */
  files: string;
  /** Its task in deno.json. */
  task: string;
  /** Its program, from the project's folder, and its arguments beside `--check`. */
  program: readonly string[];
  /** Why the test cannot run here; `null` if it can. */
  skipped: string | null;
}

/** Declares the test that a tool would write what is committed. */
export function testUpToDate(options: UpToDateOptions): void {
  const { files, task, program, skipped } = options;
  const name = `${files} what \`deno task ${task}\` writes`;
  Deno.test({
    name: skipped === null ? name : `${name} (skipped: ${skipped})`,
    ignore: skipped !== null,
    fn: async () => {
      const { code, output } = await run(
        [Deno.execPath(), "run", "-A", ...program, "--check"],
        { cwd: ROOT },
      );
      assertEquals({ code, output: code === 0 ? "" : output }, {
        code: 0,
        output: "",
      });
    },
  });
}
