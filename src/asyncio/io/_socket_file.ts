/** Closing a unix socket without losing a file that is not its own. */

/**
 * Calls `close`, which removes the file at `path`, even if another file has taken its place. If `isKept` says so, the file gets its name
 * back: it has a second one meanwhile.
 */
export function unlinked(
  path: string,
  isKept: (file: Deno.FileInfo) => boolean,
  close: () => void,
): void {
  let second: string | null = null;
  try {
    if (isKept(Deno.lstatSync(path))) {
      second = `${path}.${crypto.randomUUID()}`;
      Deno.linkSync(path, second);
    }
  } catch {
    // There is no such file, or no way to keep it.
    second = null;
  }
  close();
  if (second !== null) Deno.renameSync(second, path);
}
