/** `aboutToQuit` comes exactly once, however the application ends. */

import { assertEquals } from "@std/assert";
import {
  getRunningLoop,
  QCoreApplication,
  qtClass,
  run,
  sleep,
} from "../../mod.ts";
import { QApplication } from "../../widgets.ts";
import { macrotask } from "../_support/probe.ts";

/** Creates an application, lets `end` end it, and counts how often it was about to quit. */
function once(
  title: string,
  end: (app: QApplication) => Promise<unknown>,
  expected = 1,
): void {
  Deno.test(`aboutToQuit comes ${expected === 1 ? "once" : `${expected} times`} with ${title}`, async () => {
    let count = 0;
    {
      await using app = new QApplication(["-platform", "offscreen"]);
      app.aboutToQuit.connect(() => count++);
      await end(app);
    }
    assertEquals(count, expected);
  });
}

once("exit()", (app) => {
  setTimeout(() => app.exit(1), 1);
  return app.exec();
});

once("quit()", (app) => {
  setTimeout(() => app.quit(), 1);
  return app.exec();
});

once("quit() twice", (app) => {
  setTimeout(() => (app.quit(), app.quit()), 1);
  return app.exec();
});

once("the last window's end", (app) => {
  const window = new (qtClass("QWidget"))();
  window.show();
  setTimeout(() => window.close(), 1);
  return app.exec();
});

once("run() that ends", () => run(() => sleep(1), { keepRunning: false }));

once("run() and quit()", (app) => run(async () => app.quit()));

once("run() and stop()", () => run(async () => getRunningLoop().stop()));

once("run() and the last window's end", () => {
  const window = new (qtClass("QWidget"))();
  window.show();
  return run(async () => {
    await sleep(1);
    window.close();
  });
});

once(
  "run() that fails",
  () =>
    run(() => Promise.reject(new Error("x")), { keepRunning: false }).catch(
      () => {},
    ),
);

once("the disposal", async (app) => {
  void app.exec();
  await macrotask();
});

once(
  "the disposal after run() with quitQapp: false",
  () => run(() => sleep(1), { keepRunning: false, quitQapp: false }),
);

once("two runs with quitQapp: false", async () => {
  await run(() => sleep(1), { keepRunning: false, quitQapp: false });
  await run(() => sleep(1), { keepRunning: false, quitQapp: false });
});

once("two exec()", async (app) => {
  for (let i = 0; i < 2; i++) {
    setTimeout(() => app.quit(), 1);
    await app.exec();
  }
}, 2);

once("no loop at all", () => Promise.resolve(), 0);

Deno.test("a slot of aboutToQuit may still use objects", async () => {
  const seen: unknown[] = [];
  {
    await using app = new QCoreApplication([]);
    app.aboutToQuit.connect(() => seen.push(app.arguments().length));
    setTimeout(() => app.quit(), 1);
    await app.exec();
  }
  assertEquals(seen, [1]);
});

once("a window that is closed right after exec() was called", async (app) => {
  const window = new (qtClass("QWidget"))();
  window.show();
  const exit = app.exec();
  window.close();
  await exit;
});
