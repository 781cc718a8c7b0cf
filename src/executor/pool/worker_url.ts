/**
 * The URL that every Worker of a pool is started from: a `data:` URL, which needs no permission, wherever this package
 * was imported from.
 *
 * @module
 */

let url: URL | null = null;
let loading: Promise<URL> | null = null;

/** The URL, or null if the program has not been loaded yet. */
export function workerUrl(): URL | null {
  return url;
}

/** Loads the program of the Workers: a program that starts none does not load it. */
export function loadWorkerUrl(): Promise<URL> {
  return loading ??= import("./worker_program.ts").then((program) =>
    url = makeUrl(program.SOURCE, program.SOURCE_MAP)
  );
}

/** Stack traces and debuggers show the modules that were bundled: the map says where they are. */
function makeUrl(source: string, map: object): URL {
  const located = {
    ...map,
    sourceRoot: new URL("../../../", import.meta.url).href,
  };
  // ASCII: a URL, the paths of this project, and the names in it. Deno wants a map in base64.
  const encoded = btoa(JSON.stringify(located));
  const code = `${source}
//# sourceMappingURL=data:application/json;base64,${encoded}
`;
  return new URL(`data:application/javascript,${encodeURIComponent(code)}`);
}
