/**
 * How long a program takes from its start to the first line of its main coroutine, and how much memory it takes at most:
 * one that imports a release by URL, cached before, beside Deno with nothing to do and the same in Python with
 * PySide6.QtAsyncio.
 *
 * @module
 */

import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { FileServer } from "../tests/_support/file_server.ts";
import { release } from "../tools/release.ts";
import { PYTHON } from "./_peers.ts";
import { type Figures, isSmoke, percentile } from "./_program.ts";

const NOTHING = `console.log("first line");`;

const PROGRAM = `
import { QCoreApplication, run } from "URL/mod.ts";
await using app = new QCoreApplication();
await run(async () => console.log("first line"), { keepRunning: false });
`;

/** What one start took. */
interface Start {
  milliseconds: number;
  megabytes: number;
}

/**
 * Measures some starts.
 *
 * @param what Of what: Deno alone, this project by URL, or PySide6.
 */
export async function starts(
  what: "deno" | "ours" | "pyside",
): Promise<Figures> {
  if (what === "pyside") {
    const program = fileURLToPath(
      new URL("start/qtasyncio.py", import.meta.url),
    );
    return await measure([PYTHON, program], [PYTHON, program], {});
  }
  const folder = await Deno.makeTempDir({ prefix: "qtasyncio-start-" });
  try {
    const dist = join(folder, "dist");
    if (what === "ours") await release({ out: dist });
    else await Deno.mkdir(dist);
    await using server = new FileServer(dist);
    const program = join(folder, "program.ts");
    await Deno.writeTextFile(
      program,
      what === "ours" ? PROGRAM.replaceAll("URL/", server.url("")) : NOTHING,
    );
    const deno = (...options: string[]) => [
      Deno.execPath(),
      "run",
      ...options,
      "--quiet",
      "--no-prompt",
      "--allow-ffi",
      `--allow-import=${server.host}`,
      program,
    ];
    return await measure(deno(), deno("--cached-only"), {
      DENO_DIR: join(folder, "cache"),
    });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Starts a program: once to fill its cache and have the system read its files, then to measure. */
async function measure(
  first: string[],
  command: string[],
  env: Record<string, string>,
): Promise<Figures> {
  await start(first, env);
  const all: Start[] = [];
  for (let i = 0; i < (isSmoke() ? 1 : 5); i++) {
    all.push(await start(command, env));
  }
  const median = (values: number[]) => percentile(values, 0.5);
  return {
    "start by URL to first line, ms": median(
      all.map(({ milliseconds }) => milliseconds),
    ),
    "start by URL, peak memory, MB": median(
      all.map(({ megabytes }) => megabytes),
    ),
  };
}

/** GNU time's place: a program of its own, because only a parent learns how much memory its child took. */
const PEAK = fileURLToPath(new URL("start/peak.py", import.meta.url));

async function start(
  command: string[],
  env: Record<string, string>,
): Promise<Start> {
  const { success, stdout, stderr } = await new Deno.Command("python3", {
    args: [PEAK, ...command],
    env,
  }).output();
  const decoder = new TextDecoder();
  if (!success) throw new Error(decoder.decode(stderr).trim());
  return JSON.parse(decoder.decode(stdout));
}
