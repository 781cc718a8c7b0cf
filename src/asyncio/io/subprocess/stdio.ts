/**
 * Values for the standard streams of a program.
 *
 * @module
 */

import type { Descriptor } from "../_adopt.ts";

/**
 * The stream is a pipe to or from this program. Python's `subprocess.PIPE`.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { createSubprocessExec, PIPE } from "../../../../net.ts";
 * import { run } from "../../mod.ts";
 *
 * await run(async () => {
 *   const process = await createSubprocessExec("echo", ["hello"], { stdout: PIPE });
 *   const [out] = await process.communicate();
 *   assertEquals(new TextDecoder().decode(out!), "hello\n");
 * });
 * ```
 */
export const PIPE: -1 = -1;

/**
 * For `stderr`: the same as `stdout`. Python's `subprocess.STDOUT`. On POSIX systems only; it needs `--allow-run` for
 * `/bin/sh`, too, which joins the two and is replaced by the program.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { createSubprocessExec, PIPE, STDOUT } from "../../../../net.ts";
 * import { run } from "../../mod.ts";
 *
 * await run(async () => {
 *   const process = await createSubprocessExec("sh", ["-c", "echo problem >&2"], {
 *     stdout: PIPE,
 *     stderr: STDOUT,
 *   });
 *   const [out] = await process.communicate();
 *   assertEquals(new TextDecoder().decode(out!), "problem\n");
 * });
 * ```
 */
export const STDOUT: -2 = -2;

/**
 * The stream is `/dev/null`. Python's `subprocess.DEVNULL`.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { createSubprocessExec, DEVNULL } from "../../../../net.ts";
 * import { run } from "../../mod.ts";
 *
 * await run(async () => {
 *   const process = await createSubprocessExec("cat", [], { stdin: DEVNULL, stdout: DEVNULL });
 *   assertEquals(await process.wait(), 0);
 * });
 * ```
 */
export const DEVNULL: -3 = -3;

/**
 * A standard stream: {@linkcode PIPE}, {@linkcode DEVNULL}, a descriptor, or that of this program, if left out. A
 * descriptor needs `--allow-env`, too; it stays open here.
 */
export type Stdio =
  | typeof PIPE
  | typeof DEVNULL
  | Descriptor
  | null
  | undefined;

/** The standard error stream, which can go where the output goes. */
export type StdErr = Stdio | typeof STDOUT;

/** Options of the functions that start a program. */
export interface SubprocessOptions {
  /** The program's input. Default: that of this program. */
  stdin?: Stdio;
  /** The program's output. Default: that of this program. */
  stdout?: Stdio;
  /** The program's error messages. Default: those of this program. */
  stderr?: StdErr;
  /** The folder in which it runs. Default: that of this program. */
  cwd?: string | URL | undefined;
  /** All its environment variables. Default: those of this program. */
  env?: Readonly<Record<string, string>> | undefined;
  /** The user as which it runs. */
  uid?: number | undefined;
  /** The group as which it runs. */
  gid?: number | undefined;
  /**
   * Whether it runs in a new session, so that Ctrl+C does not reach it.
   *
   * @default {false}
   */
  startNewSession?: boolean | undefined;
  /** Descriptors that the program gets, too, each under its number. It needs `--allow-env`. Default: none. */
  passFds?: readonly number[] | undefined;
  /** What the program is told its own name is. It needs `--allow-env`. Default: `program`. */
  argv0?: string | undefined;
}
