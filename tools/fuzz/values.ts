/**
 * The source text of random values: of the kind that a parameter takes, or of any kind.
 *
 * @module
 */

import type { OpenFaults } from "./known.ts";
import type { Random } from "./random.ts";

const NUMBERS = [
  "0",
  "-1",
  "1",
  "7",
  "255",
  "5000",
  "-5000",
  "2 ** 31 - 1",
  "-(2 ** 31)",
  "2 ** 31",
  "2 ** 32",
  "2 ** 53",
  "2 ** 63",
  "2 ** 64",
  "0.5",
  "-1.5",
  "NaN",
  "Infinity",
  "-Infinity",
  "-0",
  "1e308",
  "5e-324",
  "0n",
  "-1n",
  "2n ** 63n",
  "2n ** 64n",
  "-(2n ** 70n)",
];

const STRINGS = [
  '""',
  '"x"',
  '"\\0"',
  '"\\ud800"',
  '"\\udc00x"',
  '"\\u{1f600}"',
  '"x".repeat(70_000)',
  '"1"',
  '"true"',
  '"#12345"',
  '"red"',
  '"<b>x</b>"',
  '"%s %n %1"',
  '"QLabel { color: red; }"',
  '"2026-11-26"',
  '"http://127.0.0.1:1/"',
];

const LISTS = [
  "[]",
  '[1, "a", null]',
  "[[1], [[2]]]",
  "Array(5)",
  "new Array(3).fill(undefined)",
  "lying(2 ** 31)",
  "lying(-1)",
  "lying(NaN)",
  'lying("x")',
  "lying(1e9)",
  "deep(50)",
  "deep(20_000)",
  "cyclic()",
  '["a", "b"]',
  "[1, 2.5, -3]",
  "new Set([1])",
  "new Int32Array(3)",
];

const MAPS = [
  "{}",
  "{ x: 1, y: 2 }",
  "{ width: NaN, height: 2 ** 31 }",
  "{ x: 0, y: 0, width: -5, height: 1e9 }",
  'new Map([["a", 1]])',
  "new Map([[1, 2]])",
  "Object.create(null)",
  "deep(20_000, true)",
  "cyclic(true)",
  "throwing()",
  "meddling(o[0])",
];

const BYTES = [
  "new Uint8Array(0)",
  "new Uint8Array(3)",
  "new Uint8Array(70_000)",
  "new ArrayBuffer(4)",
  "new DataView(new ArrayBuffer(4))",
  "detached()",
];

const OTHERS = [
  "undefined",
  "true",
  "false",
  'Symbol("s")',
  "() => {}",
  "class {}",
  "Promise.resolve(1)",
  "new Date(0)",
  "new Date(NaN)",
  "new Date(8.64e15)",
  'new URL("http://127.0.0.1:1/")',
  "/x/",
  "new Error('e')",
  "new q.QSize(3, 4)",
  "new q.QRect(0, 0, 1e9, -1)",
  "new q.QPointF(NaN, Infinity)",
  "Object.create(q.QLabel.prototype)",
  "q.QLabel",
  "new Proxy(o[0], {})",
];

/** How random values are made. */
export interface ValueOptions extends OpenFaults {
  /** How many objects there are, as `o[0]` and so on. */
  readonly objects: number;
}

/** A value of any kind. */
export function anyValue(random: Random, options: ValueOptions): string {
  const kinds = [NUMBERS, STRINGS, LISTS, MAPS, BYTES, OTHERS];
  const choice = random.below(kinds.length + (options.nulls ? 1 : 2));
  if (choice < kinds.length) return pick(random, kinds[choice]!, options);
  return choice === kinds.length ? anObject(random, options) : "null";
}

/** One of several that are not left out. */
function pick(
  random: Random,
  sources: readonly string[],
  { values, nulls }: OpenFaults,
): string {
  const left = nulls ? [...values, "undefined"] : values;
  return random.pick(sources.filter((source) => !left.includes(source)));
}

function anObject(
  random: Random,
  { objects, nulls, relations }: ValueOptions,
): string {
  if (relations) return "q";
  const object = `o[${random.below(Math.max(1, objects))}]`;
  return nulls ? `(${object} ?? q)` : object;
}

function integer(random: Random): string {
  return random.chance(0.7)
    ? String(random.below(40) - 4)
    : random.pick(NUMBERS);
}

function size(random: Random): string {
  return `{ width: ${integer(random)}, height: ${integer(random)} }`;
}

function point(random: Random): string {
  return `{ x: ${integer(random)}, y: ${integer(random)} }`;
}

const BY_TYPE: readonly (readonly [
  type: RegExp,
  make: (random: Random, options: ValueOptions) => string,
])[] = [
  [/^bool$/, (random) => random.pick(["true", "false"])],
  [
    /^u?(int|short|char|long|longlong)\d*(_t)?$|^q(u?int|u?longlong)\d*$/,
    integer,
  ],
  [
    /^(double|float|qreal)$/,
    (random) => random.pick([...NUMBERS, "1.5", "0.25"]),
  ],
  [
    /^(QString|QAnyStringView|QUrl|QColor|QFont|QBrush|QKeySequence)$/,
    (random) => random.pick(STRINGS),
  ],
  [/^QStringList$|^QList/, (random, options) => pick(random, LISTS, options)],
  [
    /^QByteArray$/,
    (random, options) => pick(random, [...BYTES, ...STRINGS], options),
  ],
  [
    /^QVariantMap$|^QVariantHash$/,
    (random, options) => pick(random, MAPS, options),
  ],
  [/^QSizeF?$/, size],
  [/^QPointF?$/, point],
  [/^QRectF?$/, (random) => `{ ...${point(random)}, ...${size(random)} }`],
  [
    /^QDate|^QTime/,
    (random) =>
      random.pick(["new Date(0)", "new Date(NaN)", "new Date(8.64e15)"]),
  ],
  [/\*$/, anObject],
];

/** Whether a type is an enumeration, or a set of flags of one. */
function isEnumeration(type: string): boolean {
  return type.includes("::") && !type.endsWith("*") ||
    /^(?!Q[A-Z])[A-Z]\w*$/.test(type);
}

/** A value for a parameter of a type of Qt's: mostly one that fits. */
export function valueFor(
  type: string,
  random: Random,
  options: ValueOptions,
): string {
  if (isEnumeration(type)) {
    if (options.wrongEnumerators) return random.pick(["0", "1"]);
    if (random.chance(0.8)) return integer(random);
  }
  const make = BY_TYPE.find(([pattern]) => pattern.test(type))?.[1];
  return make === undefined || random.chance(0.3)
    ? anyValue(random, options)
    : make(random, options);
}
