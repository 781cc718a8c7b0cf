/**
 * What the system's C library is asked for: files in memory, which have no name in any folder, so that what they hold can
 * be opened as a library without permission to write; and which libraries this process has loaded.
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
    if (file < 0) {
      throw new Error(
        "Cannot open the shim in memory: the system refuses memfd_create()",
      );
    }
    for (let at = 0; at < bytes.length;) {
      const rest = bytes.subarray(at);
      const written = Number(write(file, rest, BigInt(rest.length)));
      if (written <= 0) {
        close(file);
        throw new Error(
          "Cannot open the shim in memory: not enough memory for the file",
        );
      }
      at += written;
    }
    return `/proc/self/fd/${file}`;
  } finally {
    libc.close();
  }
}

const RTLD_LAZY = 0x1;
const RTLD_NOLOAD = 0x4;

/**
 * Whether a library of this name is loaded, by this thread or by another one: to open it by its name is then to open
 * that one, without a search. It needs an unrestricted `--allow-ffi`.
 *
 * @param soname The name that the library has for the system's loader.
 * @throws {Error} If the system's C library is not glibc 2.34 or later.
 */
export function isLoaded(soname: string): boolean {
  const libc = Deno.dlopen("libc.so.6", {
    dlopen: { parameters: ["buffer", "i32"], result: "pointer" },
    dlclose: { parameters: ["pointer"], result: "i32" },
  });
  try {
    const { dlopen, dlclose } = libc.symbols;
    const name = new TextEncoder().encode(`${soname}\0`);
    const handle = dlopen(name, RTLD_LAZY | RTLD_NOLOAD);
    if (handle === null) return false;
    dlclose(handle);
    return true;
  } finally {
    libc.close();
  }
}
