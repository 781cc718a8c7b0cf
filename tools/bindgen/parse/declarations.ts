/**
 * Walks the syntax tree of Qt's headers and notes what it declares.
 *
 * @module
 */

import type { ApiEnum, ApiFlags, ApiParameter, MetaKind } from "../model.ts";
import {
  type Access,
  type DeclaredClass,
  type DeclaredField,
  type DeclaredMember,
  type DeclaredOperator,
  GLOBAL,
} from "./declared.ts";
import { type Cursor, CursorKind as Kind, type LibClang } from "./libclang.ts";
import { normalType } from "./types.ts";

const TYPE_ALIASES = [20, 36]; // typedef, using

const ACCESS: readonly Access[] = ["public", "public", "protected", "private"];

/** A class while its children are met. */
interface OpenClass extends DeclaredClass {
  readonly bases: { name: string; access: Access }[];
  readonly fields: DeclaredField[];
  readonly enums: ApiEnum[];
  readonly flags: ApiFlags[];
  readonly members: DeclaredMember[];
  templates: number;
}

/** What a walk has found. */
export interface Declarations {
  readonly classes: ReadonlyMap<string, DeclaredClass>;
  /** Operators that stand outside of a class. */
  readonly operators: readonly DeclaredOperator[];
}

/** Collects the declarations of Qt's headers. */
export class Collector {
  readonly #clang: LibClang;
  readonly #folder: RegExp;
  readonly #classes = new Map<string, OpenClass>();
  readonly #operators: DeclaredOperator[] = [];
  readonly #texts = new Map<string, Uint8Array>();

