/**
 * What a C++ type is in TypeScript, as `cpp_shim/core/wire/values.cpp` lets values cross.
 *
 * @module
 */

import { type CppType, formatCppType, parseCppType } from "./cpp_type.ts";
import { enumTypeName } from "./names.ts";

/** A type in TypeScript, in both directions. */
export interface TsType {
  /** What Qt hands out. */
  readonly read: string;
  /** What Qt takes: `read`, and what it converts. */
  readonly write: string;
}

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
  /** Whether it is an enumeration that Qt does not know the names of. */
  isNameless(qualifiedName: string): boolean;
}

const same = (type: string): TsType => ({ read: type, write: type });
const INTEGER_64: TsType = same("number | bigint");

const VALUES: Readonly<Record<string, TsType>> = {
  "void": same("void"),
  "bool": same("boolean"),
  "QString": same("string"),
  "QChar": same("string"),
  "QByteArray": { read: "Uint8Array", write: "Uint8Array | string" },
  "QStringList": { read: "string[]", write: "readonly string[]" },
  "QVariant": same("unknown"),
  "QVariantList": { read: "unknown[]", write: "readonly unknown[]" },
  "QVariantMap": { read: "Record<string, unknown>", write: "QtMap" },
  "QVariantHash": { read: "Record<string, unknown>", write: "QtMap" },
  "QJsonValue": same("unknown"),
  "QJsonObject": { read: "Record<string, unknown>", write: "QtMap" },
  "QJsonArray": { read: "unknown[]", write: "readonly unknown[]" },
  "QDateTime": same("Date"),
  "QDate": same("string"),
  "QTime": same("string"),
  "QUrl": same("URL | string"),
  "QModelIndex": same("QModelIndex"),
  "QPersistentModelIndex": same("QModelIndex"),
  "QSize": same("QSize"),
  "QSizeF": same("QSizeF"),
  "QPoint": same("QPoint"),
  "QPointF": same("QPointF"),
  "QRect": same("QRect"),
  "QRectF": same("QRectF"),
  "QColor": { read: "QColor | null", write: "QColor | string | null" },
  // Qt converts these from what QVariant knows.
  "QFont": { read: 'QtOpaque<"QFont">', write: 'QtOpaque<"QFont"> | string' },
  "QKeySequence": {
    read: 'QtOpaque<"QKeySequence">',
    write: 'QtOpaque<"QKeySequence"> | string',
  },
  // The shim reads them from a file, or from the bytes of one.
  "QIcon": {
    read: 'QtOpaque<"QIcon">',
    write: 'QtOpaque<"QIcon"> | string | Uint8Array',
  },
  "QPixmap": {
    read: 'QtOpaque<"QPixmap">',
    write: 'QtOpaque<"QPixmap"> | string | Uint8Array',
  },
  "QBrush": {
    read: 'QtOpaque<"QBrush">',
    write: 'QtOpaque<"QBrush"> | QColor',
  },
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
    return this.#enumeration(name, within, false) ?? opaque(type);
  }

  #pointer(type: CppType): TsType {
    const name = type.pointers === 1 && !type.isConst && type.args.length === 0
      ? this.#scopes.objectType(type.name)
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

/** Where there is always an object. */
export function withoutNull({ read, write }: TsType): TsType {
  const without = (type: string) => type.replace(/ \| null$/, "");
  return { read: without(read), write: without(write) };
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
