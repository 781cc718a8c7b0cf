/**
 * What `deno doc --json` says, as far as the reference needs it.
 *
 * @module
 */

/** A type. */
export interface DocType {
  readonly kind: string;
  readonly repr?: string;
  // deno-lint-ignore no-explicit-any -- each kind has another
  readonly value?: any;
}

/** A doc comment. */
export interface JsDoc {
  readonly doc?: string;
  readonly tags?: readonly {
    readonly kind: string;
    readonly name?: string;
    readonly doc?: string;
    readonly tsType?: DocType;
  }[];
}

/** A parameter. */
export interface DocParam {
  readonly kind: string;
  readonly name?: string;
  readonly optional?: boolean;
  readonly tsType?: DocType;
  readonly left?: DocParam;
  readonly arg?: DocParam;
}

/** A function, or what can be called like one. */
export interface DocFunction {
  readonly params: readonly DocParam[];
  readonly returnType?: DocType;
  readonly typeParams?: readonly DocTypeParam[];
  readonly isAsync?: boolean;
}

/** A parameter that is a type. */
export interface DocTypeParam {
  readonly name: string;
  readonly constraint?: DocType;
  readonly default?: DocType;
}

/** A property, method or accessor. */
export interface DocMember extends Partial<DocFunction> {
  readonly name: string;
  readonly kind?: string;
  readonly jsDoc?: JsDoc;
  readonly tsType?: DocType;
  readonly readonly?: boolean;
  readonly optional?: boolean;
  readonly isStatic?: boolean;
  readonly isAbstract?: boolean;
  readonly accessibility?: string;
  readonly functionDef?: DocFunction;
}

/** What a declaration declares. */
export interface DocDefinition extends Partial<DocFunction> {
  readonly tsType?: DocType;
  readonly isAbstract?: boolean;
  readonly extends?: string | readonly DocType[];
  readonly superTypeParams?: readonly DocType[];
  readonly implements?: readonly DocType[];
  readonly constructors?: readonly DocMember[];
  readonly properties?: readonly DocMember[];
  readonly methods?: readonly DocMember[];
  readonly callSignatures?: readonly DocMember[];
  readonly target?: { readonly filename: string };
}

/** One declaration of a name. */
export interface DocDeclaration {
  readonly kind: string;
  readonly location: {
    readonly filename: string;
    readonly line: number;
    readonly col: number;
  };
  readonly jsDoc?: JsDoc;
  readonly def: DocDefinition;
}

/** A name that a module exports. */
export interface DocSymbol {
  readonly name: string;
  readonly declarations: readonly DocDeclaration[];
}

/** The output of `deno doc --json`. */
export interface DocJson {
  readonly version: number;
  readonly nodes: Readonly<
    Record<string, {
      readonly module_doc?: JsDoc;
      readonly symbols: readonly DocSymbol[];
    }>
  >;
}
