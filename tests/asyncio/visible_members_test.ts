/** What the public classes of asyncio, of its networking and of the executor show: nothing that begins with `_`. */

import { assert, assertEquals } from "@std/assert";
import * as asyncio from "../../asyncio.ts";
import * as executor from "../../executor.ts";
import * as net from "../../net.ts";

const ENTRY_POINTS = ["asyncio.ts", "executor.ts", "net.ts"];

/** The own property names of a class: static, of its prototypes, and of those that it extends. */
function namesOf(type: { prototype: object; name: string }): string[] {
  const names: string[] = [];
  for (
    let prototype = type.prototype;
    prototype !== null && prototype !== Object.prototype;
    prototype = Object.getPrototypeOf(prototype)
  ) {
    for (const name of Object.getOwnPropertyNames(prototype)) {
      names.push(`${type.name}.prototype.${name}`);
    }
  }
  for (const name of Object.getOwnPropertyNames(type)) {
    names.push(`${type.name}.${name}`);
  }
  return names;
}

const isHidden = (path: string) => /[.]_[^.]*$/.test(path);

Deno.test("no exported name and no member of an exported class begins with _ at run time", () => {
  let classes = 0;
  const found: string[] = [];
  for (const module of [asyncio, executor, net]) {
    for (const [name, value] of Object.entries(module)) {
      if (name.startsWith("_")) found.push(name);
      if (typeof value !== "function" || value.prototype === undefined) {
        continue;
      }
      classes++;
      found.push(...namesOf(value as never).filter(isHidden));
    }
  }
  assert(classes > 40);
  assertEquals(found, []);
});

Deno.test("no instance has a property that begins with _, nor any that is enumerable by accident", async () => {
  await asyncio.run(async () => {
    const loop = asyncio.getRunningLoop();
    const task = asyncio.createTask(asyncio.sleep(0));
    const timer = loop.callLater(1, () => {});
    const things: object[] = [
      loop,
      task,
      timer,
      loop.callSoon(() => {}),
      loop.createFuture(),
      asyncio.sleep(0),
      new asyncio.Queue(),
      new asyncio.PriorityQueue(),
      new asyncio.Semaphore(),
      asyncio.copyContext(),
      new net.StreamReader(),
    ];
    for (const thing of things) {
      for (const name of Object.getOwnPropertyNames(thing)) {
        assert(!name.startsWith("_"), `${thing.constructor.name}.${name}`);
      }
    }
    assertEquals(Object.keys(task), []);
    assertEquals(Object.keys(timer), []);
    timer.cancel();
    await task;
  });
});

Deno.test("the documentation shows no name and no member that begins with _", async () => {
  const { stdout, success } = await new Deno.Command(Deno.execPath(), {
    args: ["doc", "--json", ...ENTRY_POINTS],
    cwd: new URL("../..", import.meta.url),
  }).output();
  assert(success);
  const found: string[] = [];
  let members = 0;
  /** Collects the names of declarations and of their members; not those of parameters. */
  const visit = (node: unknown, path: string): void => {
    if (Array.isArray(node)) {
      for (const one of node) visit(one, path);
      return;
    }
    if (typeof node !== "object" || node === null) return;
    for (const [key, value] of Object.entries(node)) {
      if (
        key === "params" || key === "tsType" || key === "location" ||
        key === "jsDoc"
      ) continue;
      if (key === "name" && typeof value === "string") {
        members++;
        if (value.startsWith("_")) found.push(`${path}.${value}`);
      }
      visit(value, path);
    }
  };
  visit(JSON.parse(new TextDecoder().decode(stdout)), "");
  assert(members > 500);
  assertEquals(found, []);
});

Deno.test("a Task shows the members of asyncio.Task and those of a promise, no more", () => {
  const names = new Set(
    namesOf(asyncio.Task as never).map((path) => path.split(".").at(-1)!),
  );
  for (const name of ["length", "name", "prototype", "constructor"]) {
    names.delete(name);
  }
  assertEquals([...names].sort(), [
    "addDoneCallback",
    "cancel",
    "cancelled",
    "cancelling",
    "catch",
    "done",
    "exception",
    "finally",
    "getContext",
    "getCoro",
    "getLoop",
    "getName",
    "getStack",
    "printStack",
    "removeDoneCallback",
    "result",
    "setException",
    "setName",
    "setResult",
    "signal",
    "then",
    "toString",
    "uncancel",
  ]);
});
