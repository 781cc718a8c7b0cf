/**
 * Which libraries this process has loaded.
 *
 * @module
 */

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
