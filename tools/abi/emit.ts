/**
 * Writes the table of the ABI for both sides.
 *
 * @module
 */

import type { Prototype } from "./prototypes.ts";
import { type Group, NONBLOCKING } from "./table.ts";

/** What is written: the groups of constants, and the functions by the name of their table. */
export interface Abi {
  readonly groups: readonly Group[];
  readonly symbols: Readonly<Record<string, readonly Prototype[]>>;
}

const NOTICE =
  "Written by `deno task abi` from tools/abi/table.ts and the prototypes in the shim's headers.";

/**
 * A number that changes with every name, number and prototype: 31 bits of the SHA-256 of all of them, so that it is the
 * same as a signed and as an unsigned number.
 */
export async function hashOf({ groups, symbols }: Abi): Promise<number> {
  const text = JSON.stringify([
    groups.map(({ cpp, values }) => [
      cpp,
      values.map(({ name, value }) => [name, value]),
    ]),
    Object.values(symbols).flat()
      .map(({ name, parameters }) => [name, ...parameters])
      .sort(([a], [b]) => a! < b! ? -1 : 1),
  ]);
  const bytes = new TextEncoder().encode(text);
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  return new DataView(digest).getUint32(0) >>> 1;
}

/** The hash, as messages show it and C++ writes it. */
function hexadecimal(hash: number): string {
  return hash.toString(16).padStart(8, "0");
}

/** The header for C++. */
export function emitCpp({ groups }: Abi, hash: number): string {
  return [
    `// ${NOTICE}`,
    "#pragma once",
    "",
    "#include <cstdint>",
    "",
    "// Changes with every name, number and prototype of the ABI.",
    `#define QTA_ABI_HASH 0x${hexadecimal(hash)}`,
    "",
    ...groups.map(cppGroup),
  ].join("\n");
}

function cppGroup({ cpp, prefix, doc, values }: Group): string {
  const scoped = prefix === undefined;
  const base = values.some(({ value }) => value < 0) || !scoped
    ? "int32_t"
    : "uint32_t";
  const lines = [
    `// ${doc}`,
    `enum ${scoped ? "class " : ""}${cpp} : ${base} {`,
    ...values.map(({ name, value, doc }) =>
      `    ${scoped ? name : prefix + upper(name)} = ${
        // The literal -2147483648 is no int.
        value === -0x80000000 ? "INT32_MIN" : value},  // ${doc}`
    ),
    "};",
  ];
  const text = lines.join("\n") + "\n";
  return scoped ? `namespace qta {\n\n${text}\n}  // namespace qta\n` : text;
}

/** WrongThread → WRONG_THREAD */
function upper(name: string): string {
  return name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, "_").toUpperCase();
}

/** The module for TypeScript. */
export function emitTypeScript({ groups, symbols }: Abi, hash: number): string {
  return [
    `// deno-fmt-ignore-file
/**
 * The ABI of the shim: its functions, as \`Deno.dlopen\` expects them, and the numbers that cross.
 * \`cpp_shim/core/abi/qtasyncio.h\` says what each function does.
 *
 * ${NOTICE}
 *
 * @module
 */

/** Changes with every name, number and prototype of the ABI; \`qta_abi_hash()\` must return the same. */
export const ABI_HASH = 0x${hexadecimal(hash)};
`,
    ...Object.entries(symbols).map(([name, functions]) =>
      `/** The functions of \`libqtasyncio${libraryOf(name)}\`. */
export const ${name} = {
${functions.map(symbol).join("\n")}
} as const satisfies Deno.ForeignLibraryInterface;
`
    ),
    ...groups.map(({ name, doc, values }) =>
      `/** ${doc} */
export const ${name} = {
${
        values.map(({ name, value, doc }) =>
          `  /** ${doc[0]!.toUpperCase()}${
            doc.slice(1)
          }. */\n  ${name}: ${value},`
        ).join("\n")
      }
} as const;
`
    ),
  ].join("\n");
}

function libraryOf(table: string): string {
  const name = table.replace(/Symbols$/, "");
  return name === "core" ? "" : `_${name}`;
}

function symbol({ name, parameters, result }: Prototype): string {
  const list = parameters.map((type) => JSON.stringify(type)).join(", ");
  const apart = NONBLOCKING.includes(name) ? ", nonblocking: true" : "";
  return `  ${name}: { parameters: [${list}], result: "${result}"${apart} },`;
}
