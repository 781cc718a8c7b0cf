/**
 * Arguments and results on their way between threads.
 *
 * Plain values (numbers, strings, booleans, small arrays and objects of them) are encoded as bytes in shared memory.
 * Values that structured clone treats specially (class instances, shared references, cycles, sparse arrays) are not
 * encoded: they travel as messages.
 *
 * @module
 */

const UNDEFINED = 0;
const NULL = 1;
const TRUE = 2;
const FALSE = 3;
const INT = 4;
const FLOAT = 5;
const LATIN1 = 6;
const UTF16 = 7;
const ARRAY = 8;
const OBJECT = 9;
const MAX_DEPTH = 8;
const MAX_OBJECTS = 32;

/** The objects that the running `encode()` has met. */
let seen: object[] = [];
/** Where the running `decode()` reads. */
let position = 0;

/**
 * Writes a value.
 *
 * @param at Where it begins.
 * @param end Where the room for it ends.
 * @returns Where the value ends, or -1 if it is not plain or does not fit.
 */
export function encode(
  value: unknown,
  bytes: Uint8Array,
  view: DataView,
  at: number,
  end: number,
): number {
  if (typeof value !== "object" || value === null) {
    return write(value, bytes, view, at, end, 0);
  }
  try {
    return write(value, bytes, view, at, end, 0);
  } catch {
    // A getter or a proxy has thrown: structured clone reports what is wrong.
    return -1;
  } finally {
    seen = [];
  }
}

/** Reads the value that begins at `at`. */
export function decode(
  bytes: Uint8Array,
  view: DataView,
  at: number,
): unknown {
  position = at;
  return read(bytes, view);
}

function writeString(
  value: string,
  bytes: Uint8Array,
  view: DataView,
  at: number,
  end: number,
): number {
  const length = value.length;
  const start = at + 5;
  if (start + length > end) return -1;
  let i = 0;
  for (; i < length; i++) {
    const code = value.charCodeAt(i);
    if (code > 255) break;
    bytes[start + i] = code;
  }
  view.setUint32(at + 1, length, true);
  if (i === length) {
    bytes[at] = LATIN1;
    return start + length;
  }
  if (start + 2 * length > end) return -1;
  bytes[at] = UTF16;
  for (i = 0; i < length; i++) {
    view.setUint16(start + 2 * i, value.charCodeAt(i), true);
  }
  return start + 2 * length;
}

function writeObject(
  value: object,
  bytes: Uint8Array,
  view: DataView,
  at: number,
  end: number,
  depth: number,
): number {
  if (depth === MAX_DEPTH || seen.length === MAX_OBJECTS) return -1;
  if (seen.includes(value)) return -1;
  seen.push(value);
  const isArray = Array.isArray(value);
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== (isArray ? Array.prototype : Object.prototype)) return -1;
  const keys = Object.keys(value);
  if (isArray && keys.length !== value.length) return -1;
  bytes[at] = isArray ? ARRAY : OBJECT;
  view.setUint32(at + 1, keys.length, true);
  at += 5;
  for (const key of keys) {
    if (at >= end) return -1;
    if (!isArray) {
      if (key === "__proto__") return -1;
      at = writeString(key, bytes, view, at, end);
      if (at < 0) return -1;
    }
    const member = (value as Record<string, unknown>)[key];
    at = write(member, bytes, view, at, end, depth + 1);
    if (at < 0) return -1;
  }
  return at;
}

function write(
  value: unknown,
  bytes: Uint8Array,
  view: DataView,
  at: number,
  end: number,
  depth: number,
): number {
  if (at + 9 > end) return -1;
  switch (typeof value) {
    case "number":
      if ((value | 0) === value && !Object.is(value, -0)) {
        bytes[at] = INT;
        view.setInt32(at + 1, value, true);
        return at + 5;
      }
      bytes[at] = FLOAT;
      view.setFloat64(at + 1, value, true);
      return at + 9;
    case "string":
      return writeString(value, bytes, view, at, end);
    case "undefined":
      bytes[at] = UNDEFINED;
      return at + 1;
    case "boolean":
      bytes[at] = value ? TRUE : FALSE;
      return at + 1;
    case "object":
      if (value === null) {
        bytes[at] = NULL;
        return at + 1;
      }
      return writeObject(value, bytes, view, at, end, depth);
    default:
      return -1;
  }
}

function readString(bytes: Uint8Array, view: DataView): string {
  const wide = bytes[position] === UTF16;
  const length = view.getUint32(position + 1, true);
  const start = position + 5;
  position = start + (wide ? 2 * length : length);
  let text = "";
  for (let i = 0; i < length; i++) {
    text += String.fromCharCode(
      wide ? view.getUint16(start + 2 * i, true) : bytes[start + i]!,
    );
  }
  return text;
}

function read(bytes: Uint8Array, view: DataView): unknown {
  const at = position;
  switch (bytes[at]) {
    case UNDEFINED:
      position++;
      return undefined;
    case NULL:
      position++;
      return null;
    case TRUE:
      position++;
      return true;
    case FALSE:
      position++;
      return false;
    case INT:
      position += 5;
      return view.getInt32(at + 1, true);
    case FLOAT:
      position += 9;
      return view.getFloat64(at + 1, true);
    case LATIN1:
    case UTF16:
      return readString(bytes, view);
  }
  const count = view.getUint32(at + 1, true);
  position += 5;
  if (bytes[at] === ARRAY) {
    const array: unknown[] = [];
    for (let i = 0; i < count; i++) array.push(read(bytes, view));
    return array;
  }
  const object: Record<string, unknown> = {};
  for (let i = 0; i < count; i++) {
    const key = readString(bytes, view);
    object[key] = read(bytes, view);
  }
  return object;
}
