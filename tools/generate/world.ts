/**
 * All that is known of Qt's classes, put together: the metatypes JSON, Qt's own facts, and the shim's.
 *
 * @module
 */

import { MODULES as OFFERED_MODULES } from "../../ffi/modules.ts";
import { LIBRARIES } from "../bindgen/libraries.ts";
import type { ApiClass, Library } from "../bindgen/model.ts";
import { readTexts } from "../bindgen/texts.ts";
import { tsName } from "../bindgen/type_map.ts";
import { Libraries } from "../bindgen/world.ts";
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

/** Classes whose parents are such objects themselves. */
const PARENTS = ["QWidget", "QWindow", "QGraphicsObject", "QQuickItem"];

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

/** The libraries for which the shim has code that calls their members (`add_api_library` of `cpp_shim/CMakeLists.txt`). */
const API_LIBRARIES = new Set(
  LIBRARIES.filter((name) => name !== "QtUiTools"),
);

/** The libraries whose objects are made by the constructors of C++ alone, of properties as well. */
const OFFERED = new Set(
  Object.values(OFFERED_MODULES).flatMap(({ libraries }) => libraries),
);

/** Everything. */
export class World implements Scopes {
  readonly #classes: ReadonlyMap<string, Described>;
  readonly #nameless: ReadonlySet<string>;
  /** The classes of the modules. */
  readonly modules: ReadonlyMap<Module, readonly Described[]>;
  /** The classes of the headers whose members programs can call. */
  readonly api: Libraries;
  /** The libraries of these classes. */
  readonly libraries: readonly Library[];

  constructor(
    described: ReadonlyMap<Module, readonly Described[]>,
    readonly facts: Facts,
    readonly shim: ShimFacts,
    texts: readonly Library[],
  ) {
    this.libraries = texts.filter(({ name }) => API_LIBRARIES.has(name));
    const { libraries } = this;
    this.api = new Libraries(libraries);
    this.modules = new Map(
      [...described].map(([module, classes]) => [
        module,
        withApi(module, classes, libraries, this.api),
      ]),
    );
    const all = [...this.modules.values()].flat();
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
      one.isPublic && this.allEnums(one.name).length > 0
    );
  }

  /** The classes of a module whose objects are no QObjects. */
  boxes(module: Module): Described[] {
    return this.modules.get(module)!.filter(({ name }) => this.isBox(name));
  }

  /** Whether its objects are no QObjects, and no plain values of JavaScript either. */
  isBox(className: string): boolean {
    return this.#classes.has(className) &&
      isBox(this.api.class(className));
  }

  boxType(className: string): string | undefined {
    return this.isBox(className) ? tsName(className) : undefined;
  }

  /** The enumerations that a class declares in its header; those that the meta-object knows first. */
  allEnums(className: string): readonly EnumFacts[] {
    const known = this.enums(className);
    const names = new Set(
      known.flatMap(({ name, enumName }) => [name, enumName]),
    );
    const declared = this.libraries.flatMap(({ classes }) => classes)
      .filter(({ name }) => name === className);
    return [
      ...known,
      ...declared.flatMap(enumsOf).filter(({ name, enumName }) =>
        !names.has(name) && !names.has(enumName)
      ),
    ];
  }

  /** The enumerations that a class's meta-object knows, in Qt's order. */
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

  /** Whether constructors of C++ make the objects of a class that a program gives properties. */
  isOffered(className: string): boolean {
    const { libraries = [] } = this.#classes.get(className)?.module ?? {};
    return libraries.some((name) => OFFERED.has(name.toLowerCase()));
  }

  /** The class that parents of an object of a class have. */
  parentOf(className: string): string {
    return PARENTS.find((one) => this.inherits(className, one)) ?? "QObject";
  }

  /** Applications are made in a way of their own: with a command line. */
  isApplication(className: string): boolean {
    return this.inherits(className, "QCoreApplication");
  }

  /** Whether there is a type of what a new object starts with: not where a class of Qt's has the name. */
  hasProperties(className: string): boolean {
    return !this.isApplication(className) &&
      !this.isBox(`${className}Properties`);
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

/** Adds what the headers have beside the meta-objects, and says which bases objects have that are no QObjects. */
function withApi(
  module: Module,
  classes: readonly Described[],
  libraries: readonly Library[],
  api: Libraries,
): Described[] {
  const names = new Set(classes.map(({ name }) => name));
  const found = libraries.filter(({ name }) =>
    module.libraries.includes(name.replace(/^Qt/, ""))
  ).flatMap((library) =>
    library.classes.filter((one) =>
      isBox(one) || one.enums.length > 0 && !names.has(one.name)
    ).filter(({ name }) =>
      !names.has(name) && !/^::|^QNativeInterface\b/.test(name)
    ).map((
      { name },
    ): Described => ({
      name,
      module,
      library: library.name.replace(/^Qt/, ""),
      isPublic: true,
      isObject: false,
      base: null,
      properties: [],
      methods: [],
      signals: [],
    }))
  );
  return [...classes, ...found].map((one) => {
    const declared = api.class(one.name);
    if (!isBox(declared)) return one;
    const base = declared!.bases[0];
    return {
      ...one,
      isPublic: true,
      base: base !== undefined && isBox(api.class(base)) ? base : null,
      // A gadget's properties are functions of the class.
      properties: [],
      methods: [],
    };
  }).sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

function isBox(one: ApiClass | undefined): boolean {
  return one !== undefined && !one.marks.includes("plain") &&
    (one.kind === "value" || one.kind === "identity");
}

function enumsOf(one: ApiClass): EnumFacts[] {
  return one.enums.filter(({ name, values }) =>
    name !== "" && values.length > 0
  ).map(({ name, values }) => {
    const flags = one.flags.find((each) =>
      each.enum === `${one.name}::${name}`
    );
    return {
      name: flags?.name ?? name,
      enumName: name,
      isFlag: flags !== undefined,
      values: values.map(([key, value]) => [key, Number(value)] as const),
    };
  });
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
  return new World(modules, facts, shim, await readTexts());
}
