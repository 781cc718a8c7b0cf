/**
 * What a program does all day: each job makes things and leaves none behind.
 *
 * @module
 */

import {
  createTask,
  gather,
  once,
  QDialog,
  QGridLayout,
  QLabel,
  QLineEdit,
  QListView,
  QMenu,
  QMessageBox,
  QObject,
  QPushButton,
  QStringListModel,
  QTimer,
  QVBoxLayout,
  QWidget,
  sleep,
  timeout,
} from "../../widgets.ts";
import { ListModel, qmlClass, QmlEngine } from "../../quick.ts";

import { connections, datagrams, localSockets, programs } from "./network.ts";

/** Does its work so many times. */
export type Job = (times: number) => Promise<void>;

const Counter = qmlClass("SoakCounter", {
  properties: { count: 0 },
  functions: {
    next(this: { count: number }): number {
      return ++this.count;
    },
  },
});

async function objects(times: number): Promise<void> {
  for (let i = 0; i < times * 20; i++) {
    const parent = new QObject({ objectName: `parent ${i}` });
    new QObject({}, parent);
    parent.setDynamicProperty("index", i);
    parent.deleteLater();
  }
  await sleep(0);
}

async function windows(times: number): Promise<void> {
  for (let i = 0; i < times; i++) {
    const window = new QWidget({ windowTitle: `Window ${i}` });
    const layout = new QVBoxLayout({}, window);
    layout.addWidget(new QLabel({ text: "A label" }));
    layout.addWidget(new QLineEdit({ text: String(i) }));
    const inner = new QWidget();
    new QGridLayout({}, inner);
    layout.addWidget(inner);
    layout.addWidget(
      new QPushButton({ text: "Close", clicked: () => window.close() }),
    );
    window.show();
    await sleep(0);
    window.close();
    window.deleteLater();
    await sleep(0);
  }
}

async function signals(times: number): Promise<void> {
  const object = new QObject();
  for (let i = 0; i < times * 20; i++) {
    const slot = () => {};
    object.objectNameChanged.connect(slot);
    object.objectName = String(i);
    object.objectNameChanged.disconnect(slot);
  }
  for (let i = 0; i < times; i++) {
    const changed = once(object.objectNameChanged);
    object.objectName = `once ${i}`;
    await changed;
    setTimeout(() => object.objectName = `iterated ${i}`, 0);
    for await (const _ of object.objectNameChanged) break;
    const timer = new QTimer({ interval: 0, singleShot: true });
    timer.start();
    await once(timer.timeout);
    timer.deleteLater();
  }
  object.deleteLater();
  await sleep(0);
}

async function tasks(times: number): Promise<void> {
  await gather(
    Array.from({ length: times }, (_, i) => () => sleep(i % 3, i)),
  );
  for (let i = 0; i < times; i++) {
    const task = createTask(() => sleep(1_000));
    await sleep(0);
    task.cancel();
    await task.then(() => {}, () => {});
    await timeout(1, () => sleep(1_000)).then(() => {}, () => {});
  }
}

async function dialogs(times: number): Promise<void> {
  for (let i = 0; i < times; i++) {
    const box = new QMessageBox({ text: `Message ${i}` });
    const answer = box.invokeAsync("exec");
    await sleep(0);
    box.invoke("accept");
    await answer;
    box.deleteLater();
    const dialog = new QDialog();
    dialog.onEvent("Close", () => {});
    dialog.invoke("open");
    dialog.close();
    dialog.deleteLater();
    const menu = new QMenu();
    menu.addAction(`Action ${i}`);
    menu.deleteLater();
    await sleep(0);
  }
}

async function models(times: number): Promise<void> {
  for (let i = 0; i < times; i++) {
    const strings = new QStringListModel();
    strings.invoke("setStringList", ["a", "b", String(i)]);
    const view = new QListView();
    view.invoke("setModel", strings);
    view.deleteLater();
    strings.deleteLater();
    const list = new ListModel(["name", "n"], [
      { name: "a", n: i },
      { name: "b", n: i },
    ]);
    list.append({ name: "c", n: i });
    list.deleteLater();
  }
  await sleep(0);
}

async function documents(times: number): Promise<void> {
  using engine = new QmlEngine();
  for (let i = 0; i < times; i++) {
    const counter = new Counter({ count: i });
    const root = await engine.loadData(
      `import QtQml
       QtObject {
         required property var counter
         property int twice: 2 * counter.count
         property string text: "document ${i % 7}"
         Component.onCompleted: counter.next()
       }`,
      "",
      { properties: { counter } },
    );
    root.deleteLater();
    counter.deleteLater();
    await sleep(0);
  }
}

async function engines(times: number): Promise<void> {
  for (let i = 0; i < Math.ceil(times / 10); i++) {
    using engine = new QmlEngine();
    await engine.loadData("import QtQml\nQtObject { property int n: 1 }");
    await sleep(0);
  }
}

/** All jobs, by name. */
export const JOBS: Readonly<Record<string, Job>> = {
  objects,
  windows,
  signals,
  tasks,
  dialogs,
  models,
  documents,
  engines,
  connections,
  datagrams,
  localSockets,
  programs,
};
