import { assert, assertEquals } from "@std/assert";
import * as enums from "../../enums.ts";
import { QObject } from "../../mod.ts";
import * as quick from "../../quick.ts";
import * as widgets from "../../widgets.ts";
import { qtClass } from "../../src/qt/objects/qt_class.ts";
import { requireQuick } from "../../src/qt/quick/library.ts";
import { onWidgets } from "../_support/probe.ts";
import { type Declarations, readDeclarations } from "./_declarations.ts";

const MODULES = ["core", "gui", "widgets", "qml", "quick"].map(
  readDeclarations,
);

const FACES: Readonly<Record<string, unknown>> = { ...widgets, ...quick };

/** Every class that is declared as one that can be created. */
const CREATABLE = MODULES.flatMap(({ creatable }) => creatable);

function find<T>(
  among: (module: Declarations) => ReadonlyMap<string, T>,
  name: string,
): T | undefined {
  return MODULES.map((module) => among(module).get(name))
    .find((one) => one !== undefined);
}

function kindOf({ get, set }: PropertyDescriptor): string {
  return get === undefined
    ? "method"
    : set === undefined
    ? "signal"
    : "property";
}

/** What JavaScript has found out about a class that an object was created of. */
function runningMembers(className: string): Record<string, string> {
  const { prototype } = qtClass(className);
  const all = Object.getOwnPropertyDescriptors(prototype);
  return Object.fromEntries(
    Object.entries(all)
      .filter(([name]) => name !== "constructor" && !name.startsWith("_"))
      .map(([name, descriptor]) => [name, kindOf(descriptor)] as const)
      .sort(),
  );
}

function declaredMembers(className: string): Record<string, string> {
  const declared = find(({ members }) => members, className)!;
  return Object.fromEntries(
    [...declared].filter(([, { isStatic }]) => !isStatic)
      .map(([name, { kind }]) => [name, kind]).sort(),
  );
}

/** The class and its bases that are no JavaScript class of this library by hand. */
function family(object: QObject): string[] {
  const names: string[] = [];
  let type = Object.getPrototypeOf(object);
  for (; type !== QObject.prototype; type = Object.getPrototypeOf(type)) {
    names.push(type.constructor.name);
  }
  return names;
}

/** Signals of several forms have no type as a member: they are reached by their signature. */
const AMBIGUOUS: Readonly<Record<string, readonly string[]>> = {
  QCompleter: ["activated", "highlighted"],
};

Deno.test("what each creatable class and its bases have, by their meta-objects, their types have, too", () =>
  onWidgets((app) => {
    const isLater = !app.qtVersion.startsWith("6.4.");
    requireQuick();
    const seen = new Set<string>();
    for (const name of CREATABLE) {
      using object = new (qtClass(name))();
      const names = family(object);
      for (const [at, className] of names.entries()) {
        if (seen.size === seen.add(className).size) continue;
        if (find(({ members }) => members, className) === undefined) {
          // Private classes of Qt's in between.
          assert(!(className in FACES), className);
          continue;
        }
        const running = runningMembers(className);
        for (const signal of AMBIGUOUS[className] ?? []) delete running[signal];
        const declared = declaredMembers(className);
        // A later Qt than the one that the types are made from has more.
        for (const member of Object.keys(running)) {
          if (isLater && !(member in declared)) delete running[member];
          // Nothing new beside what a base has of that name.
          const isInherited = names.slice(at + 1).some((base) =>
            find(({ members }) => members, base)?.get(member)?.kind ===
              running[member]
          );
          if (isInherited && !(member in declared)) delete running[member];
        }
        // What is not in the meta-object, the headers have.
        for (const member of Object.keys(declared)) {
          if (!(member in running)) delete declared[member];
        }
        assertEquals(running, declared, className);
      }
    }
    assert(seen.size > 100, `only ${seen.size} classes were compared`);
  }));

/** Whether there is such a member; those of the headers are defined when they are first read. */
function hasMember(place: object, name: string): boolean {
  try {
    return Reflect.get(place, name) !== undefined;
  } catch {
    // An accessor, which needs an object.
    return name in place;
  }
}

