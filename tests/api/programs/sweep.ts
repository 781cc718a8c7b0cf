/**
 * Calls each form of each constructor, method and static function of a library's headers with values that fit the types
 * and that Qt may not expect: null, numbers that are no enumerators, numbers out of range, empty text and lists, objects
 * that nothing has been done to. It prints each member before it tries it, so that the output of a crash ends with the
 * member's name. It can change files in its working directory alone.
 *
 *     cd $(mktemp -d) && deno run -A …/tests/api/programs/sweep.ts QtGui [step to start after] [class.member …]
 *
 * @module
 */

import { QApplication } from "../../../widgets.ts";
import { requireQuick } from "../../../src/qt/quick/library.ts";
import { offerClasses } from "../../../src/qt/objects/api_table.ts";
import {
  formsOf,
  isCreatable,
  isResult,
} from "../../../tools/bindgen/forms.ts";
import { type Crossing, crossingOf } from "../../../tools/bindgen/kinds.ts";
import { shortNameOf } from "../../../tools/bindgen/libraries.ts";
import type { ApiClass, ApiParameter } from "../../../tools/bindgen/model.ts";
import { readTexts } from "../../../tools/bindgen/texts.ts";
import { Libraries } from "../../../tools/bindgen/world.ts";
import { enterSandbox } from "../../../tools/fuzz/sandbox.ts";
import { settle } from "../../_support/settle.ts";
import { objectClass, valueClass } from "../_classes.ts";

/**
 * What these do is to wait, to end something, to start a program, to show something to the user, or to read from this
 * program's own input.
 */
const LEFT_OUT =
  /\.(?:exec|quit|exit|abort|wait\w*|terminate|kill|processEvents|deleteLater|dispose|start\w*|grab\w*)$|^QCommandLineParser\.(?:process|show\w*)$|^QFile\.open$|^QLockFile\.(?:lock|tryLock)$/;

/** Crashes of Qt's own: a property of a drawing that is not there, for which there are no rules. */
const KNOWN = /^QSvgRenderer\.currentFrame$/;

/** There is one in a process, or an object of them takes the whole process along. */
const NOT_MADE = /Application$|^QSplashScreen$|^QThread$/;

// deno-fmt-ignore
const NUMBERS = [1, 0, -1, 5000, 2 ** 31 - 1, -(2 ** 31)];
const FRACTIONS = [1, 0, -1, 0.5, 1e300, NaN, Infinity];

// deno-lint-ignore no-explicit-any -- members are known at run time alone
type Unknown = any;

const [library, from = "0", ...only] = Deno.args;
const libraries = await readTexts();
const world = new Libraries(libraries);
await using app = new QApplication(["-platform", "offscreen"]);
app.quitOnLastWindowClosed = false;
requireQuick();
enterSandbox(Deno.cwd());
for (const { name, classes } of libraries) {
  offerClasses(shortNameOf(name), classes.map((one) => one.name));
}

/** The JavaScript class of a class. */
function typeOf(name: string): Unknown {
  return world.kindOf(name) === "object" ? objectClass(name) : valueClass(name);
}

/** An object of a class, made of as little as possible; undefined if none can be made. */
function make(name: string, depth = 0): Unknown {
  const one = world.class(name);
  if (one === undefined || depth > 2 || NOT_MADE.test(name)) return undefined;
  if (!isCreatable(one)) {
    const heir = HEIRS.get(name);
    return heir === undefined ? undefined : make(heir, depth);
  }
  const constructors = formsOf(one).filter((form) =>
    form.kind === "call" && form.member.kind === "constructor"
  ).sort((a, b) => lengthOf(a) - lengthOf(b));
  for (const form of constructors) {
    if (form.kind !== "call") continue;
    try {
      const args = form.parameters.map((each) => choices(each, depth + 1)[0]);
      return new (typeOf(name))(...args);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
    }
  }
  return undefined;
}

