/**
 * All that is known of Qt's classes, put together: the metatypes JSON, Qt's own facts, and the shim's.
 *
 * @module
 */

import { askQt, type EnumFacts, type Facts } from "./facts.ts";
import { type Described, type JsonMethod, readModule } from "./metatypes.ts";
import { type Installation, type Module, MODULES } from "./modules.ts";
import { askShim, type ShimFacts, type ShimMethod } from "./shim.ts";
import type { Scopes } from "./type_map.ts";

/**
 * The classes that are written by hand; generated ones extend them and refer to them. Of the applications among them
 * the members are generated, as `<name>Members`, for the class to extend.
 */
export const BY_HAND: Readonly<Record<string, string>> = {
  QObject: "objects/qobject.ts",
  QCoreApplication: "app/application.ts",
  QGuiApplication: "app/gui_application.ts",
  QApplication: "app/widgets_application.ts",
};

/** The modules whose classes a program of the shim's libraries can create. */
const LOADED = new Set([
  "core",
  "gui",
  "widgets",
  "network",
  "serial",
  "qml",
  "quick",
]);

/** Everything. */
export class World implements Scopes {
  readonly #classes: ReadonlyMap<string, Described>;
  readonly #nameless: ReadonlySet<string>;

  constructor(
    readonly modules: ReadonlyMap<Module, readonly Described[]>,
    readonly facts: Facts,
    readonly shim: ShimFacts,
  ) {
    const all = [...modules.values()].flat();
    this.#classes = new Map(all.map((one) => [one.name, one]));
    this.#nameless = new Set(
      Object.values(facts.scopes).flatMap((scope) => scope.namelessEnums),
    );
  }

  /** The classes of a module that get a type and a name at run time. */
  typed(module: Module): Described[] {
    return this.membered(module).filter((one) => !(one.name in BY_HAND));
  }

  /** The classes of a module whose members are listed. */
  membered(module: Module): Described[] {
    return this.modules.get(module)!.filter((one) =>
      this.isTyped(one.name) && one.name !== "QObject"
    );
  }

  /** Value types, namespaces and classes of a module that have enumerations. */
  withEnums(module: Module): Described[] {
    return this.modules.get(module)!.filter((one) =>
      one.isPublic && this.enums(one.name).length > 0
    );
  }

  /** The enumerations that a class declares, in Qt's order. */
  enums(className: string): readonly EnumFacts[] {
    return [
      ...this.facts.scopes[className]?.enums ?? [],
      ...this.shim.enums[className] ?? [],
    ];
  }

  find(className: string): Described | undefined {
    return this.#classes.get(className);
  }

  /** Whether a class has a type, generated or by hand. */
  isTyped(className: string): boolean {
    const found = this.#classes.get(className);
    return found !== undefined && found.isObject && found.isPublic &&
      className in this.facts.scopes;
  }

  /** Methods that Qt calls invokable and those of the shim, in this order. */
  methodsOf(
    { name, methods }: Described,
  ): {
    readonly qt: readonly JsonMethod[];
    readonly shim: readonly ShimMethod[];
  } {
    return {
      qt: methods,
      shim: this.shim.methods.filter((one) => one.owner === name),
    };
  }

  baseOf(className: string): string | null {
    return this.#classes.get(className)?.base ?? null;
  }

  /** Whether `className` is, or descends from, `ancestor`. */
  inherits(className: string, ancestor: string): boolean {
    for (let one: string | null = className; one; one = this.baseOf(one)) {
      if (one === ancestor) return true;
    }
    return false;
  }

  /** Applications are made in a way of their own: with a command line. */
  isApplication(className: string): boolean {
    return this.inherits(className, "QCoreApplication");
  }

  objectType(className: string): string | undefined {
    for (let one: string | null = className; one; one = this.baseOf(one)) {
      if (this.#classes.get(one)?.isObject !== true) return undefined;
      if (this.isTyped(one)) return one;
    }
    return undefined;
  }

  enumeration(scope: string, name: string): "enum" | "flags" | undefined {
    const all = this.enums(scope);
    const found = all.find((one) => one.name === name);
    if (found !== undefined) return found.isFlag ? "flags" : "enum";
    return all.some((one) => one.enumName === name) ? "enum" : undefined;
  }

  flagsOf(scope: string, enumName: string): string | undefined {
    return this.enums(scope)
      .find((one) => one.isFlag && one.enumName === enumName)?.name;
  }

  isNameless(qualifiedName: string): boolean {
    return this.#nameless.has(qualifiedName);
  }
}

/** Reads and asks for everything; modules that are not installed are left out. */
export async function readWorld(installation: Installation): Promise<World> {
  const modules = new Map<Module, readonly Described[]>();
  for (const module of MODULES) {
    const described = await readModule(installation, module);
    if (described !== undefined) modules.set(module, described);
  }
  const all = [...modules.values()].flat().filter((one) => one.isPublic);
  const facts = await askQt(installation, all);
  const candidates = all.filter((one) =>
    one.isObject && LOADED.has(one.module.folder) && !(one.name in BY_HAND) &&
    one.name in facts.scopes && !one.name.endsWith("Application")
  );
  const shim = await askShim(candidates.map((one) => one.name));
  return new World(modules, facts, shim);
}
