/**
 * Follows the imports of the entry points, those of types included: no module imports itself through others, and each
 * folder imports only from the layers below it.
 *
 *     deno run -A tools/imports.ts
 *
 * @module
 */

import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { entryPoints } from "./entry_points.ts";
import { ROOT } from "./root.ts";

/** What each module imports, by paths from the project's folder. */
export type ImportGraph = ReadonlyMap<string, readonly string[]>;

/** The layers, the lowest first; a folder may import from its own layer and from those below. */
export const LAYERS: readonly (readonly string[])[] = [
  ["src/place.ts", "deno.json"],
  ["ffi/", "src/asyncio/"],
  ["src/executor/"],
  ["src/qt/calls/"],
  ["src/qt/signals/", "src/qt/events/"],
  ["src/qt/objects/"],
  ["src/qt/app/"],
  ["src/qt/ui/", "src/qt/quick/", "src/qt/io/"],
  ["src/doctor/", "src/dev/", "src/init/", "src/testing/"],
];

/** Generated types name each other as Qt's classes do. */
const GENERATED = "src/qt/generated/";

interface Resolved {
  readonly specifier?: string;
}

interface Info {
  readonly modules: readonly {
    readonly specifier: string;
    readonly dependencies?: readonly {
      readonly code?: Resolved;
      readonly type?: Resolved;
      readonly isDynamic?: boolean;
    }[];
  }[];
}

/**
 * Reads the imports of an entry point and of all that it imports, without those of generated files.
 *
 * @param entryPoint Its path from the project's folder.
 * @throws {Error} If Deno cannot follow them.
 */
export async function readImports(entryPoint: string): Promise<ImportGraph> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", entryPoint],
    cwd: ROOT,
  }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
  const { modules }: Info = JSON.parse(new TextDecoder().decode(stdout));
  const graph = new Map<string, string[]>();
  for (const { specifier, dependencies = [] } of modules) {
    const path = pathOf(specifier);
    if (path === undefined) continue;
    const imported = dependencies
      .filter(({ isDynamic }) => !isDynamic)
      .flatMap(({ code, type }) => [code?.specifier, type?.specifier])
      .map((one) => one === undefined ? undefined : pathOf(one))
      .filter((one) => one !== undefined);
    graph.set(path, [...new Set(imported)]);
  }
  return graph;
}

function pathOf(specifier: string): string | undefined {
  if (!specifier.startsWith("file:")) return undefined;
  const path = relative(ROOT, fileURLToPath(specifier));
  return path.startsWith(GENERATED) ? undefined : path;
}

/**
 * Finds the circles: sets of modules that all import each other, through others or at once.
 *
 * @returns The paths of each, sorted.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const graph = new Map([["a", ["b"]], ["b", ["a", "c"]], ["c", []]]);
 * assertEquals(findCircles(graph), [["a", "b"]]);
 * ```
 */
export function findCircles(graph: ImportGraph): string[][] {
  // Tarjan's algorithm.
  const indices = new Map<string, number>();
  const lowest = new Map<string, number>();
  const stack: string[] = [];
  const circles: string[][] = [];
  const visit = (path: string): number => {
    const index = indices.size;
    indices.set(path, index);
    lowest.set(path, index);
    stack.push(path);
    for (const next of graph.get(path) ?? []) {
      const reached = !indices.has(next)
        ? visit(next)
        : stack.includes(next)
        ? indices.get(next)!
        : Infinity;
      lowest.set(path, Math.min(lowest.get(path)!, reached));
    }
    if (lowest.get(path) === index) {
      const circle = stack.splice(stack.indexOf(path)).sort();
      if (circle.length > 1 || graph.get(path)?.includes(path)) {
        circles.push(circle);
      }
    }
    return lowest.get(path)!;
  };
  for (const path of graph.keys()) if (!indices.has(path)) visit(path);
  return circles.sort();
}

/**
 * Finds imports from a higher layer.
 *
 * @returns Each as `importing module → imported module`.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const graph = new Map([["ffi/core.ts", ["src/qt/calls/bridge.ts"]]]);
 * assertEquals(findUpward(graph), ["ffi/core.ts → src/qt/calls/bridge.ts"]);
 * ```
 */
export function findUpward(graph: ImportGraph): string[] {
  const layerOf = (path: string) => {
    const layer = LAYERS.findIndex((folders) =>
      folders.some((folder) => path.startsWith(folder))
    );
    // The entry points are above all folders.
    return layer < 0 ? LAYERS.length : layer;
  };
  return [...graph].flatMap(([path, imported]) =>
    imported.filter((one) => layerOf(one) > layerOf(path))
      .map((one) => `${path} → ${one}`)
  ).sort();
}

/**
 * Checks the entry points.
 *
 * @returns What is wrong, a line for each.
 */
export async function checkImports(): Promise<string[]> {
  const graphs = await Promise.all(entryPoints().map(readImports));
  const graph = new Map(graphs.flatMap((one) => [...one]));
  return [
    ...findCircles(graph).map((circle) => `circle: ${circle.join(" → ")}`),
    ...findUpward(graph).map((one) => `upward: ${one}`),
  ];
}

if (import.meta.main) {
  const problems = await checkImports();
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) Deno.exit(1);
}
