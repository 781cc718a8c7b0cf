/**
 * Makes a release in `dist/`: the modules, and as further modules the shim's libraries, stripped. Put that folder on any
 * web server, and programs import it by URL; or publish it from there (`cd dist && deno publish`).
 *
 *     deno task release [--out=FOLDER] [--aarch64]
 *
 * `--aarch64` adds the shim for Linux on aarch64, built with a cross-compiler (`cross.ts`); it needs root.
 *
 * @module
 */

import { dirname, join, relative } from "node:path";
import { parseArgs } from "node:util";
import settings from "../deno.json" with { type: "json" };
import { openCore, qtVersion } from "../ffi/core.ts";
import { ABI_HASH } from "../ffi/abi.ts";
import { hexadecimal } from "../ffi/inspect.ts";
import { buildForAarch64 } from "./cross.ts";
import { run } from "./process.ts";
import { ROOT } from "./root.ts";
import { buildShim, LIBRARIES, SHIM } from "./shim.ts";

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
   * Where the shim's libraries are, by platform.
   *
   * @default {the project's own shim, for the platform that this is}
   */
  libraries?: Readonly<Record<string, string>>;
}

/** The platform that this is, as Deno's names say it. */
const HERE = `${Deno.build.os}-${Deno.build.arch}`;

/**
 * Makes a release out of a shim that has been built.
 *
 * @param options Where, and of what.
 * @returns The paths of its files, from its folder.
 */
export async function release(options: ReleaseOptions = {}): Promise<string[]> {
  const {
    out = join(ROOT, "dist"),
    libraries = { [HERE]: join(SHIM.build, "lib") },
  } = options;
  await Deno.remove(out, { recursive: true }).catch(ignoreMissing);
  for (const part of PARTS) await copy(join(ROOT, part), join(out, part));
  await writeSettings(out);

  const platforms: string[] = [];
  for (const [platform, folder] of Object.entries(libraries)) {
    const entries: string[] = [];
    for (const name of LIBRARIES) {
      entries.push(await writeShimModule(out, platform, name, folder));
    }
    platforms.push(
      `  ${JSON.stringify(platform)}: {\n${entries.join("\n")}\n  },\n`,
    );
  }
  await writeManifest(out, platforms);
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
  folder: string,
): Promise<string> {
  const bytes = await stripped(platform, join(folder, `lib${name}.so`));
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
 * lib${name}.so for ${platform}, ABI ${
      hexadecimal(ABI_HASH)
    }, ${bytes.length} bytes; here in zlib's format (RFC 1950), in base64.
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

async function stripped(
  platform: string,
  file: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const copy = await Deno.makeTempFile();
  try {
    const strip = platform === HERE ? "strip" : "aarch64-linux-gnu-strip";
    const args = [strip, "--strip-unneeded", "-o", copy, file];
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
  platforms: readonly string[],
): Promise<void> {
  const file = join(out, "ffi", "carried.ts");
  const source = await Deno.readTextFile(file);
  const written = source.replace(
    /\n> = \{\};\n$/,
    `\n> = {\n${platforms.join("")}};\n`,
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
  const { values } = parseArgs({
    options: {
      out: { type: "string", default: join(ROOT, "dist") },
      aarch64: { type: "boolean", default: false },
    },
  });
  const say = (line: string) => console.error(`release: ${line}`);
  await buildShim(say);
  const libraries = { [HERE]: join(SHIM.build, "lib") };
  if (values.aarch64) {
    libraries["linux-aarch64"] ??= await buildForAarch64(say);
  } else say("Without a shim for linux-aarch64: --aarch64 adds it");
  const files = await release({ out: values.out, libraries });
  say(
    `${files.length} files in ${values.out}, with the shim for ${
      Object.keys(libraries).join(" and ")
    }`,
  );
  const core = openCore();
  const version = qtVersion(core);
  core.close();
  if (!version.startsWith("6.4.")) {
    say(
      `The shim was built with Qt ${version}: programs may need that version or a later one. Build a release with Qt 6.4`,
    );
  }
}
