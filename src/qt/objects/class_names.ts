/**
 * Which Qt class each JavaScript class stands for.
 *
 * @module
 */

const names = new WeakMap<object, string>();

/** Notes the name of the Qt class whose objects have a prototype. */
export function nameClass(prototype: object, name: string): void {
  names.set(prototype, name);
}

/** The name of the class that has a prototype itself; undefined if it stands for none of Qt's. */
export function ownClassName(prototype: object): string | undefined {
  return names.get(prototype);
}

/** The name of the nearest class of Qt's of an object, or of a prototype. */
export function classNameOf(object: object): string | undefined {
  for (
    let place: object | null = object;
    place !== null;
    place = Object.getPrototypeOf(place)
  ) {
    const name = names.get(place);
    if (name !== undefined) return name;
  }
  return undefined;
}
