/**
 * Decompresses what travels with the modules.
 *
 * @module
 */

import { coreSymbols } from "./abi.ts";

/**
 * Decompresses bytes in the format of zlib (RFC 1950).
 *
 * @param packed The bytes.
 * @param size How many bytes there must be afterwards.
 * @throws {TypeError} If it is not such bytes, or if there are more of them or less.
 */
export async function unpack(
  packed: Uint8Array<ArrayBuffer>,
  size: number,
): Promise<Uint8Array<ArrayBuffer>> {
  // Qt Core needs zlib itself. A stream's first use takes 10 ms and 3 MB, this a tenth of it.
  return unpackByZlib(packed, size) ?? await unpackByStream(packed, size);
}

/** Answers nothing if there is no zlib, and if it cannot decompress it. */
function unpackByZlib(
  packed: Uint8Array<ArrayBuffer>,
  size: number,
): Uint8Array<ArrayBuffer> | undefined {
  let zlib;
  try {
    zlib = Deno.dlopen("libz.so.1", {
      uncompress: {
        parameters: ["buffer", "buffer", "buffer", "usize"],
        result: "i32",
      },
    });
  } catch {
    return undefined;
  }
  const bytes = new Uint8Array(size);
  const length = new BigUint64Array([BigInt(size)]);
  const { uncompress } = zlib.symbols;
  const status = uncompress(bytes, length, packed, BigInt(packed.length));
  zlib.close();
  return status === 0 && length[0] === BigInt(size) ? bytes : undefined;
}

async function unpackByStream(
  packed: Uint8Array<ArrayBuffer>,
  size: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const { readable, writable } = new DecompressionStream("deflate");
  const writer = writable.getWriter();
  // What fails arrives at the reader as well.
  writer.write(packed).catch(() => {});
  writer.close().catch(() => {});
  const bytes = new Uint8Array(size);
  let length = 0;
  for await (const chunk of readable) {
    if (length + chunk.length <= size) bytes.set(chunk, length);
    length += chunk.length;
  }
  if (length === size) return bytes;
  throw new TypeError(`Size mismatch: expected ${size} bytes, got ${length}`);
}

/** What the core library has unpacked. */
export interface Unpacked {
  /** The bytes. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Their SHA-256. */
  readonly digest: Uint8Array;
}

/**
 * Decompresses bytes in the format of zlib by the shim's core library, which must be loaded.
 *
 * @param packed The bytes.
 * @param size How many bytes there must be afterwards.
 * @throws {TypeError} If it is not such bytes, or if there are more of them or less.
 */
export function unpackByCore(
  packed: Uint8Array<ArrayBuffer>,
  size: number,
): Unpacked {
  const core = Deno.dlopen("libqtasyncio.so", {
    qta_unpack: coreSymbols.qta_unpack,
  });
  const bytes = new Uint8Array(size);
  const digest = new Uint8Array(32);
  const { qta_unpack } = core.symbols;
  const length = qta_unpack(packed, packed.length, bytes, size, digest);
  core.close();
  if (length === size) return { bytes, digest };
  throw new TypeError(
    length < 0
      ? "It cannot be decompressed"
      : `Size mismatch: expected ${size} bytes, got ${length}`,
  );
}
