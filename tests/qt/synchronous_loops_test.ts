/** Calls that open an event loop, and are not awaited. */

import { assert, assertEquals, assertThrows } from "@std/assert";
import { NestedLoopError, qtClass } from "../../mod.ts";
import { consoleErrors, onCore, whileExec } from "../_support/probe.ts";
import { delay, until, waitFor } from "../_support/wait.ts";

const QEventLoop = qtClass("QEventLoop");

Deno.test("a synchronous call that opens a loop throws, and its loop can still be ended", () =>
  onCore((probe, app) =>
    whileExec(app, async () => {
      const loop = new QEventLoop();
      assertThrows(
        () => loop.invoke("exec"),
        NestedLoopError,
        'use await invokeAsync("exec")',
      );
      assert(loop.isRunning());
      assertEquals(probe.add(1, 2), 3);
      await delay(5);
      loop.quit();
      await waitFor("its end", () => !loop.isRunning() || undefined, {
        interval: 1,
      });
      assertThrows(
        () => probe.nest(1),
        NestedLoopError,
        'use await invokeAsync("nest")',
      );
      await delay(10);
      assertEquals(await probe.invokeAsync("nest", 1), 1);
    })
  ));

Deno.test("a synchronous call that opens a loop throws without an application's exec(), too", () =>
  onCore(async (probe) => {
    const loop = new QEventLoop();
    assertThrows(() => loop.invoke("exec"), NestedLoopError);
    await delay(5);
    loop.quit();
    await waitFor("its end", () => !loop.isRunning() || undefined, {
      interval: 1,
    });
    assertEquals(probe.add(1, 2), 3);
  }));

Deno.test("a slot that opens a loop synchronously gets the error, and so does the call that it stands in", async () => {
  const errors = await consoleErrors(() =>
    onCore((probe, app) =>
      whileExec(app, async () => {
        const loop = new QEventLoop();
        let inSlot: unknown;
        probe.numberChanged.connect(() => {
          try {
            loop.invoke("exec");
          } catch (error) {
            inSlot = error;
          }
        });
        // Qt cannot return from the setter before the loop has ended.
        assertThrows(() => probe.number = 1, NestedLoopError);
        assert(inSlot instanceof NestedLoopError);
        assertEquals(probe.add(1, 2), 3);
        loop.quit();
        await waitFor("its end", () => !loop.isRunning() || undefined, {
          interval: 1,
        });
        await until("the value", () => probe.number === 1);
      })
    )
  );
  assertEquals(errors, []);
});

Deno.test("an error in a slot during a nested loop does not end it", async () => {
  const errors = await consoleErrors(() =>
    onCore((probe, app) =>
      whileExec(app, async () => {
        const loop = new QEventLoop();
        const ended = loop.exec();
        probe.changed.connect(() => {
          throw new Error("inside");
        });
        probe.postDeferred();
        await waitFor("the loop", () => loop.isRunning() || undefined, {
          interval: 1,
        });
        await delay(5);
        assert(loop.isRunning());
        loop.exit(1);
        assertEquals(await ended, 1);
      })
    )
  );
  assertEquals(errors.length, 1);
});
