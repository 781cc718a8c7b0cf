/** Programs under `deno run --watch` that are saved in the middle of what they do. */

import { OFFSCREEN, Watched } from "../_support/watched.ts";

/** What the last version is doing when the next one is saved. `ready()` says that it does. */
const SITUATIONS: Readonly<Record<string, string>> = {
  "run() waits": `
    setTimeout(ready, 50);
    await run();`,
  "run() waits, in an application that is disposed of by the program": `
    globalThis.addEventListener("unload", () => {
      try {
        app[Symbol.dispose]();
      } catch {
        // It lives as long as the program.
      }
      void app[Symbol.asyncDispose]();
    });
    setTimeout(ready, 50);
    await run();`,
  "the same, in a listener that comes first": `
    await run(async () => {}, { keepRunning: false, quitQapp: false });
    globalThis.addEventListener("unload", () => void app[Symbol.asyncDispose]());
    setTimeout(ready, 50);
    await run();`,
  "the user's own listener uses Qt": `
    globalThis.addEventListener("unload", () => console.log("last", window.windowTitle));
    setTimeout(ready, 50);
    await run();`,
  "a modal dialog is open in another one": `
    setTimeout(async () => {
      const outer = new QMessageBox({ text: "outer" });
      setTimeout(async () => {
        const inner = new QMessageBox({ text: "inner" });
        setTimeout(ready, 50);
        console.log("never", await inner.exec());
      }, 20);
      console.log("never", await outer.exec());
    }, 1);
    await run();`,
  "a modal dialog is open without exec()": `
    const box = new QMessageBox({ text: "?" });
    setTimeout(ready, 30);
    console.log("never", await box.exec());`,
  "a slot waits for a late answer": `
    window.onEvent("Close", async () => {
      setTimeout(ready, 50);
      await new Promise(() => {});
    });
    setTimeout(() => void window.invokeAsync("close"), 1);
    await run();`,
  "a task is in a finally": `
    await run(async () => {
      createTask(async () => {
        try {
          await sleep(60000);
        } finally {
          ready();
          await sleep(60000);
        }
      });
      await sleep(1);
      app.exit(0);
    });`,
  "Qt never rests": `
    // Deno sees no change that comes before it watches the file.
    const timer = new QTimer({ interval: 0, timeout: () => {} });
    setTimeout(ready, 300);
    timer.start();
    await run();`,
  "a Worker computes": `
    await run(async () => {
      const job = toWorker(() => { for (;;); });
      await sleep(50);
      ready();
      await job;
    });`,
  "signals are handled": `
    setTimeout(ready, 50);
    await run(undefined, { handleSigint: true, handleSigterm: true });`,
  "it has thrown": `
    setTimeout(() => {
      ready();
      throw new Error("thrown on purpose");
    }, 50);
    await run();`,
  "it has thrown in a microtask of a slot": `
    const timer = new QTimer({ interval: 100, singleShot: true });
    timer.timeout.connect(() => queueMicrotask(() => {
      ready();
      throw new Error("thrown on purpose");
    }));
    timer.start();
    await run();`,
  "it has called Deno.exit()": `
    setTimeout(() => {
      ready();
      Deno.exit(3);
    }, 50);
    await run();`,
  "it has called Deno.exit() in a slot": `
    const timer = new QTimer({ interval: 100, singleShot: true });
    timer.timeout.connect(() => {
      ready();
      Deno.exit(3);
    });
    timer.start();
    await run();`,
  "it has called Deno.exit() while Qt destroys an object": `
    window.destroyed.connect(() => {
      ready();
      Deno.exit(3);
    });
    setTimeout(() => window.deleteLater(), 100);
    await run();`,
  "it has ended": `
    setTimeout(() => app.exit(0), 20);
    await run();
    ready();`,
  "it has disposed of its application": `
    await app[Symbol.asyncDispose]();
    await new Promise((resolve) => setTimeout(resolve, 100));
    ready();`,
};

/** The situations that differ most from each other. */
export const FEW: readonly string[] = [
  "run() waits",
  "a modal dialog is open in another one",
  "it has thrown",
  "it has called Deno.exit() in a slot",
];

/**
 * Declares the test that saves a program in each of some situations.
 *
 * @param versions How often it is saved.
 */
export function testSituations(
  flag: "--watch" | "--watch-hmr",
  names: readonly string[] = Object.keys(SITUATIONS),
  versions = 2,
): void {
  for (const name of names) {
    const code = SITUATIONS[name]!;
    const usesListener = name.includes("listener uses Qt");
    // Deno unloads no program then.
    if (usesListener && flag === "--watch-hmr") continue;
    Deno.test(`deno run ${flag} starts the next version when ${name}`, async () => {
      await using watched = await Watched.start(
        `
          import {
            createTask, QApplication, QMessageBox, QTimer, QWidget, run, sleep, toWorker,
          } from "@qtasyncio/qtasyncio/widgets";
          const app = new QApplication([]);
          const window = new QWidget({ windowTitle: "Version VERSION" });
          window.show();
          app.aboutToQuit.connect(() => {});
          void [createTask, QMessageBox, QTimer, sleep, toWorker];
          const ready = () => console.log("ready", window.isDestroyed ? "" : window.windowTitle);
          ${code}`,
        flag,
        OFFSCREEN,
      );
      const gone = /disposed|destroys/.test(name) &&
        !/by the program/.test(name);
      for (let version = 0; version < versions; version++) {
        await watched.expectLine(`ready ${gone ? "" : `Version ${version}`}`);
        await watched.save();
        if (usesListener) {
          await watched.expectLine(`last Version ${version}`);
        }
      }
    });
  }
}
