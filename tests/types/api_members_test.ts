/** The members of Qt's headers are in the types as programs can call them, and no others. */

import { assert, assertEquals } from "@std/assert";
import {
  ancestorsOf,
  type ApiClass,
  apiClassNamed,
} from "../../src/qt/objects/api_table.ts";
import { requireQuick } from "../../src/qt/quick/library.ts";
// Qt Network's classes are known to programs that import it.
import "../../network.ts";
import { readForms } from "../../src/qt/objects/overloads.ts";
import { shortNameOf } from "../../tools/bindgen/libraries.ts";
import { readTexts } from "../../tools/bindgen/texts.ts";
import { tsName } from "../../tools/bindgen/type_map.ts";
import { ROOT } from "../../tools/root.ts";
import {
  QApplication,
  QCoreApplication,
  QFile,
  QFrame,
  QPainter,
  QStyle,
  QTextLayout,
  QTextLayoutFormatRange,
} from "../../widgets.ts";
import { QGuiApplication } from "../../quick.ts";
import { onWidgets } from "../_support/probe.ts";

interface Documented {
  readonly name: string;
  readonly kind?: string;
  readonly isStatic?: boolean;
  readonly functionDef?: { readonly params: readonly DocParameter[] };
  readonly params?: readonly DocParameter[];
}

interface DocParameter {
  readonly optional?: boolean;
}

interface DocClass {
  /** Of a class: its base. */
  readonly extends?: unknown;
  readonly constructors?: readonly Documented[];
  readonly methods?: readonly Documented[];
  readonly properties?: readonly Documented[];
}

interface DocSymbol {
  readonly name: string;
  readonly declarations: readonly {
    readonly kind: string;
    readonly def: DocClass;
  }[];
}

/** The numbers of arguments that a member takes; none for a property. */
type Counts = Map<string, Set<number>>;

/** What a class has, its bases' included. */
interface Members {
  readonly own: Counts;
  readonly statics: Counts;
  readonly constructors: ReadonlySet<number>;
}

const FOLDERS = ["core", "gui", "widgets", "network", "qml", "quick"];

const FOLDER = `${ROOT}src/qt/generated/`;

async function readTypes(): Promise<Map<string, DocClass>> {
  const { success, stdout } = await new Deno.Command(Deno.execPath(), {
    args: [
      "doc",
      "--json",
      ...FOLDERS.map((name) => `${FOLDER}${name}/classes.d.ts`),
    ],
  }).output();
  assert(success);
  const { nodes } = JSON.parse(new TextDecoder().decode(stdout)) as {
    nodes: Record<string, { readonly symbols: readonly DocSymbol[] }>;
  };
  const all = Object.values(nodes).flatMap(({ symbols }) => symbols);
  return new Map(
    all.flatMap(({ name, declarations }) =>
      declarations.filter(({ kind }) =>
        kind === "class" || kind === "interface"
      )
        .map(({ def }) => [name, def] as const)
    ),
  );
}

const TYPES = await readTypes();

function add(counts: Counts, name: string, some: Iterable<number>): void {
  const all = counts.get(name) ?? new Set();
  for (const count of some) all.add(count);
  counts.set(name, all);
}

function countsOf(parameters: readonly DocParameter[]): number[] {
  const least = parameters.filter(({ optional }) => !optional).length;
  return Array.from(
    { length: parameters.length - least + 1 },
    (_, more) => least + more,
  );
}

/** These classes are written by hand; two interfaces have what Qt has, for objects and for the class. */
const APPLICATIONS = ["QApplication", "QGuiApplication", "QCoreApplication"];

/** The declarations that make up a class, its bases' included. */
function chainOf(name: string): string[] {
  if (APPLICATIONS.includes(name)) {
    return APPLICATIONS.slice(APPLICATIONS.indexOf(name))
      .flatMap((one) => [`${one}Members`, `${one}Statics`]);
  }
  const base = TYPES.get(name)?.extends;
  return [name, ...typeof base === "string" ? chainOf(base) : []];
}

function typedMembers(name: string): Members | undefined {
  const chain = chainOf(name);
  if (!TYPES.has(chain[0]!)) return undefined;
  const own: Counts = new Map();
  const statics: Counts = new Map();
  for (const place of chain) {
    const { methods = [], properties = [] } = TYPES.get(place) ?? {};
    const isOfClass = place.endsWith("Statics");
    for (const { name, isStatic, kind, functionDef, params } of methods) {
      // An accessor is a property.
      const counts = kind === "getter" || kind === "setter"
        ? []
        : countsOf((functionDef?.params ?? params)!);
      add(isStatic || isOfClass ? statics : own, name, counts);
    }
    for (const { name, isStatic } of properties) {
      add(isStatic || isOfClass ? statics : own, name, []);
    }
  }
  const constructors = TYPES.get(name)?.constructors ?? [];
  return {
    own,
    statics,
    constructors: new Set(
      constructors.flatMap(({ params }) => countsOf(params!)),
    ),
  };
}

