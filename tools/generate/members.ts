/**
 * The members of a class as JavaScript sees them (`defineMembers` of `src/qt/objects/class_registry.ts`): of one name, a property comes
 * before a signal and a signal before a method; what QObject's own class has is not replaced; a method has the forms
 * of its bases' methods of that name, too.
 *
 * @module
 */

import { QObject } from "../../src/qt/objects/qobject.ts";
import { formatCppType, parseCppType } from "./cpp_type.ts";
import type { Described, JsonMethod } from "./metatypes.ts";
import { parameterNames } from "./names.ts";
import { type TsType, TypeMap, withoutNull } from "./type_map.ts";
import type { World } from "./world.ts";

/** A property. */
export interface Property {
  readonly name: string;
  readonly type: TsType;
  readonly writable: boolean;
}

/** A parameter of a method or signal. */
export interface Parameter {
  readonly name: string;
  readonly type: TsType;
}

/** A signal in one form. */
export interface Signal {
  readonly name: string;
  /** As Qt spells it: `activated(QString)`. */
  readonly signature: string;
  readonly parameters: readonly Parameter[];
}

/** A method in one form; the parameters after the first `required` may be left out. */
export interface Form {
  readonly parameters: readonly Parameter[];
  readonly required: number;
  readonly result: string;
}

/** A method. */
export interface Method {
  readonly name: string;
  readonly forms: readonly Form[];
}

/** What a class adds to its base. */
export interface Members {
  readonly properties: readonly Property[];
  readonly signals: readonly Signal[];
  readonly methods: readonly Method[];
  /** Methods of its bases that it does not offer. */
  readonly hidden: readonly string[];
  /** Signals of several forms, its bases' included: JavaScript reaches them by signature alone. */
  readonly ambiguous: readonly Signal[];
}

/** A form on the way: with what makes it another than its neighbour. */
interface RawForm extends Form {
  readonly types: readonly string[];
}

/**
 * Methods that the shim hands an object out by, always: where C++ returns a pointer, TypeScript cannot tell.
 */
const NEVER_NULL = new Set([
  "QAbstractScrollArea.horizontalScrollBar",
  "QAbstractScrollArea.verticalScrollBar",
  "QGuiApplication.clipboard",
  "QMainWindow.menuBar",
  "QMainWindow.statusBar",
  "QTableView.horizontalHeader",
  "QTableView.verticalHeader",
  "QTreeView.header",
  "QQuickWindow.contentItem",
  "QWidget.window",
]);

/** Lists the members of classes. */
export class MemberTable {
  readonly #world: World;
  readonly #types: TypeMap;
  readonly #known = new Map<string, Members>();

  constructor(world: World) {
    this.#world = world;
    this.#types = new TypeMap(world);
  }

  /** What a class adds. */
  of(one: Described): Members {
    let members = this.#known.get(one.name);
    if (members === undefined) {
      members = this.#compute(one);
      this.#known.set(one.name, members);
    }
    return members;
  }

  #compute(one: Described): Members {
    const taken = new Set<string>();
    const isFree = (name: string) =>
      !(name in QObject.prototype) && !taken.has(name) &&
      /^[A-Za-z]\w*$/.test(name);
    const bases = this.#bases(one);
    const inherited = (kind: "properties" | "signals" | "methods") =>
      new Set(bases.flatMap((base) => base[kind].map(({ name }) => name)));

    // What a base has as something else would be no valid base any more: such a member is reached by name.
    const besides = (...names: ReadonlySet<string>[]) => (name: string) =>
      isFree(name) && names.every((set) => !set.has(name));

    const isProperty = besides(inherited("signals"), inherited("methods"));
    const properties = one.properties.filter(({ name }) => isProperty(name))
      .map((property): Property => ({
        name: property.name,
        type: this.#types.resolve(property.type, one.name),
        writable: property.write !== undefined ||
          property.member !== undefined && !property.constant,
      }));
    for (const { name } of one.properties) taken.add(name);

