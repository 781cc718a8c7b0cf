/**
 * All classes of some libraries, by their texts.
 *
 * @module
 */

import type { World } from "./kinds.ts";
import type { ApiClass, ClassKind, Library } from "./model.ts";

/** Answers for the classes of some libraries. */
export class Libraries implements World {
  readonly #classes = new Map<string, ApiClass>();
  readonly #enums = new Set<string>();

  /**
   * Makes one.
   *
   * @param libraries The libraries.
   */
  constructor(libraries: readonly Library[]) {
    for (const one of libraries.flatMap(({ classes }) => classes)) {
      // Several libraries add to a namespace.
      if (one.kind !== "namespace") this.#classes.set(one.name, one);
      const scope = one.name === "::" ? "" : `${one.name}::`;
      for (const { name } of one.enums) this.#enums.add(scope + name);
    }
  }

  /** A class; undefined if it is in none of the libraries. */
  class(name: string): ApiClass | undefined {
    return this.#classes.get(name);
  }

  /** The classes that are declared in one. */
  inside(name: string): string[] {
    const scope = `${name}::`;
    return [...this.#classes.keys()].filter((one) =>
      one.startsWith(scope) && !one.slice(scope.length).includes("::")
    );
  }

  /** See {@linkcode World}. */
  kindOf(name: string): ClassKind | undefined {
    return this.#classes.get(name)?.kind;
  }

  /** See {@linkcode World}. */
  isEnum(name: string): boolean {
    return this.#enums.has(name);
  }

  /** Whether a class is another or derives from it. */
  derives(name: string, ancestor: string): boolean {
    return name === ancestor ||
      (this.#classes.get(name)?.bases ?? []).some((base) =>
        this.derives(base, ancestor)
      );
  }

  /** Whether the address of an object tells its class at run time: it has virtual functions. */
  isPolymorphic(name: string): boolean {
    const one = this.#classes.get(name);
    return one !== undefined &&
      (one.members.some(({ dispatch }) =>
        dispatch !== undefined && dispatch !== "static"
      ) ||
        one.excluded.some(({ declaration }) =>
          /^(?:protected )?(?:virtual|pure|override) /.test(declaration)
        ) || one.bases.some((base) => this.isPolymorphic(base)));
  }
}
