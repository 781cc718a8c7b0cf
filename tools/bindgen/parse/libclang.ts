/**
 * The part of libclang's C interface that reading Qt's headers needs, called through Deno's FFI.
 *
 * Structures cross by value as bytes: a cursor has 32, a type 24, a location 24. They stay valid as long as their
 * translation unit does.
 *
 * @module
 */

/** A node of the syntax tree: `CXCursor`. */
export type Cursor = Uint8Array<ArrayBuffer>;

/** A type: `CXType`. */
export type Type = Uint8Array<ArrayBuffer>;

/** The kinds of cursors that matter here: `CXCursorKind`. */
export const CursorKind = {
  unexposed: 1,
  struct: 2,
  class: 4,
  enum: 5,
  field: 6,
  enumerator: 7,
  function: 8,
  method: 21,
  namespace: 22,
  linkage: 23,
  constructor: 24,
  destructor: 25,
  conversion: 26,
  functionTemplate: 30,
  classTemplate: 31,
  accessSpecifier: 39,
  base: 44,
  annotation: 406,
  friend: 603,
} as const;

const CURSOR = {
  struct: ["u32", "i32", "pointer", "pointer", "pointer"],
} as const;
const TYPE = { struct: ["u32", "pointer", "pointer"] } as const;
const STRING = { struct: ["pointer", "u32"] } as const;
const LOCATION = { struct: ["pointer", "pointer", "u32"] } as const;
const RANGE = { struct: ["pointer", "pointer", "u32", "u32"] } as const;

/** A function from a cursor to a number, a string, a type, a cursor. */
const numberOf = { parameters: [CURSOR], result: "i32" } as const;
const stringOf = { parameters: [CURSOR], result: STRING } as const;
const typeOf = { parameters: [CURSOR], result: TYPE } as const;
const cursorOf = { parameters: [CURSOR], result: CURSOR } as const;

const SYMBOLS = {
  clang_createIndex: { parameters: ["i32", "i32"], result: "pointer" },
  clang_disposeIndex: { parameters: ["pointer"], result: "void" },
  clang_parseTranslationUnit2: {
    parameters: [
      "pointer",
      "buffer",
      "buffer",
      "i32",
      "buffer",
      "u32",
      "u32",
      "buffer",
    ],
    result: "i32",
  },
  clang_disposeTranslationUnit: { parameters: ["pointer"], result: "void" },
  clang_getNumDiagnostics: { parameters: ["pointer"], result: "u32" },
  clang_getDiagnostic: { parameters: ["pointer", "u32"], result: "pointer" },
  clang_getDiagnosticSeverity: { parameters: ["pointer"], result: "i32" },
  clang_formatDiagnostic: { parameters: ["pointer", "u32"], result: STRING },
  clang_disposeDiagnostic: { parameters: ["pointer"], result: "void" },
  clang_getTranslationUnitCursor: { parameters: ["pointer"], result: CURSOR },
  clang_visitChildren: {
    parameters: [CURSOR, "function", "pointer"],
    result: "u32",
  },
  clang_getCString: { parameters: [STRING], result: "pointer" },
  clang_disposeString: { parameters: [STRING], result: "void" },
  clang_getFileName: { parameters: ["pointer"], result: STRING },
  clang_getCursorLocation: { parameters: [CURSOR], result: LOCATION },
  clang_getCursorExtent: { parameters: [CURSOR], result: RANGE },
  clang_getRangeStart: { parameters: [RANGE], result: LOCATION },
  clang_getRangeEnd: { parameters: [RANGE], result: LOCATION },
  clang_getFileLocation: {
    parameters: [LOCATION, "buffer", "buffer", "buffer", "buffer"],
    result: "void",
  },
  clang_Cursor_getArgument: { parameters: [CURSOR, "u32"], result: CURSOR },
  clang_getOverriddenCursors: {
    parameters: [CURSOR, "buffer", "buffer"],
    result: "void",
  },
  clang_disposeOverriddenCursors: { parameters: ["pointer"], result: "void" },
  clang_getEnumConstantDeclValue: { parameters: [CURSOR], result: "i64" },
  clang_getCanonicalType: { parameters: [TYPE], result: TYPE },
  clang_getTypeSpelling: { parameters: [TYPE], result: STRING },
  clang_isFunctionTypeVariadic: { parameters: [TYPE], result: "u32" },
  clang_getCursorSpelling: stringOf,
  clang_getCursorType: typeOf,
  clang_getCursorResultType: typeOf,
  clang_getEnumDeclIntegerType: typeOf,
  clang_getCursorSemanticParent: cursorOf,
  clang_Cursor_getNumArguments: numberOf,
  clang_getCXXAccessSpecifier: numberOf,
  clang_getCursorAvailability: numberOf,
  clang_isCursorDefinition: numberOf,
  clang_EnumDecl_isScoped: numberOf,
  clang_CXXRecord_isAbstract: numberOf,
  clang_CXXMethod_isStatic: numberOf,
  clang_CXXMethod_isConst: numberOf,
  clang_CXXMethod_isVirtual: numberOf,
  clang_CXXMethod_isPureVirtual: numberOf,
  clang_CXXConstructor_isCopyConstructor: numberOf,
  clang_CXXConstructor_isMoveConstructor: numberOf,
} as const satisfies Deno.ForeignLibraryInterface;

