/**
 * Reads the generated types, for tests that compare them with the running Qt.
 *
 * @module
 */

/** What an interface says of one name. */
export interface Declared {
  readonly kind: "property" | "signal" | "method";
  /** Of a property: what it is when read. */
  readonly type: string;
}

/** The generated files of one module. */
export interface Declarations {
  /** The members that each class adds to its base. */
  readonly members: ReadonlyMap<string, ReadonlyMap<string, Declared>>;
  /** The other types by name. */
  readonly aliases: ReadonlyMap<string, string>;
  /** The classes that can be created. */
  readonly creatable: readonly string[];
}

const SOURCES = new URL("../../src/qt/", import.meta.url);

/** Reads the types of a module. */
export function readDeclarations(folder: string): Declarations {
  const members = new Map<string, ReadonlyMap<string, Declared>>();
  const aliases = new Map<string, string>();
  const types = new URL(`generated/${folder}/`, SOURCES);
  for (const { name } of Deno.readDirSync(types)) {
    const text = Deno.readTextFileSync(new URL(name, types));
    for (const [, alias, type] of text.matchAll(ALIAS)) {
      aliases.set(alias!, joined(type!));
    }
    for (const [, className, body] of text.matchAll(INTERFACE)) {
      if (!className!.endsWith("Properties")) {
        members.set(className!, readMembers(body!));
      }
    }
  }
  const classes = Deno.readTextFileSync(
    new URL(`generated/${folder}/classes.ts`, SOURCES),
  );
  const creatable = [...classes.matchAll(/^export const (\w+): QtClass</gm)]
    .map(([, name]) => name!);
  return { members, aliases, creatable };
}

const ALIAS = /^export type (\w+) =([^;]*);/gm;
const INTERFACE = /^export interface (\w+) extends \w+ \{\n(.*?)^\}/gms;
// A member starts with two spaces; what is folded has more.
const MEMBER =
  /^ {2}(?:(get|set|readonly) )?(\w+)(<[^(]*>)?(\(|:)(.*?);\n(?= {2}\S|$(?![\s\S]))/gms;

function readMembers(body: string): Map<string, Declared> {
  const members = new Map<string, Declared>();
  const code = body.replaceAll(/^ *\/\*\*.*\*\/\n/gm, "");
  for (const [, word, name, , mark, rest] of code.matchAll(MEMBER)) {
    const type = joined(rest!).replace(/^\): /, "");
    // `never`: a method of a base that the class does not offer.
    if (word === "set" || name === "signal" || type === "never") continue;
    const kind = mark === "(" && word !== "get"
      ? "method"
      : type.startsWith("Signal<")
      ? "signal"
      : "property";
    members.set(name!, { kind, type });
  }
  return members;
}

function joined(type: string): string {
  return type.replaceAll(/\s+/g, " ").trim();
}
