/**
 * What the shim adds to Qt's meta-objects: which classes can be created, and methods that Qt has not declared invokable.
 * It is asked while it runs, so that the types say what is, not what should be.
 *
 * @module
 */

import { Layout } from "../../ffi/abi.ts";
import { stateOf } from "../../src/qt/objects/qobject.ts";
import { qtClass } from "../../src/qt/objects/qt_class.ts";
import { requireQuick } from "../../src/qt/quick/library.ts";
import { QApplication } from "../../src/qt/app/widgets_application.ts";
import { ROOT } from "../root.ts";
import type { EnumFacts } from "./facts.ts";

/** A method of the shim's registry. */
export interface ShimMethod {
  readonly owner: string;
  readonly name: string;
  readonly returnType: string;
  readonly parameters: readonly {
    readonly type: string;
    readonly name?: string;
  }[];
  /** How many parameters it cannot do without. */
  readonly required: number;
}

/** The shim's answer. */
export interface ShimFacts {
  readonly creatable: ReadonlySet<string>;
  readonly methods: readonly ShimMethod[];
  /** `Class.method` of those that take null where they expect an object. */
  readonly nullable: ReadonlySet<string>;
  /** Methods of its bases that Qt has made private in a class, by class. */
  readonly hidden: Readonly<Record<string, readonly string[]>>;
  /** Enumerations that Qt's meta-objects do not name, and the registry does, by class. */
  readonly enums: Readonly<Record<string, readonly EnumFacts[]>>;
}

interface Description {
  readonly className: string;
  readonly methods: readonly (readonly [
    index: number,
    name: string,
    signature: string,
    kind: number,
    returnType: string,
    parameters: readonly string[],
    required: number,
  ])[];
  readonly nullable: readonly string[];
  /** As signatures. */
  readonly hidden: readonly string[];
  readonly enums: readonly (readonly [
    name: string,
    isFlag: boolean,
    keys: readonly string[],
    values: readonly number[],
    isOurs: boolean,
  ])[];
}

/**
 * Tries to create each class, without a display, and reads the methods of all classes met on the way.
 *
 * @param classNames What to try.
 */
export async function askShim(
  classNames: readonly string[],
): Promise<ShimFacts> {
  await using app = new QApplication(["-platform", "offscreen"]);
  requireQuick();
  const creatable = new Set<string>();
  for (const name of classNames) {
    try {
      const object = new (qtClass(name))();
      if (object.className === name) creatable.add(name);
      object.deleteLater();
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
  }
  // It cannot be created: Qt hands it out.
  app.invoke("clipboard");
  const methods: ShimMethod[] = [];
  const names = await parameterNames();
  const nullable = new Set<string>();
  const enums: Record<string, EnumFacts[]> = {};
  const hidden: Record<string, string[]> = {};
  for (const description of allClasses(app)) {
    const { className, methods: described } = description;
    for (const name of description.nullable) {
      nullable.add(`${className}.${name}`);
    }
    hidden[className] = description.hidden.map((one) =>
      one.replace(/\(.*/, "")
    );
    enums[className] = description.enums.filter((one) => one[4]).map((
      [name, isFlag, keys, values],
    ) => ({
      name,
      enumName: name,
      isFlag,
      values: keys.map((key, i) => [key, values[i]!] as const),
    }));
    for (const [index, name, , , returnType, types, required] of described) {
      if (index < Layout.FirstExtension) continue;
      const known = names.get(`${className}.${name}/${types.length}`);
      methods.push({
        owner: className,
        name,
        returnType,
        parameters: types.map((type, i) => ({ type, name: known?.[i] ?? "" })),
        required,
      });
    }
  }
  return { creatable, methods, nullable, hidden, enums };
}

function allClasses(app: QApplication): Description[] {
  const all: Description[] = [];
  const bridge = stateOf(app).bridge;
  // Ids count from 0; a class that is described gives its base an id, too.
  for (let id = 0;; id++) {
    try {
      all.push(bridge.describe(id) as Description);
    } catch {
      return all;
    }
  }
}

/** The registry does not know what its lambdas call their parameters, but its source does. */
async function parameterNames(): Promise<Map<string, string[]>> {
  const names = new Map<string, string[]>();
  const method =
    /\bmethod\(\s*"(\w+)",\s*\[\w*\]\((\w+) \*\w*((?:,[^(){}]*)?)\)/g;
  for await (const text of sources(`${ROOT}cpp_shim`)) {
    for (const [, name, owner, list] of text.matchAll(method)) {
      const parameters = list!.split(",").slice(1).map((one) =>
        one.match(/(\w+)\s*$/)?.[1] ?? ""
      );
      names.set(`${owner}.${name}/${parameters.length}`, parameters);
    }
  }
  return names;
}

async function* sources(folder: string): AsyncGenerator<string> {
  for await (const { name, isDirectory, isFile } of Deno.readDir(folder)) {
    if (isDirectory && name !== "build") yield* sources(`${folder}/${name}`);
    if (isFile && name.endsWith(".cpp")) {
      yield await Deno.readTextFile(`${folder}/${name}`);
    }
  }
}
