/**
 * Operators by name: JavaScript cannot overload them.
 *
 * @module
 */

/** The names for operators with one operand beside the object, or with none where the key ends in `@0`. */
const OPERATORS: Readonly<Record<string, string>> = {
  "operator==": "equals",
  "operator!=": "notEquals",
  "operator<": "lessThan",
  "operator<=": "lessOrEqual",
  "operator>": "greaterThan",
  "operator>=": "greaterOrEqual",
  "operator+": "plus",
  "operator-": "minus",
  "operator*": "times",
  "operator/": "dividedBy",
  "operator%": "modulo",
  "operator&": "and",
  "operator|": "or",
  "operator^": "xor",
  "operator~": "not",
  "operator!": "isNot",
  "operator-@0": "negated",
  "operator+@0": "unaryPlus",
  "operator[]": "at",
  "operator()": "call",
  "operator=": "assign",
  "operator+=": "plusAssign",
  "operator-=": "minusAssign",
  "operator*=": "timesAssign",
  "operator/=": "dividedByAssign",
  "operator&=": "andAssign",
  "operator|=": "orAssign",
  "operator^=": "xorAssign",
  "operator<<": "append",
  "operator++@0": "increment",
  "operator--@0": "decrement",
};

/** What a stream reads and writes, by the type of the operand: C++ tells the methods apart by it. */
const STREAMED: Readonly<Record<string, string>> = {
  "signed char": "Int8",
  "unsigned char": "UInt8",
  "short": "Int16",
  "unsigned short": "UInt16",
  "int": "Int32",
  "unsigned int": "UInt32",
  "long long": "Int64",
  "unsigned long long": "UInt64",
  "bool": "Bool",
  "float": "Float",
  "double": "Double",
  "QString": "String",
  "QByteArray": "Bytes",
  "QChar": "Char",
};

/** The classes whose operators read and write. */
const STREAMS: readonly string[] = ["QDataStream", "QTextStream"];

/** Methods whose names mean something else in JavaScript. */
const RENAMED: Readonly<Record<string, string>> = {
  "QMetaObject::constructor": "constructorMethod",
};

/**
 * The name that a function has in TypeScript.
 *
 * @param owner Its class.
 * @param name Its name in C++.
 * @param operands The types of the operands beside the object.
 * @returns Undefined if it has none: what the operator does, others do, too.
 */
export function nameOf(
  owner: string,
  name: string,
  operands: readonly string[],
): string | undefined {
  if (!/^operator\W/.test(name)) return RENAMED[`${owner}::${name}`] ?? name;
  if (operands.length === 0) return OPERATORS[`${name}@0`] ?? OPERATORS[name];
  if (STREAMS.includes(owner) && /^operator(?:<<|>>)$/.test(name)) {
    const type = operands[0]!.replace(/^const /, "").replace(/ ?&$/, "");
    const suffix = STREAMED[type];
    const verb = name === "operator<<" ? "write" : "read";
    return suffix === undefined ? undefined : verb + suffix;
  }
  return OPERATORS[name];
}
