/**
 * How long a program takes from its start to the first line of its main coroutine, and how much memory it takes at most:
 * one that imports a release by URL, cached before, beside the same in Python with PySide6.QtAsyncio. Linux alone.
 *
 *     deno run -A bench/start/main.ts [--rounds=20] [--python=bench/.venv/bin/python3]
 *
 * @module
 */

import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { FileServer } from "../../tests/_support/file_server.ts";
import { release } from "../../tools/release.ts";

/** What is measured by itself: Deno with nothing to do, to see what is Deno's own. */
const NOTHING = `console.log("first line");`;

const PROGRAM = `
import { QCoreApplication, run } from "URL/mod.ts";
await using app = new QCoreApplication();
await run(async () => console.log("first line"), { keepRunning: false });
`;

/** How to measure. */
export interface StartOptions {
  /**
   * The Python that has PySide6.QtAsyncio.
   *
   * @default {"bench/.venv/bin/python3"}
   */
  python?: string;
}

/** What one start took. */
interface Start {
  milliseconds: number;
  megabytes: number;
}

/** Programs that are ready to be measured. Leaving the scope removes them. */
export class StartBench implements AsyncDisposable {
  readonly #folder: string;
  readonly #server: FileServer;
  readonly #commands: Record<string, string[]>;

  private constructor(
    folder: string,
    server: FileServer,
    commands: Record<string, string[]>,
  ) {
    this.#folder = folder;
    this.#server = server;
    this.#commands = commands;
  }

  /** Makes a release, serves it, and runs each program once. A peer that cannot run is left out. */
  static async prepare(options: StartOptions = {}): Promise<StartBench> {
    const {
      python = fileURLToPath(new URL("../.venv/bin/python3", import.meta.url)),
    } = options;
    const folder = await Deno.makeTempDir({ prefix: "qtasyncio-start-" });
    await release({ out: join(folder, "dist") });
    const server = new FileServer(join(folder, "dist"));
    const write = async (name: string, text: string) => {
      const path = join(folder, name);
      await Deno.writeTextFile(path, text.replaceAll("URL/", server.url("")));
      return path;
    };
    const deno = [
      Deno.execPath(),
      "run",
      "--quiet",
      "--no-prompt",
      "--allow-ffi",
      `--allow-import=${server.host}`,
    ];
    const commands: Record<string, string[]> = {
      Deno: [...deno, await write("nothing.ts", NOTHING)],
      "QtAsyncio for Deno": [...deno, await write("program.ts", PROGRAM)],
    };
    const peer = fileURLToPath(new URL("qtasyncio.py", import.meta.url));
    if (await works([python, peer])) {
      commands["PySide6.QtAsyncio"] = [python, peer];
    }
    const bench = new StartBench(folder, server, commands);
    // Fills the cache, and has the system read the files.
    await bench.round();
    for (const command of Object.values(commands)) {
      if (command[0] === Deno.execPath()) command.splice(2, 0, "--cached-only");
    }
    return bench;
  }

  /** Starts each program once. Answers `"<program> start ms"` and `"<program> peak MB"`. */
  async round(): Promise<Record<string, number>> {
    const figures: Record<string, number> = {};
    for (const [name, command] of Object.entries(this.#commands)) {
      const { milliseconds, megabytes } = await start(command, {
        DENO_DIR: join(this.#folder, "cache"),
      });
      figures[`${name} start ms`] = milliseconds;
      figures[`${name} peak MB`] = megabytes;
    }
    return figures;
  }

  /** Stops the server and removes what was made. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server[Symbol.asyncDispose]();
    await Deno.remove(this.#folder, { recursive: true });
  }
}

async function works([program, ...args]: string[]): Promise<boolean> {
  try {
    const { success } = await new Deno.Command(program!, {
      args,
      stdout: "null",
      stderr: "null",
    }).output();
    return success;
  } catch {
    return false;
  }
}

/** GNU time's place: a program of its own, because only a parent learns how much memory its child took. */
const PEAK = fileURLToPath(new URL("peak.py", import.meta.url));

async function start(
  command: string[],
  env: Record<string, string>,
): Promise<Start> {
  const { success, stdout, stderr } = await new Deno.Command("python3", {
    args: [PEAK, ...command],
    env,
  }).output();
  const decoder = new TextDecoder();
  if (!success) throw new Error(decoder.decode(stderr));
  return JSON.parse(decoder.decode(stdout));
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      rounds: { type: "string", default: "20" },
      python: { type: "string" },
    },
  });
  await using bench = await StartBench.prepare(
    values.python === undefined ? {} : { python: values.python },
  );
  const all: Record<string, number[]> = {};
  for (let round = 0; round < Number(values.rounds); round++) {
    for (const [name, figure] of Object.entries(await bench.round())) {
      (all[name] ??= []).push(figure);
    }
  }
  for (const [name, figures] of Object.entries(all)) {
    const least = Math.min(...figures).toFixed(1);
    console.log(
      `${name.padEnd(30)} ${
        median(figures).toFixed(1).padStart(7)
      }  (least ${least})`,
    );
  }
}
