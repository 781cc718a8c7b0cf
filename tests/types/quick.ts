/**
 * What compiles with QML, and what must not. Nothing here runs: `deno check` is the test, and a line after
 * `@ts-expect-error` that compiles is an error.
 *
 * @module
 */

import {
  type DynamicObject,
  ListModel,
  qmlClass,
  type QmlEngine,
  QmlError,
  qmlSignal,
  QQuickWindow,
  registerQmlType,
  type Signal,
} from "../../quick.ts";
import { QLabel } from "../../widgets.ts";
import { is, type Same } from "./_same.ts";

const Counter = qmlClass("Counter", {
  properties: { count: 0, title: "", tags: [] as string[] },
  signals: { full: qmlSignal<[limit: number]>("limit"), idle: qmlSignal() },
  functions: {
    add(n: number): number {
      this.count += n;
      this.emit("full", this.count);
      // @ts-expect-error -- it has no such property
      this.cuont = n;
      // @ts-expect-error -- not a number
      this.count = "many";
      return this.count;
    },
    async save(path: string): Promise<boolean> {
      return await Promise.resolve(path !== "");
    },
  },
});

/** Objects of a class that is defined in TypeScript. */
export function classes(): void {
  const counter = new Counter({
    count: 3,
    full: (limit) => {
      is<Same<typeof limit, number>>();
    },
    countChanged: () => {},
  });
  const { count, tags } = counter;
  is<Same<typeof count, number>>();
  is<Same<typeof tags, string[]>>();
  is<Same<typeof counter.countChanged, Signal<[]>>>();
  const sum = counter.add(2);
  is<Same<typeof sum, number>>();
  const saved = counter.save("x");
  is<Same<typeof saved, Promise<boolean>>>();
  counter.full.connect((limit) => {
    is<Same<typeof limit, number>>();
  });
  counter.emit("full", 10);
  counter.emit("idle");
  // @ts-expect-error -- it has no such property
  counter.cuont = 1;
  // @ts-expect-error -- not a number
  counter.count = "1";
  // @ts-expect-error -- it has no such function
  counter.subtract(1);
  // @ts-expect-error -- takes a number
  counter.add("1");
  // @ts-expect-error -- it has no such signal
  counter.emit("empty");
  // @ts-expect-error -- this signal brings a number
  counter.emit("full");
  // @ts-expect-error -- this one brings nothing
  counter.emit("idle", 1);
  // @ts-expect-error -- it brings a number
  counter.full.connect((limit: string) => limit);
  // @ts-expect-error -- it has no such property to begin with
  new Counter({ cuont: 3 });
  // @ts-expect-error -- not a number
  new Counter({ count: "3" });
  // @ts-expect-error -- as many names as arguments
  qmlSignal<[limit: number]>();
  // @ts-expect-error -- a definition has no such part
  qmlClass("Wrong", { slots: {} });
}

/** Types for QML. */
export function types(): void {
  registerQmlType(Counter, { module: "Example.Backend", version: "1.2" });
  // @ts-expect-error -- in which module?
  registerQmlType(Counter, {});
  // @ts-expect-error -- has to be two numbers
  registerQmlType(Counter, { module: "Example.Backend", version: "one" });
  // @ts-expect-error -- a class, not an object of it
  registerQmlType(new Counter(), { module: "Example.Backend" });
}

/** The engine, and what it loads. */
export async function engines(engine: QmlEngine): Promise<void> {
  const root = await engine.load(new URL("file:///main.qml"), {
    properties: { title: "Hello" },
  });
  is<Same<typeof root, DynamicObject>>();
  root.whatever = 1; // its class is QML's
  if (root instanceof QQuickWindow) {
    root.title = "Hello";
    // @ts-expect-error -- not a string
    root.title = 1;
  }
  engine.setContextProperty("counter", new Counter());
  // @ts-expect-error -- a promise has no such member
  engine.loadData("import QtQml; QtObject {}").objectName;
  // @ts-expect-error -- the text of a document, not its bytes
  await engine.loadData(new Uint8Array());
  // @ts-expect-error -- there is no such option
  await engine.load("main.qml", { context: {} });
  // @ts-expect-error -- it needs a name
  engine.setContextProperty(new Counter());
}

/** What is wrong with a document. */
export function errors(error: unknown): void {
  if (!(error instanceof QmlError)) return;
  for (const { url, line, column, message } of error.errors) {
    is<Same<typeof url, string>>();
    is<Same<typeof line, number>>();
    is<Same<typeof column, number>>();
    is<Same<typeof message, string>>();
  }
  // @ts-expect-error -- there is no such member
  void error.lines;
}

interface Todo {
  title: string;
  done: boolean;
}

/** Lists. */
export function lists(): void {
  const todos = new ListModel<Todo>(["title", "done"], [
    { title: "Water the plants", done: false },
  ]);
  const first = todos.get(0);
  is<Same<typeof first, Todo>>();
  todos.append({ title: "x", done: true });
  todos.set(0, { done: true });
  for (const { title } of todos) is<Same<typeof title, string>>();
  todos.edited.connect((row, role, value) => {
    is<Same<typeof row, number>>();
    is<Same<typeof role, "title" | "done">>();
    is<Same<typeof value, string | boolean>>();
  });
  // @ts-expect-error -- a row has no such value
  new ListModel<Todo>(["title", "due"]);
  // @ts-expect-error -- a row needs all of them
  todos.append({ title: "x" });
  // @ts-expect-error -- not a boolean
  todos.set(0, { done: "yes" });
  // @ts-expect-error -- a row has no such value
  todos.set(0, { due: 1 });
  // @ts-expect-error -- where to?
  todos.insert({ title: "x", done: true });
  // @ts-expect-error -- how many there are follows from the rows
  todos.count = 3;
}

/** An object of widgets is none of QML's classes. */
export function neighbours(): void {
  // @ts-expect-error -- not a class of qmlClass()
  const counter: InstanceType<typeof Counter> = new QLabel();
  void counter;
}
