/**
 * Reads the text that `write.ts` writes: nothing else of `tools/bindgen` is needed to generate code.
 *
 * @module
 */

import type {
  ApiClass,
  ApiEnum,
  ApiField,
  ApiFlags,
  ApiMember,
  ApiParameter,
  ClassKind,
  Dispatch,
  Excluded,
  Library,
  MetaKind,
} from "./model.ts";

/** A class while its lines are read. */
interface OpenClass extends ApiClass {
  readonly enums: ApiEnum[];
  readonly flags: ApiFlags[];
  readonly fields: ApiField[];
  readonly members: ApiMember[];
  readonly excluded: Excluded[];
}

/**
 * Reads the API of a library.
 *
 * @param text What an `.api` file holds.
 * @throws {SyntaxError} If a line is not what `write.ts` writes.
 */
export function readLibrary(text: string): Library {
  const [head = "", ...lines] = text.split("\n");
  const [, name, version] = match(head, /^library (\w+) ([\d.]+)$/);
  const classes: OpenClass[] = [];
  for (const line of lines) {
    if (line === "") continue;
    if (!line.startsWith("  ")) classes.push(readHead(line));
    else readLine(classes.at(-1)!, line.slice(2));
  }
  return { name: name!, version: version!, classes };
}

function readHead(line: string): OpenClass {
  const [, abstract, kind, name, bases, marks] = match(
    line,
    /^(abstract )?(object|value|identity|namespace) (\S+)(?: : (.*?))?((?: @\S+)*)$/,
  );
  return {
    kind: kind as ClassKind,
    name: name!,
    bases: bases === undefined ? [] : split(bases),
    isAbstract: abstract !== undefined,
    marks: readMarks(marks!),
    enums: [],
    flags: [],
    fields: [],
    members: [],
    excluded: [],
  };
}

function readLine(into: OpenClass, line: string): void {
  const [word = ""] = line.split(" ", 1);
  if (word.startsWith("-")) {
    into.excluded.push({
      reason: word.slice(1),
      declaration: line.slice(word.length + 1),
    });
  } else if (word === "enum") into.enums.push(readEnum(line));
  else if (word === "flags") {
    const [, name, type] = match(line, /^flags (\w+) = (\S+)$/);
    into.flags.push({ name: name!, enum: type! });
  } else if (word === "field") {
    const { type, name } = readParameter(line.slice(word.length + 1));
    into.fields.push({ type, name });
  } else into.members.push(readMember(line));
}

function readEnum(line: string): ApiEnum {
  const [, scoped, name, type, values] = match(
    line,
    /^enum (class )?(?:(\w+) )?: ([\w ]+) \{ (.*) \}$/,
  );
  return {
    name: name ?? "",
    isScoped: scoped !== undefined,
    type: type!,
    values: values === "" ? [] : values!.split(", ").map((value) => {
      const [, key, number] = match(value, /^(\w+) = (-?\d+)$/);
      return [key!, BigInt(number!)];
    }),
  };
}

/**
 * Reads the line of a member.
 *
 * @param line The line without the indent.
 * @throws {SyntaxError} If it is none.
 */
export function readMember(line: string): ApiMember {
  const [words, access, dispatch, meta, friend] = match(
    line,
    /^(protected )?(?:(static|virtual|pure|override) )?(?:(signal|slot|invokable) )?(friend )?/,
  );
  const rest = line.slice(words.length);
  const open = openingOf(rest);
  const [, returns, name] = match(
    rest.slice(0, open),
    /^(.*?)\s?(operator\W.*|~?\w+)$/,
  );
  const close = closingOf(rest, open);
  const [, isConst, marks] = match(
    rest.slice(close + 1),
    /^( const)?((?: @\S+)*)$/,
  );
  // QMetaObject has a method of that name.
  const isOwn = returns === "" &&
    (name === "constructor" || name === "destructor");
  const kind = isOwn ? name : friend === undefined ? "method" : "friend";
  return {
    kind,
    name: name!,
    returns: returns!,
    parameters: split(rest.slice(open + 1, close)).map(readParameter),
    isProtected: access !== undefined,
    isConst: isConst !== undefined,
    dispatch: dispatch as Dispatch | undefined,
    meta: meta as MetaKind | undefined,
    marks: readMarks(marks!),
  };
}

function readParameter(text: string): ApiParameter {
  const [, type, name, value, marks] = match(
    text,
    /^(.*?[ *&])(\w+)(?: = (.*?))?((?: @\S+)*)$/,
  );
  return {
    name: name!,
    type: type!.trim(),
    default: value,
    marks: readMarks(marks!),
  };
}

function readMarks(text: string): string[] {
  return text.split(" @").slice(1);
}

function match(text: string, pattern: RegExp): RegExpMatchArray {
  const found = text.match(pattern);
  if (found === null) {
    throw new SyntaxError(
      `Cannot read a line of an .api file: expected ${pattern}, got ${
        JSON.stringify(text)
      }`,
    );
  }
  return found;
}

/** Where the list of parameters opens: behind the name, which may be `operator()`, and behind `std::function<void ()>`. */
function openingOf(text: string): number {
  const operator = /(?:^|[ *&])operator(?:\(\)|[^\w\s(]+|[^(]*)\(/.exec(text);
  if (operator !== null) return operator.index + operator[0].length - 1;
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === "<") depth += 1;
    else if (text[i] === ">") depth -= 1;
    else if (text[i] === "(" && depth === 0) return i;
  }
  throw new SyntaxError(`Not a function: ${JSON.stringify(text)}`);
}

function closingOf(text: string, open: number): number {
  let depth = 0;
  for (let i = open; i < text.length; i++) {
    if (text[i] === "(") depth += 1;
    else if (text[i] === ")" && --depth === 0) return i;
  }
  throw new SyntaxError(`Without an end: ${JSON.stringify(text)}`);
}

/** Splits at the commas that stand in no brackets. */
function split(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    if ("<({[".includes(text[i]!)) depth += 1;
    else if (">)}]".includes(text[i]!)) depth -= 1;
    else if (text[i] === "," && depth === 0) {
      parts.push(text.slice(start, i));
      start = i + 1;
    }
  }
  if (text !== "") parts.push(text.slice(start));
  return parts.map((part) => part.trim());
}
