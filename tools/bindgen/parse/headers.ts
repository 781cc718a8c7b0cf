/**
 * Parses the headers of Qt's libraries, all in one go.
 *
 * @module
 */

import type { Installation } from "../../generate/modules.ts";
import { Collector, type Declarations } from "./declarations.ts";
import { LibClang, ParseError } from "./libclang.ts";

/** Where Debian puts libclang and the headers of its own; other systems name theirs by `LIBCLANG_PATH`. */
const LLVM = "/usr/lib/llvm-14/lib";

/**
 * Reads what headers declare.
 *
 * @param installation Where Qt is.
 * @param libraries Those whose headers to include: `QtCore`.
 * @throws {ParseError} If libclang is not installed, or a header has an error.
 */
export function parseHeaders(
  installation: Installation,
  libraries: readonly string[],
): Declarations {
  const { headers } = installation;
  return parse(
    libraries.map((library) => `#include <${library}/${library}>\n`).join(""),
    headers,
    [headers, ...libraries.map((library) => `${headers}/${library}`)],
  );
}

/**
 * Reads what a source and the headers in a folder declare.
 *
 * @param source C++ that includes headers.
 * @param headers The folder whose `Qt…/*.h` count.
 * @param include Folders to look for headers in.
 * @throws {ParseError} If libclang is not installed, or a header has an error.
 */
export function parse(
  source: string,
  headers: string,
  include: readonly string[],
): Declarations {
  const folder = Deno.makeTempDirSync({ prefix: "bindgen-" });
  try {
    const path = `${folder}/all.cpp`;
    Deno.writeTextFileSync(path, source);
    using clang = new LibClang(findLibrary());
    const unit = clang.parse(path, [
      "-xc++",
      "-std=c++17",
      "-fPIC",
      "-w",
      "-DQT_NO_KEYWORDS",
      // Tells signals and slots from other methods, as moc does.
      "-DQT_ANNOTATE_ACCESS_SPECIFIER(x)=__attribute__((annotate(#x)))",
      "-DQT_ANNOTATE_FUNCTION(x)=__attribute__((annotate(#x)))",
      ...include.map((path) => `-I${path}`),
    ]);
    return new Collector(clang, headers).collect(unit);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

function findLibrary(): string {
  const path = Deno.env.get("LIBCLANG_PATH") ?? `${LLVM}/libclang.so.1`;
  try {
    Deno.statSync(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    throw new ParseError(
      `Cannot parse headers without libclang: expected ${path}; install libclang1-14 and libclang-common-14-dev, or set LIBCLANG_PATH`,
    );
  }
  return path;
}
