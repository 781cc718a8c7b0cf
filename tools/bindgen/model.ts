/**
 * The API of a Qt library as data: what an `.api` text holds, and what the stages of `tools/bindgen` pass on.
 *
 * @module
 */

/** The API of one of Qt's libraries. */
export interface Library {
  /** Its name, as its folder of headers has it: `QtGui`. */
  readonly name: string;
  /** Qt's version: `6.4.2`. */
  readonly version: string;
  /** In the order of names. */
  readonly classes: readonly ApiClass[];
}

/**
 * How the objects of a class live: `object` derives from QObject; a `value` can be copied; an `identity` can be
 * neither; a `namespace` has enumerations alone.
 */
export type ClassKind = "object" | "value" | "identity" | "namespace";

/** A class, or a namespace with enumerations. */
export interface ApiClass {
  readonly kind: ClassKind;
  /** With its scopes: `QTextLayout::FormatRange`. */
  readonly name: string;
  /** Its public bases, in the order of declaration. */
  readonly bases: readonly string[];
  /** Whether it has virtual functions that are not implemented. */
  readonly isAbstract: boolean;
  /** What rules say of the whole class, such as `pure`. */
  readonly marks: readonly string[];
  readonly enums: readonly ApiEnum[];
  readonly flags: readonly ApiFlags[];
  readonly fields: readonly ApiField[];
  /** In the order of the header. */
  readonly members: readonly ApiMember[];
  /** What no program can call, in the order of the header. */
  readonly excluded: readonly Excluded[];
}

/** An enumeration. */
export interface ApiEnum {
  /** Without the class; empty for one that has no name. */
  readonly name: string;
  /** Whether it is an `enum class`. */
  readonly isScoped: boolean;
  /** Its integer type. */
  readonly type: string;
  readonly values: readonly (readonly [name: string, value: bigint])[];
}

/** A name for the combinations of an enumeration's values. */
export interface ApiFlags {
  /** Without the class: `Alignment`. */
  readonly name: string;
  /** With its scopes: `Qt::AlignmentFlag`. */
  readonly enum: string;
}

/** A datum that programs read and write: `QStyleOption::rect`. */
export interface ApiField {
  readonly name: string;
  /** Its type in C++, without aliases. */
  readonly type: string;
}

/** What a member is; a `friend` is an operator outside of the class. */
export type MemberKind = "constructor" | "destructor" | "method" | "friend";

/** How a method takes part in virtual dispatch: `virtual` and `pure` where it is introduced, else `override`. */
export type Dispatch = "static" | "virtual" | "pure" | "override";

/** What the meta-object system knows of a method. */
export type MetaKind = "signal" | "slot" | "invokable";

/** A constructor, destructor, method or operator. */
export interface ApiMember {
  readonly kind: MemberKind;
  /** `constructor`, `destructor`, or the function's name in C++. */
  readonly name: string;
  /** Its type in C++, without aliases; empty for constructors and destructors. */
  readonly returns: string;
  readonly parameters: readonly ApiParameter[];
  readonly isProtected: boolean;
  readonly isConst: boolean;
  readonly dispatch: Dispatch | undefined;
  readonly meta: MetaKind | undefined;
  /** What rules say of the call and of its result, such as `async` or `takes`. */
  readonly marks: readonly string[];
}

/** A parameter. */
export interface ApiParameter {
  readonly name: string;
  /** Its type in C++, without aliases. */
  readonly type: string;
  /** The default argument as the header spells it. */
  readonly default: string | undefined;
  /** What rules say of it, such as `owns` or `nullable`. */
  readonly marks: readonly string[];
}

/** A public or protected member that is left out. */
export interface Excluded {
  /** Why, in one word with hyphens: `rvalue-overload`. */
  readonly reason: string;
  /** The declaration, as a member's line has it. */
  readonly declaration: string;
}
