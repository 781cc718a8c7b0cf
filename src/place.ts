/**
 * Where the modules are. A release has another module in place of this one (`tools/release/`): its code is in bundles.
 *
 * @module
 */

/** The URL of something beside the project's or the release's public modules. */
export function beside(path: string): URL {
  return new URL(`../${path}`, import.meta.url);
}

/** The URL of one of the modules that are programs, by its path from the project's folder. */
export function moduleUrl(path: string): URL {
  return beside(path);
}

/** Where the TypeScript sources are, with a slash at its end: source maps name them by paths from here. */
export function sources(): string {
  return beside("").href;
}

/** How the URLs of this library's own code begin, by which stack traces know it. */
export function ownCode(): string {
  return beside("src/").href;
}

/**
 * Whether a public module is the program that was started.
 *
 * @param meta The module's `import.meta`.
 * @param path Its path from the project's folder: a release has it by this name, too.
 */
export function isMain(meta: ImportMeta, _path: string): boolean {
  // Not by Deno.mainModule, which `deno test --doc` sets to each module whose examples it runs.
  return meta.main;
}
