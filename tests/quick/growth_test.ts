/** What comes and goes leaves nothing behind. */

import { assert, assertEquals } from "@std/assert";
import { qmlClass, QmlEngine, QQuickItem, run, sleep } from "../../quick.ts";
import { collectGarbage } from "../_support/gc.ts";
import { onQuick } from "./_quick.ts";

/** Loads a document, uses its object and destroys it. */
async function comeAndGo(engine: QmlEngine, i: number): Promise<void> {
  const root = await engine.loadData(`
    import QtQuick
    Item {
      property int number: ${i}
      signal told(int what)
      function twice() { return 2 * number }
      Rectangle { property string name: "inner" }
    }`);
  root.children();
  root.told.connect(() => {});
  assertEquals([root.number, root.twice()], [i, 2 * i]);
  root.deleteLater();
  while (!root.isDestroyed) await sleep(0);
}

/** JavaScript's heap after `count` documents more, in bytes. */
async function heapAfter(engine: QmlEngine, count: number): Promise<number> {
  for (let i = 0; i < count; i++) await comeAndGo(engine, i);
  for (let i = 0; i < 3; i++) {
    collectGarbage();
    await sleep(1);
  }
  return Deno.memoryUsage().heapUsed;
}

Deno.test("documents come and go without growth of JavaScript's heap", () =>
  onQuick((engine) =>
    run(async () => {
      const count = 400;
      const before = await heapAfter(engine, count);
      const grown = (await heapAfter(engine, count) - before) / count;
      // Their classes, which QML makes again for each, took 4100 bytes.
      assert(grown < 1500, `${grown} bytes for each document`);
    }, { keepRunning: false, quitQapp: false })
  ));

const Lent = qmlClass("GrowthLent", { properties: { count: 0 } });

Deno.test("an object in the place of one that a value outlived arrives as itself", () =>
  onQuick(() =>
    run(async () => {
      // Engines and objects come and go, so that new ones are made where others were.
      for (let i = 0; i < 60; i++) {
        using engine = new QmlEngine();
        for (let count = 0; count < 10; count++) {
          const lent = new Lent({ count });
          const root = await engine.loadData(
            `import QtQml
             QtObject {
               required property var lent
               property int twice: 2 * lent.count
               property string text: "document ${count % 7}"
             }`,
            "",
            { properties: { lent } },
          );
          assertEquals(root.twice, 2 * count);
          root.deleteLater();
          lent.deleteLater();
          await sleep(0);
        }
      }
    }, { keepRunning: false, quitQapp: false })
  ));

Deno.test("QQuickItem.parentItem() and setParentItem() are its property parent", () =>
  onQuick(() => {
    const [above, item] = [new QQuickItem(), new QQuickItem()];
    assertEquals(item.parentItem(), null);
    item.setParentItem(above);
    assertEquals(item.parentItem(), above);
    assertEquals(item.property("parent"), above);
    assertEquals(above.childItems(), [item]);
    assertEquals(item.parent(), null);
    item.setParentItem(null);
    assertEquals(item.property("parent"), null);
  }));
