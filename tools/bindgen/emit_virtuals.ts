/**
 * Writes the C++ by which TypeScript overrides virtual functions: for each function where it is introduced, a thunk that
 * asks TypeScript (`cpp_shim/core/calls/override.h`); for each abstract class, one that implements what it leaves out.
 *
 * @module
 */

import { type Form, isResult } from "./forms.ts";
import { crossingOf } from "./kinds.ts";
import { bare, identifierOf } from "./cpp_names.ts";
import type { ApiClass, ApiMember, ApiParameter, Library } from "./model.ts";
import {
  allFormsOf,
  canExtend,
  introductionOf,
  isBoxed,
  pureOf,
  secondPlacesOf,
  type Virtual,
  virtualsOf,
} from "./virtuals.ts";
import type { Libraries } from "./world.ts";

/** What a class has for those that extend it. */
export interface Subclassing {
  /** What stands before the code that calls its members. */
  readonly access: string;
  readonly functions: string;
  /** The last entries of its `ApiGlue`. */
  readonly entries: readonly (string | number)[];
}

/** Numbers and texts: nothing that can be refused. */
const SAFE = /^(?:bool|int|int64|float|enum|flags|string|char|bytes|duration)$/;

const GEOMETRY = /^Q(?:Point|Size|Rect|Line|Margins)F?$/;

/** Of these, functions get objects that are on C++'s stack, or end with the call. */
const PASSING = ["QEvent", "QPainter", "QStyleOption", "QStyleHintReturn"];

/** Writes it. */
export class VirtualEmitter {
  readonly #world: Libraries;
  readonly #read: (type: string, index: number) => string;

  /**
   * Makes one.
   *
   * @param world All libraries.
   * @param read Writes how a value is read from a call.
   */
  constructor(
    world: Libraries,
    read: (type: string, index: number) => string,
  ) {
    this.#world = world;
    this.#read = read;
  }