/** The modules whose classes have the members of the headers. */
const WITH_HEADERS = ["core", "gui", "widgets"].map(readDeclarations);

/** No object of these is made here: what their meta-objects have is not known. */
const NEVER_MET = ["QFutureWatcherBase", "QInputMethod", "QVulkanWindow"];

Deno.test("every class has each member that its type has, its own and its objects'", () =>
  onWidgets(() => {
    for (const { creatable } of WITH_HEADERS) {
      for (const name of creatable) new (qtClass(name))().deleteLater();
    }
    const wrong: string[] = [];
    let count = 0;
    for (const { members } of WITH_HEADERS) {
      for (const [className, declared] of members) {
        const type = FACES[className] as { prototype: object } | undefined;
        if (type === undefined || NEVER_MET.includes(className)) continue;
        for (const [key, { isStatic }] of declared) {
          const name = key.replace("static ", "");
          count += 1;
          if (!hasMember(isStatic ? type : type.prototype, name)) {
            wrong.push(`${className}.${key}`);
          }
        }
      }
    }
    assertEquals(wrong, []);
    assert(count > 9000, `only ${count} members were looked for`);
  }));

/** Whether a value is one of a type that a property is declared with. */
function fits(value: unknown, type: string): boolean {
  if (type.startsWith("readonly ")) return fits(value, type.slice(9));
  const members = split(type);
  if (members.length > 1) return members.some((one) => fits(value, one));
  switch (type) {
    case "unknown":
      return true;
    case "null":
      return value === null;
    case "string":
      return typeof value === "string";
    case "number":
      return typeof value === "number";
    case "bigint":
      return typeof value === "bigint";
    case "boolean":
      return typeof value === "boolean";
    case "Record<string, unknown>":
      return typeof value === "object" && value !== null;
    case "Uint8Array":
      return value instanceof Uint8Array;
    case "Date":
      return value instanceof Date;
    case "URL":
      return value instanceof URL;
  }
  if (type.endsWith("[]")) {
    const item = type.slice(0, -2).replace(/^\((.*)\)$/, "$1");
    return Array.isArray(value) && value.every((one) => fits(one, item));
  }
  const opaque = type.match(/^QtOpaque<"(.*)">$/)?.[1];
  if (opaque !== undefined) {
    return value instanceof widgets.QtOpaque && value.typeName === opaque;
  }
  const alias = find(({ aliases }) => aliases, type) ?? type;
  const flags = alias.match(/^Flags< ?(\w+) ?>$/);
  if (flags) {
    return typeof value === "number" ||
      typeof value === "string" &&
        value.split("|").every((key) => key in numbersOf(flags[1]!));
  }
  if (type in enums) {
    return typeof value === "string" && value in numbersOf(type);
  }
  const known = FACES[type];
  return typeof known === "function" &&
    value instanceof (known as new () => object);
}

function numbersOf(enumeration: string): Readonly<Record<string, number>> {
  return (enums as unknown as Record<string, Record<string, number>>)[
    enumeration
  ]!;
}

/** `A | (B | C)[]` to `A` and `(B | C)[]`. */
function split(type: string): string[] {
  const parts: string[] = [""];
  let depth = 0;
  for (const character of type) {
    if ("<([".includes(character)) depth += 1;
    if (">)]".includes(character)) depth -= 1;
    if (character === "|" && depth === 0) parts.push("");
    else parts[parts.length - 1] += character;
  }
  return parts.map((part) => part.trim()).filter((part) => part !== "");
}

/** Qt's own slips: a frame without a shadow is in no enumeration. */
const NAMELESS_VALUES = new Set([
  "QHeaderView.frameShadow",
  "QMdiArea.frameShadow",
]);

