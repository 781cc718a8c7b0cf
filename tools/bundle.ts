/**
 * Bundles the program of the executor's Workers into one module that is committed: its text, its source map, and a hash
 * of its sources. Workers cannot import the sources themselves, which would need permission to read them.
 *
 *     deno task bundle
 *
 * @module
 */

import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { run } from "./process.ts";
import { ROOT } from "./root.ts";

/** Where the bundle begins, from the project's folder. */
const ENTRY = "src/executor/worker/main.ts";
/** What is written, from the project's folder. */
export const BUNDLE = "src/executor/pool/worker_program.ts";

interface SourceMap {
  version: 3;
  sources: string[];
  names: string[];
  mappings: string;
}

/**
 * Hashes the sources of a bundle.
 *
 * @param sources Their paths, from the project's folder.
 * @returns The hash, as hexadecimal digits.
 */
export async function hashSources(sources: readonly string[]): Promise<string> {
  const texts = await Promise.all(
    sources.map((path) => Deno.readTextFile(join(ROOT, path))),
  );
  const bytes = new TextEncoder().encode(
    JSON.stringify(sources.map((path, i) => [path, texts[i]])),
  );
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();
}

/**
 * Bundles the program.
 *
 * @returns The text of the module.
 * @throws {Error} If `deno bundle` fails.
 */
export async function bundle(): Promise<string> {
  const folder = await Deno.makeTempDir();
  try {
    const out = join(folder, "program.js");
    const outcome = await run([
      Deno.execPath(),
      "bundle",
      "--quiet",
      "--platform=deno",
      "--sourcemap=external",
      `--output=${out}`,
      join(ROOT, ENTRY),
    ], { cwd: ROOT });
    if (!outcome.success) {
      throw new Error(`Cannot bundle ${ENTRY}:\n${outcome.output}`);
    }
    const code = await Deno.readTextFile(out);
    const map = JSON.parse(await Deno.readTextFile(`${out}.map`)) as SourceMap;
    return await toModule(code, map, folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function toModule(
  code: string,
  map: SourceMap,
  folder: string,
): Promise<string> {
  const sources = map.sources.map((source) => {
    const path = source.startsWith("file:")
      ? fileURLToPath(source)
      : join(folder, source);
    return relative(ROOT, path);
  });
  // Its comments name the sources by their paths from the output's folder.
  const lines = code.trimEnd().split("\n")
    .map((line) => line.replace(/^\/\/ (?:\.\.\/)+.*?(src\/.*\.ts)$/, "// $1"));
  const located: SourceMap = {
    version: 3,
    sources,
    names: map.names,
    mappings: map.mappings,
  };
  return `// deno-fmt-ignore-file deno-lint-ignore-file
/**
 * Written by \`deno task bundle\` from ${ENTRY}; not to be edited.
 *
 * @module
 */

/** The SHA-256 of the sources. */
export const SOURCES_HASH = ${JSON.stringify(await hashSources(sources))};

/** The text of the program. */
export const SOURCE: string = [
${lines.map((line) => `  ${JSON.stringify(line)},\n`).join("")}].join("\\n");

/** Its source map; paths are those from the project's folder. */
export const SOURCE_MAP = ${JSON.stringify(located, null, 2)};
`;
}

if (import.meta.main) {
  const text = await bundle();
  await Deno.mkdir(join(ROOT, dirname(BUNDLE)), { recursive: true });
  await Deno.writeTextFile(join(ROOT, BUNDLE), text);
  console.error(`bundle: wrote ${BUNDLE}, ${text.length} characters`);
}
