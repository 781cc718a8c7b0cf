/** Starting programs by `Deno.Command`, which needs the least permissions. */

import { describeValue } from "../../core/_util.ts";
import type { Child } from "./_child.ts";
import { codeOf, networkError } from "../_errors.ts";
import { nodePath } from "../_node.ts";
import { isGranted } from "../_permissions.ts";
import { needsNode, spawnByNode } from "./_node_child.ts";
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
  closeFds: "descriptors are always closed; see passFds",
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
  for (const each of args) checkText("args must be an array of strings", each);
  for (const [name, value] of Object.entries(options.env ?? {})) {
    checkText("env must be an object of strings", name);
    checkText(`env must be an object of strings: ${name}`, value);
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
  const { passFds, argv0 } = options;
  if (
    passFds !== undefined &&
    !(Array.isArray(passFds) && passFds.every(isDescriptor))
  ) {
    throw new TypeError(
      `passFds must be an array of descriptors, got ${describeValue(passFds)}`,
    );
  }
  if (argv0 !== undefined && typeof argv0 !== "string") {
    throw new TypeError(`argv0 must be a string, got ${describeValue(argv0)}`);
  }
}

/** Refuses what a program cannot be given as an argument or a variable. */
function checkText(what: string, value: unknown): void {
  if (typeof value === "string" && !value.includes("\0")) return;
  const found = typeof value === "string" ? "a zero in " : "";
  throw new TypeError(`${what}: got ${found}${describeValue(value)}`);
}

function isDescriptor(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) >= 0;
}

function checkStdio(name: string, value: unknown): void {
  if (value === undefined || value === null) return;
  if (value === PIPE || value === DEVNULL) return;
  if (isDescriptor((value as { fd?: unknown }).fd)) return;
  if (value instanceof Deno.FsFile) {
    throw new TypeError(
      `${name} cannot be a Deno.FsFile, whose descriptor Deno does not expose: open the file by openSync() of node:fs and pass { fd }`,
    );
  }
  const more = name === "stderr" ? ", STDOUT" : "";
  throw new TypeError(
    `${name} must be PIPE, DEVNULL${more}, { fd: number } or left out, got ${
      describeValue(value)
    }`,
  );
}

/** Starts a program. */
export function spawn(
  program: string | URL,
  args: readonly string[],
  options: SubprocessOptions,
): Child | Promise<Child> {
  checkCommand(program, args, options);
  let command = program instanceof URL ? pathOf(program) : program;
  const merged = options.stderr === STDOUT;
  if (merged) {
    if (options.argv0 !== undefined) {
      throw new TypeError("argv0 cannot be given together with stderr: STDOUT");
    }
    checkProgram(command, options);
    // The shell is replaced by the program, which keeps its process id.
    args = ["-c", 'exec "$@" 2>&1', "sh", command, ...args];
    command = "/bin/sh";
  }
  try {
    if (!needsNode(options)) return spawnByDeno(command, args, options);
    const child = spawnByNode(command, args, options);
    return child instanceof Promise
      ? child.catch((error) => {
        throw startError(error, String(program), options, merged);
      })
      : child;
  } catch (error) {
    throw startError(error, String(program), options, merged);
  }
}

function spawnByDeno(
  program: string,
  args: readonly string[],
  options: SubprocessOptions,
): Child {
  const { env, cwd, uid, gid, stderr, stdout } = options;
  const merged = stdout === DEVNULL ? "null" : "inherit";
  const child = new Deno.Command(program, {
    args: [...args],
    stdin: stdio(options.stdin),
    stdout: stdio(stdout),
    stderr: stderr === STDOUT ? merged : stdio(stderr),
    ...cwd && { cwd },
    ...env && { env: { ...env }, clearEnv: true },
    ...uid !== undefined && { uid },
    ...gid !== undefined && { gid },
    ...options.startNewSession && { detached: true },
  }).spawn();
  return {
    pid: child.pid,
    process: child,
    stdin: options.stdin === PIPE ? child.stdin : null,
    stdout: stdout === PIPE ? child.stdout : null,
    stderr: stderr === PIPE ? child.stderr : null,
    // The platform counts signals from 128 on, as shells do.
    exited: child.status.then(({ code, signal }) =>
      signal === null ? code : 128 - code
    ),
    kill(signal) {
      try {
        child.kill(signal);
        return true;
      } catch (error) {
        const isOver = error instanceof TypeError &&
          error.message.includes("terminated");
        if (isOver) return false;
        throw error;
      }
    },
    unref: () => child.unref(),
  };
}

function stdio(
  value: SubprocessOptions["stderr"],
): "piped" | "null" | "inherit" {
  return value === PIPE || value === DEVNULL ? PIPED[value] : "inherit";
}

function pathOf(url: URL): string {
  return decodeURIComponent(url.pathname);
}

/** A shell would start and fail with status 126 or 127: a program can be looked for before. */
function checkProgram(program: string, { env, cwd }: SubprocessOptions): void {
  let folders = [cwd instanceof URL ? pathOf(cwd) : cwd ?? ""];
  if (!program.includes("/")) {
    if (!isGranted({ name: "env", variable: "PATH" })) return;
    folders = (env?.PATH ?? Deno.env.get("PATH") ?? "").split(":");
  }
  const { resolve } = nodePath();
  const found = folders.map((folder) => look(resolve(folder, program)));
  if (found.every((file) => file === null)) {
    throw startFailure(program, "ENOENT", "no such program");
  }
  const isRefused = (file: Deno.FileInfo | null | undefined): boolean =>
    file === null ||
    file !== undefined && (file.isDirectory || (file.mode! & 0o111) === 0);
  if (found.every(isRefused)) {
    throw startFailure(program, "EACCES", "permission denied");
  }
}

const FAILURES = {
  ENOENT: Deno.errors.NotFound,
  EACCES: Deno.errors.PermissionDenied,
  ENOTDIR: Deno.errors.NotADirectory,
} as const;

function startFailure(
  program: string,
  code: keyof typeof FAILURES,
  reason: string,
  cause?: unknown,
): Error {
  const error = new FAILURES[code](`start ${program}: ${reason}`, { cause });
  return Object.assign(error, { code });
}

/** What is at a path: `null` if there is nothing, `undefined` if it may not be looked at. */
function look(path: string | URL): Deno.FileInfo | null | undefined {
  try {
    return Deno.statSync(path);
  } catch (error) {
    return error instanceof Deno.errors.NotFound ? null : undefined;
  }
}

function startError(
  error: unknown,
  program: string,
  options: SubprocessOptions,
  merged: boolean,
): unknown {
  const { cwd } = options;
  if (error instanceof Deno.errors.NotCapable) {
    const shell = merged
      ? ` and --allow-run=/bin/sh, which joins stderr and stdout`
      : "";
    const env = needsNode(options)
      ? " and --allow-env, for descriptors, passFds and argv0"
      : "";
    return new Deno.errors.NotCapable(
      `start ${program}: needs --allow-run=${program}${shell}${env}: ${error.message}`,
      { cause: error },
    );
  }
  const isNotFound = error instanceof Deno.errors.NotFound ||
    codeOf(error) === "ENOENT";
  if (!isNotFound) return networkError(error, `start ${program}`);
  // The platform blames the program, whatever is wrong with the folder.
  const folder = cwd ? look(cwd) : undefined;
  if (folder?.isDirectory === false) {
    return startFailure(program, "ENOTDIR", `not a folder: ${cwd}`, error);
  }
  const missing = folder === null ? `folder: ${cwd}` : "program";
  return startFailure(program, "ENOENT", `no such ${missing}`, error);
}