Deno.test("the properties of new objects have the values that their types promise", () =>
  onWidgets(() => {
    requireQuick();
    const wrong: string[] = [];
    let count = 0;
    for (const name of CREATABLE) {
      using object = new (qtClass(name))();
      for (const className of family(object)) {
        const declared = find(({ members }) => members, className) ?? new Map();
        for (const [member, { kind, isStatic, type }] of declared) {
          if (kind !== "property" || isStatic) continue;
          count += 1;
          const value = object.property(member);
          if (NAMELESS_VALUES.has(`${name}.${member}`)) continue;
          if (!fits(value, type)) {
            wrong.push(
              `${name}.${member}: ${type}, got ${Deno.inspect(value)}`,
            );
          }
        }
      }
    }
    assertEquals(wrong, []);
    assert(count > 3000, `only ${count} properties were read`);
  }));

/**
 * Every class that cannot be created, and why. One that is missing here, or has come to be creatable, fails the test:
 * decide when adding a class.
 */
const NOT_CREATABLE: Readonly<Record<string, string>> = {
  "abstract": `
    QAbstractAnimation QAbstractButton QAbstractEventDispatcher
    QAbstractItemDelegate QAbstractItemModel QAbstractItemView
    QAbstractListModel QAbstractProxyModel QAbstractTableModel
    QAbstractTextDocumentLayout QAnimationGroup QFileDevice
    QFutureWatcherBase QGraphicsEffect QGraphicsObject QGraphicsTransform
    QIODevice QLayout QPaintDeviceWindow QQmlImageProviderBase
    QQuickFramebufferObject QQuickImageProvider QQuickImageResponse
    QQuickPaintedItem QQuickTextureFactory QQuickTransform QSGDynamicTexture
    QSGTexture QSGTextureProvider QStyle QSyntaxHighlighter QValidator`,
  "a plugin, written in C++": `
    QAccessibleBridgePlugin QAccessiblePlugin QGenericPlugin
    QIconEnginePlugin QImageIOPlugin QQmlExtensionPlugin QStylePlugin`,
  "Qt's own, handed out": `
    QClipboard QGraphicsAnchor QInputMethod QOpenGLContextGroup
    QQuickItemGrabResult QScreen QScroller QSessionManager
    QSplitterHandle QStyleHints QTextBlockGroup QTextFrame QTextList
    QTextObject QTextTable`,
  "to be extended in C++": `
    QVulkanWindow`,
  "made of something that it cannot do without": `
    QBoxLayout QPdfWriter QPlainTextDocumentLayout QQmlComponent QQmlContext
    QQmlFileSelector QQuickTextDocument QSocketNotifier`,
  "each object has a class of its own": `
    QQmlPropertyMap`,
};

Deno.test("every class can be created, but for those of which it is known why not", () => {
  const known = Object.values(NOT_CREATABLE)
    .flatMap((names) => names.trim().split(/\s+/)).sort();
  const declared = MODULES.flatMap(({ objects }) => objects);
  const typed = declared.filter((name) => name in FACES);
  assertEquals(typed.filter((name) => !CREATABLE.includes(name)).sort(), known);
});

Deno.test("what is declared as not creatable cannot be created", () =>
  onWidgets(() => {
    requireQuick();
    const abstract = MODULES.flatMap(({ objects }) => objects)
      .filter((name) => name in FACES && !CREATABLE.includes(name));
    assert(abstract.includes("QAbstractButton"));
    for (const name of abstract) {
      if (name.endsWith("Application")) continue;
      let created: QObject | undefined;
      try {
        created = new (qtClass(name))();
      } catch (error) {
        assert(error instanceof TypeError, `${name}: ${error}`);
      }
      // Designer makes a class that stands in for an abstract one.
      assert(created?.className !== name, `${name} can be created`);
      created?.deleteLater();
    }
  }));

Deno.test("an enumeration's names and numbers are Qt's", () =>
  onWidgets(() => {
    requireQuick();
    using label = new widgets.QLabel();
    const { AlignHCenter, AlignBottom } = enums.AlignmentFlag;
    label.alignment = AlignHCenter | AlignBottom;
    assertEquals(label.property("alignment"), "AlignHCenter|AlignBottom");
    label.alignment = "AlignJustify|AlignTop";
    assertEquals(label.property("alignment"), "AlignJustify|AlignTop");
    label.textFormat = enums.TextFormat.RichText;
    assertEquals(label.property("textFormat"), "RichText");
  }));
