/**
 * Calls every method and writes every property of every class that can be created, with values that Qt does not expect:
 * null for objects, numbers that are no enumerators, numbers out of range. It prints each member before it tries it, so
 * that the output of a crash ends with the member's name. It can change files in its working directory alone.
 *
 *     cd $(mktemp -d) && deno run -A …/tests/qt/programs/sweep.ts once|all [step to start after] [class.member …]
 *
 * `once` tries an inherited member in one class only, `all` in each.
 */

import * as widgets from "../../../widgets.ts";
import { type QObject, stateOf } from "../../../src/qt/objects/qobject.ts";
import {
  type DynamicObject,
  qtClass,
} from "../../../src/qt/objects/qt_class.ts";
import { requireQuick } from "../../../src/qt/quick/library.ts";
import * as quick from "../../../src/qt/generated/quick/classes.js";
import { enterSandbox } from "../../../tools/fuzz/sandbox.ts";
import { settle } from "../../_support/settle.ts";

type Description = {
  className: string;
  base: number | null;
  properties: [number, string, string, boolean, number][];
  methods: [number, string, string, number, string, string[], number][];
};

/** A member, with the types of its values. */
interface Member {
  /** The class that declares it. */
  readonly owner: string;
  readonly name: string;
  readonly types: readonly string[];
  readonly isProperty: boolean;
}

// deno-fmt-ignore
const BAD = [null, -1, 5000, 2 ** 31 - 1, -(2 ** 31), 1e300];

/** What these do is to wait, to end something, to start a program or to show something to the user. */
const LEFT_OUT = new Set([
  "exec",
  "quit",
  "exit",
  "deleteLater",
  "waitForDone",
  "terminate",
  "processEvents",
]);

/** Classes of which an object does something to the whole process. */
const NOT_MADE = /Application$|^QObject$|^QSplashScreen$/;

await using app = new widgets.QApplication(["-platform", "offscreen"]);
app.quitOnLastWindowClosed = false;
requireQuick();
enterSandbox(Deno.cwd());
const bridge = stateOf(app).bridge;

function classNames(): string[] {
  const names = [...Object.keys(widgets), ...Object.keys(quick)];
  return [...new Set(names)].sort().filter((name) =>
    /^Q[A-Z]/.test(name) && !NOT_MADE.test(name)
  );
}

function make(name: string): QObject | undefined {
  try {
    const object = new (qtClass(name))();
    fill(object);
    return object;
  } catch {
    return undefined;
  }
}

/** What shows something, has something to show. */
function fill(object: QObject): void {
  const dynamic = object as DynamicObject;
  if (object.inherits("QStandardItemModel")) {
    for (const text of "abc") dynamic.appendRow([text, text]);
  } else if (object.inherits("QStringListModel")) {
    dynamic.setStringList(["a", "b", "c"]);
  } else if (object.inherits("QAbstractProxyModel")) {
    dynamic.sourceModel = make("QStandardItemModel");
  } else if (object.inherits("QListWidget")) {
    dynamic.addItems(["a", "b", "c"]);
  } else if (object.inherits("QTableWidget")) {
    dynamic.rowCount = dynamic.columnCount = 3;
  } else if (object.inherits("QTreeWidget")) {
    dynamic.addItem(["a", "b"]);
  } else if (object.inherits("QComboBox")) {
    dynamic.addItems(["a", "b", "c"]);
  } else if (object.inherits("QTabWidget")) {
    dynamic.addTab(new widgets.QLabel({ text: "a" }), "a");
  } else if (
    object.inherits("QAbstractItemView") && !object.inherits("QUndoView")
  ) dynamic.setModel(make("QStandardItemModel"));
}

/** An index of the object's own model, or of another one. */
function indexFor(object: QObject): unknown {
  const dynamic = object as DynamicObject;
  const model = object.inherits("QAbstractItemModel")
    ? dynamic
    : object.inherits("QAbstractItemView")
    ? dynamic.model()
    : make("QStandardItemModel");
  return model?.index(0, 0);
}

const described = new Map<string, Description>();
const byId: Description[] = [];

/** Everything that a class has, its bases' members included. */
function membersOf(className: string): Member[] {
  while (!described.has(className)) {
    const description = bridge.describe(byId.length) as Description;
    byId.push(description);
    described.set(description.className, description);
  }
  const members: Member[] = [];
  for (
    let one: Description | undefined = described.get(className)!;
    one !== undefined;
    one = one.base === null ? undefined : describe(one.base)
  ) {
    const owner = one.className;
    for (const [, name, type, writable] of one.properties) {
      if (writable) {
        members.push({ owner, name, types: [type], isProperty: true });
      }
    }
    for (const [, name, , kind, , types] of one.methods) {
      if (kind === 0 && types.length > 0 && !LEFT_OUT.has(name)) {
        members.push({ owner, name, types, isProperty: false });
      }
    }
  }
  return members;
}

function describe(id: number): Description {
  while (byId.length <= id) {
    const description = bridge.describe(byId.length) as Description;
    byId.push(description);
    described.set(description.className, description);
  }
  return byId[id]!;
}

/** A value that fits, as far as the name of a type says; `choice` is for what has several. */
function fitting(object: QObject, type: string, choice: number): unknown {
  switch (type) {
    case "bool":
      return true;
    case "QString":
    case "QByteArray":
      return "x";
    case "QStringList":
      return ["x"];
    case "QVariant":
      return "x";
    case "QModelIndex":
      return indexFor(object);
    case "QPoint":
      return { x: 1, y: 1 };
    case "QSize":
      return { width: 1, height: 1 };
    case "QRect":
      return { x: 1, y: 1, width: 1, height: 1 };
    default:
      return type.endsWith("*") ? make(type.slice(0, -1)) ?? null : choice;
  }
}

/** Anything may be refused; nothing may end the process. */
function attempt(call: () => unknown): void {
  try {
    call();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
  }
}

function tryMember(object: QObject, { name, types, isProperty }: Member): void {
  for (const bad of BAD) {
    if (isProperty) {
      attempt(() => object.setProperty(name, bad));
      continue;
    }
    for (let at = 0; at < types.length; at++) {
      for (const choice of [0, 1]) {
        const args = types.map((type, i) =>
          i === at ? bad : fitting(object, type, choice)
        );
        attempt(() => object.invoke(name, ...args));
      }
    }
  }
}

const line = new TextEncoder();
const [extent, from = "0", ...only] = Deno.args;
const tried = new Set<string>();
let step = 0;
for (const name of classNames()) {
  const sample = make(name);
  if (sample === undefined) continue;
  const members = membersOf(sample.className);
  sample.deleteLater();
  for (const member of members) {
    const label = `${name}.${member.name}`;
    const declared = `${member.owner}.${member.name}(${member.types})`;
    if (extent === "once" && tried.has(declared)) continue;
    tried.add(declared);
    if (++step <= Number(from)) continue;
    if (only.length > 0 && !only.includes(label)) continue;
    Deno.stdout.writeSync(
      line.encode(`${step} ${label}(${member.types})\n`),
    );
    const object = make(name)!;
    tryMember(object, member);
    if (!object.isDestroyed) object.deleteLater();
  }
  await settle(app);
}
console.log("end");
