/**
 * Reads the descriptions of classes that Qt's development packages bring: what `moc` knows of each class.
 *
 * @module
 */

import { basename } from "node:path";
import {
  type Installation,
  isThere,
  metatypesFile,
  type Module,
} from "./modules.ts";

/** A property. */
export interface JsonProperty {
  readonly name: string;
  readonly type: string;
  readonly read?: string;
  readonly write?: string;
  readonly member?: string;
  readonly constant: boolean;
}

/** A method, slot or signal in one form; default arguments make more forms, each shorter by one. */
export interface JsonMethod {
  readonly name: string;
  readonly access: "public" | "protected" | "private";
  readonly returnType: string;
  readonly arguments?: readonly {
    readonly name?: string;
    readonly type: string;
  }[];
}

interface JsonClass {
  readonly qualifiedClassName: string;
  readonly object?: boolean;
  readonly superClasses?: readonly { readonly name: string }[];
  readonly properties?: readonly JsonProperty[];
  readonly methods?: readonly JsonMethod[];
  readonly signals?: readonly JsonMethod[];
  readonly slots?: readonly JsonMethod[];
}

type JsonFile = {
  readonly inputFile: string;
  readonly classes: readonly JsonClass[];
};

/** A class, or what else can hold enumerations: a value type, a namespace. */
export interface Described {
  readonly name: string;
  readonly module: Module;
  readonly library: string;
  /** Whether its header is public; the others are known as bases and types of members alone. */
  readonly isPublic: boolean;
  /** Whether it is a QObject class. */
  readonly isObject: boolean;
  readonly base: string | null;
  readonly properties: readonly JsonProperty[];
  readonly methods: readonly JsonMethod[];
  readonly signals: readonly JsonMethod[];
}

/** All that a module describes, in the order of names; undefined if its development package is not installed. */
export async function readModule(
  installation: Installation,
  module: Module,
): Promise<Described[] | undefined> {
  const all: Described[] = [];
  for (const library of module.libraries) {
    const path = await metatypesFile(installation, library);
    if (path === undefined) return undefined;
    const files = JSON.parse(await Deno.readTextFile(path)) as JsonFile[];
    for (const { inputFile, classes } of files) {
      const header = basename(inputFile);
      const isPublic = header.endsWith(".h") && !header.endsWith("_p.h") &&
        !header.startsWith("qplatform") &&
        await isThere(`${installation.headers}/Qt${library}/${header}`);
      for (const one of classes) {
        all.push(describe(one, module, library, isPublic));
      }
    }
  }
  return all.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

function describe(
  json: JsonClass,
  module: Module,
  library: string,
  isPublic: boolean,
): Described {
  return {
    name: json.qualifiedClassName,
    module,
    library,
    isPublic: isPublic && !json.qualifiedClassName.includes("::"),
    isObject: json.object ?? false,
    base: json.superClasses?.[0]?.name ?? null,
    properties: (json.properties ?? []).filter((property) =>
      property.read !== undefined || property.member !== undefined
    ),
    methods: [...json.slots ?? [], ...json.methods ?? []].filter((method) =>
      method.access === "public"
    ),
    signals: json.signals ?? [],
  };
}
