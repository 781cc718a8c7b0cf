/**
 * By which kind of value each C++ type crosses between TypeScript and Qt, or why it cannot.
 *
 * @module
 */

import { type CppType, parseCppType } from "../generate/cpp_type.ts";
import type { ClassKind } from "./model.ts";

/** What has to be known of all classes to judge a type. */
export interface World {
  /** How the objects of a class live; undefined for what is not in any text. */
  kindOf(name: string): ClassKind | undefined;
  /** Whether there is such an enumeration. */
  isEnum(name: string): boolean;
}

/** Where a type stands. */
export type Place = "parameter" | "result";

/** The kinds. */
export type Kind =
  | "void"
  | "bool"
  | "int" // at most 32 bits
  | "int64"
  | "float"
  | "enum"
  | "flags"
  | "string"
  | "char"
  | "bytes"
  | "variant"
  | "cstring"
  | "duration"
  | "function"
  | "container"
  | "object"
  | "value"
  | "identity";

/** How a type crosses. */
export interface Crossing {
  readonly kind: Kind;
  /** The class, the enumeration, the container's template. */
  readonly name: string;
  /** Whether C++ has a pointer here. */
  readonly isPointer: boolean;
  /** Whether C++ has a reference here that it may write to. */
  readonly isReference: boolean;
  /** Whether it is a parameter that Qt writes a plain value to. */
  readonly isOut: boolean;
  /** Of a container. */
  readonly args: readonly Crossing[];
}

/** Thrown for a type that cannot cross. */
export class CannotCross extends Error {
  /** The name of this class. */
  override name = "CannotCross";

  /**
   * Makes one.
   *
   * @param reason The word that stands in an `.api` text.
   */
  constructor(readonly reason: string) {
    super(`A type cannot cross: ${reason}`);
  }
}

const BASIC: Readonly<Record<string, Kind>> = {
  void: "void",
  bool: "bool",
  int: "int",
  uint: "int",
  short: "int",
  ushort: "int",
  char: "int",
  schar: "int",
  uchar: "int",
  char16_t: "int",
  char32_t: "int",
  wchar_t: "int",
  long: "int64",
  ulong: "int64",
  qlonglong: "int64",
  qulonglong: "int64",
  double: "float",
  float: "float",
  QString: "string",
  QStringView: "string",
  QAnyStringView: "string",
  QChar: "char",
  QByteArray: "bytes",
  QByteArrayView: "bytes",
  QVariant: "variant",
};

/** Small numbers: a pointer to one is a buffer, not one number to be written. */
const BUFFERS = new Set([
  "char",
  "schar",
  "uchar",
  "short",
  "ushort",
  "char16_t",
  "char32_t",
  "wchar_t",
  "QChar",
]);

const COPIED: ReadonlySet<Kind> = new Set([
  "string",
  "bytes",
  "char",
  "variant",
]);

const VIEWS = /^Q(?:String|AnyString|ByteArray)View$/;

const CONTAINERS = new Set([
  "QList",
  "QSet",
  "QMap",
  "QHash",
  "QMultiMap",
  "QMultiHash",
  "std::pair",
  "std::optional",
  "QPointer",
  "QStack",
  "QQueue",
]);

/** What views of text there are that no QString converts to; each has a sibling that takes one. */
const OTHER_VIEWS =
  /^(?:QLatin1String(?:View)?|QLatin1Char|QUtf8StringView|QBasicUtf8StringView)$/;

const PLATFORM =
  /^(?:Vk|QVulkan|_?_?GL|_?xcb_|_?XDisplay|wl_|msghdr|sockaddr|_?IO_FILE$)/;

/**
 * Judges a type.
 *
 * @param spelling Its canonical spelling in C++.
 * @param place Where it stands.
 * @param world All classes.
 * @throws {CannotCross} If it cannot cross.
 */
