/** Starting programs by `node:child_process`, for what `Deno.Command` cannot do; it needs `--allow-env`, too. */

import type { ChildProcess, StdioOptions } from "node:child_process";
import type { Socket } from "node:net";
import { nodeChildProcess, nodeOs } from "../_node.ts";
import type { Child } from "./_child.ts";
import {
  DEVNULL,
  PIPE,
  type StdErr,
  STDOUT,
  type SubprocessOptions,
} from "./stdio.ts";

/** Returns whether a program cannot be started by `Deno.Command`. */
export function needsNode(options: SubprocessOptions): boolean {
  const { stdin, stdout, stderr, passFds = [], argv0 } = options;
  return passFds.length > 0 || argv0 !== undefined ||
    [stdin, stdout, stderr].some((each) => typeof each === "object" && each);
}

/** Starts a program. */
export function spawnByNode(
  program: string,
  args: readonly string[],
  options: SubprocessOptions,
): Child | Promise<Child> {
  const { argv0, cwd, env, uid, gid } = options;
  const child = nodeChildProcess().spawn(program, [...args], {
    stdio: stdioOf(options),
    ...argv0 !== undefined && { argv0 },
    ...cwd && { cwd },
    ...env && { env: { ...env } },
    ...uid !== undefined && { uid },
    ...gid !== undefined && { gid },
    ...options.startNewSession && { detached: true },
  }) as ChildProcess;
  const failed = new Promise<never>((_, reject) => child.on("error", reject));
  failed.catch(() => {});
  // Without a process, the reason is yet to come.
  if (child.pid === undefined) return failed;
  const exited = new Promise<number>((resolve) => {
    child.on("exit", (code, signal) => {
      resolve(signal === null ? code! : -nodeOs().constants.signals[signal]);
    });
  });
  const [stdin, stdout, stderr] = child.stdio as (Socket | null)[];
  for (const stream of [stdout, stderr]) if (stream) holdBack(stream);
  return {
    pid: child.pid,
    process: child,
    stdin: stdin ?? null,
    stdout: stdout ?? null,
    stderr: stderr ?? null,
    exited,
    kill: (signal) => child.kill(signal as NodeJS.Signals),
    unref: () => child.unref(),
  };
}

/** Keeps what comes until something listens: when a program ends, the platform reads the rest and drops it. */
function holdBack(stream: Socket): void {
  const hold = () => {};
  stream.on("readable", hold);
  stream.on("newListener", function release(event) {
    if (event !== "data") return;
    stream.off("newListener", release);
    stream.off("readable", hold);
  });
}

function stdioOf(options: SubprocessOptions): StdioOptions {
  const { stdin, stdout, stderr, passFds = [] } = options;
  const list: StdioOptions = [
    entryOf(stdin, 0),
    entryOf(stdout, 1),
    // A shell joins the two; what it writes itself goes where its output goes.
    stderr !== STDOUT
      ? entryOf(stderr, 2)
      : stdout === PIPE
      ? "inherit"
      : entryOf(stdout, 2),
  ];
  for (const fd of passFds) {
    while (list.length <= fd) list.push("ignore");
    if (fd > 2) list[fd] = fd;
  }
  return list;
}

function entryOf(value: StdErr, fd: number): "pipe" | "ignore" | number {
  if (value === PIPE) return "pipe";
  if (value === DEVNULL) return "ignore";
  return typeof value === "object" && value !== null ? value.fd : fd;
}