    const isSignal = besides(inherited("properties"), inherited("methods"));
    const forms = withoutClones(one.signals).filter(({ name }) =>
      isSignal(name)
    )
      .map((signal) => this.#signal(signal, one.name));
    const all = [...bases.flatMap((base) => base.signals), ...forms];
    const isAmbiguous = ({ name, signature }: Signal) =>
      all.some((other) => other.name === name && other.signature !== signature);
    for (const { name } of one.signals) taken.add(name);

    const isMethod = besides(inherited("properties"), inherited("signals"));
    const names = new Set(
      this.#rawNames(one).filter(isMethod),
    );
    const methods = [...names].map((name): Method => ({
      name,
      forms: this.#forms(one, name),
    }));
    return {
      properties,
      signals: forms.filter((signal) => !isAmbiguous(signal)),
      methods,
      hidden: [...new Set(this.#world.shim.hidden[one.name])].filter(isFree),
      ambiguous: [
        ...bases[0]?.ambiguous ?? [],
        ...forms.filter(isAmbiguous),
      ],
    };
  }

  /** The members of its bases, the nearest first; not those of QObject. */
  #bases(one: Described): Members[] {
    const bases: Members[] = [];
    for (const base of this.#ancestors(one)) bases.push(this.of(base));
    return bases;
  }

  #ancestors(one: Described): Described[] {
    const ancestors: Described[] = [];
    for (let name = one.base; name !== null && name !== "QObject";) {
      const base = this.#world.find(name)!;
      ancestors.push(base);
      name = base.base;
    }
    return ancestors;
  }

  #signal(signal: JsonMethod, within: string): Signal {
    const types = (signal.arguments ?? []).map(({ type }) => type);
    return {
      name: signal.name,
      signature: `${signal.name}(${types.join(",")})`,
      parameters: this.#parameters(
        signal.name,
        signal.arguments ?? [],
        within,
        true,
      ),
    };
  }

  #rawNames(one: Described): string[] {
    const { qt, shim } = this.#world.methodsOf(one);
    return [...qt, ...shim].map(({ name }) => name);
  }

  /** All forms of a method, its bases' after its own; each only once. */
  #forms(one: Described, name: string): Form[] {
    const forms: RawForm[] = [];
    for (const owner of [one, ...this.#ancestors(one)]) {
      const { qt, shim } = this.#world.methodsOf(owner);
      const added = shim.filter((form) => form.name === name);
      // A form of the shim's takes the place of Qt's with the same signature.
      const replaced = new Set(
        added.map(({ parameters }) =>
          signature(parameters.map(({ type }) => type))
        ),
      );
      const own: RawForm[] = [];
      for (const method of qt.filter((form) => form.name === name)) {
        const types = (method.arguments ?? []).map(({ type }) => type);
        if (replaced.has(signature(types))) continue;
        const form: RawForm = {
          types,
          required: types.length,
          parameters: this.#parameters(
            name,
            method.arguments ?? [],
            owner.name,
          ),
          result: this.#result(method, owner.name),
        };
        // A form for a default argument follows the one that it is shorter than by one.
        const before = own.at(-1);
        const isClone = before !== undefined &&
          before.required === types.length + 1 &&
          types.every((type, i) => type === before.types[i]);
        if (isClone) {
          own[own.length - 1] = { ...before, required: types.length };
        } else own.push(form);
      }
      for (const method of added) {
        own.push({
          types: method.parameters.map(({ type }) => type),
          required: method.required,
          parameters: this.#parameters(name, method.parameters, owner.name),
          result: this.#result(method, owner.name),
        });
      }
      forms.push(...own);
    }
    return forms.filter((form, i) =>
      !forms.slice(0, i).some((earlier) => covers(earlier, form))
    );
  }

  #result(
    method: { readonly name: string; readonly returnType: string },
    within: string,
  ): string {
    const { read } = this.#types.resolve(method.returnType, within);
    const isObject = read.endsWith(" | null") &&
      method.returnType.endsWith("*");
    const certain = NEVER_NULL.has(`${within}.${method.name}`) ||
      method.name.startsWith("add");
    const result = isObject && certain ? read.replace(/ \| null$/, "") : read;
    return method.name === "exec" ? `Promise<${result}>` : result;
  }

  #parameters(
    member: string,
    parameters: readonly { readonly name?: string; readonly type: string }[],
    within: string,
    isSignal = false,
  ): Parameter[] {
    const names = parameterNames(
      member,
      parameters.map(({ name, type }) => ({
        name,
        type: parseCppType(type).name,
      })),
    );
    return parameters.map(({ type }, i) => {
      const resolved = this.#types.resolve(type, within);
      const isObject = type.endsWith("*") && !isSignal &&
        !this.#world.shim.nullable.has(`${within}.${member}`);
      return {
        name: names[i]!,
        type: isObject ? withoutNull(resolved) : resolved,
      };
    });
  }
}

function signature(types: readonly string[]): string {
  return types.map((type) => formatCppType(parseCppType(type))).join();
}

/** Whether one form takes in TypeScript all that another takes. */
function covers(form: Form, other: Form): boolean {
  const count = other.parameters.length;
  return form.required <= other.required && count <= form.parameters.length &&
    other.parameters.every(({ type }, i) =>
      type.write === form.parameters[i]!.type.write
    );
}

/** `moc` lists the forms for default arguments after the full one; for signals the shim leaves them out. */
function withoutClones(signals: readonly JsonMethod[]): JsonMethod[] {
  const types = (signal: JsonMethod) =>
    (signal.arguments ?? []).map(({ type }) => type);
  return signals.filter((signal, i) => {
    const before = signals[i - 1];
    return before === undefined || before.name !== signal.name ||
      types(before).slice(0, -1).join() !== types(signal).join() ||
      types(before).length !== types(signal).length + 1;
  });
}
