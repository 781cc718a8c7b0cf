/**
 * Makes a release in `dist/`: the modules, and as further modules the shim's libraries, stripped. Put that folder on any
 * web server, and programs import it by URL; or publish it from there (`cd dist && deno publish`).
 *
 *     deno task release [--out=FOLDER]
 *
 * @module
 */

import { dirname, join, relative } from "node:path";
import { parseArgs } from "node:util";
import settings from "../deno.json" with { type: "json" };
import { ABI_VERSION } from "../ffi/symbols.ts";
import { run } from "./process.ts";
import { ROOT } from "./root.ts";
import { buildShim, SHIM } from "./shim.ts";

/** The shim's libraries that programs need. */
export const LIBRARIES: readonly string[] = [
  "qtasyncio",
  "qtasyncio_widgets",
  "qtasyncio_quick",
];

/** What a release consists of, beside the shim. */
const PARTS = [
  ...Object.values(settings.exports),
  "ffi",
  "src",
  "LICENSE",
  "README.md",
];

/** How to make a release. */
export interface ReleaseOptions {
  /**
   * Where to put it. What is there goes.
   *
   * @default {"dist"}
   */
  out?: string;
  /**
   * Where the shim's libraries are.
   *
   * @default {the project's own shim}
   */
  libraries?: string;
}

/**
 * Makes a release out of a shim that has been built.
 *
 * @param options Where, and of what.
 * @returns The paths of its files, from its folder.
 */
export async function release(options: ReleaseOptions = {}): Promise<string[]> {
  const {
    out = join(ROOT, "dist"),
    libraries = join(SHIM.build, "lib"),
  } = options;
  await Deno.remove(out, { recursive: true }).catch(ignoreMissing);
  for (const part of PARTS) await copy(join(ROOT, part), join(out, part));
  await writeSettings(out);

  // An FFI library is made for one platform: the one that it was built on.
  const platform = `${Deno.build.os}-${Deno.build.arch}`;
  const entries: string[] = [];
  for (const name of LIBRARIES) {
    entries.push(await writeShimModule(out, platform, name, libraries));
  }
  await writeManifest(out, platform, entries);
  return await writeChecksums(out);
}

async function copy(from: string, to: string): Promise<void> {
  const { isDirectory } = await Deno.stat(from);
  if (!isDirectory) {
    await Deno.mkdir(dirname(to), { recursive: true });
    await Deno.copyFile(from, to);
    return;
  }
  for await (const { name } of Deno.readDir(from)) {
    await copy(join(from, name), join(to, name));
  }
}

async function writeSettings(out: string): Promise<void> {
  const { name, version, license, exports, compilerOptions } = settings;
  const text = JSON.stringify(
    // Where the release lies in a clone, Git ignores it.
    {
      name,
      version,
      license,
      exports,
      compilerOptions,
      publish: { exclude: ["!**/*"] },
    },
    null,
    2,
  );
  await Deno.writeTextFile(join(out, "deno.json"), `${text}\n`);
}

/** Writes a library as a module; answers its entry of the manifest. */
async function writeShimModule(
  out: string,
  platform: string,
  name: string,
  libraries: string,
): Promise<string> {
  const bytes = await stripped(join(libraries, `lib${name}.so`));
  const sha256 = await digest(bytes);
  const url = `./shim/${platform}/${name}.js`;
  const file = join(out, "ffi", url);
  await Deno.mkdir(dirname(file), { recursive: true });
  const packed = new Blob([bytes]).stream()
    .pipeThrough(new CompressionStream("deflate"));
  const text = (await new Response(packed).bytes()).toBase64();
  await Deno.writeTextFile(
    file,
    `// deno-fmt-ignore-file deno-lint-ignore-file
/**
 * lib${name}.so for ${platform}, ABI version ${ABI_VERSION}, ${bytes.length} bytes; here in zlib's format (RFC 1950), in base64.
 *
 * SHA-256 of the library: ${sha256}
 *
 * @module
 */
export default ${JSON.stringify(text)};
`,
  );
  return `    ${name}: {
      url: ${JSON.stringify(url)},
      size: ${bytes.length},
      sha256: ${JSON.stringify(sha256)},
      load: () => import(${JSON.stringify(url)}),
    },`;
}

async function stripped(file: string): Promise<Uint8Array<ArrayBuffer>> {
  const copy = await Deno.makeTempFile();
  try {
    const args = ["strip", "--strip-unneeded", "-o", copy, file];
    const outcome = await run(args);
    if (!outcome.success) {
      throw new Error(`"${args.join(" ")}" failed:\n${outcome.output}`);
    }
    return await Deno.readFile(copy);
  } finally {
    await Deno.remove(copy);
  }
}

/** Replaces the empty list of the modules by that of this release. */
async function writeManifest(
  out: string,
  platform: string,
  entries: readonly string[],
): Promise<void> {
  const file = join(out, "ffi", "carried.ts");
  const source = await Deno.readTextFile(file);
  const written = source.replace(
    /\n> = \{\};\n$/,
    `\n> = {\n  ${JSON.stringify(platform)}: {\n${
      entries.join("\n")
    }\n  },\n};\n`,
  );
  if (written === source) throw new Error(`${file} has no empty list`);
  await Deno.writeTextFile(file, written);
}

/** Writes `SHA256SUMS`, which `sha256sum --check` reads; answers what is in it. */
async function writeChecksums(out: string): Promise<string[]> {
  const files = (await filesIn(out)).map((file) => relative(out, file)).sort();
  const lines = await Promise.all(files.map(async (file) => {
    const bytes = await Deno.readFile(join(out, file));
    return `${await digest(bytes)}  ${file}\n`;
  }));
  await Deno.writeTextFile(join(out, "SHA256SUMS"), lines.join(""));
  return files;
}

async function filesIn(folder: string): Promise<string[]> {
  const files: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    const path = join(folder, name);
    files.push(...(isDirectory ? await filesIn(path) : [path]));
  }
  return files;
}

async function digest(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();
}

function ignoreMissing(error: unknown): void {
  if (!(error instanceof Deno.errors.NotFound)) throw error;
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { out: { type: "string" } } });
  const say = (line: string) => console.error(`release: ${line}`);
  await buildShim(say);
  const out = values.out ?? join(ROOT, "dist");
  const files = await release({ out });
  say(`${files.length} files in ${out}`);
  const { openCore, qtVersion } = await import("../ffi/core.ts");
  const core = openCore();
  const version = qtVersion(core);
  core.close();
  if (!version.startsWith("6.4.")) {
    say(
      `The shim was built with Qt ${version}: programs may need that version or a later one. Build a release with Qt 6.4`,
    );
  }
}
