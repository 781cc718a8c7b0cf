/**
 * What a C++ type of an `.api` text is in TypeScript, as calls pass it (`src/qt/objects/api_types.ts`).
 *
 * @module
 */

import { enumTypeName } from "../generate/names.ts";
import { same, type TsType, VALUES, withoutNull } from "../generate/ts_type.ts";
import { type Crossing, crossingOf, type Place } from "./kinds.ts";
import type { Library } from "./model.ts";
import type { Libraries } from "./world.ts";

/** What has to be known of the types that there are. */
export interface Names {
  /** Whether a type of this name is declared. */
  has(name: string): boolean;
}

/** Plain values of JavaScript that calls take and return, and properties of meta-objects do not. */
const PLAIN: Readonly<Record<string, TsType>> = {
  ...VALUES,
  QJsonDocument: same("unknown"),
  QLine: same("QLine"),
  QLineF: same("QLineF"),
  QMargins: same("QMargins"),
  QMarginsF: same("QMarginsF"),
  QUuid: same("string"),
};

/** Where C++ converts, TypeScript passes the origin: by the class that is expected. */
const CONVERTED: Readonly<Record<string, string>> = {
  QBrush: "QColor | QGradient | QImage | QPixmap | string",
  QColorSpace: "QColorSpaceNamedColorSpace | number",
  QCursor: "CursorShape | number",
  QEasingCurve: "QEasingCurveType | number",
  QFont: "string",
  QIcon: "QPixmap | string",
  QKeySequence: "string",
  QPen: "QColor | string",
  QPolygon: "readonly QPoint[]",
  QPolygonF: "readonly QPointF[]",
};

/** Finds the TypeScript type of a C++ type. */
export class ApiTypeMap {
  readonly #world: Libraries;
  readonly #names: Names;
  /** Sets of flags by their enumerations. */
  readonly #flags = new Map<string, string>();
  /** Classes by one of their bases that is not the first. */
  readonly #besides = new Map<string, string[]>();

  /**
   * Makes one.
   *
   * @param libraries All libraries.
   * @param world Their classes.
   * @param names The types that are declared.
   */
  constructor(
    libraries: readonly Library[],
    world: Libraries,
    names: Names,
  ) {
    this.#world = world;
    this.#names = names;
    for (const one of libraries.flatMap(({ classes }) => classes)) {
      for (const flags of one.flags) {
        if (this.#flags.has(flags.enum)) continue;
        this.#flags.set(flags.enum, tsName(`${one.name}::${flags.name}`));
      }
      for (const base of one.bases.slice(1)) {
        this.#besides.set(base, [
          ...this.#besides.get(base) ?? [],
          tsName(one.name),
        ]);
      }
    }
  }

  /**
   * The type of a parameter, a field or a result.
   *
   * @param spelling Its canonical spelling in C++.
   * @param place Where it stands.
   * @throws {CannotCross} If it cannot cross.
   */
  resolve(spelling: string, place: Place): TsType {
    return this.#of(crossingOf(spelling, place, this.#world));
  }

  #of(crossing: Crossing): TsType {
    const { kind, name } = crossing;
    switch (kind) {
      case "void":
        return same("void");
      case "bool":
        return same("boolean");
      case "int":
      case "float":
      case "duration":
        return same("number");
      case "int64":
        return same("number | bigint");
      case "string":
      case "char":
      case "cstring":
        return same("string");
      case "bytes":
        return VALUES["QByteArray"]!;
      case "variant":
        return same("unknown");
      case "enum":
        return this.#enumeration(name);
      case "flags":
        return this.#flagsOf(name);
      case "function":
        return same("never");
      case "container":
        return this.#container(crossing);
      case "object":
      case "identity":
      case "value":
        return this.#class(crossing);
    }
  }

  #enumeration(name: string): TsType {
    const read = tsName(name);
    return this.#names.has(read)
      ? { read, write: `${read} | number` }
      : same("string | number");
  }

  #flagsOf(enumeration: string): TsType {
    const name = this.#flags.get(enumeration);
    if (name !== undefined && this.#names.has(name)) return same(name);
    const key = tsName(enumeration);
    return this.#names.has(key)
      ? same(`Flags<${key}>`)
      : same("string | number");
  }

  #class({ name, isPointer, isReference }: Crossing): TsType {
    const one = this.#world.class(name);
    const plain = one?.marks.includes("plain") ? PLAIN[name] : undefined;
    if (plain !== undefined) return plain;
    const own = tsName(name);
    const all = [own, ...this.#besides.get(name) ?? []]
      .filter((each) => this.#names.has(each));
    const read = all.length === 0 ? "unknown" : all.join(" | ");
    const converted = isPointer || isReference ? undefined : CONVERTED[name];
    const write = converted === undefined ? read : `${read} | ${converted}`;
    return isPointer
      ? { read: `${read} | null`, write: `${write} | null` }
      : { read, write };
  }

  #container({ name, args }: Crossing): TsType {
    // Qt's lists of objects have no null in them.
    const [first, second] = args.map((arg) =>
      arg.isPointer ? withoutNull(this.#of(arg)) : this.#of(arg)
    );
    if (first === undefined) return same("unknown");
    const list = `readonly ${grouped(first.write)}[]`;
    switch (name) {
      case "QPointer":
        return {
          read: `${first.read} | null`,
          write: `${first.write} | null`,
        };
      case "std::optional":
        return {
          read: `${first.read} | undefined`,
          write: `${first.write} | null | undefined`,
        };
      case "QSet":
        return {
          read: `Set<${first.read}>`,
          write: `ReadonlySet<${first.write}> | ${list}`,
        };
    }
    if (second === undefined) {
      return { read: `${grouped(first.read)}[]`, write: list };
    }
    const write = first.write === "string"
      ? `ReadonlyMap<string, ${second.write}> | Readonly<Record<string, ${second.write}>>`
      : `ReadonlyMap<${first.write}, ${second.write}>`;
    switch (name) {
      case "std::pair":
        return {
          read: `[${first.read}, ${second.read}]`,
          write: `readonly [${first.write}, ${second.write}]`,
        };
      case "QMultiMap":
      case "QMultiHash":
        return { read: `[${first.read}, ${second.read}][]`, write };
      default:
        return { read: `Map<${first.read}, ${second.read}>`, write };
    }
  }
}

/** The name of a class or an enumeration in TypeScript: `QTextLayoutFormatRange` for `QTextLayout::FormatRange`. */
export function tsName(name: string): string {
  const parts = name.split("::").filter((part) => part !== "");
  return parts.slice(1).reduce(enumTypeName, parts[0]!);
}

/** For a place where `|` would bind wrongly. */
function grouped(type: string): string {
  return type.includes("|") || type.startsWith("readonly ")
    ? `(${type})`
    : type;
}
