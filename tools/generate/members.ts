/**
 * The members of a class as JavaScript sees them (`defineMembers` of `src/qt/objects/class_registry.ts`): of one name, a property comes
 * before a signal and a signal before a method; what QObject's own class has is not replaced; a method has the forms
 * of its bases' methods of that name, too.
 *
 * @module
 */

import { QObject } from "../../src/qt/objects/qobject.ts";
import { ApiMemberTable } from "../bindgen/api_members.ts";
import { ApiTypeMap, type Names } from "../bindgen/type_map.ts";
import { formatCppType, parseCppType } from "./cpp_type.ts";
import type {
  Form,
  Members,
  Method,
  Parameter,
  Property,
  Signal,
} from "./member_types.ts";
import {
  covers,
  NEVER_NULL,
  NULL_IN_SIGNALS,
  withoutClones,
} from "./member_types.ts";
import type { Described, JsonMethod } from "./metatypes.ts";
import { parameterNames } from "./names.ts";
import { withoutNull } from "./ts_type.ts";
import { TypeMap } from "./type_map.ts";
import { BY_HAND, type World } from "./world.ts";

/** A form on the way: with what makes it another than its neighbour. */
interface RawForm extends Form {
  readonly types: readonly string[];
}

/** What `QtBox` has. */
const BOX_MEMBERS = new Set([
  "constructor",
  "dispose",
  "isDisposed",
  "typeName",
]);

/** Methods whose results are not of the type that the same method of a base has: an object is no object of its base then. */
const CONTRADICTING = new Set([
  "QRandomGenerator64.call",
  "QRandomGenerator64.max",
  "QRandomGenerator64.min",
  "QRandomGenerator64.generate",
  "QSGRenderNode.flags",
]);

/** Methods of `QObject`'s that hand on to those of Qt's class what they do not take themselves; with their own form. */
const OPEN: Readonly<Record<string, Form>> = {
  parent: { parameters: [], required: 0, result: "QObject | null" },
  setParent: {
    parameters: [{
      name: "parent",
      type: { read: "QObject | null", write: "QObject | null" },
    }],
    required: 1,
    result: "void",
  },
};

/** What every function has. */
const STATIC_MEMBERS = new Set(["length", "name", "prototype"]);

/** What the classes of applications have of their own; Qt's event loop runs by a method of the object. */
const APPLICATION_STATICS = new Set(["exec", "instance"]);

/** Lists the members of classes. */
export class MemberTable {
  readonly #world: World;
  readonly #types: TypeMap;
  readonly #known = new Map<string, Members>();
  readonly #api: ApiMemberTable;
  readonly #names: Names;
  /** Names of properties and signals by the classes above those that have them. */
  readonly #reserved = new Map<string, Set<string>>();

  constructor(world: World, names: Names) {
    this.#world = world;
    this.#types = new TypeMap(world);
    this.#names = names;
    this.#api = new ApiMemberTable(
      world.api,
      new ApiTypeMap(world.libraries, world.api, names),
    );
    for (
      const one of [...world.modules.keys()].flatMap((m) => world.typed(m))
    ) {
      for (const base of this.#ancestors(one)) {
        const all = this.#reserved.get(base.name) ?? new Set();
        this.#reserved.set(base.name, all);
        for (const { name } of one.properties) all.add(name);
        for (const { name } of one.signals) all.add(name);
      }
    }
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
    const isBox = this.#world.isBox(one.name);
    const declared = this.#api.of(one.name);
    const isFree = (name: string) =>
      (isBox ? !BOX_MEMBERS.has(name) : !(name in QObject.prototype)) &&
      !taken.has(name) &&
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
        writable: !this.#isBoxed(property.type) &&
          (property.write !== undefined ||
            property.member !== undefined && !property.constant),
        isVirtual: declared.methods.some((method) =>
          method.name === property.name && method.isVirtualGetter
        ),
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

