/**
 * Reports whether programs with Qt work on this machine and, if not, what to install. It needs an unrestricted
 * `--allow-ffi`; with `--allow-env` and `--allow-read` it reports more. It never prompts.
 *
 *     deno run --allow-ffi doctor.ts
 *     deno run --allow-read=FOLDER --allow-write=FOLDER doctor.ts --save=FOLDER
 *
 * Exit codes: 0 if a window can open, 1 if only programs without one work (or a window that is not visible), 2 if no program
 * works. With `--save`, it saves the shim that the modules carry in a folder, for programs that run with
 * `--allow-ffi=FOLDER`.
 *
 * @example
 * ```ts
 * import { examine, reportLines } from "@qtasyncio/qtasyncio/doctor";
 *
 * const diagnosis = await examine();
 * for (const line of reportLines(diagnosis)) console.log(line);
 * ```
 *
 * @module
 */

import { type Diagnosis, examine } from "./src/doctor/examine.ts";
import { type Finding, granted } from "./src/doctor/findings.ts";
import {
  installCommand,
  likelySystems,
  type Need,
} from "./src/doctor/packages.ts";
import { saveShim } from "./src/doctor/save.ts";
import { isMain } from "./src/place.ts";

export { type Diagnosis, examine, type Finding, type Need, saveShim };

const OS_RELEASE = "/etc/os-release";

/**
 * Formats a diagnosis as text.
 *
 * @param diagnosis What {@linkcode examine} found.
 * @returns The lines: what was examined, the commands that install what is missing, and the verdict.
 *
 * @example
 * ```ts
 * import { reportLines } from "@qtasyncio/qtasyncio/doctor";
 * import { assertEquals } from "@std/assert";
 *
 * const lines = reportLines({ console: true, window: true, findings: [], needs: [] });
 * assertEquals(lines.at(-1), "A window can open.");
 * ```
 */
export function reportLines(diagnosis: Diagnosis): string[] {
  const lines = diagnosis.findings.map(({ subject, ok, text }) =>
    `${ok ? "ok     " : "PROBLEM"}  ${subject.padEnd(10)}  ${
      text.replaceAll("\n", "\n" + " ".repeat(21))
    }`
  );
  if (diagnosis.needs.length > 0) {
    lines.push("", "To install what is missing:");
    for (const system of likelySystems(osRelease())) {
      const command = installCommand(system, diagnosis.needs);
      lines.push(`  ${system.name.padEnd(14)}  ${command}`);
    }
  }
  lines.push("", verdict(diagnosis));
  return lines;
}

function verdict({ console, window }: Diagnosis): string {
  if (window) return "A window can open.";
  return console
    ? "Programs without a window work, but no window can open where a user can see it."
    : "No program with Qt works.";
}

function osRelease(): string | undefined {
  if (!granted({ name: "read", path: OS_RELEASE })) return undefined;
  try {
    return Deno.readTextFileSync(OS_RELEASE);
  } catch {
    return undefined;
  }
}

async function main(args: readonly string[]): Promise<number> {
  const [, folder] = /^--save=(.+)$/.exec(args[0] ?? "") ?? [];
  if (args.length > 1 || (args.length === 1 && folder === undefined)) {
    console.error("usage: doctor.ts [--save=FOLDER]");
    return 2;
  }
  if (folder !== undefined) {
    for (const path of await saveShim(folder)) console.log(path);
    return 0;
  }
  const diagnosis = await examine();
  for (const line of reportLines(diagnosis)) console.log(line);
  return diagnosis.window ? 0 : diagnosis.console ? 1 : 2;
}

if (isMain(import.meta, "doctor.ts")) Deno.exit(await main(Deno.args));
