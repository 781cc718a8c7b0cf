/**
 * Tells when a program's files have been saved.
 *
 * @module
 */

import { basename, extname, sep } from "node:path";

/** Files that a version of a program is made of; what a program writes itself would have it start again and again. */
const SOURCES = new Set(
  ".ts .tsx .mts .js .jsx .mjs .qml .ui .qss .css .svg".split(" "),
);

/** The program's settings, which the processes that are ready have read already. */
const SETTINGS = new Set(["deno.json", "deno.jsonc"]);

/** Editors save in several steps. In milliseconds. */
const SETTLE = 20;

/** What has changed. */
export interface Change {
  /** One of the files. */
  readonly path: string;
  /** Whether deno.json is among them. */
  readonly settings: boolean;
}

/**
 * Watches a folder and all that is in it.
 *
 * @param folder The folder.
 * @param signal Ends it.
 * @returns Each time that something has been saved.
 */
export async function* changes(
  folder: string,
  signal: AbortSignal,
): AsyncGenerator<Change> {
  using watcher = Deno.watchFs(folder);
  signal.addEventListener("abort", () => watcher.close());
  const times = new Map<string, string>();
  let found: string[] = [];
  let wake = Promise.withResolvers<void>();
  const reading = (async () => {
    for await (const { kind, paths } of watcher) {
      if (kind === "access") continue;
      found.push(...paths.filter((path) => isPart(path, folder)));
      if (found.length > 0) wake.resolve();
    }
    wake.resolve();
  })();
  while (!signal.aborted) {
    await wake.promise;
    await new Promise((resolve) => setTimeout(resolve, SETTLE));
    const paths = found;
    found = [];
    wake = Promise.withResolvers();
    // The same save may be told several times.
    const changed = paths.filter((path) => {
      const time = stampOf(path);
      if (time === undefined || times.get(path) === time) return false;
      times.set(path, time);
      return true;
    });
    if (changed.length > 0) {
      const settings = changed.some((path) => SETTINGS.has(basename(path)));
      yield { path: changed[0]!, settings };
    }
  }
  await reading;
}

function isPart(path: string, folder: string): boolean {
  const parts = path.slice(folder.length).split(sep);
  if (parts.some((part) => part.startsWith(".") || part === "node_modules")) {
    return false;
  }
  return SOURCES.has(extname(path)) || SETTINGS.has(basename(path));
}

/** Changes with the file; undefined if it is gone. */
function stampOf(path: string): string | undefined {
  try {
    const { mtime, size, ino } = Deno.statSync(path);
    return `${mtime?.getTime()} ${size} ${ino}`;
  } catch {
    return undefined;
  }
}
