/**
 * Tells what a file is before it is loaded as a library, because the loader runs its code at once: each library of the
 * shim has a note (elf(5)) with the hash of its ABI (`cpp_shim/core/abi/abi_note.cpp`).
 *
 * @module
 */

import { ABI_HASH } from "./abi.ts";

/** Where the notes are: at the start, behind the headers. */
const START = 64 * 1024;

/**
 * Reads a file's note. It needs `--allow-read` or an unrestricted `--allow-ffi`: a file that it cannot read counts as
 * sound, because a grant of `--allow-ffi` for its path alone names it as trusted.
 *
 * @param path The file's path.
 * @returns What is wrong with the file; undefined if nothing is, if there is no such file, or if the system is not Linux.
 */
export function inspect(path: string): string | undefined {
  if (Deno.build.os !== "linux") return undefined;
  const bytes = startOf(path);
  if (bytes === undefined) return undefined;
  const hash = abiOf(bytes);
  if (hash === undefined) {
    return "it is not a library of this version: it has no note with the hash of its ABI, and was not loaded";
  }
  const mismatch = mismatchOf(hash);
  return mismatch && `${mismatch}; it was not loaded`;
}

/**
 * Compares a library's ABI with the one that these modules speak.
 *
 * @param hash The hash of the library's ABI.
 * @returns What is wrong; undefined if it is the same ABI.
 */
export function mismatchOf(hash: number): string | undefined {
  return hash === ABI_HASH
    ? undefined
    : `ABI mismatch: expected ${hexadecimal(ABI_HASH)}, got ${
      hexadecimal(hash)
    }`;
}

/** An ABI's hash as messages show it. */
export function hexadecimal(hash: number): string {
  return (hash >>> 0).toString(16).padStart(8, "0");
}

/** The first bytes of a file; undefined if they cannot be read. */
function startOf(path: string): Uint8Array | undefined {
  const may = (descriptor: Deno.PermissionDescriptor) =>
    Deno.permissions.querySync(descriptor).state === "granted";
  try {
    if (may({ name: "read", path })) return startByDeno(path);
    if (may({ name: "ffi" })) return startByLibc(path);
  } catch {
    // The loader says what is wrong with it.
  }
  return undefined;
}

function startByDeno(path: string): Uint8Array {
  using file = Deno.openSync(path);
  const bytes = new Uint8Array(START);
  return bytes.subarray(0, file.readSync(bytes) ?? 0);
}

const O_NONBLOCK = 0o4000;
const O_CLOEXEC = 0o2000000;

function startByLibc(path: string): Uint8Array | undefined {
  const libc = Deno.dlopen("libc.so.6", {
    open: { parameters: ["buffer", "i32"], result: "i32" },
    read: { parameters: ["i32", "buffer", "usize"], result: "isize" },
    close: { parameters: ["i32"], result: "i32" },
  });
  try {
    const { open, read, close } = libc.symbols;
    const name = new TextEncoder().encode(`${path}\0`);
    const file = open(name, O_NONBLOCK | O_CLOEXEC);
    if (file < 0) return undefined;
    const bytes = new Uint8Array(START);
    const length = Number(read(file, bytes, BigInt(START)));
    close(file);
    return length < 0 ? undefined : bytes.subarray(0, length);
  } finally {
    libc.close();
  }
}

const NAME = "qtasyncio\0";
const PT_NOTE = 4;

/** The hash in the note of a 64-bit, little endian ELF file; undefined if it has none. */
function abiOf(bytes: Uint8Array): number | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const word = (at: number) => view.getUint32(at, true);
  const long = (at: number) => Number(view.getBigUint64(at, true));
  try {
    // "\x7fELF", 64 bits, little endian.
    if (view.getUint32(0) !== 0x7f454c46 || view.getUint16(4) !== 0x0201) {
      return undefined;
    }
    const [headers, size, count] = [
      long(32),
      view.getUint16(54, true),
      view.getUint16(56, true),
    ];
    for (let i = 0; i < count; i++) {
      const header = headers + i * size;
      if (word(header) !== PT_NOTE) continue;
      const start = long(header + 8);
      const end = start + long(header + 32);
      for (let at = start; at + 12 <= end;) {
        const [nameSize, contentSize] = [word(at), word(at + 4)];
        const content = at + 12 + align(nameSize);
        const name = bytes.subarray(at + 12, at + 12 + nameSize);
        if (String.fromCharCode(...name) === NAME && contentSize === 4) {
          return word(content);
        }
        at = content + align(contentSize);
      }
    }
  } catch (error) {
    // It is cut off, or its offsets lie.
    if (!(error instanceof RangeError)) throw error;
  }
  return undefined;
}

function align(size: number): number {
  return (size + 3) & ~3;
}
