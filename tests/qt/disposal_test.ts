/** Disposing of an application, whatever it is doing. */

import {
  assert,
  assertEquals,
  assertFalse,
  assertRejects,
  assertStrictEquals,
  assertThrows,
} from "@std/assert";
import {
  ApplicationError,
  DestroyedObjectError,
  QCoreApplication,
  QObject,
  qtClass,
} from "../../mod.ts";
import { macrotask, onCore, openTesting, Probe } from "../_support/probe.ts";
import { waitFor } from "../_support/wait.ts";

Deno.test("what is used after the disposal throws", async () => {
  const app = new QCoreApplication([]);
  const object = new QObject();
  await app[Symbol.asyncDispose]();
  assert(app.isDestroyed && object.isDestroyed);
  await assertRejects(
    () => app.exec(),
    ApplicationError,
    "the application has been disposed of",
  );
  assertThrows(() => app.quit(), DestroyedObjectError);
  assertThrows(() => app.exit(), DestroyedObjectError);
  assertThrows(() => app.driver, ApplicationError);
  assertThrows(() => app.arguments(), DestroyedObjectError);
  assertThrows(() => object.objectName, DestroyedObjectError);
  assertThrows(() => object.invokeAsync("deleteLater"), DestroyedObjectError);
  assertThrows(
    () => new QObject(),
    ApplicationError,
    "no application in this thread",
  );
  object.deleteLater();
});

Deno.test("an object of a disposed application is no argument for the next one", async () => {
  let old: QObject;
  await onCore(() => {
    old = new QObject();
  });
  await onCore((probe) => {
    assertThrows(() => probe.object = old, DestroyedObjectError);
    assertThrows(() => new QObject({}, old), DestroyedObjectError);
  });
});

Deno.test("the application can be disposed of twice, also at once", async () => {
  const app = new QCoreApplication([]);
  await Promise.all([app[Symbol.asyncDispose](), app[Symbol.asyncDispose]()]);
  await app[Symbol.asyncDispose]();
  assertStrictEquals(QCoreApplication.instance(), null);
});

Deno.test("the application is not deleted like other objects", () =>
  onCore((_probe, app) => {
    assertThrows(
      () => app.deleteLater(),
      ApplicationError,
      "dispose of it with `await using`",
    );
    assertThrows(() => app[Symbol.dispose](), ApplicationError);
    assertFalse(app.isDestroyed);
  }));

Deno.test("disposal ends exec(), with the code 0", async () => {
  const app = new QCoreApplication([]);
  const exit = app.exec();
  await macrotask();
  await app[Symbol.asyncDispose]();
  assertEquals(await exit, 0);
});

Deno.test("disposal ends an exec() that has not begun", async () => {
  const app = new QCoreApplication([]);
  const exit = app.exec();
  await app[Symbol.asyncDispose]();
  assertEquals(await exit, 0);
});

Deno.test("disposal ends nested loops, in any number", async () => {
  const app = new QCoreApplication([]);
  const QEventLoop = qtClass("QEventLoop");
  const loops = [new QEventLoop(), new QEventLoop(), new QEventLoop()];
  const exit = app.exec();
  const ended = loops.map((loop) => loop.exec());
  await waitFor("the innermost", () => loops[2]!.isRunning() || undefined);
  await app[Symbol.asyncDispose]();
  assertEquals(await Promise.all(ended), [0, 0, 0]);
  assertEquals(await exit, 0);
});

Deno.test("disposal ends nested loops without an exec()", async () => {
  const app = new QCoreApplication([]);
  const loop = new (qtClass("QEventLoop"))();
  const ended = loop.exec();
  await waitFor("the loop", () => loop.isRunning() || undefined);
  const exit = app.exec();
  await app[Symbol.asyncDispose]();
  assertEquals([await ended, await exit], [0, 0]);
});

Deno.test("disposal rejects calls that have not begun", async () => {
  const app = new QCoreApplication([]);
  openTesting();
  const probe = new Probe();
  let call: Promise<unknown> | undefined;
  let disposal: Promise<void> | undefined;
  probe.emitted.connect(() => {
    call = probe.invokeAsync("nest", 1);
    disposal = app[Symbol.asyncDispose]();
  });
  probe.emitMany(1);
  await assertRejects(() => call!, ApplicationError, "being disposed of");
  await disposal;
});

Deno.test("the application may be disposed of in a slot", async () => {
  const app = new QCoreApplication([]);
  openTesting();
  const probe = new Probe();
  let disposal: Promise<void> | undefined;
  probe.changed.connect(() => {
    disposal = app[Symbol.asyncDispose]();
  });
  probe.postDeferred();
  assertEquals(await app.exec(), 0);
  await disposal;
  assert(probe.isDestroyed);
});

Deno.test("the application may be disposed of in an async slot, and in aboutToQuit", async () => {
  const app = new QCoreApplication([]);
  let done = false;
  app.aboutToQuit.connect(async () => {
    await app[Symbol.asyncDispose]();
    done = true;
  });
  setTimeout(() => app.quit(), 0);
  await app.exec();
  await waitFor("the disposal", () => done || undefined, { interval: 1 });
  assertStrictEquals(QCoreApplication.instance(), null);
});
