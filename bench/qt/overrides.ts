/**
 * Functions of Qt's that a program overrides, called by loops in C++. pyside_overrides.py has the same.
 *
 * @module
 */

import { QApplication, QRectF, qtClass } from "../../widgets.ts";
import { apiClass } from "../../src/qt/objects/box.ts";
import { openTesting, Probe } from "../../tests/_support/probe.ts";
import { print, scaled } from "../_program.ts";

// deno-lint-ignore no-explicit-any -- members are known at run time alone
type Any = any;

const ROWS = scaled(200_000);
const ITEMS = scaled(1_000);
const ROUNDS = 100;

const QGraphicsItem = apiClass("QGraphicsItem") as Any;
const QAbstractListModel = qtClass("QAbstractListModel") as Any;

class Item extends QGraphicsItem {
  boundingRect(): QRectF {
    return new QRectF(0, 0, 1, 1);
  }
  paint(): void {}
  advance(): void {}
}

class Model extends QAbstractListModel {
  value: number | string = 1.5;
  rowCount(): number {
    return ROWS;
  }
  data(): number | string {
    return this.value;
  }
}

/** Calls a second: the best of some rounds. */
function rate(count: number, run: () => void): number {
  let best = Infinity;
  for (let round = 0; round < 5; round++) {
    const start = performance.now();
    run();
    best = Math.min(best, performance.now() - start);
  }
  return count / best * 1000;
}

await using _app = new QApplication(["-platform", "offscreen"]);
const scene = new (qtClass("QGraphicsScene") as Any)();
for (let i = 0; i < ITEMS; i++) scene.addItem(new Item());
const model = new Model() as Any;
const first = model.index(0, 0);
const search = () => model.match(first, 0, "none", -1, "MatchExactly");

openTesting();
const probe = new Probe();
const perSecond = (method: string) =>
  1e9 / Math.min(
    ...Array.from(
      { length: 5 },
      () => probe.invoke(method, model, ROWS) as number,
    ),
  );

const counts = perSecond("timeRowCount");
const numbers = perSecond("timeData");
const numberRows = rate(ROWS, search);
model.value = "text";
print({
  "overrides: rowCount() in C++ /s": counts,
  "overrides: data() in C++, a number /s": numbers,
  "overrides: data() in C++, a string /s": perSecond("timeData"),
  // Each item twice.
  "overrides: advance(int) /s": rate(2 * ITEMS * ROUNDS, () => {
    for (let i = 0; i < ROUNDS; i++) scene.advance();
  }),
  "overrides: match() over numbers, rows /s": numberRows,
  "overrides: match() over strings, rows /s": rate(ROWS, search),
});
