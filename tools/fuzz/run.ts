/**
 * Runs random programs in child processes, judges how those end, and makes what it finds small.
 *
 * @module
 */

import { fileURLToPath } from "node:url";
import { readLines } from "../../tests/_support/lines.ts";
import type { Message } from "./child.ts";

/** What can be wrong. */
export type Fault =
  /** A signal ended the process. */
  | "crash"
  /** No new line came within {@linkcode Limits.silence}. */
  | "hang"
  /** An error came that is not one of the library's. */
  | "foreign"
  /** The process ended before the program did. */
  | "exit"
  /** The process took more memory than {@linkcode Limits.memory}. */
  | "memory";

/** What went wrong in a child process. */
export interface Failure {
  readonly fault: Fault;
  /** The signal, the error, or the last words on standard error. */
  readonly detail: string;
  /** The program's number; undefined if lines were given. */
  readonly program: number | undefined;
  /** The program's lines until then. */
  readonly lines: readonly string[];
}

/** When a child process is given up. */
export interface Limits {
  /**
   * Milliseconds without a new line: of the processor's time, so that a busy machine makes no hang of what is slow, or
   * of the clock's if the process does not use the processor at all.
   */
  readonly silence: number;
  /** Bytes of memory. */
  readonly memory: number;
}

const LIMITS: Limits = { silence: 20_000, memory: 2 * 2 ** 30 };

/** A hang that is known is found again sooner. */
const REDUCED: Partial<Limits> = { silence: 6_000 };

const CHILD = fileURLToPath(new URL("child.ts", import.meta.url));

/** Runs a child process until it ends or a limit is passed; answers what went wrong, if anything did. */
export async function runChild(
  args: readonly string[],
  limits: Partial<Limits> = {},
): Promise<Failure | undefined> {
  const { silence, memory } = { ...LIMITS, ...limits };
  // What programs write goes with the folder.
  const folder = await Deno.makeTempDir({ prefix: "qtasyncio-fuzz-" });
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--quiet", "--no-check", CHILD, ...args],
    cwd: folder,
    env: { XDG_RUNTIME_DIR: folder, NO_COLOR: "1" },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const state = { program: undefined as number | undefined, lines: [""] };
  let fault: Fault | undefined;
  let detail = "";
  let done = false;
  const giveUp = (why: Fault, what: string) => {
    if (fault !== undefined) return;
    [fault, detail] = [why, what];
    child.kill("SIGKILL");
  };
  const clock = new SilenceClock(child.pid);
  const watch = setInterval(() => {
    if (clock.elapsed() > silence) giveUp("hang", `nothing for ${silence} ms`);
    if (residentMemory(child.pid) > memory) {
      giveUp("memory", `more than ${memory / 2 ** 20} MB`);
    }
  }, 200);
  const listen = async () => {
    for await (const text of readLines(child.stdout)) {
      clock.reset();
      const message = JSON.parse(text) as Message;
      if ("program" in message) {
        state.program = message.program;
        state.lines = [];
      } else if ("line" in message) state.lines.push(message.line);
      else if ("foreign" in message) giveUp("foreign", message.foreign);
      else done = true;
      if (fault !== undefined) break;
    }
  };
  const last: string[] = [];
  const keepLast = async () => {
    for await (const text of readLines(child.stderr)) {
      last.push(text);
      if (last.length > 5) last.shift();
    }
  };
  try {
    const [status] = await Promise.all([child.status, listen(), keepLast()]);
    if (fault === undefined && !done) {
      const crashed = status.signal !== null || status.code >= 128;
      fault = crashed ? "crash" : "exit";
      detail = [status.signal ?? `code ${status.code}`, ...last].join("\n");
    }
  } finally {
    clearInterval(watch);
    await Deno.remove(folder, { recursive: true });
  }
  return fault === undefined ? undefined : { fault, detail, ...state };
}

/** What a clock tick of Linux is, in milliseconds. */
const TICK = 10;
/** What a process uses that only waits. */
const IDLE_TICKS = 5;

/** Measures how long a process has done nothing new. */
class SilenceClock {
  readonly #pid: number;
  /** The ticks used until the last line. */
  #begin: number;
  /** When the process was last found at work, and the ticks used until then. */
  #active: number;
  #activeTicks: number;

  constructor(pid: number) {
    this.#pid = pid;
    this.#begin = this.#activeTicks = usedTicks(pid);
    this.#active = performance.now();
  }

  /** A line has come. */
  reset(): void {
    this.#begin = this.#activeTicks = usedTicks(this.#pid);
    this.#active = performance.now();
  }

  /** Milliseconds since the last line: of the processor's time, or those that the process has been idle. */
  elapsed(): number {
    const ticks = usedTicks(this.#pid);
    if (ticks - this.#activeTicks > IDLE_TICKS) {
      this.#activeTicks = ticks;
      this.#active = performance.now();
    }
    return Math.max(
      (ticks - this.#begin) * TICK,
      performance.now() - this.#active,
    );
  }
}

/** The processor's time that a process has used, in ticks; 0 if it has ended. */
function usedTicks(pid: number): number {
  try {
    const text = Deno.readTextFileSync(`/proc/${pid}/stat`);
    // The name of the program, in brackets, may have spaces.
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    return Number(fields[11]) + Number(fields[12]);
  } catch {
    return 0;
  }
}

export function residentMemory(pid: number): number {
  try {
    const [, pages] = Deno.readTextFileSync(`/proc/${pid}/statm`).split(" ");
    return Number(pages) * 4096;
  } catch {
    return 0; // It has ended.
  }
}

/** Runs lines in a process of their own. */
export function runLines(
  lines: readonly string[],
  limits: Partial<Limits> = {},
): Promise<Failure | undefined> {
  return runChild([`--lines=${JSON.stringify(lines)}`], limits);
}

/**
 * Leaves out, line by line, what the fault does not need.
 *
 * @param failure What went wrong.
 * @param limits When a process is given up.
 * @returns The lines that bring it about by themselves; undefined if its program alone does not.
 */
export async function reduce(
  failure: Failure,
  limits: Partial<Limits> = REDUCED,
): Promise<string[] | undefined> {
  const same = async (lines: readonly string[]) =>
    (await runLines(lines, limits))?.fault === failure.fault;
  // The last line is the end of the program, if it got so far.
  let lines = failure.lines.filter((line) => line !== "await clear()");
  if (!await same(lines)) return undefined;
  for (let i = lines.length - 1; i >= 0; i--) {
    // The objects keep their numbers.
    const fewer = lines.with(i, "").filter((line) => line !== "");
    if (await same(fewer)) lines = fewer;
  }
  return lines;
}

/** A program that shows a fault, to be run in the project's folder. */
export function asProgram(lines: readonly string[]): string {
  const named = ["o", "q", "start", "step", "finish"];
  const helpers = [
    "lying",
    "deep",
    "cyclic",
    "throwing",
    "meddling",
    "detached",
    "scrambled",
    "turn",
  ].filter((name) => lines.some((line) => line.includes(`${name}(`)));
  return [
    `import { ${
      [...named, ...helpers].join(", ")
    } } from "./tools/fuzz/stage.ts";`,
    "await start();",
    ...lines.map((line) => `await step(async () => { ${line}; });`),
    "await finish();",
  ].join("\n");
}
