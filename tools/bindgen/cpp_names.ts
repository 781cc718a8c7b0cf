/**
 * Names and types in generated C++.
 *
 * @module
 */

import type { ApiClass } from "./model.ts";

/** The name of a class in names of generated code. */
export function identifierOf({ name }: ApiClass): string {
  return name.replaceAll("::", "_");
}

/** A type without what makes it a reference or a pointer to what is written. */
export function bare(type: string): string {
  return type.replace(/^const (?=[\w:]+(?:<.*>)? ?[&*]?$)/, "").replace(
    / ?[&*]$/,
    "",
  );
}
