/**
 * From headers to texts: all stages one after the other.
 *
 * @module
 */

import { findInstallation } from "../generate/modules.ts";
import { Annotator } from "./annotate.ts";
import { LIBRARIES, TEXTS } from "./libraries.ts";
import { ROOT } from "../root.ts";
import type { Library } from "./model.ts";
import { readLibrary } from "./read.ts";
import { parseHeaders } from "./parse/headers.ts";
import { Selector } from "./select.ts";
import { Libraries } from "./world.ts";
import { writeLibrary } from "./write.ts";

/** The texts, and what is wrong with the rules. */
export interface Texts {
  /** By their paths in the project's folder. */
  readonly texts: ReadonlyMap<string, string>;
  /** A line for each pointer without a rule, and for each rule that is about nothing. */
  readonly complaints: readonly string[];
}

/**
 * Makes the texts of all libraries.
 *
 * @throws {Error} If Qt is not installed.
 * @throws {ParseError} If its headers cannot be parsed.
 */
export async function makeTexts(): Promise<Texts> {
  const installation = await findInstallation();
  if (installation === undefined) {
    throw new Error("Cannot find Qt: expected qmake6 to be installed");
  }
  const declarations = parseHeaders(installation, LIBRARIES);
  const selector = new Selector(declarations, LIBRARIES);
  const libraries = LIBRARIES.map((name) =>
    selector.library(name, installation.version)
  );
  const annotator = new Annotator(new Libraries(libraries));
  const texts = new Map(
    libraries.map((library) => [
      `${TEXTS}/${library.name}.api`,
      writeLibrary(annotator.annotate(library)),
    ]),
  );
  return {
    texts,
    complaints: [...selector.complaints, ...annotator.complaints],
  };
}

/** Reads the committed texts. */
export async function readTexts(): Promise<Library[]> {
  const texts = LIBRARIES.map((name) =>
    Deno.readTextFile(`${ROOT}${TEXTS}/${name}.api`)
  );
  return (await Promise.all(texts)).map(readLibrary);
}
