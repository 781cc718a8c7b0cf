/** The contexts of tasks and callbacks. CPython's test_tasks. */

import { assertEquals, assertStrictEquals } from "@std/assert";
import { AsyncLocalStorage } from "node:async_hooks";
import { copyContext, createTask, sleep } from "../../../src/asyncio/mod.ts";
import { type NewLoop, onLoop } from "./_support.ts";

/** The cases, on the loops that `newLoop` makes. */
export function suite(name: string, newLoop: NewLoop): void {
  const test = (title: string, fn: () => Promise<void>): void =>
    Deno.test(`${name}: ${title}`, fn);

  test("each task has its own copy of the context (test_context_1)", () =>
    onLoop(newLoop, async () => {
      const variable = new AsyncLocalStorage<string>();
      variable.enterWith("parent");
      const task = createTask(async () => {
        assertEquals(variable.getStore(), "parent");
        variable.enterWith("child");
        await sleep(0);
        assertEquals(variable.getStore(), "child");
      });
      await task;
      assertEquals(variable.getStore(), "parent");
    }));

  test("a context survives every kind of await (test_context_2)", () =>
    onLoop(newLoop, async () => {
      const variable = new AsyncLocalStorage<number>();
      const body = (n: number) => async () => {
        variable.enterWith(n);
        for (let i = 0; i < 5; i++) {
          await sleep(i % 2);
          assertEquals(variable.getStore(), n);
          await null;
          assertEquals(variable.getStore(), n);
        }
      };
      const tasks = [1, 2, 3].map((n) => createTask(body(n)));
      for (const task of tasks) await task;
    }));

  test("createTask() runs in the context it is given (test_context_5)", () =>
    onLoop(newLoop, async () => {
      const variable = new AsyncLocalStorage<string>();
      const context = variable.run("given", () => copyContext());
      const seen = await createTask(async () => {
        await sleep(0);
        return variable.getStore();
      }, { context });
      assertEquals(seen, "given");
      assertEquals(variable.getStore(), undefined);
    }));

  test("getContext() returns the given context, or the task's own (test_get_context)", () =>
    onLoop(newLoop, async () => {
      const variable = new AsyncLocalStorage<string>();
      const context = copyContext();
      const given = createTask(async () => {}, { context });
      assertStrictEquals(given.getContext(), context);
      await given;
      assertStrictEquals(given.getContext(), context);
      const own = variable.run("made here", () => createTask(async () => {}));
      const ownContext = own.getContext();
      assertEquals(ownContext.run(() => variable.getStore()), "made here");
      assertStrictEquals(own.getContext(), ownContext);
      await own;
    }));

  test("what a task sets in a given context before its first await stays there (test_context_6)", () =>
    onLoop(newLoop, async () => {
      const variable = new AsyncLocalStorage<string>();
      const context = copyContext();
      await createTask(async () => {
        variable.enterWith("set");
      }, { context });
      assertEquals(context.run(() => variable.getStore()), "set");
      assertEquals(variable.getStore(), undefined);
      const copy = context.copy();
      context.run(() => variable.enterWith("changed"));
      assertEquals(copy.run(() => variable.getStore()), "set");
      assertEquals(context.run(() => variable.getStore()), "changed");
    }));

  test("callSoon() runs in a copy of the context (test_context callbacks)", () =>
    onLoop(newLoop, async (loop) => {
      const variable = new AsyncLocalStorage<string>();
      const seen: unknown[] = [];
      variable.run(
        "soon",
        () => loop.callSoon(() => seen.push(variable.getStore())),
      );
      variable.run(
        "later",
        () => loop.callLater(1, () => seen.push(variable.getStore())),
      );
      loop.callSoon(
        variable.run("bound", () => copyContext())
          .bind(() => seen.push(variable.getStore())),
      );
      await sleep(2);
      assertEquals(seen, ["soon", "bound", "later"]);
    }));
}
