/**
 * Writes the types of the enumerations of one class.
 *
 * @module
 */

import { link } from "./names.ts";
import { enumTypes } from "./symbols.ts";
import type { World } from "./world.ts";

/** Writes them, and notes which names they use. */
export function emitEnums(
  scope: string,
  world: World,
  used: Set<string>,
): string {
  return enumTypes(world, scope).map(({ name, qtName, values, keyType }) => {
    const place = link(
      scope,
      `${scope}::${qtName}`,
      `${
        keyType === undefined ? qtName : flagsAnchor(world, scope, qtName)
      }-enum`,
    );
    if (keyType !== undefined) {
      used.add("Flags");
      return `/** ${place}: one or more of {@linkcode ${keyType}}. */
export type ${name} = Flags<${keyType}>;
`;
    }
    const keys = values.map(([key]) => `  | ${JSON.stringify(key)}\n`);
    return `/** ${place}. */
export type ${name} =
${keys.join("") || "  never"};
`;
  }).join("\n");
}

/** Qt documents a set of flags with the enumeration that it is made of. */
function flagsAnchor(world: World, scope: string, name: string): string {
  return world.allEnums(scope).find((one) => one.name === name)!.enumName;
}