  /**
   * Makes one.
   *
   * @param clang What parsed the headers.
   * @param headers The folder above `QtCore/` and the like; what others declare does not count.
   */
  constructor(clang: LibClang, headers: string) {
    this.#clang = clang;
    this.#folder = new RegExp(
      `^${headers.replaceAll(/[.+]/g, "\\$&")}/(Qt\\w+)/(\\w+\\.h)$`,
    );
  }

  /** Notes all that a translation unit declares. */
  collect(unit: Cursor): Declarations {
    this.#visitScope(unit, "");
    return { classes: this.#classes, operators: this.#operators };
  }

  #visitScope(scope: Cursor, prefix: string): void {
    const clang = this.#clang;
    for (const cursor of clang.children(scope)) {
      const place = this.#place(cursor);
      if (place === undefined) continue;
      switch (clang.kind(cursor)) {
        case Kind.class:
        case Kind.struct:
        case Kind.classTemplate:
          this.#visitClass(cursor, prefix, place);
          break;
        case Kind.namespace: {
          const name = prefix + clang.spelling(cursor);
          if (name !== "") this.#visitNamespace(cursor, name, place);
          break;
        }
        case Kind.unexposed:
        case Kind.linkage:
          this.#visitScope(cursor, prefix);
          break;
        case Kind.function:
          this.#noteOperator(cursor, place);
          break;
        case Kind.enum:
          if (prefix === "") {
            this.#visitEnum(cursor, this.#scope(GLOBAL, place));
          }
      }
    }
  }

  /** The library's folder and the header, undefined for what is not Qt's. */
  #place(cursor: Cursor): readonly [string, string] | undefined {
    const { file } = this.#clang.position(cursor);
    const match = file?.match(this.#folder);
    return match ? [match[1]!, match[2]!] : undefined;
  }

  #visitNamespace(
    cursor: Cursor,
    name: string,
    place: readonly [string, string],
  ): void {
    const open = this.#scope(name, place);
    for (const child of this.#clang.children(cursor)) {
      this.#visitEnum(child, open);
    }
    this.#visitScope(cursor, `${name}::`);
  }

  #noteOperator(cursor: Cursor, [library]: readonly [string, string]): void {
    if (!/^operator\W/.test(this.#clang.spelling(cursor))) return;
    const member = this.#function(cursor, "friend");
    this.#operators.push({ library, member });
  }

  /** A namespace, which is opened in many headers, and of many libraries. */
  #scope(name: string, place: readonly [string, string]): OpenClass {
    const key = `${name}@${place[0]}`;
    let open = this.#classes.get(key);
    if (open === undefined) {
      open = this.#open(name, place, { isNamespace: true });
      this.#classes.set(key, open);
    }
    return open;
  }

  #open(
    name: string,
    [library, header]: readonly [string, string],
    rest: Partial<DeclaredClass>,
  ): OpenClass {
    return {
      name,
      library,
      header,
      access: "public",
      isNamespace: false,
      isTemplate: false,
      isAbstract: false,
      ...rest,
      bases: [],
      fields: [],
      enums: [],
      flags: [],
      members: [],
      templates: 0,
    };
  }

  #visitClass(
    cursor: Cursor,
    prefix: string,
    place: readonly [string, string],
  ): void {
    const clang = this.#clang;
    if (!clang.number("isCursorDefinition", cursor)) return;
    // A nested class may be defined outside of its class.
    const outer = clang.parent(cursor);
    const isNested = [Kind.class, Kind.struct].includes(
      clang.kind(outer) as typeof Kind.class,
    );
    if (isNested && !prefix.endsWith(`${clang.spelling(outer)}::`)) {
      prefix += `${clang.spelling(outer)}::`;
    }
    const name = prefix + clang.spelling(cursor);
    if (name === prefix || /[(<]/.test(name) || this.#classes.has(name)) return;
    const open = this.#open(name, place, {
      access: this.#access(cursor),
      isTemplate: clang.kind(cursor) === Kind.classTemplate,
      isAbstract: clang.number("CXXRecord_isAbstract", cursor) !== 0,
    });
    this.#classes.set(name, open);
    for (const child of clang.children(cursor)) {
      this.#visitMember(child, open, place);
    }
  }

  #visitMember(
    cursor: Cursor,
    open: OpenClass,
    place: readonly [string, string],
  ): void {
    const clang = this.#clang;
    switch (clang.kind(cursor)) {
      case Kind.base:
        open.bases.push({
          name: normalType(clang.canonical(clang.type(cursor))),
          access: this.#access(cursor),
        });
        break;
      case Kind.field:
        open.fields.push({
          name: clang.spelling(cursor),
          type: normalType(clang.canonical(clang.type(cursor))),
          access: this.#access(cursor),
        });
        break;
      case Kind.method:
      case Kind.conversion:
        open.members.push(this.#function(cursor, "method"));
        break;
      case Kind.constructor:
        open.members.push(this.#function(cursor, "constructor"));
        break;
      case Kind.destructor:
        open.members.push(this.#function(cursor, "destructor"));
        break;
      case Kind.functionTemplate:
        open.templates += 1;
        break;
      case Kind.friend:
        for (const child of clang.children(cursor)) {
          if (clang.kind(child) === Kind.function) {
            this.#noteOperator(child, place);
          }
        }
        break;
      case Kind.class:
      case Kind.struct:
      case Kind.classTemplate:
        this.#visitClass(cursor, `${open.name}::`, place);
        break;
      default:
        this.#visitEnum(cursor, open);
    }
  }

  #visitEnum(cursor: Cursor, open: OpenClass): void {
    const clang = this.#clang;
    if (this.#access(cursor) !== "public") return;
    const kind = clang.kind(cursor);
    if (TYPE_ALIASES.includes(kind)) {
      const type = normalType(clang.canonical(clang.type(cursor)));
      const flags = type.match(/^QFlags<([\w:]+)>$/);
      if (flags) {
        open.flags.push({ name: clang.spelling(cursor), enum: flags[1]! });
      }
    }
    if (kind !== Kind.enum || !clang.number("isCursorDefinition", cursor)) {
      return;
    }
    const name = clang.spelling(cursor);
    open.enums.push({
      name: /^\w+$/.test(name) ? name : "",
      isScoped: clang.number("EnumDecl_isScoped", cursor) !== 0,
      type: normalType(clang.canonical(clang.enumType(cursor))),
      values: clang.children(cursor)
        .filter((child) => clang.kind(child) === Kind.enumerator)
        .map((child) => [clang.spelling(child), clang.enumValue(child)]),
    });
  }

  #access(cursor: Cursor): Access {
    return ACCESS[this.#clang.number("getCXXAccessSpecifier", cursor)] ??
      "public";
  }

  #function(cursor: Cursor, kind: DeclaredMember["kind"]): DeclaredMember {
    const clang = this.#clang;
    const ask: LibClang["number"] = (question, of) =>
      clang.number(question, of);
    const isOwn = kind === "constructor" || kind === "destructor";
    const availability = ask("getCursorAvailability", cursor);
    return {
      kind,
      name: isOwn ? kind : clang.spelling(cursor),
      returns: isOwn
        ? ""
        : normalType(clang.canonical(clang.resultType(cursor))),
      parameters: this.#parameters(cursor),
      access: this.#access(cursor),
      isConst: ask("CXXMethod_isConst", cursor) !== 0,
      dispatch: this.#dispatch(cursor),
      meta: this.#meta(cursor),
      isDeprecated: availability === 1,
      isDeleted: availability === 2,
      isVariadic: clang.isVariadic(cursor),
      copies: ask("CXXConstructor_isCopyConstructor", cursor)
        ? "copy"
        : ask("CXXConstructor_isMoveConstructor", cursor)
        ? "move"
        : undefined,
      isConversion: clang.kind(cursor) === Kind.conversion,
      marks: [],
    };
  }

  #dispatch(cursor: Cursor): DeclaredMember["dispatch"] {
    const clang = this.#clang;
    if (clang.number("CXXMethod_isStatic", cursor)) return "static";
    if (!clang.number("CXXMethod_isVirtual", cursor)) return undefined;
    if (clang.isOverride(cursor)) return "override";
    return clang.number("CXXMethod_isPureVirtual", cursor) ? "pure" : "virtual";
  }

  #meta(cursor: Cursor): MetaKind | undefined {
    const clang = this.#clang;
    for (const child of clang.children(cursor)) {
      if (clang.kind(child) !== Kind.annotation) continue;
      const found = clang.spelling(child).match(/^qt_(signal|slot|invokable)$/);
      if (found) return found[1] as MetaKind;
    }
    return undefined;
  }

  #parameters(cursor: Cursor): ApiParameter[] {
    const clang = this.#clang;
    const count = clang.number("Cursor_getNumArguments", cursor);
    return Array.from({ length: Math.max(count, 0) }, (_, index) => {
      const parameter = clang.argument(cursor, index);
      return {
        name: clang.spelling(parameter) || `arg${index + 1}`,
        type: normalType(clang.canonical(clang.type(parameter))),
        default: this.#default(parameter),
        marks: [],
      };
    });
  }

  /** The default argument, read from the header: libclang tells only where it stands. */
  #default(parameter: Cursor): string | undefined {
    const [start, end] = this.#clang.extent(parameter);
    if (start.file === undefined || start.file !== end.file) return undefined;
    let bytes = this.#texts.get(start.file);
    if (bytes === undefined) {
      bytes = Deno.readFileSync(start.file);
      this.#texts.set(start.file, bytes);
    }
    const text = new TextDecoder().decode(
      bytes.subarray(start.offset, end.offset),
    );
    const [, value] = text.match(/[^=<>!]=(?!=)([^]*)$/) ?? [];
    return value?.replaceAll(/\/\*.*?\*\//g, "").replaceAll(/\s+/g, " ").trim();
  }
}
