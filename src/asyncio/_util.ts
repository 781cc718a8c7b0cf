/** Small helpers that several files of this folder share. */

/** Names a function for messages: `<name>()`. */
export function describeFunction(fn: unknown): string {
  if (typeof fn !== "function") return String(fn);
  return `${fn.name === "" ? "<anonymous>" : fn.name}()`;
}

/** Shows a value in a message, briefly. */
export function describeValue(value: unknown): string {
  switch (typeof value) {
    case "string":
      return JSON.stringify(value);
    case "function":
      return describeFunction(value);
    case "object":
      if (value === null) return "null";
      if (value instanceof Error) {
        return `${value.name}(${JSON.stringify(value.message)})`;
      }
      if (Array.isArray(value)) return `an array of ${value.length}`;
      return (value as { toString?: unknown }).toString ===
          Object.prototype.toString
        ? `<${value.constructor?.name ?? "object"} object>`
        : String(value);
    default:
      return String(value);
  }
}

/** Tells whether `value` has a callable `then`. */
export function isPromiseLike(value: unknown): value is PromiseLike<unknown> {
  return (typeof value === "object" || typeof value === "function") &&
    value !== null &&
    typeof (value as { then?: unknown }).then === "function";
}

/** Tells whether `value` is a generator object. */
export function isGenerator(
  value: unknown,
): value is Generator<unknown, unknown, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const object = value as Record<PropertyKey, unknown>;
  return typeof object.next === "function" &&
    typeof object.throw === "function" &&
    typeof object.return === "function" &&
    typeof object[Symbol.iterator] === "function";
}

/** The environment variable that switches debug mode on. */
const DEBUG_VARIABLE = "DENOQT_ASYNCIO_DEBUG";

/** Reads the environment, where that is allowed without a prompt. */
export function debugByDefault(): boolean {
  try {
    const state = Deno.permissions.querySync({
      name: "env",
      variable: DEBUG_VARIABLE,
    }).state;
    if (state !== "granted") return false;
    const value = Deno.env.get(DEBUG_VARIABLE);
    return value !== undefined && value !== "" && value !== "0";
  } catch {
    return false;
  }
}
