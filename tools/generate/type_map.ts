/**
 * What a C++ type is in TypeScript, as `cpp_shim/core/wire/values.cpp` lets values cross.
 *
 * @module
 */

import { type CppType, formatCppType, parseCppType } from "./cpp_type.ts";
import { enumTypeName } from "./names.ts";
import { same, type TsType, VALUES, withoutNull } from "./ts_type.ts";

/** What the map has to know of Qt's classes. */
export interface Scopes {
  /** The base of a class, or null. */
  baseOf(className: string): string | null;
  /** The nearest class that has a type, itself or a base; undefined if it is no QObject class. */
  objectType(className: string): string | undefined;
  /** What has names under this one. */
  enumeration(scope: string, name: string): "enum" | "flags" | undefined;
  /** The name of the set of flags that is made of an enumeration. */
  flagsOf(scope: string, enumName: string): string | undefined;
  /** The type of a value class, or of one whose objects are no QObjects. */
  boxType(className: string): string | undefined;
  /** Whether it is an enumeration that Qt does not know the names of. */
  isNameless(qualifiedName: string): boolean;
}

const INTEGER_64: TsType = same("number | bigint");

/** What Qt's properties and slots take beside a value of the class: text that QVariant converts, a file or its bytes. */
const CONVERTED: Readonly<Record<string, string>> = {
  QBrush: "QColor",
  QFont: "string",
  QIcon: "string | Uint8Array",
  QKeySequence: "string",
  QPixmap: "string | Uint8Array",
};

const NUMBERS = new Set(
  ("int uint short ushort char schar uchar float double qreal qint8 quint8 qint16 quint16 qint32 quint32 " +
    "int8_t uint8_t int16_t uint16_t int32_t uint32_t").split(" "),
);

const BIG_NUMBERS = new Set(
  "long ulong qlonglong qulonglong qint64 quint64 int64_t uint64_t size_t qsizetype qintptr quintptr"
    .split(" "),
);

/** Containers that cross as arrays. */
const LISTS = new Set(["QList", "QVector", "QQueue", "QStack"]);

/** Qt's names of containers. */
const ALIASES: Readonly<Record<string, string>> = {
  "QModelIndexList": "QList<QModelIndex>",
  "QObjectList": "QList<QObject*>",
  "QWidgetList": "QList<QWidget*>",
  "QWindowList": "QList<QWindow*>",
  "QByteArrayList": "QList<QByteArray>",
  "WId": "quintptr",
};

/** Finds the TypeScript type of a C++ type. */
export class TypeMap {
  readonly #scopes: Scopes;

  constructor(scopes: Scopes) {
    this.#scopes = scopes;
  }

  /**
   * @param text The type as the class's meta-object spells it.
   * @param within The class, whose own enumerations need no scope.
   */
  resolve(text: string, within: string): TsType {
    return this.#of(parseCppType(ALIASES[text] ?? text), within);
  }

  #of(type: CppType, within: string): TsType {
    const { name, args, pointers } = type;
    if (type.isReference) return opaque(type);
    if (pointers > 0) return this.#pointer(type);
    const known = args.length === 0 ? VALUES[name] : undefined;
    if (known !== undefined) return known;
    if (NUMBERS.has(name)) return same("number");
    if (BIG_NUMBERS.has(name)) return INTEGER_64;
    if (name === "QFlags" && args.length === 1) {
      return this.#enumeration(args[0]!.name, within, true) ?? same("number");
    }
    if (LISTS.has(name) && args.length === 1) {
      const element = this.#of(args[0]!, within);
      // Qt's lists of objects have no null in them.
      const item = args[0]!.pointers > 0 ? withoutNull(element) : element;
      return {
        read: `${grouped(item.read)}[]`,
        write: `readonly ${grouped(item.write)}[]`,
      };
    }
    const box = args.length === 0 ? this.#scopes.boxType(name) : undefined;
    if (box !== undefined) {
      const converted = CONVERTED[name];
      return {
        read: box,
        write: converted === undefined ? box : `${box} | ${converted}`,
      };
    }
    return this.#enumeration(name, within, false) ?? opaque(type);
  }

  #pointer(type: CppType): TsType {
    const isPlain = type.pointers === 1 && !type.isConst &&
      type.args.length === 0;
    const name = isPlain
      ? this.#scopes.objectType(type.name) ?? this.#scopes.boxType(type.name)
      : undefined;
    return name === undefined ? opaque(type) : same(`${name} | null`);
  }

  /** `asFlags`: the name is that of the enumeration that the flags are made of. */
  #enumeration(
    name: string,
    within: string,
    asFlags: boolean,
  ): TsType | undefined {
    const colons = name.lastIndexOf("::");
    const own = colons < 0 ? name : name.slice(colons + 2);
    let scope: string | null = colons < 0 ? within : name.slice(0, colons);
    for (; scope !== null; scope = this.#scopes.baseOf(scope)) {
      const flags = asFlags ? this.#scopes.flagsOf(scope, own) : undefined;
      if (flags !== undefined) return same(enumTypeName(scope, flags));
      const kind = this.#scopes.enumeration(scope, own);
      const read = enumTypeName(scope, own);
      if (kind === "flags") return same(read);
      if (kind === "enum") return { read, write: `${read} | number` };
      const qualified = `${scope}::${own}`;
      if (this.#scopes.isNameless(qualified)) return same("number");
      // Flags that the class has not declared: they are called as one of them, with an s.
      const flag = asFlags ? own : own.replace(/s$/, "");
      if (this.#scopes.isNameless(`QFlags<${scope}::${flag}>`)) {
        return this.#scopes.enumeration(scope, flag) === "enum"
          ? same(`Flags<${enumTypeName(scope, flag)}>`)
          : same("number");
      }
    }
    // Of a scope whose meta-object says nothing of it: Qt knows its size alone.
    return colons < 0 ? undefined : same("number");
  }
}

function opaque(type: CppType): TsType {
  return same(`QtOpaque<${JSON.stringify(formatCppType(type))}>`);
}

/** For a place where `|` would bind wrongly. */
function grouped(type: string): string {
  return type.includes("|") || type.startsWith("readonly ")
    ? `(${type})`
    : type;
}
