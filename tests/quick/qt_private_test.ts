/**
 * What the shim uses of Qt that is private to it: the folders `qt_private` of `cpp_shim`. `deno task test:qt` runs this
 * first on each Qt: a failure names what that Qt does in another way.
 */

import { assertEquals } from "@std/assert";
import { qmlClass, qmlSignal, registerQmlType } from "../../quick.ts";
import { SHIM_FOLDER } from "../_support/probe.ts";
import { object, onQuick } from "./_quick.ts";

const Otter = qmlClass("PrivateOtter", {
  properties: { whiskers: 3, name: "" },
  signals: { dived: qmlSignal<[depth: number]>("depth") },
  functions: {
    add(a: number, b = 5): number {
      return this.whiskers + a + b;
    },
  },
});

Deno.test("core/qt_private finds the variable of Qt's main thread, the table of hooks and the end of the scene graph", async () => {
  await onQuick(() => {}); // loads Qt Quick
  const library = Deno.dlopen(
    `${SHIM_FOLDER}libqtasyncio_testing.so`,
    {
      qta_testing_main_thread: { parameters: [], result: "i32" },
      qta_testing_object_hook: { parameters: [], result: "i32" },
      qta_testing_scene_graph: { parameters: [], result: "i32" },
    },
  );
  try {
    assertEquals(library.symbols.qta_testing_main_thread(), 1);
    assertEquals(library.symbols.qta_testing_object_hook(), 1);
    assertEquals(library.symbols.qta_testing_scene_graph(), 1);
  } finally {
    library.close();
  }
});

Deno.test("quick/qt_private/dynamic_class.cpp writes what Qt reads", async () => {
  await onQuick(async (engine) => {
    const otter = new Otter({ name: "Ada" });
    assertEquals(otter.className, "PrivateOtter");
    const dives: number[] = [];
    otter.dived.connect((depth) => void dives.push(depth));
    engine.setContextProperty("otter", otter);
    const root = await engine.loadData(object(`
      property int twice: 2 * otter.whiskers
      property string name: otter.name
      property int most: otter.add(1, 2)
      property int least: otter.add(1)
      Component.onCompleted: otter.dived(7)
    `));
    assertEquals(
      [root.twice, root.name, root.most, root.least, dives],
      [6, "Ada", 6, 9, [7]],
    );
    otter.whiskers = 10;
    assertEquals(root.twice, 20);
  });
});

Deno.test("quick/qt_private/qml_elements.cpp makes a class known to QML", async () => {
  await onQuick(async (engine) => {
    registerQmlType(Otter, { module: "Private.Test", version: "1.0" });
    const root = await engine.loadData(`
      import QtQml
      import Private.Test 1.0
      QtObject {
        property PrivateOtter otter: PrivateOtter { whiskers: 8; name: "Bo" }
        property int sum: otter.add(1, 1)
      }
    `);
    assertEquals(root.sum, 10);
  });
});
