/**
 * The forms of a member of Qt's headers, and which of them a call means: by the number of arguments, then by how well
 * they fit, then in Qt's order.
 *
 * @module
 */

import { describeSafely, describeValue } from "../../asyncio/core/_util.ts";
import { originOf, Signal } from "../signals/signal.ts";
import { readTypes } from "./api_types.ts";
import { type ApiType, LETTERS, NO } from "./value_types.ts";

/** One form of a member. */
export interface ApiForm {
  /** With the id of its class, as the shim wants it. */
  readonly member: number;
  readonly isStatic: boolean;
  readonly isAsync: boolean;
  /** Whether something is to be noted of an argument after the call. */
  readonly keeps: boolean;
  /** Whether an argument is to be made something else before the call. */
  readonly isPrepared: boolean;
  /** Whether the result is the object itself. */
  readonly isItself: boolean;
  /** Whether it reads or writes a field. */
  readonly field: "get" | "set" | undefined;
  readonly parameters: readonly ApiType[];
  readonly results: readonly ApiType[];
  /** Whether all arguments are numbers that need no buffer. */
  readonly isNumeric: boolean;
}

/** How many numbers `qta_api_call_numbers` takes. */
const MOST_NUMBERS = 4;

/** How many bits of a member's number are those of the form: `kFormBits` of `cpp_shim/core/calls/api.h`. */
const FORM_BITS = 12;

/** Reads the forms of a member as they are described: `4(wQColor;) 5s(i)T`. */
export function readForms(text: string, classId: number): ApiForm[] {
  return text.split(" ").map((form) => {
    const [, number, flags = "", parameters = "", results = ""] = form.match(
      /^(\d+)([a-z]*)\((.*)\)(.*)$/,
    )!;
    const types = readTypes(parameters);
    return {
      member: classId << FORM_BITS | Number(number),
      isStatic: flags.includes("s"),
      isAsync: flags.includes("a"),
      keeps: types.some(({ keeps }) => keeps !== undefined),
      isPrepared: types.some(({ prepare }) => prepare !== undefined),
      isItself: flags.includes("t"),
      field: flags.includes("g")
        ? "get"
        : flags.includes("p")
        ? "set"
        : undefined,
      parameters: types,
      results: readTypes(results),
      isNumeric: types.length <= MOST_NUMBERS &&
        types.every((type) =>
          type.isNumber && type.keeps === undefined &&
          type.prepare === undefined
        ),
    };
  });
}

/** The forms of a member by the number of their arguments. */
export class Overloads {
  /** Such as `QPen.setColor`. */
  readonly name: string;
  readonly all: readonly ApiForm[];
  /** Whether a signal may stand for two arguments: {@linkcode Overloads.expand} is needed. */
  readonly takesSignals: boolean;
  readonly #byCount: (readonly ApiForm[])[];

  constructor(name: string, forms: readonly ApiForm[]) {
    this.name = name;
    this.all = forms;
    this.takesSignals = forms.some(({ parameters }) =>
      parameters.some((type) => type.name === LETTERS.N!.name)
    );
    const most = Math.max(...forms.map(({ parameters }) => parameters.length));
    this.#byCount = Array.from(
      { length: most + 1 },
      (_, count) =>
        forms.filter(({ parameters }) => parameters.length === count),
    );
  }

  /** The arguments, with sender and signature in place of a signal where C++ takes these. */
  expand(args: readonly unknown[]): readonly unknown[] {
    if (!this.takesSignals) return args;
    return args.flatMap((arg) => {
      if (!(arg instanceof Signal)) return [arg];
      const { sender, signature } = originOf(arg);
      return [sender.bridge.wrappers.find(sender.handle) ?? null, signature];
    });
  }

  /** Those that take a number of arguments. */
  ofCount(count: number): readonly ApiForm[] | undefined {
    return this.#byCount[count];
  }

  /**
   * The form that some arguments mean.
   *
   * @throws {TypeError} If they fit none.
   */
  choose(args: readonly unknown[]): ApiForm {
    const form = this.find(args);
    if (form === undefined) throw new TypeError(this.refusal(args));
    return form;
  }

  /** The form that some arguments mean; undefined if they fit none. */
  find(args: readonly unknown[]): ApiForm | undefined {
    let best: ApiForm | undefined;
    let bestFit = Infinity;
    for (const form of this.#byCount[args.length] ?? []) {
      const fit = fitOf(form, args);
      if (fit === 0) return form;
      if (fit > 0 && fit < bestFit) [best, bestFit] = [form, fit];
    }
    return best;
  }

  /** Why some arguments fit no form. */
  refusal(args: readonly unknown[]): string {
    const forms = this.#byCount[args.length] ?? [];
    if (forms.length === 0) {
      const counts = this.#byCount.flatMap(({ length }, count) =>
        length > 0 ? [count] : []
      );
      const most = counts.at(-1)!;
      const list = counts.length === most - counts[0]! + 1 && counts.length > 1
        ? `${counts[0]} to ${most}`
        : counts.join(" or ");
      return `${this.name} expects ${list} argument${
        list === "1" ? "" : "s"
      }, got ${args.length}`;
    }
    const refusals = forms.map(({ parameters }) => {
      const at = parameters.findIndex((type, i) => type.fit(args[i]) < 0);
      const signature = parameters.map(({ name }) => name).join(", ");
      return `Argument ${at + 1} of ${this.name}(${signature}): expected ${
        parameters[at]!.name
      }, got ${describeArgument(args[at])}`;
    });
    return [...new Set(refusals)].slice(0, SHOWN).join("; ");
  }
}

/** How many forms an error names. */
const SHOWN = 4;

function fitOf({ parameters }: ApiForm, args: readonly unknown[]): number {
  let sum = 0;
  for (let i = 0; i < parameters.length; i++) {
    const fit = parameters[i]!.fit(args[i]);
    if (fit < 0) return NO;
    sum += fit;
  }
  return sum;
}

/** Of an object, its class says more than its text. */
function describeArgument(value: unknown): string {
  if (typeof value !== "object" || value === null) return describeValue(value);
  return describeSafely(value, () => {
    const name = Object.getPrototypeOf(value)?.constructor?.name ?? "Object";
    return name === "Object" || Array.isArray(value)
      ? describeValue(value)
      : `a ${name}`;
  });
}
