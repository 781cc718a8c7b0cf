/**
 * Files in memory, which have no name in any folder: what they hold can be opened as a library without permission to
 * write.
 *
 * @module
 */

const MFD_CLOEXEC = 1;

/**
 * Makes a file in memory. It stays until the process ends: the loader knows a library by its path, so that the path must
 * never come to mean another one.
 *
 * @param name What `/proc/self/maps` shows.
 * @param bytes What it holds.
 * @returns Its path.
 * @throws {Error} If the system does not have such files.
 */
export function memoryFile(
  name: string,
  bytes: Uint8Array<ArrayBuffer>,
): string {
  const libc = Deno.dlopen("libc.so.6", {
    memfd_create: { parameters: ["buffer", "u32"], result: "i32" },
    write: { parameters: ["i32", "buffer", "usize"], result: "isize" },
    close: { parameters: ["i32"], result: "i32" },
  });
  try {
    const { memfd_create, write, close } = libc.symbols;
    const file = memfd_create(
      new TextEncoder().encode(`${name}\0`),
      MFD_CLOEXEC,
    );
    if (file < 0) throw new Error("The system refuses files in memory");
    for (let at = 0; at < bytes.length;) {
      const rest = bytes.subarray(at);
      const written = Number(write(file, rest, BigInt(rest.length)));
      if (written <= 0) {
        close(file);
        throw new Error("There is no room for a file in memory");
      }
      at += written;
    }
    return `/proc/self/fd/${file}`;
  } finally {
    libc.close();
  }
}
