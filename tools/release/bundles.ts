/**
 * The modules of a release: a bundle for each entry point, and chunks that they share. How long a program takes to start
 * depends on the number of its modules.
 *
 * @module
 */

import { basename, dirname, join, relative, resolve } from "node:path";
import { run } from "../process.ts";
import { type CarriedEntry, PARTS } from "./libraries.ts";

/** Where a release has the TypeScript sources: for types, their documentation, and debuggers. */
export const SOURCE = "source";

interface SourceMap {
  version: 3;
  sources: string[];
  sourcesContent?: string[];
  names: string[];
  mappings: string;
}

/** In place of `src/place.ts`: all bundles are in the release's folder. */
const PLACE = `
export function beside(path) { return new URL(path, import.meta.url); }
export function moduleUrl(path) { return beside(path.replace(/\\.ts$/, ".js")); }
export function sources() { return beside("${SOURCE}/").href; }
export function ownCode() { return beside("").href; }
export function isMain(meta, path) { return meta.main || Deno.mainModule === beside(path).href; }
`;

/**
 * Writes the bundles of a release.
 *
 * @param out The release's folder; the sources are in it already.
 * @param entryPoints Their paths in the sources.
 * @param programs Further modules that are bundled, with the same paths as in the sources.
 * @param libraries The shim's libraries that it carries, by platform.
 * @throws {Error} If `deno bundle` fails.
 */
export async function writeBundles(
  out: string,
  entryPoints: readonly string[],
  programs: readonly string[],
  libraries: Readonly<Record<string, readonly CarriedEntry[]>>,
): Promise<void> {
  const stage = await Deno.makeTempDir({ prefix: "qtasyncio-stage-" });
  try {
    // Declarations are most of the files, and nothing of a bundle.
    await copy(join(out, SOURCE), stage, (path) => !path.endsWith(".d.ts"));
    await Deno.writeTextFile(join(stage, "src/place.ts"), PLACE);
    for (const [part, names] of Object.entries(PARTS)) {
      const file = join(stage, "ffi/carried", `${part}.ts`);
      await Deno.writeTextFile(file, listOf(libraries, names));
    }
    const built = join(stage, "built");
    const outcome = await run([
      Deno.execPath(),
      "bundle",
      "--quiet",
      "--no-config",
      "--platform=deno",
      "--code-splitting",
      // Else "class Task" becomes "class _Task" where it names itself.
      "--keep-names",
      "--sourcemap=external",
      "--external=./shim/*",
      `--outdir=${built}`,
      ...entryPoints,
      ...programs,
    ], { cwd: stage });
    if (!outcome.success) {
      throw new Error(`Cannot bundle the modules:\n${outcome.output}`);
    }
    for (const path of await filesIn(built)) {
      if (path.endsWith(".js")) {
        await finish(stage, relative(built, path), out, entryPoints);
      }
    }
    for (const entryPoint of entryPoints) {
      const name = basename(entryPoint, ".ts");
      await Deno.writeTextFile(join(out, `${name}.ts`), aliasOf(name));
    }
  } finally {
    await Deno.remove(stage, { recursive: true });
  }
}

/** Copies files and folders, all or those that are wanted. */
export async function copy(
  from: string,
  to: string,
  isWanted = (_path: string): boolean => true,
): Promise<void> {
  const { isDirectory } = await Deno.stat(from);
  if (!isDirectory) {
    if (!isWanted(from)) return;
    await Deno.mkdir(dirname(to), { recursive: true });
    await Deno.copyFile(from, to);
    return;
  }
  for await (const { name } of Deno.readDir(from)) {
    await copy(join(from, name), join(to, name), isWanted);
  }
}

/** The module that says which of these libraries there are. */
function listOf(
  libraries: Readonly<Record<string, readonly CarriedEntry[]>>,
  names: readonly string[],
): string {
  const platforms = Object.entries(libraries).map(([platform, entries]) => {
    const list = entries.filter(({ name }) => names.includes(name)).map((
      { name, url, size, sha256 },
    ) =>
      `    ${name}: { url: "${url}", size: ${size}, sha256: "${sha256}", load: () => import("./${url}") },`
    );
    return `  ${JSON.stringify(platform)}: {\n${list.join("\n")}\n  },`;
  });
  return `export const carried = {\n${platforms.join("\n")}\n};\n`;
}

/** The same module by the name that it has in a clone of the project. */
function aliasOf(name: string): string {
  return `// @ts-self-types="./${SOURCE}/${name}.ts"
/** \`${name}.js\`, by the name that it has in a clone. @module */
export * from "./${name}.js";
`;
}

/** Writes a bundle and its map where they belong. */
async function finish(
  stage: string,
  path: string,
  out: string,
  entryPoints: readonly string[],
): Promise<void> {
  const file = join(stage, "built", path);
  const code = (await Deno.readTextFile(file)).trimEnd()
    // What has kept its name needs no help.
    .replaceAll(/^__name\((\w+), "\1"\);$/gm, "");
  const map = JSON.parse(await Deno.readTextFile(`${file}.map`)) as SourceMap;
  const source = path.replace(/\.js$/, ".ts");
  const isPublic = entryPoints.some((one) => relative(".", one) === source);
  const first = isPublic
    ? `// @ts-self-types="./${SOURCE}/${source}"`
    : "// deno-fmt-ignore-file deno-lint-ignore-file";
  await Deno.mkdir(dirname(join(out, path)), { recursive: true });
  await Deno.writeTextFile(
    join(out, path),
    `${first}\n${code}\n//# sourceMappingURL=${basename(path)}.map\n`,
  );
  const located: SourceMap = {
    version: 3,
    sources: map.sources.map((source) => {
      const inStage = resolve(dirname(file), source);
      const place = join(out, SOURCE, relative(stage, inStage));
      return relative(dirname(join(out, path)), place);
    }),
    names: map.names,
    // Behind the first line.
    mappings: `;${map.mappings}`,
  };
  await Deno.writeTextFile(join(out, `${path}.map`), JSON.stringify(located));
}

/** All files in a folder. */
export async function filesIn(folder: string): Promise<string[]> {
  const files: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    const path = join(folder, name);
    files.push(...(isDirectory ? await filesIn(path) : [path]));
  }
  return files;
}