export function crossingOf(
  spelling: string,
  place: Place,
  world: World,
): Crossing {
  if (/^(?:const )?std::function</.test(spelling)) {
    if (place === "result") throw new CannotCross("function-type");
    return plain("function", spelling);
  }
  if (spelling.includes("&&")) throw new CannotCross("rvalue-overload");
  if (/[[(]/.test(spelling)) throw new CannotCross("function-type");
  let type: CppType;
  try {
    type = parseCppType(spelling);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new CannotCross("template-type");
  }
  return cross(type, place, world, spelling.endsWith("&"));
}

function plain(kind: Kind, name: string): Crossing {
  return {
    kind,
    name,
    isPointer: false,
    isReference: false,
    isOut: false,
    args: [],
  };
}

function cross(
  type: CppType,
  place: Place,
  world: World,
  isAnyReference: boolean,
): Crossing {
  const { name } = type;
  if (type.pointers > 1) throw new CannotCross("pointer-to-pointer");
  const basic = BASIC[name] ??
    (name === "QFlags" ? "flags" : world.isEnum(name) ? "enum" : undefined);
  if (basic !== undefined) return crossPlain(basic, type, place);
  if (name.startsWith("std::chrono::")) return plain("duration", name);
  if (CONTAINERS.has(name)) return crossContainer(type, place, world);
  if (OTHER_VIEWS.test(name)) throw new CannotCross("view-overload");
  if (name === "std::initializer_list") {
    throw new CannotCross("initializer-list");
  }
  if (/^QBindable$/.test(name)) throw new CannotCross("bindable");
  if (/^Q(?:Json|Cbor)(?:\w*Ref$|\w+::(?:const_?)?iterator$)/i.test(name)) {
    throw new CannotCross("reference-into-container");
  }
  if (/^QThread(?:Pool)?$|^QRunnable$/.test(name)) {
    throw new CannotCross("threads");
  }
  if (PLATFORM.test(name)) throw new CannotCross("platform-type");
  const kind = type.args.length > 0 ? undefined : world.kindOf(name);
  if (kind === undefined || kind === "namespace") {
    if (type.args.length > 0) throw new CannotCross("template-type");
    if (name.startsWith("std::")) throw new CannotCross("std-type");
    throw new CannotCross("private-type");
  }
  const isPointer = type.pointers === 1;
  // A result is made in place, also where it can be neither copied nor moved.
  const isByValue = !isPointer && !isAnyReference && place === "parameter";
  if (kind !== "value" && isByValue) throw new CannotCross("not-copyable");
  return { ...plain(kind, name), isPointer, isReference: type.isReference };
}

/** What is a plain value in TypeScript: pointers and references to one are results in disguise. */
function crossPlain(kind: Kind, type: CppType, place: Place): Crossing {
  const { name, isConst } = type;
  if (type.pointers === 0) {
    if (!type.isReference) return plain(kind, nameOf(type));
    if (place === "result") {
      // A number that C++ could assign to is of no use here; a string is worth its copy.
      if (COPIED.has(kind)) return plain(kind, name);
      throw new CannotCross("reference-to-value");
    }
    if (VIEWS.test(name)) throw new CannotCross("view-overload");
    return { ...plain(kind, nameOf(type)), isReference: true, isOut: true };
  }
  if (kind === "void") throw new CannotCross("void-pointer");
  if (name === "char" && isConst) return plain("cstring", "char");
  if (BUFFERS.has(name)) throw new CannotCross("buffer");
  if (isConst) throw new CannotCross("array");
  if (place === "result") throw new CannotCross("pointer-to-value");
  if (VIEWS.test(name)) throw new CannotCross("view-overload");
  return { ...plain(kind, nameOf(type)), isPointer: true, isOut: true };
}

function nameOf(type: CppType): string {
  return type.name === "QFlags" ? type.args[0]!.name : type.name;
}

function crossContainer(type: CppType, place: Place, world: World): Crossing {
  const pointers = type.name === "QPointer" ? 1 : 0;
  const args = type.args.slice(0, 2).map((arg) => {
    const element = pointers === 0 ? arg : { ...arg, pointers };
    const crossing = cross(element, "parameter", world, false);
    if (crossing.isOut || crossing.kind === "void") {
      throw new CannotCross("array");
    }
    return crossing;
  });
  const isPointer = type.pointers === 1;
  if (isPointer && (type.isConst || place === "result")) {
    throw new CannotCross("pointer-to-container");
  }
  if (type.isReference && place === "result") {
    throw new CannotCross("reference-to-value");
  }
  return {
    kind: "container",
    name: type.name,
    isPointer,
    isReference: type.isReference,
    isOut: isPointer || type.isReference,
    args,
  };
}
