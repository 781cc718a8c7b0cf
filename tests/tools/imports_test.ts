import { assert, assertEquals } from "@std/assert";
import {
  checkImports,
  findCircles,
  findUpward,
  LAYERS,
  readImports,
} from "../../tools/imports.ts";
import { exists } from "../../tools/entry_points.ts";

Deno.test("findCircles() finds modules that import each other, through others or at once", () => {
  const graph = new Map([
    ["entry", ["a", "leaf"]],
    ["a", ["b"]],
    ["b", ["c", "leaf"]],
    ["c", ["a"]],
    ["d", ["d"]],
    ["e", ["f", "a"]],
    ["f", ["e"]],
    ["leaf", []],
  ]);
  assertEquals(findCircles(graph), [["a", "b", "c"], ["d"], ["e", "f"]]);
});

Deno.test("findCircles() finds none where a module is reached on several ways", () => {
  const graph = new Map([
    ["a", ["b", "c"]],
    ["b", ["d"]],
    ["c", ["b", "d"]],
    ["d", []],
  ]);
  assertEquals(findCircles(graph), []);
});

Deno.test("findUpward() finds imports of higher layers, entry points among them", () => {
  const graph = new Map([
    ["mod.ts", ["src/qt/app/run.ts"]],
    ["src/qt/app/run.ts", ["src/qt/objects/qobject.ts", "mod.ts"]],
    ["src/qt/objects/qobject.ts", ["src/qt/signals/signal.ts"]],
    ["src/qt/signals/signal.ts", ["src/qt/objects/qobject.ts"]],
  ]);
  assertEquals(findUpward(graph), [
    "src/qt/app/run.ts → mod.ts",
    "src/qt/signals/signal.ts → src/qt/objects/qobject.ts",
  ]);
});

Deno.test("readImports() follows imports of types, and leaves generated files out", async () => {
  const graph = await readImports("./mod.ts");
  const signal = graph.get("src/qt/signals/signal.ts")!;
  // Of these, one is imported for a value, one for a type alone.
  assert(signal.includes("src/qt/calls/errors.ts"), signal.join());
  assert(signal.includes("src/qt/calls/bridge.ts"), signal.join());
  const generated = [...graph].flat(2).filter((one) =>
    one.includes("generated")
  );
  assertEquals(generated, []);
});

Deno.test("every folder of the layers exists", () => {
  assertEquals(LAYERS.flat().filter((folder) => !exists(folder)), []);
});

Deno.test("the modules form no circle, and import only from the layers below", async () => {
  assertEquals(await checkImports(), []);
});
