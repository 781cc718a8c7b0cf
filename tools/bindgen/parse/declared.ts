/**
 * What headers declare, before any rule: the first stage hands this on.
 *
 * @module
 */

import type { ApiEnum, ApiField, ApiFlags, ApiMember } from "../model.ts";

/** Who may use a member. */
export type Access = "public" | "protected" | "private";

/** A function that a class declares, or an operator that takes one. */
export interface DeclaredMember extends Omit<ApiMember, "isProtected"> {
  readonly access: Access;
  readonly isDeprecated: boolean;
  /** Whether it is `= delete`. */
  readonly isDeleted: boolean;
  /** Whether it takes C's variable arguments. */
  readonly isVariadic: boolean;
  /** Whether it is a constructor from another of the class, and of which kind. */
  readonly copies: "copy" | "move" | undefined;
  /** Whether it converts the object: `operator QVariant()`. */
  readonly isConversion: boolean;
}

/** A datum of a class. */
export interface DeclaredField extends ApiField {
  readonly access: Access;
}

/** A class, structure or namespace. */
export interface DeclaredClass {
  readonly name: string;
  /** The folder of its header: `QtGui`. */
  readonly library: string;
  /** Its header's name: `qpen.h`. */
  readonly header: string;
  readonly access: Access;
  readonly isNamespace: boolean;
  readonly isTemplate: boolean;
  readonly isAbstract: boolean;
  readonly bases: readonly {
    readonly name: string;
    readonly access: Access;
  }[];
  readonly fields: readonly DeclaredField[];
  readonly enums: readonly ApiEnum[];
  readonly flags: readonly ApiFlags[];
  readonly members: readonly DeclaredMember[];
  /** How many function templates it has: no generator can call these. */
  readonly templates: number;
}

/** An operator that stands outside of a class. */
export interface DeclaredOperator {
  /** The library that declares it, which may be a further one than that of its operands. */
  readonly library: string;
  readonly member: DeclaredMember;
}

/** The name of what holds the enumerations outside of any class. */
export const GLOBAL = "::";
