/** Starting programs by `Deno.Command`. */

import { describeValue } from "../../core/_util.ts";
import { DEVNULL, PIPE, STDOUT, type SubprocessOptions } from "./stdio.ts";

/** What asyncio refuses, or Deno cannot do, and what to do about it. */
const REFUSED: Readonly<Record<string, string>> = {
  text: "streams are bytes: use lines() or TextDecoder",
  encoding: "streams are bytes: use lines() or TextDecoder",
  errors: "streams are bytes: use lines() or TextDecoder",
  universalNewlines: "streams are bytes: use lines()",
  bufsize: "streams are not buffered",
  shell: "use createSubprocessShell() for a shell, and exec for none",
  preexecFn: "the platform has no fork()",
  umask: "the platform cannot set it",
  closeFds: "descriptors are always closed",
  passFds: "the platform passes the standard streams alone",
  argv0: "the platform takes the program's name",
  executable: "give it as the program",
};

const PIPED = { [PIPE]: "piped", [DEVNULL]: "null" } as const;

/** Refuses what is no program, no list of arguments, or an option that cannot be. */
export function checkCommand(
  program: unknown,
  args: unknown,
  options: SubprocessOptions,
): void {
  const isProgram = program instanceof URL ||
    typeof program === "string" && program !== "";
  if (!isProgram) {
    throw new TypeError(
      `program must be a path or a file URL, got ${describeValue(program)}`,
    );
  }
  if (!Array.isArray(args)) {
    throw new TypeError(
      `args must be an array of strings, got ${describeValue(args)}`,
    );
  }
  for (const each of args) {
    if (typeof each !== "string") {
      throw new TypeError(
        `args must be an array of strings: got ${describeValue(each)} in it`,
      );
    }
  }
  for (const [name, reason] of Object.entries(REFUSED)) {
    const value = (options as Record<string, unknown>)[name];
    if (value !== undefined && value !== false && value !== null) {
      throw new TypeError(`option ${name} is not supported: ${reason}`);
    }
  }
  checkStdio("stdin", options.stdin);
  checkStdio("stdout", options.stdout);
  if (options.stderr !== STDOUT) checkStdio("stderr", options.stderr);
}

function checkStdio(name: string, value: unknown): void {
  if (value === undefined || value === null) return;
  if (value === PIPE || value === DEVNULL) return;
  const more = name === "stderr" ? ", STDOUT" : "";
  throw new TypeError(
    `${name} must be PIPE, DEVNULL${more} or left out, got ${
      describeValue(value)
    }`,
  );
}

/** Starts a program. */
export function spawn(
  program: string | URL,
  args: readonly string[],
  options: SubprocessOptions,
): Deno.ChildProcess {
  checkCommand(program, args, options);
  const merged = options.stderr === STDOUT;
  const { env, cwd, uid, gid } = options;
  const command: Deno.CommandOptions = {
    args: [...args],
    stdin: stdio(options.stdin),
    stdout: stdio(options.stdout),
    stderr: merged ? stdio(options.stdout) : stdio(options.stderr),
    ...cwd !== undefined && { cwd },
    ...env !== undefined && { env: { ...env }, clearEnv: true },
    ...uid !== undefined && { uid },
    ...gid !== undefined && { gid },
    ...options.startNewSession && { detached: true },
  };
  if (merged) {
    checkExists(program);
    // The shell is replaced by the program, which keeps its process id.
    const name = program instanceof URL ? pathOf(program) : program;
    command.args = ["-c", 'exec "$@" 2>&1', "sh", name, ...args];
    command.stderr = options.stdout === DEVNULL ? "null" : "inherit";
  }
  try {
    return new Deno.Command(merged ? "/bin/sh" : program, command).spawn();
  } catch (error) {
    throw startError(error, String(program), options, merged);
  }
}

function stdio(
  value: SubprocessOptions["stderr"],
): "piped" | "null" | "inherit" {
  return value === PIPE || value === DEVNULL ? PIPED[value] : "inherit";
}

function pathOf(url: URL): string {
  return decodeURIComponent(url.pathname);
}

/** A shell would start and fail with status 127: a path can be looked at before. */
function checkExists(program: string | URL): void {
  if (typeof program === "string" && !program.includes("/")) return;
  if (isMissing(program)) {
    throw new Deno.errors.NotFound(`start ${program}: no such program`);
  }
}

/** Tells whether there is no such file, as far as this may be looked at. */
function isMissing(path: string | URL): boolean {
  try {
    Deno.statSync(path);
    return false;
  } catch (error) {
    return error instanceof Deno.errors.NotFound;
  }
}

function startError(
  error: unknown,
  program: string,
  { cwd }: SubprocessOptions,
  merged: boolean,
): unknown {
  if (error instanceof Deno.errors.NotCapable) {
    const shell = merged
      ? ` and --allow-run=/bin/sh, which joins stderr and stdout`
      : "";
    return new Deno.errors.NotCapable(
      `start ${program}: needs --allow-run=${program}${shell}: ${error.message}`,
      { cause: error },
    );
  }
  if (!(error instanceof Deno.errors.NotFound)) return error;
  // The platform names the program, whichever is missing.
  const message = cwd !== undefined && isMissing(cwd)
    ? `start ${program}: no such folder: ${cwd}`
    : `start ${program}: no such program`;
  return new Deno.errors.NotFound(message, { cause: error });
}
