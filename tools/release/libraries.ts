/**
 * The shim's libraries, as modules of a release.
 *
 * @module
 */

import { dirname, join } from "node:path";
import { ABI_HASH } from "../../ffi/abi.ts";
import { hexadecimal } from "../../ffi/inspect.ts";
import { MODULES } from "../../ffi/modules.ts";
import { run } from "../process.ts";

/** The platform that this is, as Deno's names say it. */
export const HERE = `${Deno.build.os}-${Deno.build.arch}`;

/** Libraries that are built for the project itself. */
const OWN_USE = ["qtasyncio_testing"];

/** Which libraries each module of `ffi/carried/` names: those that the same programs need. */
export const PARTS: Readonly<Record<string, readonly string[]>> = {
  core: ["qtasyncio", "qtasyncio_api_core"],
  gui: ["qtasyncio_api_gui"],
  widgets: ["qtasyncio_widgets", "qtasyncio_api_widgets"],
  quick: ["qtasyncio_quick", "qtasyncio_api_qml", "qtasyncio_api_quick"],
  ...Object.fromEntries(
    Object.entries(MODULES).map(([name, { libraries }]) => [
      name,
      libraries.map((library) => `qtasyncio_api_${library}`),
    ]),
  ),
};

/**
 * Lists the libraries that programs may need: all that were built, whatever they are named, but for the tests'.
 *
 * @param folder Where they were built.
 * @returns Their names, without what the system puts before and after them.
 * @throws {Error} If one of them is in none of {@linkcode PARTS}: no program would load it.
 */
export async function libraryNames(folder: string): Promise<string[]> {
  const names: string[] = [];
  for await (const { name } of Deno.readDir(folder)) {
    const [, library] = /^lib(qtasyncio\w*)\.so$/.exec(name) ?? [];
    if (library === undefined || OWN_USE.includes(library)) continue;
    if (!Object.values(PARTS).flat().includes(library)) {
      throw new Error(
        `lib${library}.so is in no part of a release: if an older version built it, remove ${folder} and build again`,
      );
    }
    names.push(library);
  }
  return names.sort();
}

/** A library as `ffi/carried.ts` describes it. */
export interface CarriedEntry {
  readonly name: string;
  readonly url: string;
  readonly size: number;
  readonly sha256: string;
}

/**
 * Writes a library as a module.
 *
 * @param out The release's folder.
 * @param platform What it was built for.
 * @param name Its name.
 * @param folder Where it was built.
 */
export async function writeLibrary(
  out: string,
  platform: string,
  name: string,
  folder: string,
): Promise<CarriedEntry> {
  const bytes = await stripped(platform, join(folder, `lib${name}.so`));
  const sha256 = await digest(bytes);
  const url = `shim/${platform}/${name}.js`;
  const file = join(out, url);
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
export default () => ${JSON.stringify(text)};
`,
  );
  return { name, url, size: bytes.length, sha256 };
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

/** The SHA-256 of bytes, in hexadecimal digits. */
export async function digest(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();
}
