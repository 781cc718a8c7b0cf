/**
 * Where the generated files find the types that they name.
 *
 * @module
 */

import { tsName } from "../bindgen/type_map.ts";
import { enumTypeName } from "./names.ts";
import { BY_HAND, type World } from "./world.ts";

/** Types that are written by hand, by file in `src/qt/`. */
const BY_FILE: Readonly<Record<string, readonly string[]>> = {
  "signals/signal.ts": ["Signal", "Slot"],
  "objects/typed.ts": ["Flags", "QObjectProperties", "QtMap"],
  "objects/box.ts": ["QtBox"],
  "calls/model_index.ts": ["QModelIndex"],
  "calls/values.ts": [
    "ColorLike",
    "QColor",
    "QLine",
    "QLineF",
    "QMargins",
    "QMarginsF",
    "QPoint",
    "QPointF",
    "QRect",
    "QRectF",
    "QSize",
    "QSizeF",
    "QtOpaque",
  ],
};

/** The files of types, as paths from `src/qt/`. */
export class Symbols {
  readonly #files = new Map<string, string>();

  constructor(world: World) {
    for (const [file, names] of Object.entries(BY_FILE)) {
      for (const name of names) this.#add(name, file);
    }
    for (const [name, file] of Object.entries(BY_HAND)) this.#add(name, file);
    for (const module of world.modules.keys()) {
      for (const { name } of world.typed(module)) {
        const file = typesFile(module.folder, name);
        this.#add(name, file);
        if (world.hasProperties(name)) this.#add(`${name}Properties`, file);
      }
      for (const { name } of world.boxes(module)) {
        this.#add(tsName(name), typesFile(module.folder, name));
      }
      for (const { name } of world.withEnums(module)) {
        const file = typesFile(module.folder, name);
        for (const type of enumTypes(world, name)) this.#add(type.name, file);
      }
    }
  }

  /** Whether there is a type of this name. */
  has(name: string): boolean {
    return this.#files.has(name);
  }

  #add(name: string, file: string): void {
    const other = this.#files.get(name);
    if (other !== undefined) {
      throw new Error(`Two types are called ${name}: in ${other} and ${file}`);
    }
    this.#files.set(name, file);
  }

  /**
   * The import declarations that a file needs.
   *
   * @param file Its path from `src/qt/`.
   * @param types All types that are written in it.
   */
  imports(file: string, types: Iterable<string>): string {
    const byFile = new Map<string, Set<string>>();
    for (const type of types) {
      for (const name of type.replaceAll(/"[^"]*"/g, "").match(/\w+/g) ?? []) {
        const from = this.#files.get(name);
        if (from === undefined || from === file) continue;
        byFile.set(from, (byFile.get(from) ?? new Set()).add(name));
      }
    }
    return [...byFile.entries()]
      .map(([from, names]) =>
        [relative(file, from), [...names].sort()] as const
      )
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([from, names]) =>
        `import type { ${names.join(", ")} } from "${from}";\n`
      )
      .join("");
  }
}

/** The file of a class's types, from `src/qt/`. */
export function typesFile(folder: string, className: string): string {
  return `generated/${folder}/${tsName(className).toLowerCase()}.d.ts`;
}

/** The name of a class's declaration; where the class is written by hand, of the interface of its members. */
export function interfaceName(className: string): string {
  return className in BY_HAND ? `${className}Members` : className;
}

/** Of a class that is written by hand, the name of the interface of its static members. */
export function staticsName(className: string): string {
  return `${className}Statics`;
}

/** A type made of an enumeration. */
export interface EnumType {
  readonly name: string;
  /** Qt's name of it. */
  readonly qtName: string;
  readonly values: readonly (readonly [key: string, value: number])[];
  /** For a set of flags: the type of one flag. */
  readonly keyType?: string;
}

/** The types that a class's enumerations become: of flags two, that of one and that of a set. */
export function enumTypes(world: World, className: string): EnumType[] {
  const types = new Map<string, EnumType>();
  for (const { name, enumName, isFlag, values } of world.allEnums(className)) {
    const key = isFlag ? enumName : name;
    const keyType = enumTypeName(tsName(className), key);
    const existing = types.get(keyType);
    if (existing === undefined || existing.values.length < values.length) {
      types.set(keyType, { name: keyType, qtName: key, values });
    }
    if (!isFlag || name === enumName) continue;
    const setType = enumTypeName(tsName(className), name);
    types.set(setType, { name: setType, qtName: name, values, keyType });
  }
  return [...types.values()];
}

/** The path from one file to another; both from the same folder. */
function relative(from: string, to: string): string {
  const source = from.split("/").slice(0, -1);
  const target = to.split("/");
  while (source.length > 0 && source[0] === target[0]) {
    source.shift();
    target.shift();
  }
  return source.length === 0
    ? `./${target.join("/")}`
    : "../".repeat(source.length) + target.join("/");
}