function callable(found: ApiClass): Members {
  const own: Counts = new Map();
  const statics: Counts = new Map();
  for (const name of ancestorsOf(found.name).keys()) {
    const one = apiClassNamed(name)!;
    if (one === undefined || name === "QObject") continue;
    for (const [name, text] of one.members) {
      if (name === "constructor") continue;
      for (const { isStatic, field, parameters } of readForms(text, one.id)) {
        const counts = field === undefined ? [parameters.length] : [];
        add(isStatic ? statics : own, name, counts);
      }
    }
    if (one.kind === "value") add(own, "clone", [0]);
    for (const name of [...one.enums.keys(), ...one.flags.keys()]) {
      add(statics, name, []);
    }
    for (const name of one.inner) add(statics, name, []);
  }
  const constructors = found.members.get("constructor");
  return {
    own,
    statics,
    constructors: new Set(
      constructors === undefined
        ? []
        : readForms(constructors, found.id).map(({ parameters }) =>
          parameters.length
        ),
    ),
  };
}

const libraries = (await readTexts()).filter(({ name }) =>
  FOLDERS.includes(shortNameOf(name))
);

/** What is not in the types although it can be called, or the other way round, and why. */
const KNOWN: Readonly<Record<string, string>> = {
  "QNativeInterface::QEGLContext": "no types: of one platform",
  "QNativeInterface::QGLXContext": "no types: of one platform",
  "QNativeInterface::QX11Application": "no types: of one platform",
  "QNativeInterface::QSGOpenGLTexture": "no types: of one platform",
  "QNativeInterface::QSGVulkanTexture": "no types: of one platform",
  "QQuickAsyncImageProvider": "no types: it has no meta-object of its own",
  "QLocale.toString(0)": "JavaScript's own",
  "QMetaMethod.typeName": "the name of the class, as each value has it",
  "QMetaProperty.typeName": "the name of the class, as each value has it",
  "QCompleter.activated": "a signal of several forms: reached by signature",
  "QCompleter.highlighted": "a signal of several forms: reached by signature",
  "QOperatingSystemVersion.static name": "every function has a name",
  "QOperatingSystemVersionBase.static name": "every function has a name",
  "QPageSize.static name": "every function has a name",
  "QCoreApplication.static exec": "a method of the object",
  "QGuiApplication.static exec": "a method of the object",
  "QApplication.static exec": "a method of the object",
  "QCoreApplication.static instance": "written by hand",
  "QGuiApplication.static instance": "written by hand",
  "QApplication.static instance": "written by hand",
};

/** The members of one side that the other lacks. */
function* missing(
  className: string,
  word: string,
  some: Counts,
  others: Counts,
): Generator<string> {
  for (const [name, counts] of some) {
    const found = others.get(name);
    if (found === undefined) yield `${className}.${word}${name}`;
    // A property.
    if (found === undefined || counts.size === 0 || found.size === 0) continue;
    for (const count of counts) {
      if (!found.has(count)) yield `${className}.${word}${name}(${count})`;
    }
  }
}

/** The constructors of one side that the other lacks. */
function missingConstructors(
  className: string,
  some: ReadonlySet<number>,
  others: ReadonlySet<number>,
): string[] {
  return [...some].filter((count) => !others.has(count))
    .map((count) => `${className}.constructor(${count})`);
}

Deno.test("each member of the headers that can be called has a type with as many arguments, and no other has", () =>
  onWidgets(() => {
    requireQuick();
    const wrong: string[] = [];
    let count = 0;
    const all = libraries.flatMap(({ classes }) => classes).filter((one) =>
      one.kind !== "namespace" && !one.marks.includes("plain") &&
      one.name !== "QObject"
    );
    for (const { name, kind } of all) {
      const running = callable(apiClassNamed(name)!);
      const typed = typedMembers(tsName(name));
      if (typed === undefined) {
        wrong.push(name);
        continue;
      }
      count += running.own.size + running.statics.size;
      wrong.push(
        ...missing(name, "", running.own, typed.own),
        ...missing(name, "static ", running.statics, typed.statics),
        ...missing(name, "static ", typed.statics, running.statics),
        ...missingConstructors(name, running.constructors, typed.constructors),
      );
      // The meta-object has more: another test compares with that.
      if (kind === "object") continue;
      wrong.push(
        ...missing(name, "", typed.own, running.own),
        ...missingConstructors(name, typed.constructors, running.constructors),
      );
    }
    assertEquals([...new Set(wrong)].sort(), Object.keys(KNOWN).sort());
    assert(count > 20_000, `only ${count} members were compared`);
  }));

Deno.test("the numbers of enumerations stand on the classes that declare them", () =>
  onWidgets(() => {
    assertEquals(QPainter.CompositionMode.CompositionMode_Clear, 2);
    assertEquals(QPainter.RenderHints.Antialiasing, 1);
    assertEquals(QFile.OpenModeFlag.ReadOnly, 1);
    assertEquals(QFrame.Shape.Box, 1);
    assertEquals(QTextLayout.FormatRange, QTextLayoutFormatRange);
  }));

Deno.test("the classes of applications have Qt's static members", () =>
  onWidgets((app) => {
    QApplication.setApplicationName("statics");
    assertEquals(app.applicationName, "statics");
    assertEquals(QCoreApplication.applicationName(), "statics");
    assertEquals(QGuiApplication.platformName(), "offscreen");
    assert(QApplication.style() instanceof QStyle);
    assertEquals(QApplication.topLevelWidgets(), []);
  }));
