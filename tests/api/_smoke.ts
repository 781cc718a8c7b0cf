/**
 * Makes an object of each class of a library by its constructor without arguments, calls all that reads it, gives each
 * member arguments of which none fits, and uses it after its end. Says the name of each class before.
 *
 *     deno run -A tests/api/_smoke.ts QtGui FIRST
 *
 * Nothing else is called: members that are `const` in C++ and take nothing change nothing.
 *
 * @module
 */

import { readTexts } from "../../tools/bindgen/texts.ts";
import { isCreatable } from "../../tools/bindgen/forms.ts";
import type { ApiClass, ApiMember } from "../../tools/bindgen/model.ts";
import { QApplication } from "../../widgets.ts";
import { offerClasses } from "../../src/qt/objects/api_table.ts";
import { shortNameOf } from "../../tools/bindgen/libraries.ts";
import { objectClass, valueClass } from "./_classes.ts";

/** There is one in a process, and it is there already; or what it needs is not here. */
const LEFT_OUT = new Map([
  ["QCoreApplication", "there is one"],
  ["QGuiApplication", "there is one"],
  ["QApplication", "there is one"],
  ["QOpenGLPaintDevice", "it needs a context of OpenGL"],
  ["QOpenGLTimerQuery", "it needs a context of OpenGL"],
  ["QSvgRenderer", "asked for its frames without a drawing, Qt crashes"],
]);

/** What these call waits for something that does not come here. */
const WAITING = /^waitFor|^exec$|^grab/;

/** What QObject has in JavaScript, and takes what any function of it takes. */
const OWN = new Set(["children", "deleteLater"]);

function reads(member: ApiMember): boolean {
  return member.kind === "method" && !member.isProtected && member.isConst &&
    member.dispatch !== "static" && member.returns !== "void" &&
    member.parameters.length === 0 && !member.marks.includes("async") &&
    !WAITING.test(member.name);
}

function hasDefaultConstructor(one: ApiClass): boolean {
  return one.kind !== "namespace" && isCreatable(one) &&
    !one.marks.includes("plain") &&
    one.members.some(({ kind, parameters, isProtected }) =>
      kind === "constructor" && !isProtected &&
      parameters.every((parameter) => parameter.default !== undefined)
    );
}

let lastError: unknown;

/** Calls a function; an error is an answer. */
function answer(name: string, call: () => unknown): unknown {
  try {
    return call();
  } catch (error) {
    if (!(error instanceof Error)) {
      console.log(`fault ${name} threw ${error}`);
    } else if (/internal|is not open|shared buffer/i.test(error.message)) {
      console.log(`fault ${name}: ${error.message}`);
    }
    lastError = error;
    return undefined;
  }
}

function refuses(name: string, call: () => unknown): void {
  try {
    const result = call();
    if (result instanceof Promise) {
      result.catch(() => {});
      return;
    }
  } catch (error) {
    if (!(error instanceof Error) || !/TypeError|Error$/.test(error.name)) {
      console.log(`fault ${name} threw ${error}`);
    }
    return;
  }
  console.log(`fault ${name} took what it should have refused`);
}

const [library, first] = Deno.args;
await using _app = new QApplication(["-platform", "offscreen"]);
const found = (await readTexts()).find(({ name }) => name === library)!;
offerClasses(
  shortNameOf(library!),
  found.classes.map(({ name }) => name),
);
const classes = found.classes.filter((one) =>
  hasDefaultConstructor(one) && !LEFT_OUT.has(one.name)
);
for (const [at, one] of classes.entries()) {
  if (at < Number(first)) continue;
  console.log(`class ${at} ${one.name}`);
  const type = one.kind === "object"
    ? objectClass(one.name)
    : valueClass(one.name);
  refuses(`new ${one.name}`, () => new type(Symbol("wrong"), Symbol("wrong")));
  // deno-lint-ignore no-explicit-any -- members are known at run time alone
  const object = answer(`new ${one.name}`, () => new type()) as any;
  if (object === undefined) {
    console.log(`fault new ${one.name} made nothing: ${lastError}`);
    continue;
  }
  const names = new Set(
    one.members.filter(({ kind, isProtected, dispatch }) =>
      kind === "method" && !isProtected && dispatch !== "static"
    ).map(({ name }) => name),
  );
  for (const name of names) {
    if (answer(name, () => typeof object[name]) !== "function") continue;
    const full = `${one.name}.${name}`;
    // It is a member of JavaScript's own.
    if (OWN.has(name)) continue;
    refuses(full, () => object[name](...new Array(33).fill(Symbol("wrong"))));
    refuses(full, () => object[name](Symbol("wrong")));
  }
  for (const { name } of one.members.filter(reads)) {
    if (answer(name, () => typeof object[name]) !== "function") continue;
    console.log(`call ${one.name}.${name}`);
    answer(`${one.name}.${name}`, () => object[name]());
  }
  object.dispose?.();
  if (object.dispose === undefined) object.deleteLater?.();
  else {
    for (const { name } of one.members.filter(reads)) {
      if (name === "toString" || typeof type.prototype !== "object") continue;
      refuses(`${one.name}.${name} after its end`, () => object[name]());
    }
  }
}
console.log("end");
