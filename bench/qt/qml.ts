/**
 * A function implemented in TypeScript, called by QML.
 *
 * @module
 */

import { QGuiApplication, qmlClass, QmlEngine } from "../../quick.ts";
import { print, scaled } from "../_program.ts";

const CALLS = scaled(1_000_000);

await using _app = new QGuiApplication(["-platform", "offscreen"]);
const Backend = qmlClass("Backend", {
  functions: { add: (a: number, b: number) => a + b },
});
const engine = new QmlEngine();
engine.setContextProperty("backend", new Backend());
const root = await engine.loadData(`
  import QtQml
  QtObject {
    function run(count: int) : int {
      let sum = 0
      for (let i = 0; i < count; i++) sum = backend.add(sum, 1)
      return sum
    }
  }`);
root.run(CALLS / 4);
const begin = performance.now();
const sum = root.run(CALLS);
const duration = performance.now() - begin;
if (sum !== CALLS) throw new Error(`QML has called ${sum} times, not ${CALLS}`);
print({ "QML → function ns": duration / CALLS * 1e6 });
