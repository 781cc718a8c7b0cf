/**
 * Writes the API of a library as text: a declaration a line.
 *
 *     library QtWidgets 6.4.2
 *
 *     abstract object QLayout : QObject, QLayoutItem
 *       enum SizeConstraint : unsigned int { SetDefaultConstraint = 0, SetNoConstraint = 1 }
 *       constructor(QWidget *parent = nullptr @parent @nullable)
 *       pure void addItem(QLayoutItem *item @owns)
 *       -deprecated int margin() const
 *
 * @module
 */

import type {
  ApiClass,
  ApiEnum,
  ApiMember,
  ApiParameter,
  Library,
} from "./model.ts";

/** The text of a library's API. */
export function writeLibrary(library: Library): string {
  return [
    `library ${library.name} ${library.version}\n`,
    ...library.classes.map(writeClass),
  ].join("\n");
}

/** The lines of a class. */
export function writeClass(one: ApiClass): string {
  const head = [
    one.isAbstract ? "abstract " : "",
    `${one.kind} ${one.name}`,
    one.bases.length > 0 ? ` : ${one.bases.join(", ")}` : "",
    writeMarks(one.marks),
  ].join("");
  const lines = [
    ...one.enums.map(writeEnum),
    ...one.flags.map((flags) => `flags ${flags.name} = ${flags.enum}`),
    ...one.fields.map(({ name, type }) => `field ${typeBefore(type)}${name}`),
    ...one.members.map(writeMember),
    ...one.excluded.map((each) => `-${each.reason} ${each.declaration}`),
  ];
  return [head, ...lines.map((line) => `  ${line}`), ""].join("\n");
}

function writeEnum(one: ApiEnum): string {
  const values = one.values.map(([name, value]) => `${name} = ${value}`);
  return `enum ${one.isScoped ? "class " : ""}${
    one.name === "" ? "" : `${one.name} `
  }: ${one.type} { ${values.join(", ")} }`;
}

/** The line of a member, without the indent. */
export function writeMember(member: ApiMember): string {
  return [
    member.isProtected ? "protected " : "",
    member.dispatch === undefined ? "" : `${member.dispatch} `,
    member.meta === undefined ? "" : `${member.meta} `,
    member.kind === "friend" ? "friend " : "",
    typeBefore(member.returns),
    member.name,
    `(${member.parameters.map(writeParameter).join(", ")})`,
    member.isConst ? " const" : "",
    writeMarks(member.marks),
  ].join("");
}

function writeParameter(parameter: ApiParameter): string {
  return [
    typeBefore(parameter.type),
    parameter.name,
    parameter.default === undefined ? "" : ` = ${parameter.default}`,
    writeMarks(parameter.marks),
  ].join("");
}

/** A type, with a space after it where a name would run into it. */
function typeBefore(type: string): string {
  return type === "" || /[*&]$/.test(type) ? type : `${type} `;
}

function writeMarks(marks: readonly string[]): string {
  return marks.map((mark) => ` @${mark}`).join("");
}
