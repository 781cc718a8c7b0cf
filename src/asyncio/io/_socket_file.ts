/** Closing a unix socket without losing a file that is not its own. */

/**
 * Calls `close`, which removes the file at `path`, even if another file has taken its place. If `isKept` says so, the file gets its name
 * back: it has a second one meanwhile.
 */
function unlinked(
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

/**
 * On close, the platform removes any file at the path: keeps a file that is not the server's socket.
 *
 * @param cleanup whether the server's own file is to be removed.
 */
export function keepOthers(
  listener: { close: () => void },
  path: string,
  cleanup: boolean,
): void {
  const own = Deno.lstatSync(path);
  const close = listener.close;
  listener.close = () => {
    unlinked(
      path,
      (file) => !cleanup || file.ino !== own.ino || file.dev !== own.dev,
      close,
    );
  };
}