/** Functions of libclang that answer a number for a cursor, without `clang_`. */
export type NumberQuestion =
  | "getCXXAccessSpecifier"
  | "getCursorAvailability"
  | "isCursorDefinition"
  | "EnumDecl_isScoped"
  | "CXXRecord_isAbstract"
  | "CXXMethod_isStatic"
  | "CXXMethod_isConst"
  | "CXXMethod_isVirtual"
  | "CXXMethod_isPureVirtual"
  | "CXXConstructor_isCopyConstructor"
  | "CXXConstructor_isMoveConstructor"
  | "Cursor_getNumArguments";

/** A position in a file. */
export interface Position {
  /** The path, or undefined for what stands in no file. */
  readonly file: string | undefined;
  /** In bytes from the start. */
  readonly offset: number;
}

/** Thrown when headers cannot be parsed. */
export class ParseError extends Error {
  /** The name of this class. */
  override name = "ParseError";
}

/** libclang, opened. */
export class LibClang implements Disposable {
  readonly #library: Deno.DynamicLibrary<typeof SYMBOLS>;
  readonly #index: Deno.PointerValue;
  readonly #units: Deno.PointerValue[] = [];
  readonly #visitor: Deno.UnsafeCallback<
    { parameters: [typeof CURSOR, typeof CURSOR, "pointer"]; result: "u32" }
  >;
  readonly #visited: Cursor[] = [];
  readonly #fileNames = new Map<bigint, string>();

