/**
 * Makes a program smaller, as long as it still shows what it is to show.
 *
 * @module
 */

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/**
 * Returns a smaller program for which `fails` still holds, such that no single
 * step makes it smaller.
 */
export async function shrink<T>(
  program: T,
  fails: (program: T) => Promise<boolean>,
): Promise<T> {
  let current = structuredClone(program) as Json;
  for (let again = true; again;) {
    again = false;
    for (const smaller of smallerOnes(current)) {
      if (await fails(smaller as T)) {
        current = smaller;
        again = true;
        break;
      }
    }
  }
  return current as T;
}

/** Programs that are smaller by one step, the greatest steps first. */
function* smallerOnes(value: Json): Generator<Json> {
  if (Array.isArray(value)) {
    for (let size = value.length; size >= 1; size = Math.floor(size / 2)) {
      for (let start = 0; start + size <= value.length; start += size) {
        yield [...value.slice(0, start), ...value.slice(start + size)];
      }
    }
    for (const [i, item] of value.entries()) {
      // A statement gives way to what it is made of.
      for (const part of partsOf(item)) {
        yield [...value.slice(0, i), ...part, ...value.slice(i + 1)];
      }
      for (const smaller of smallerOnes(item)) yield value.with(i, smaller);
    }
  } else if (typeof value === "object" && value !== null) {
    if (typeof value["of"] === "object" && "aw" in value) yield value["of"]!;
    for (const [key, member] of Object.entries(value)) {
      for (const smaller of smallerOnes(member)) {
        yield { ...value, [key]: smaller };
      }
    }
  } else if (typeof value === "number" && value > 0) {
    yield 0;
    if (value > 1) yield value - 1;
  } else if (value === true) yield false;
}

function* partsOf(statement: Json): Generator<Json[]> {
  if (typeof statement !== "object" || statement === null) return;
  if (Array.isArray(statement)) return;
  for (const key of ["body", "handler", "last"]) {
    const part = statement[key];
    if (Array.isArray(part) && part.length > 0) yield part;
  }
}
