/**
 * Reads the generated types, for tests that compare them with the running Qt.
 *
 * @module
 */

/** What a class says of one name. */
export interface Declared {
  readonly kind: "property" | "signal" | "method";
  /** Whether it is a member of the class itself. */
  readonly isStatic: boolean;
  /** Of a property: what it is when read. */
  readonly type: string;
}

/** The generated files of one module. */
export interface Declarations {
  /** The members that each class adds to its base. */
  readonly members: ReadonlyMap<string, ReadonlyMap<string, Declared>>;
  /** The other types by name. */
  readonly aliases: ReadonlyMap<string, string>;
  /** The QObject classes. */
  readonly objects: readonly string[];
  /** The QObject classes of which an object can be created from properties. */
  readonly creatable: readonly string[];
}

const SOURCES = new URL("../../src/qt/", import.meta.url);

/** Reads the types of a module. */
export function readDeclarations(folder: string): Declarations {
  const members = new Map<string, ReadonlyMap<string, Declared>>();
  const aliases = new Map<string, string>();
  const creatable: string[] = [];
  const types = new URL(`generated/${folder}/`, SOURCES);
  for (const { name } of Deno.readDirSync(types)) {
    const text = Deno.readTextFileSync(new URL(name, types));
    for (const [, alias, type] of text.matchAll(ALIAS)) {
      aliases.set(alias!, joined(type!));
    }
    for (const [, kind, className, body] of text.matchAll(DECLARATION)) {
      if (className!.endsWith("Properties")) continue;
      members.set(className!, readMembers(body!));
      if (
        kind === "declare class" && /constructor\(\s*properties\?:/.test(body!)
      ) {
        creatable.push(className!);
      }
    }
  }
  const running = Deno.readTextFileSync(new URL("classes.js", types));
  const objects = [...running.matchAll(/\bqtClass\(\s*"(\w+)"/g)]
    .map(([, name]) => name!);
  return { members, aliases, objects, creatable };
}

const ALIAS = /^export type (\w+) =([^;]*);/gm;
const DECLARATION =
  /^export (interface|declare (?:abstract )?class) (\w+)\s+extends \w+ \{\n(.*?)^\}/gms;
// A member starts with two spaces; what is folded has more.
const MEMBER =
  /^ {2}(static )?(?:(get|set|readonly) )?(\w+)(<[^(]*>)?(\(|:)(.*?);\n(?= {2}\S|$(?![\s\S]))/gms;

function readMembers(body: string): Map<string, Declared> {
  const members = new Map<string, Declared>();
  const code = body.replaceAll(/^ *\/\*\*.*?\*\/\n/gms, "");
  for (const [, fixed, word, name, , mark, rest] of code.matchAll(MEMBER)) {
    const type = joined(rest!).replace(/^\): /, "");
    // `never`: a method of a base that the class does not offer.
    if (word === "set" || name === "signal" || type === "never") continue;
    if (name === "constructor") continue;
    const kind = mark === "(" && word !== "get"
      ? "method"
      : type.startsWith("Signal<")
      ? "signal"
      : "property";
    const isStatic = fixed !== undefined;
    members.set(isStatic ? `static ${name}` : name!, { kind, type, isStatic });
  }
  return members;
}

function joined(type: string): string {
  return type.replaceAll(/\s+/g, " ").trim();
}