  /**
   * Opens libclang.
   *
   * @param path The library's file.
   */
  constructor(path: string) {
    this.#library = Deno.dlopen(path, SYMBOLS);
    this.#index = this.#library.symbols.clang_createIndex(0, 0);
    this.#visitor = new Deno.UnsafeCallback(
      { parameters: [CURSOR, CURSOR, "pointer"], result: "u32" },
      (cursor) => {
        this.#visited.push(cursor as Cursor);
        return 1; // CXChildVisit_Continue
      },
    );
  }

  /**
   * Parses a C++ source without the bodies of its functions.
   *
   * @param path The source's file.
   * @param args The compiler's arguments.
   * @returns The cursor of the translation unit.
   * @throws {ParseError} If there is an error in the source, or in what it includes.
   */
  parse(path: string, args: readonly string[]): Cursor {
    const { symbols } = this.#library;
    const texts = args.map(cString);
    const pointers = new BigUint64Array(
      texts.map((text) =>
        Deno.UnsafePointer.value(Deno.UnsafePointer.of(text))
      ),
    );
    const unit = new BigUint64Array(1);
    const skipFunctionBodies = 0x40;
    const code = symbols.clang_parseTranslationUnit2(
      this.#index,
      cString(path),
      pointers,
      args.length,
      null,
      0,
      skipFunctionBodies,
      unit,
    );
    if (code !== 0) {
      throw new ParseError(`Cannot parse ${path}: libclang's error ${code}`);
    }
    const pointer = Deno.UnsafePointer.create(unit[0]!);
    this.#units.push(pointer);
    const errors = [...this.#errors(pointer)];
    if (errors.length > 0) throw new ParseError(errors.join("\n"));
    return symbols.clang_getTranslationUnitCursor(pointer);
  }

  *#errors(unit: Deno.PointerValue): Generator<string> {
    const { symbols } = this.#library;
    const count = symbols.clang_getNumDiagnostics(unit);
    for (let i = 0; i < count; i++) {
      const diagnostic = symbols.clang_getDiagnostic(unit, i);
      if (symbols.clang_getDiagnosticSeverity(diagnostic) >= 3) {
        yield this.#text(symbols.clang_formatDiagnostic(diagnostic, 1));
      }
      symbols.clang_disposeDiagnostic(diagnostic);
    }
  }

  /** What is declared directly in a cursor, in the order of the source. */
  children(cursor: Cursor): Cursor[] {
    this.#library.symbols.clang_visitChildren(
      cursor,
      this.#visitor.pointer,
      null,
    );
    return this.#visited.splice(0);
  }

  /** One of {@linkcode CursorKind}, or another. */
  kind(cursor: Cursor): number {
    return new Uint32Array(cursor.buffer, cursor.byteOffset, 1)[0]!;
  }

  /** A number that libclang knows of a cursor. */
  number(question: NumberQuestion, cursor: Cursor): number {
    return this.#library.symbols[`clang_${question}`](cursor);
  }

  /** The name of what is declared. */
  spelling(cursor: Cursor): string {
    return this.#text(this.#library.symbols.clang_getCursorSpelling(cursor));
  }

  /** The declaration that this one is a part of. */
  parent(cursor: Cursor): Cursor {
    return this.#library.symbols.clang_getCursorSemanticParent(cursor);
  }

  /** A parameter of a function. */
  argument(cursor: Cursor, index: number): Cursor {
    return this.#library.symbols.clang_Cursor_getArgument(cursor, index);
  }

  /** The type of what is declared. */
  type(cursor: Cursor): Type {
    return this.#library.symbols.clang_getCursorType(cursor);
  }

  /** What a function returns. */
  resultType(cursor: Cursor): Type {
    return this.#library.symbols.clang_getCursorResultType(cursor);
  }

  /** The integer type of an enumeration. */
  enumType(cursor: Cursor): Type {
    return this.#library.symbols.clang_getEnumDeclIntegerType(cursor);
  }

  /** The value of an enumerator. */
  enumValue(cursor: Cursor): bigint {
    return BigInt(
      this.#library.symbols.clang_getEnumConstantDeclValue(cursor),
    );
  }

  /** The spelling of a type without any alias in it. */
  canonical(type: Type): string {
    const { symbols } = this.#library;
    return this.#text(
      symbols.clang_getTypeSpelling(symbols.clang_getCanonicalType(type)),
    );
  }

  /** Whether a function takes C's variable arguments. */
  isVariadic(cursor: Cursor): boolean {
    return this.#library.symbols.clang_isFunctionTypeVariadic(
      this.type(cursor),
    ) !== 0;
  }

  /** Whether a method overrides one of a base class. */
  isOverride(cursor: Cursor): boolean {
    const { symbols } = this.#library;
    const overridden = new BigUint64Array(1);
    const count = new Uint32Array(1);
    symbols.clang_getOverriddenCursors(cursor, overridden, count);
    symbols.clang_disposeOverriddenCursors(
      Deno.UnsafePointer.create(overridden[0]!),
    );
    return count[0]! > 0;
  }

  /** Where a declaration's name stands. */
  position(cursor: Cursor): Position {
    return this.#position(
      this.#library.symbols.clang_getCursorLocation(cursor),
    );
  }

  /** Where a declaration starts and ends. */
  extent(cursor: Cursor): [Position, Position] {
    const { symbols } = this.#library;
    const range = symbols.clang_getCursorExtent(cursor);
    return [
      this.#position(symbols.clang_getRangeStart(range)),
      this.#position(symbols.clang_getRangeEnd(range)),
    ];
  }

  #position(location: Uint8Array<ArrayBuffer>): Position {
    const file = new BigUint64Array(1);
    const numbers = [0, 0, 0].map(() => new Uint32Array(1));
    this.#library.symbols.clang_getFileLocation(
      location,
      file,
      numbers[0]!,
      numbers[1]!,
      numbers[2]!,
    );
    return { file: this.#fileName(file[0]!), offset: numbers[2]![0]! };
  }

  #fileName(address: bigint): string | undefined {
    if (address === 0n) return undefined;
    let name = this.#fileNames.get(address);
    if (name === undefined) {
      name = this.#text(
        this.#library.symbols.clang_getFileName(
          Deno.UnsafePointer.create(address),
        ),
      );
      this.#fileNames.set(address, name);
    }
    return name;
  }

  #text(string: Uint8Array<ArrayBuffer>): string {
    const { symbols } = this.#library;
    const pointer = symbols.clang_getCString(string);
    const text = pointer === null
      ? ""
      : new Deno.UnsafePointerView(pointer).getCString();
    symbols.clang_disposeString(string);
    return text;
  }

  /** Gives back what libclang holds; no cursor is valid after that. */
  [Symbol.dispose](): void {
    const { symbols } = this.#library;
    for (const unit of this.#units) symbols.clang_disposeTranslationUnit(unit);
    symbols.clang_disposeIndex(this.#index);
    this.#visitor.close();
    this.#library.close();
  }
}

function cString(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(`${text}\0`);
}
