/**
 * Declarations as TypeScript spells them.
 *
 * @module
 */

import type {
  DocFunction,
  DocMember,
  DocParam,
  DocType,
  DocTypeParam,
} from "./model.ts";

/** A type. */
export function typeText(type: DocType | undefined): string {
  if (type === undefined) return "unknown";
  const { kind, value } = type;
  switch (kind) {
    case "typeRef":
      return value.typeName + args(value.typeParams);
    case "union":
      return value.map(typeText).join(" | ");
    case "intersection":
      return value.map(typeText).join(" & ");
    case "array":
      return `${typeText(value)}[]`;
    case "tuple":
      return `[${
        value.map((item: DocType & { tsType?: DocType; label?: string }) =>
          typeText(item.tsType ?? item)
        ).join(", ")
      }]`;
    case "typeOperator":
      return `${value.operator} ${typeText(value.tsType)}`;
    case "parenthesized":
      return `(${typeText(value)})`;
    case "rest":
      return `...${typeText(value)}`;
    case "optional":
      return `${typeText(value)}?`;
    case "typeQuery":
      return `typeof ${value}`;
    case "literal":
      return literalText(value, type.repr);
    case "fnOrConstructor":
      return `${value.constructor === true ? "new " : ""}${
        typeParams(value.typeParams)
      }(${params(value.params)}) => ${typeText(value.tsType)}`;
    case "indexedAccess":
      return `${typeText(value.objType)}[${typeText(value.indexType)}]`;
    case "infer":
      return `infer ${value.typeParam.name}`;
    case "conditional":
      return `${typeText(value.checkType)} extends ${
        typeText(value.extendsType)
      } ? ${typeText(value.trueType)} : ${typeText(value.falseType)}`;
    case "mapped":
      return `{ ${
        value.readonly ? "readonly " : ""
      }[${value.typeParam.name} in ${typeText(value.typeParam.constraint)}]${
        value.optional ? "?" : ""
      }: ${typeText(value.tsType)} }`;
    case "typePredicate":
      return `${value.asserts ? "asserts " : ""}${
        value.param.name ?? "this"
      } is ${typeText(value.type)}`;
    case "typeLiteral":
      return literalType(value);
    default:
      return type.repr || kind;
  }
}

function literalText(
  value: { kind: string; string?: string; tsTypes?: DocType[] },
  repr: string | undefined,
): string {
  return value.kind === "string" ? JSON.stringify(value.string) : repr ?? "";
}

function literalType(
  { properties = [], methods = [], callSignatures = [] }: {
    properties?: DocMember[];
    methods?: DocMember[];
    callSignatures?: DocMember[];
  },
): string {
  const all = [
    ...callSignatures.map((one) => memberText({ ...one, name: "" })),
    ...properties.map(memberText),
    ...methods.map(memberText),
  ];
  return all.length === 0 ? "{}" : `{ ${all.join("; ")} }`;
}

/** A list of parameters without parentheses. */
export function params(list: readonly DocParam[] = []): string {
  return list.map(paramText).join(", ");
}

function paramText(param: DocParam): string {
  const { kind, left, arg } = param;
  if (kind === "assign" && left !== undefined) {
    const { name, tsType } = left;
    return `${name ?? "options"}?: ${typeText(tsType)}`;
  }
  if (kind === "rest" && arg !== undefined) {
    return `...${arg.name ?? "rest"}: ${typeText(param.tsType ?? arg.tsType)}`;
  }
  return `${param.name ?? "options"}${param.optional ? "?" : ""}: ${
    typeText(param.tsType)
  }`;
}

/** Parameters that are types, in angle brackets. */
export function typeParams(list: readonly DocTypeParam[] = []): string {
  if (list.length === 0) return "";
  return `<${
    list.map(({ name, constraint, default: value }) =>
      name + (constraint ? ` extends ${typeText(constraint)}` : "") +
      (value ? ` = ${typeText(value)}` : "")
    ).join(", ")
  }>`;
}

function args(list: readonly DocType[] | undefined): string {
  return list === undefined || list.length === 0
    ? ""
    : `<${list.map(typeText).join(", ")}>`;
}

/** What a function is called with, and what it returns. */
export function functionText(name: string, one: Partial<DocFunction>): string {
  const result = one.returnType === undefined
    ? ""
    : `: ${typeText(one.returnType)}`;
  return `${name}${typeParams(one.typeParams)}(${params(one.params)})${result}`;
}

/** A member of a class, an interface or a type. */
export function memberText(member: DocMember): string {
  const { name, kind, functionDef } = member;
  const words = [
    member.accessibility,
    member.isStatic && "static",
    member.isAbstract && "abstract",
    (kind === "getter" || kind === "setter") && kind.slice(0, 3),
    member.readonly && "readonly",
  ].filter((word) => typeof word === "string").map((word) => `${word} `);
  const mark = member.optional ? "?" : "";
  const callable = functionDef ?? (member.params && member as DocFunction);
  return words.join("") +
    (callable
      ? functionText(name + mark, callable)
      : `${name}${mark}: ${typeText(member.tsType)}`);
}
