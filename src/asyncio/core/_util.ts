/** Small helpers that several files share. */

/*
 * Describing runs code of the program: a `toString()`, a getter, the trap of a
 * proxy. Whatever that throws, the functions below return a text.
 */

/** How deep descriptions nest: a future may be its own result. */
const MAX_NESTED = 4;
let nested = 0;

/** Returns what `describe` returns, a substitute if it throws or nests too deep. */
export function describeSafely(value: unknown, describe: () => string): string {
  if (nested === MAX_NESTED) return "...";
  nested++;
  try {
    const text = describe();
    if (typeof text === "string") return text;
  } catch {
    // The value refuses to be described.
  } finally {
    nested--;
  }
  return `<${typeof value} that cannot be described>`;
}

/** `String(value)`, where `value` may be anything. */
export function textOf(value: unknown): string {
  return describeSafely(value, () => String(value));
}

/** Names a function for messages: `<name>()`. */
export function describeFunction(fn: unknown): string {
  if (typeof fn !== "function") return textOf(fn);
  return describeSafely(
    fn,
    () => `${fn.name === "" ? "<anonymous>" : fn.name}()`,
  );
}

/** How many units of a string, and how many keys of an object, a message shows. */
const SHOWN_UNITS = 40;
const SHOWN_KEYS = 4;

/** Shows a value in a message, briefly. The shim's `Values::describe()` does the same. */
export function describeValue(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(shortened(value));
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "function") return describeFunction(value);
  if (typeof value !== "object" || value === null) return String(value);
  return describeSafely(value, () => describeObject(value));
}

function describeObject(value: object): string {
  if (value instanceof Error) {
    return `${value.name}(${JSON.stringify(value.message)})`;
  }
  if (Array.isArray(value)) return `an array of ${value.length}`;
  const { toString } = value;
  if (toString !== undefined && toString !== Object.prototype.toString) {
    return String(value);
  }
  const name = value.constructor?.name ?? "Object";
  return name === "Object" ? describeKeys(value) : `<${name} object>`;
}

function describeKeys(value: object): string {
  const keys = Object.keys(value);
  const more = keys.length > SHOWN_KEYS ? ["…"] : [];
  return `{${[...keys.slice(0, SHOWN_KEYS), ...more].join(", ")}}`;
}

function shortened(text: string): string {
  return text.length > SHOWN_UNITS ? `${text.slice(0, SHOWN_UNITS)}…` : text;
}

/** `value instanceof type`, which the trap of a proxy can make throw. */
export function isInstance<T>(
  value: unknown,
  type: abstract new (...args: never[]) => T,
): value is T {
  try {
    return value instanceof type;
  } catch {
    return false;
  }
}

/**
 * Writes a message and what was thrown to the console, which itself throws when
 * it cannot inspect a value.
 */
export function logError(message: string, thrown: unknown): void {
  try {
    console.error(message, thrown);
  } catch {
    console.error(message, describeValue(thrown));
  }
}

/** Reads the name and the message of what was thrown, whatever it is. */
export function nameAndMessage(thrown: unknown): [string, string] {
  return isInstance(thrown, Error)
    ? [readText(thrown, "name"), readText(thrown, "message")]
    : ["Error", textOf(thrown)];
}

function readText(error: Error, key: "name" | "message"): string {
  return describeSafely(error, () => String(error[key]));
}

/** Reads the stack of an error, `""` where there is none. */
export function stackOf(error: unknown): string {
  try {
    const stack = (error as Partial<Error> | null | undefined)?.stack;
    return typeof stack === "string" ? stack : "";
  } catch {
    return "";
  }
}

/** Returns whether `value` has a callable `then`. */
export function isPromiseLike(value: unknown): value is PromiseLike<unknown> {
  return (typeof value === "object" || typeof value === "function") &&
    value !== null &&
    typeof (value as { then?: unknown }).then === "function";
}

/** Returns whether `value` is a generator object. */
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
const DEBUG_VARIABLE = "QTASYNCIO_DEBUG";

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

/** Writes a context to the console: the message, its details, then the error. */
export function logException(
  context: { message: string; exception?: unknown },
): void {
  const lines = [context.message || "Unhandled exception in event loop"];
  for (const [key, value] of Object.entries(context)) {
    if (key === "message" || key === "exception" || value === undefined) {
      continue;
    }
    const shown = key === "context"
      ? (value as { message: string }).message
      : typeof value === "string"
      ? value
      : describeValue(value);
    lines.push(`${key}: ${shown}`);
  }
  if ("exception" in context) {
    logError(lines.join("\n"), context.exception);
  } else {
    console.error(lines.join("\n"));
  }
}
