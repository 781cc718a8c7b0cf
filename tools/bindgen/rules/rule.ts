/**
 * How rules name what they are about.
 *
 * A rule is a pattern such as `QLayout::addItem(item)`: the class, the method, the parameter. Each part may have `*`
 * for any text, and alternatives between bars: `QMenu|QMenuBar::insert*(before)`. A rule about a method or its result
 * has no parameter: `QLayout::takeAt`. Where several rules fit, the one with the longest pattern holds.
 *
 * @module
 */

/** Patterns by the reason for which they are there. */
export type Rules = Readonly<Record<string, readonly string[]>>;

/** One pattern, ready to match. */
export interface Rule {
  /** What follows from the rule: a mark in the text, or a word for leaving out. */
  readonly verb: string;
  /** The pattern as it is written. */
  readonly pattern: string;
  /** Why. */
  readonly reason: string;
  readonly matches: RegExp;
}

/** Makes rules of patterns. */
export function rulesOf(verb: string, rules: Rules): Rule[] {
  return Object.entries(rules).flatMap(([reason, patterns]) =>
    patterns.map((pattern) => ({
      verb,
      pattern,
      reason,
      matches: compile(pattern),
    }))
  );
}

function compile(pattern: string): RegExp {
  const found = pattern.match(/^(.+)::([^:(]+)(?:\((.+)\))?$/);
  if (found === null) {
    throw new SyntaxError(
      `Not a rule: expected "Class::method" or "Class::method(parameter)", got ${
        JSON.stringify(pattern)
      }`,
    );
  }
  const part = (text: string) =>
    `(?:${text.replaceAll(/[.+?^$()[\]\\{}]/g, "\\$&").replaceAll("*", ".*")})`;
  const [, owner, method, parameter] = found;
  return new RegExp(
    `^${part(owner!)}::${part(method!)}${
      parameter === undefined ? "" : `\\(${part(parameter)}\\)`
    }$`,
  );
}

/** Finds the rule for a name, and notes which rules were of use. */
export class RuleBook {
  readonly #rules: readonly Rule[];
  readonly #used = new Set<Rule>();

  /**
   * Makes one.
   *
   * @param rules All rules of a kind.
   */
  constructor(rules: readonly Rule[]) {
    this.#rules = rules.toSorted((a, b) =>
      specificity(b.pattern) - specificity(a.pattern)
    );
  }

  /**
   * The rule that holds.
   *
   * @param name Such as `QLayout::addItem(item)`.
   */
  find(name: string): Rule | undefined {
    const rule = this.#rules.find(({ matches }) => matches.test(name));
    if (rule !== undefined) this.#used.add(rule);
    return rule;
  }

  /** Whether any of the rules fits; each that does is of use. */
  has(name: string): boolean {
    const rules = this.#rules.filter(({ matches }) => matches.test(name));
    for (const rule of rules) this.#used.add(rule);
    return rules.length > 0;
  }

  /** A line for each rule that nothing fits: misspelt ones, and ones for what Qt has no more. */
  get complaints(): string[] {
    return this.#rules.filter((rule) => !this.#used.has(rule)).map((
      { verb, pattern },
    ) => `A rule that fits nothing: ${verb} ${pattern}`);
  }
}

/** Plain text counts, wildcards do not. */
function specificity(pattern: string): number {
  const wild = pattern.split("*").length - 1;
  return pattern.length - 8 * wild;
}
