/**
 * Runs other programs for the tools: quietly with their output kept, or with
 * the output passed on.
 *
 * @module
 */

import { delimiter, join } from "node:path";

/** How a program ended. */
export interface Outcome {
  /** Whether it ended with exit code 0. */
  success: boolean;
  /** Its exit code; 127 when there is no such program. */
  code: number;
  /** Standard output and standard error in the order of arrival. */
  output: string;
}

/** How to run a program. */
export interface RunOptions {
  /** Working directory; by default that of this process. */
  cwd?: string;
  /** Variables to set beside those of this process. */
  env?: Record<string, string>;
  /** Also write the output to this process's own while it comes. */
  echo?: boolean;
  /** Called with each piece of output when it comes. */
  onOutput?: (text: string) => void;
  /** Pass on standard input, as a password prompt needs; by default it is empty. */
  interactive?: boolean;
  /** Leave standard input and both outputs to the program, and keep nothing. */
  inherit?: boolean;
  /** Gets the program once it has started, to send it signals. */
  onStart?: (child: Deno.ChildProcess) => void;
}

/**
 * Runs a program to its end and keeps its output.
 *
 * @param command The program and its arguments.
 * @param options How to run it.
 * @returns How it ended; a program that does not exist is an outcome, too.
 */
export async function run(
  command: readonly string[],
  options: RunOptions = {},
): Promise<Outcome> {
  const [program = "", ...args] = command;
  let child: Deno.ChildProcess;
  try {
    child = new Deno.Command(program, {
      args,
      stdin: options.interactive || options.inherit ? "inherit" : "null",
      stdout: options.inherit ? "inherit" : "piped",
      stderr: options.inherit ? "inherit" : "piped",
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
      ...(options.env === undefined ? {} : { env: options.env }),
    }).spawn();
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    return { success: false, code: 127, output: `${program}: not found\n` };
  }
  options.onStart?.(child);
  const parts: string[] = [];
  const keep = async (
    stream: ReadableStream<Uint8Array>,
    own: { writeSync(bytes: Uint8Array): number },
  ) => {
    const decoder = new TextDecoder();
    for await (const bytes of stream) {
      const text = decoder.decode(bytes, { stream: true });
      parts.push(text);
      options.onOutput?.(text);
      if (options.echo) writeAll(own, bytes);
    }
  };
  const [status] = await Promise.all([
    child.status,
    ...(options.inherit ? [] : [
      keep(child.stdout, Deno.stdout),
      keep(child.stderr, Deno.stderr),
    ]),
  ]);
  return {
    success: status.success,
    code: status.code,
    output: parts.join(""),
  };
}

function writeAll(
  target: { writeSync(bytes: Uint8Array): number },
  bytes: Uint8Array,
): void {
  let rest = bytes;
  while (rest.length > 0) rest = rest.subarray(target.writeSync(rest));
}

/**
 * Sends a signal to a program, unless it has ended.
 *
 * @param child The program.
 * @param signal Which.
 */
export function send(child: Deno.ChildProcess, signal: Deno.Signal): void {
  try {
    child.kill(signal);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  }
}

/**
 * Looks a program up in PATH.
 *
 * @param program Its bare name.
 * @returns Whether there is such a file.
 */
export function isOnPath(program: string): boolean {
  const folders = (Deno.env.get("PATH") ?? "").split(delimiter);
  return folders.some((folder) => {
    if (folder === "") return false;
    try {
      return Deno.statSync(join(folder, program)).isFile;
    } catch {
      return false;
    }
  });
}