  /** What a class has for those that extend it. */
  emit(one: ApiClass, forms: readonly Form[]): Subclassing {
    const id = identifierOf(one);
    const virtuals = virtualsOf(one, this.#world);
    const seconds = secondPlacesOf(one, this.#world);
    const thunks = [
      ...virtuals.map((each, number) =>
        this.#thunk(one, one, each, number, `${number}`)
      ),
      ...seconds.map(({ owner, number, member }, at) =>
        this.#thunk(one, owner, { member, raw: undefined }, number, `s${at}`)
      ),
    ];
    const own = forms.flatMap((form, number) => {
      if (form.kind !== "call") return [];
      const { dispatch, kind } = form.member;
      if (
        kind !== "method" || dispatch === undefined || dispatch === "static"
      ) {
        return [];
      }
      const found = introductionOf(one, form.member, this.#world);
      return found === undefined
        ? []
        : [`{${number}, ${functionOf(found.owner, found.number)}}`];
    });
    return {
      access: this.#access(one) + this.#concrete(one),
      functions: [
        ...thunks.map(({ text }) => text),
        thunks.length === 0
          ? ""
          : `static const ApiVirtual virtuals_${id}[] = {${
            thunks.map(({ entry }) => entry).join(", ")
          }};\n`,
        own.length === 0
          ? ""
          : `static const ApiOwnForm own_${id}[] = {${own.join(", ")}};\n`,
      ].join(""),
      entries: [
        thunks.length > 0 ? `virtuals_${id}` : "nullptr",
        thunks.length,
        own.length > 0 ? `own_${id}` : "nullptr",
        own.length,
      ],
    };
  }

  /** The call of a protected member. */
  callInner(one: ApiClass, member: ApiMember, list: string): string {
    const access = `X_${identifierOf(one)}`;
    const { dispatch, name } = member;
    // By a pointer, C++ looks into the object's table.
    return dispatch === "virtual" || dispatch === "pure"
      ? `(self->*${pointerTo(one, member, access)})(${list})`
      : `static_cast<${access} *>(self)->${name}(${list})`;
  }

  /** How the class of a style option is found: its number says which it is. */
  options({ classes }: Library): string {
    const options = classes.filter(({ name }) =>
      this.#world.derives(name, "QStyleOption")
    ).flatMap(({ name, enums }) => {
      const [, value] = enums.flatMap(({ values }) => values)
        .find(([key]) => key === "Type") ?? [];
      return value === undefined || name === "QStyleOption" ||
          /V\d+$/.test(name)
        ? []
        : [`    case ${value}: return Id<${name}>::id;\n`];
    });
    return options.length === 0 ? "" : [
      "inline int optionId(const QStyleOption *option)\n{\n",
      "    switch (option ? option->type : 0) {\n",
      ...options,
      "    default: return Id<QStyleOption>::id;\n    }\n}\n",
    ].join("");
  }

  /** A class that has its protected members as public ones. */
  #access(one: ApiClass): string {
    const names = new Set(
      [
        ...virtualsOf(one, this.#world).map(({ member }) => member),
        ...secondPlacesOf(one, this.#world).map(({ member }) => member),
        ...allFormsOf(one, this.#world).flatMap((form) =>
          form.kind === "call" && "isInner" in form ? [form.member] : []
        ),
      ].filter(({ isProtected, kind }) => isProtected && kind === "method")
        .map(({ name }) => name),
    );
    return names.size === 0
      ? ""
      : `struct X_${identifierOf(one)} : ${one.name} { ${
        [...names].map((name) => `using ${one.name}::${name};`).join(" ")
      } };\n`;
  }

  /** A class that implements what an abstract one leaves out. */
  #concrete(one: ApiClass): string {
    if (!canExtend(one, this.#world)) return "";
    const base = one.name.replace(/^.*::/, "");
    const functions = pureOf(one, this.#world)!.map(({ member }) => {
      const { returns, name, parameters, isConst } = member;
      return `    ${returns} ${name}(${
        parameters.map(({ type }) => type).join(", ")
      })${isConst ? " const" : ""} override {${
        returns === "void" ? "" : " return {}; "
      }}\n`;
    });
    return `struct __attribute__((visibility("default"))) Concrete_${
      identifierOf(one)
    } : ${one.name} {\n    using ${one.name}::${base};\n${
      functions.join("")
    }};\n`;
  }

  #thunk(
    one: ApiClass,
    owner: ApiClass,
    { member, raw }: Virtual,
    number: number,
    suffix: string,
  ): { text: string; entry: string } {
    const { returns, parameters } = member;
    const id = `${identifierOf(one)}_${suffix}`;
    const self = `${member.isConst ? "const " : ""}${one.name} *`;
    const types = parameters.map(({ type }) => type);
    const names = types.map((_, at) => `a${at}`);
    const list = [`${self}self`, ...types.map((type, at) => `${type} a${at}`)];
    const pointer = pointerTo(
      one,
      member,
      member.isProtected ? `X_${identifierOf(one)}` : one.name,
    );
    const isVoid = returns === "void";
    const own = `${isVoid ? "" : "return "}o.own<${returns} (*)(${
      [self, ...types].join(", ")
    })>()(${["self", ...names].join(", ")});`;
    const gone = isVoid ? "return;" : "return {};";
    const body = raw === undefined
      ? this.#ask(member)
      : raw === "fill"
      ? FILL
      : TAKE;
    return {
      text:
        `static std::size_t place_${id}() { return placeOf(${pointer}); }\n` +
        `static ${returns} thunk_${id}(${list.join(", ")})\n{\n` +
        `    Override o(self, ${functionOf(owner, number)}, place_${id}());\n` +
        `    if (o) {\n        Call &call = o.arguments();\n${body}` +
        `        if (o.isGone()) ${gone}\n    }\n    ${own}\n}\n`,
      entry: `{${
        functionOf(owner, number)
      }, &place_${id}, reinterpret_cast<void *>(&thunk_${id})}`,
    };
  }

  #ask({ returns, parameters, marks }: ApiMember): string {
    const passed = parameters.flatMap((parameter, at) =>
      this.#pass(parameter, `a${at}`)
    );
    const isVoid = returns === "void";
    let place = isVoid ? 1 : 2;
    const outs = parameters.flatMap((parameter, at) => {
      if (!isResult(parameter)) return [];
      const to = parameter.type.endsWith("*") ? `*a${at}` : `a${at}`;
      const guard = parameter.type.endsWith("*") ? `a${at} && ` : "";
      const value = this.#read(bare(parameter.type), place);
      return [`if (${guard}o.count() >= ${place++}) ${to} = ${value};`];
    });
    const isTaken = !isVoid && marks.includes("takes") &&
      crossingOf(returns, "result", this.#world).kind !== "object";
    const result = isVoid
      ? "return;"
      : `${isTaken ? "call.gives(1); " : ""}return ${this.#read(returns, 1)};`;
    const types = [
      ...isVoid ? [] : [returns],
      ...parameters.filter(isResult).map(({ type }) => bare(type)),
    ];
    const take = [...outs, result].join(" ");
    const guarded = types.every((type) => this.#isSafe(type))
      ? take
      : `try { ${take} } catch (const ApiError &error) { o.refuse(error.message); }`;
    return `        ${passed.join(" ")}\n        if (o.ask()) { ${guarded} }\n`;
  }

  #isSafe(type: string): boolean {
    const { kind, name } = crossingOf(type, "parameter", this.#world);
    return SAFE.test(kind) || kind === "value" && GEOMETRY.test(name);
  }

  #pass({ type, marks }: ApiParameter, name: string): string[] {
    const isPointer = type.endsWith("*");
    if (isBoxed(type, this.#world)) {
      const { name: of, kind } = crossingOf(type, "parameter", this.#world);
      const address = isPointer ? name : `&${name}`;
      const isReference = !isPointer && type.endsWith("&");
      if (this.#world.derives(of, "QStyleOption")) {
        return [
          `o.lend(const_cast<void *>(static_cast<const void *>(${address})), optionId(${address}));`,
        ];
      }
      const isWritten = isPointer ||
        isReference && !type.startsWith("const ");
      const isPassing = PASSING.some((base) => this.#world.derives(of, base)) ||
        isWritten && !this.#world.isPolymorphic(of);
      if (isPassing) return [`o.lend(${address});`];
      return [
        `put(call, ${kind === "identity" && isReference ? address : name});`,
      ];
    }
    if (marks.includes("out")) return [];
    if (marks.includes("inout") && isPointer) {
      return [`${name} ? put(call, *${name}) : call.null();`];
    }
    const { kind, isPointer: isObject } = crossingOf(
      type,
      "parameter",
      this.#world,
    );
    return [
      `put(call, ${kind === "object" && !isObject ? `&${name}` : name});`,
    ];
  }
}

/** Bytes that TypeScript returns, into a buffer. */
const FILL = `        put(call, a1);
        if (o.ask()) {
            const auto bytes = In<std::optional<QByteArray>>::get(call, 1);
            if (!bytes) return -1;
            if (bytes->size() <= a1) { std::memcpy(a0, bytes->constData(), static_cast<std::size_t>(bytes->size())); return bytes->size(); }
            o.refuse(QStringLiteral("Expected at most %1 bytes, got %2").arg(a1).arg(bytes->size()));
        }
`;

/** Bytes from a buffer that TypeScript gets. */
const TAKE = `        put(call, QByteArray(a0, a1));
        if (o.ask()) return In<long long>::get(call, 1);
`;

function functionOf(owner: ApiClass, number: number): string {
  return `functionOf<${owner.name}>(${number})`;
}

/** A pointer to a member, by the class that may name it. */
function pointerTo(
  one: ApiClass,
  { returns, name, parameters, isConst }: ApiMember,
  access: string,
): string {
  return `static_cast<${returns} (${one.name}::*)(${
    parameters.map(({ type }) => type).join(", ")
  })${isConst ? " const" : ""}>(&${access}::${name})`;
}
