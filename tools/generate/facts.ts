/**
 * What the metatypes JSON leaves out, asked from the installed Qt by a small C++ program (`facts.cpp`).
 *
 * @module
 */

import { fileURLToPath } from "node:url";
import { run } from "../process.ts";
import { ROOT } from "../root.ts";
import type { Described } from "./metatypes.ts";
import type { Installation } from "./modules.ts";

/** An enumeration that Qt's meta-objects know by name. */
export interface EnumFacts {
  /** As it was declared: of flags, the name of the set (`Alignment`). */
  readonly name: string;
  /** Of flags, the name of the enumeration (`AlignmentFlag`). */
  readonly enumName: string;
  readonly isFlag: boolean;
  readonly values: readonly (readonly [key: string, value: number])[];
}

/** What a class, value type or namespace declares. */
export interface ScopeFacts {
  readonly enums: readonly EnumFacts[];
  /** Enumerations among its members' types that cross as numbers, because Qt does not know their names. */
  readonly namelessEnums: readonly string[];
}

/** The program's answer. */
export interface Facts {
  readonly qtVersion: string;
  /** By class. A class that Qt was built without is missing. */
  readonly scopes: Readonly<Record<string, ScopeFacts>>;
}

/** Asks Qt about classes. */
export async function askQt(
  installation: Installation,
  classes: readonly Described[],
): Promise<Facts> {
  const child = new Deno.Command(await build(installation), {
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  const lines = classes.map(({ library, name }) => `${library} ${name}\n`);
  await writer.write(new TextEncoder().encode(lines.join("")));
  await writer.close();
  const { success, code, stdout } = await child.output();
  if (!success) throw new Error(`facts ended with exit code ${code}`);
  return JSON.parse(new TextDecoder().decode(stdout)) as Facts;
}

/** Compiles the program, if it is older than its source; answers where it is. */
async function build({ headers, libraries }: Installation): Promise<string> {
  const source = fileURLToPath(new URL("facts.cpp", import.meta.url));
  const folder = `${ROOT}cpp_shim/build/generate`;
  const program = `${folder}/facts`;
  await Deno.mkdir(folder, { recursive: true });
  if (await modified(program) > await modified(source)) return program;
  // Under a name of its own, and renamed then: another process may do the same.
  const fresh = `${program}.${Deno.pid}`;
  await command([
    "g++",
    "-std=c++17",
    "-fPIC",
    `-I${headers}`,
    `-I${headers}/QtCore`,
    source,
    "-o",
    fresh,
    `-L${libraries}`,
    "-lQt6Core",
    "-ldl",
  ]);
  await Deno.rename(fresh, program);
  return program;
}

async function command(words: readonly string[]): Promise<void> {
  const { success, output } = await run(words);
  if (!success) throw new Error(`"${words.join(" ")}" failed:\n${output}`);
}

async function modified(path: string): Promise<number> {
  try {
    return (await Deno.stat(path)).mtime?.getTime() ?? 0;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return 0;
    throw error;
  }
}
