/**
 * The C functions of the shim, as its headers declare them.
 *
 * @module
 */

/** A function: the types are those of `Deno.dlopen`. */
export interface Prototype {
  readonly name: string;
  readonly parameters: readonly string[];
  readonly result: string;
}

const TYPES: Readonly<Record<string, string>> = {
  "double": "f64",
  "int32_t": "i32",
  "uint32_t": "u32",
  "uint8_t *": "buffer",
};

const RESULTS: readonly string[] = ["int32_t", "double"];

/**
 * Reads the prototypes of a header: `QTA_EXPORT int32_t qta_name(double handle, …);`.
 *
 * @param header The text of the header.
 * @returns The functions, in the header's order.
 * @throws {TypeError} If a function has a type that cannot cross.
 */
export function prototypesOf(header: string): Prototype[] {
  const code = header.replaceAll(/\/\/.*/g, "");
  const found: Prototype[] = [];
  for (
    const [, result, name, list] of code.matchAll(
      /^QTA_EXPORT\s+(\w+)\s+(\w+)\(([^)]*)\);/gm,
    )
  ) {
    if (!RESULTS.includes(result!)) {
      throw new TypeError(
        `Cannot declare ${name}: expected the result ${
          RESULTS.join(" or ")
        }, got ${result}`,
      );
    }
    const parameters = list!.split(",").map((one) => one.trim())
      .filter((one) => one !== "" && one !== "void")
      .map((one) => typeOf(name!, one));
    found.push({ name: name!, parameters, result: TYPES[result!]! });
  }
  return found;
}

function typeOf(name: string, parameter: string): string {
  const type = TYPES[parameter.replace(/\w+$/, "").trim()];
  if (type !== undefined) return type;
  throw new TypeError(
    `Cannot declare ${name}: expected a parameter of the type ${
      Object.keys(TYPES).join(", ")
    }, got "${parameter}"`,
  );
}