    const isNewMethod = besides(inherited("properties"), inherited("signals"));
    const isMethod = (name: string) =>
      isNewMethod(name) || !isBox && name in OPEN && !taken.has(name);
    const contradicting = declared.methods.filter(({ name }) =>
      CONTRADICTING.has(`${one.name}.${name}`)
    );
    for (const { name } of contradicting) taken.add(name);
    const fields = isBox ? declared.fields : [];
    for (const { name } of fields) taken.add(name);
    const raw = new Set(this.#rawNames(one).filter(isMethod));
    const reserved = this.#reserved.get(one.name);
    const added = declared.methods.filter(({ name, isStatic }) =>
      isStatic
        ? !STATIC_MEMBERS.has(name) && !contradicting.some((one) =>
          one.isStatic && one.name === name
        ) &&
          !(one.name in BY_HAND && APPLICATION_STATICS.has(name))
        : isMethod(name) && !reserved?.has(name)
    );
    const named = (isStatic: boolean) => [
      ...new Set([
        ...isStatic ? [] : raw,
        ...added.filter((each) => each.isStatic === isStatic)
          .map(({ name }) => name),
      ]),
    ];
    const list = (isStatic: boolean) =>
      named(isStatic).map((name) => this.#method(one, name, isStatic))
        .filter((method) => method !== undefined);
    return {
      properties: [
        ...properties,
        ...fields.map((field) => ({
          ...field,
          writable: true,
          isVirtual: false,
        })),
      ],
      signals: forms.filter((signal) => !isAmbiguous(signal)),
      methods: list(false),
      statics: list(true),
      enums: declared.enums.filter(({ type }) => this.#names.has(type)),
      inner: declared.inner.filter(({ type }) => this.#names.has(type)),
      constructors: declared.constructors,
      isExtensible: declared.isExtensible,
      hidden: [...new Set(this.#world.shim.hidden[one.name])].filter(isFree),
      contradicting,
      ambiguous: [
        ...bases[0]?.ambiguous ?? [],
        ...forms.filter(isAmbiguous),
      ],
    };
  }

  /** Whether it is a pointer to what is no QObject: only the method that writes it knows who owns that. */
  #isBoxed(type: string): boolean {
    return type.endsWith("*") && this.#world.isBox(parseCppType(type).name);
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
      const base = this.#world.find(name);
      // A namespace or a value of C++ alone may have a base that nothing describes.
      if (base === undefined) break;
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

  /** A method in all its forms; undefined if its bases have them all. */
  #method(
    one: Described,
    name: string,
    isStatic: boolean,
  ): Method | undefined {
    const forms = this.#allForms(one, name, isStatic);
    const base = one.base === null || one.base === "QObject"
      ? undefined
      : this.#world.find(one.base);
    if (base !== undefined) {
      const inherited = this.#allForms(base, name, isStatic);
      const isInherited = forms.every((form) =>
        inherited.some((other) =>
          covers(other, form) && other.result === form.result
        )
      );
      if (isInherited) return undefined;
    }
    const own = this.#api.of(one.name).methods.find((method) =>
      method.name === name && method.isStatic === isStatic
    );
    return {
      name,
      qtName: own?.qtName ?? name,
      isProtected: own?.isProtected ?? false,
      forms,
    };
  }

  /** The forms of the meta-object, then those of the headers, as calls try them; its bases' after its own. */
  #allForms(one: Described, name: string, isStatic: boolean): Form[] {
    const forms: Form[] = isStatic ? [] : this.#forms(one, name);
    if (!isStatic && !this.#world.isBox(one.name) && name in OPEN) {
      forms.unshift(OPEN[name]!);
    }
    for (const owner of [one, ...this.#ancestors(one)]) {
      const method = this.#api.of(owner.name).methods.find((each) =>
        each.name === name && each.isStatic === isStatic
      );
      forms.push(...method?.forms ?? []);
    }
    // JavaScript calls it so, whatever Qt's takes.
    if (name === "toString" && !isStatic && forms.length > 0) {
      forms.push({ parameters: [], required: 0, result: "string" });
    }
    return forms.filter((form, i) =>
      !forms.slice(0, i).some((earlier) => covers(earlier, form))
    );
  }

  /** All forms of a method that meta-objects know, its bases' after its own; each only once. */
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
      const isSurelyThere = isSignal
        ? this.#world.isBox(parseCppType(type).name) &&
          !NULL_IN_SIGNALS.test(member)
        : type.endsWith("*") &&
          !this.#world.shim.nullable.has(`${within}.${member}`);
      return {
        name: names[i]!,
        type: isSurelyThere ? withoutNull(resolved) : resolved,
      };
    });
  }
}

function signature(types: readonly string[]): string {
  return types.map((type) => formatCppType(parseCppType(type))).join();
}
