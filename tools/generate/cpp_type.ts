/**
 * The names of C++ types, as Qt's meta-objects spell them, taken apart.
 *
 * @module
 */

/** A type such as `const QList<Qt::Edge> *`. */
export interface CppType {
  /** With its scopes and without anything around: `Qt::Edge`; basic types in their shortest spelling: `uint`. */
  readonly name: string;
  /** What stands between angle brackets. */
  readonly args: readonly CppType[];
  /** How many `*` follow. */
  readonly pointers: number;
  /** Whether what is pointed at, or the type itself, is `const`. */
  readonly isConst: boolean;
  /** Whether it is a reference that can be written to: a `const` one is a mere value to Qt. */
  readonly isReference: boolean;
}

const BASIC = new Set([
  "unsigned",
  "signed",
  "long",
  "short",
  "int",
  "char",
  "double",
]);

const SHORTEST: Readonly<Record<string, string>> = {
  "unsigned": "uint",
  "unsigned int": "uint",
  "unsigned char": "uchar",
  "unsigned short": "ushort",
  "unsigned long": "ulong",
  "unsigned long long": "qulonglong",
  "unsigned long int": "ulong",
  "signed char": "schar",
  "signed int": "int",
  "long int": "long",
  "long long": "qlonglong",
  "long long int": "qlonglong",
  "short int": "short",
};

/**
 * Takes the name of a type apart.
 *
 * @throws {SyntaxError} If it is none that Qt's meta-objects would contain.
 */
export function parseCppType(text: string): CppType {
  const tokens = text.match(/[A-Za-z_]\w*(?:\s*::\s*\w+)*|\d+|[<>,*&]|\S/g) ??
    [];
  let at = 0;
  const fail = (): never => {
    throw new SyntaxError(
      `Not a type: ${JSON.stringify(text)}, at ${tokens[at] ?? "its end"}`,
    );
  };
  const take = (token: string): boolean => {
    if (tokens[at] !== token) return false;
    at += 1;
    return true;
  };

  const parse = (): CppType => {
    let isConst = false;
    const words: string[] = [];
    for (let token; (token = tokens[at]) !== undefined; at++) {
      if (token === "const") isConst = true;
      else if (token === "struct" || token === "class" || token === "enum") {
        continue;
      } else if (
        /^\w/.test(token) &&
        (words.length === 0 || BASIC.has(words[0]!) && BASIC.has(token))
      ) words.push(token.replaceAll(/\s/g, ""));
      else break;
    }
    if (words.length === 0) fail();
    const spelled = words.join(" ");
    const args: CppType[] = [];
    if (take("<") && !take(">")) {
      do args.push(parse()); while (take(","));
      if (!take(">")) fail();
    }
    let pointers = 0;
    let references = 0;
    for (let token; (token = tokens[at]) !== undefined; at++) {
      if (token === "*") pointers += 1;
      else if (token === "&") references += 1;
      else if (token === "const") isConst ||= pointers === 0;
      else break;
    }
    return {
      name: SHORTEST[spelled] ?? spelled,
      args,
      pointers,
      isConst,
      isReference: references > 0 && !isConst,
    };
  };

  const type = parse();
  if (at < tokens.length) fail();
  return type;
}

/** The type as `QMetaType` would name it. */
export function formatCppType(type: CppType): string {
  const args = type.args.length > 0
    ? `<${type.args.map(formatCppType).join(",")}>`
    : "";
  const front = type.isConst && type.pointers > 0 ? "const " : "";
  return `${front}${type.name}${args}${"*".repeat(type.pointers)}${
    type.isReference ? "&" : ""
  }`;
}
