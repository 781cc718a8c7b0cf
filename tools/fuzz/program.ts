/**
 * Random programs: lines of TypeScript that `stage.ts` runs.
 *
 * @module
 */

import type { FuzzedClass, Member } from "./catalogue.ts";
import { KNOWN } from "./known.ts";
import { Random } from "./random.ts";
import { anyValue, valueFor, type ValueOptions } from "./values.ts";

/** An object that a program has made. */
interface Made {
  readonly index: number;
  readonly type: FuzzedClass;
}

/**
 * Makes a program.
 *
 * @param classes What there is to call.
 * @param seed Of the run.
 * @param number Of the program, in the run.
 * @returns Its lines; each is a statement.
 */
export function makeProgram(
  classes: readonly FuzzedClass[],
  seed: number,
  number: number,
): string[] {
  const random = new Random(seed, number);
  const made: Made[] = [];
  const lines: string[] = [];
  const values = (): ValueOptions => ({
    objects: made.length,
    ...KNOWN.open,
  });
  const create = () => {
    const type = random.pick(classes);
    const parent = made.length > 0 && random.chance(0.4)
      ? `, o[${random.below(made.length)}] ?? null`
      : "";
    lines.push(`o[${made.length}] = new q.${type.name}({}${parent})`);
    made.push({ index: made.length, type });
  };
  for (let i = 2 + random.below(3); i > 0; i--) create();
  for (let i = 4 + random.below(9); i > 0; i--) {
    const choice = random.number();
    if (choice < 0.04) create();
    else if (choice < 0.1) lines.push("await turn()");
    else if (choice < 0.13) {
      lines.push(`o[${random.below(made.length)}]?.deleteLater()`);
    } else {
      lines.push(statement(random, random.pick(made), values()));
    }
  }
  return lines;
}

function statement(
  random: Random,
  object: Made,
  values: ValueOptions,
): string {
  const { members } = object.type;
  const member = random.pick(members);
  // It may not have been possible to create it.
  const call = use(random, `o[${object.index}]?`, member, values);
  if (random.chance(0.02) && !values.scrambled) {
    return `scrambled(${random.below(2 ** 32)}, () => { ${call} })`;
  }
  return call;
}

function use(
  random: Random,
  object: string,
  { kind, name, types, required, writable }: Member,
  values: ValueOptions,
): string {
  const value = (type: string) => valueFor(type, random, values);
  switch (kind) {
    case "property":
      return writable && random.chance(0.7)
        ? `${object}.setProperty("${name}", ${value(types[0]!)})`
        : `${object}.property("${name}")`;
    case "method": {
      const count = random.chance(0.9)
        ? required + random.below(types.length - required + 1)
        : random.below(types.length + 2);
      const args = Array.from(
        { length: count },
        (_, i) =>
          types[i] === undefined ? anyValue(random, values) : value(types[i]),
      );
      return `${object}.invoke(${[`"${name}"`, ...args].join(", ")})`;
    }
    case "signal": {
      const body = random.chance(0.5)
        ? `${object}.property("objectName")`
        : `${object}.setProperty("objectName", ${value("QString")})`;
      return `${object}.signal("${name}").connect(() => { ${body} })`;
    }
  }
}