/** What stands in for abstract classes. */
const HEIRS = new Map([
  ["QAbstractItemModel", "QStandardItemModel"],
  ["QAbstractItemView", "QTableView"],
  ["QIODevice", "QBuffer"],
  ["QLayout", "QVBoxLayout"],
  ["QLayoutItem", "QSpacerItem"],
  ["QPaintDevice", "QImage"],
  ["QGraphicsItem", "QGraphicsRectItem"],
  ["QAbstractButton", "QPushButton"],
  ["QAbstractAnimation", "QPropertyAnimation"],
]);

function lengthOf(form: { kind: string; parameters?: readonly unknown[] }) {
  return form.parameters?.length ?? 0;
}

/** Values for a parameter; the first fits best. */
function choices({ type, marks }: ApiParameter, depth = 0): Unknown[] {
  const values = valuesOf(crossingOf(type, "parameter", world), depth);
  return marks.includes("nullable") && !values.includes(null)
    ? [...values, null]
    : values;
}

function valuesOf(crossing: Crossing, depth: number): Unknown[] {
  switch (crossing.kind) {
    case "bool":
      return [true, false];
    case "int":
    case "int64":
    case "enum":
    case "flags":
    case "duration":
      return NUMBERS;
    case "float":
      return FRACTIONS;
    case "string":
    case "cstring":
      return ["x", "", "\u{1f600}"];
    case "char":
      return ["x", "\0"];
    case "bytes":
      return [new Uint8Array([1, 2, 3]), new Uint8Array(0)];
    case "variant":
      return ["x", null, 2 ** 31];
    case "container": {
      const [inner] = crossing.args;
      if (crossing.args.length !== 1) return [{}, new Map()];
      const values = valuesOf(inner!, depth + 1);
      return [values.slice(0, 1), [], values];
    }
    case "object":
    case "value":
    case "identity": {
      const object = make(crossing.name, depth);
      const values = object === undefined ? [] : [object];
      return crossing.isPointer ? [...values, null] : values;
    }
    default:
      return [];
  }
}

/** All arguments but one are the first choice. */
function* variants(parameters: readonly ApiParameter[]): Generator<Unknown[]> {
  const given = parameters.filter((one) =>
    !isResult(one) || one.marks.includes("inout")
  );
  const all = given.map((one) => choices(one));
  if (all.some((values) => values.length === 0)) return;
  yield all.map(([first]) => first);
  for (const [at, values] of all.entries()) {
    for (const value of values.slice(1)) {
      // Each has objects of its own: a call may take them.
      const fresh = given.map((one) => choices(one)[0]);
      yield fresh.map((first, i) => i === at ? value : first);
    }
  }
}

/** Anything may be refused; nothing may end the process. */
function attempt(call: () => Unknown): Unknown {
  try {
    const result = call();
    if (result instanceof Promise) result.catch(() => {});
    return result;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return undefined;
  }
}

function end(object: Unknown): void {
  attempt(() => object?.dispose ? object.dispose() : object?.deleteLater?.());
}

function tryMember(one: ApiClass, name: string): void {
  for (const form of formsOf(one)) {
    if (form.kind !== "call" || form.member.name !== name) continue;
    const { member, parameters } = form;
    if (member.marks.includes("async") || member.kind === "friend") continue;
    for (const args of variants(parameters)) {
      if (member.kind === "constructor") {
        end(attempt(() => new (typeOf(one.name))(...args)));
      } else if (member.dispatch === "static") {
        attempt(() => typeOf(one.name)[name](...args));
      } else {
        const object = attempt(() => make(one.name));
        if (object === undefined) return;
        attempt(() => object[name](...args));
        end(object);
      }
    }
  }
}

let step = 0;
for (const one of libraries.find(({ name }) => name === library)!.classes) {
  const names = new Set(one.members.map(({ name }) => name));
  for (const name of names) {
    const label = `${one.name}.${name}`;
    if (NOT_MADE.test(one.name) || LEFT_OUT.test(label)) continue;
    if (KNOWN.test(label)) continue;
    if (++step <= Number(from)) continue;
    if (only.length > 0 && !only.includes(label)) continue;
    console.log(`${step} ${label}`);
    tryMember(one, name);
    await settle(app);
  }
}
console.log("end");
