/** Programs under `deno run --watch`: Deno starts the next version in the same process, with Qt as the last one left it. */

import { assert, assertEquals } from "@std/assert";
import { Desktop } from "../_support/desktop.ts";
import { Watched } from "../_support/watched.ts";
import { Xvfb } from "../_support/xvfb.ts";

const OFFSCREEN = { env: { QT_QPA_PLATFORM: "offscreen" } };
const PICTURES = Deno.env.get("QTASYNCIO_TEST_PICTURES");

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

for (const flag of ["--watch", "--watch-hmr"] as const) {
  Deno.test(`deno run ${flag} starts the next version, whatever the last one does`, async (t) => {
    for (const [name, code] of Object.entries(SITUATIONS)) {
      const usesListener = name.includes("listener uses Qt");
      // Deno unloads no program then.
      if (usesListener && flag === "--watch-hmr") continue;
      await t.step(name, async () => {
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
        for (let version = 0; version < 3; version++) {
          await watched.expectLine(`ready ${gone ? "" : `Version ${version}`}`);
          await watched.save();
          if (usesListener) {
            await watched.expectLine(`last Version ${version}`);
          }
        }
      });
    }
  });
}

Deno.test("deno run --watch starts a program with QML 20 times", async () => {
  await using watched = await Watched.start(
    `
    import { QGuiApplication, QmlEngine } from "@qtasyncio/qtasyncio/quick";
    import { run } from "@qtasyncio/qtasyncio";
    const app = new QGuiApplication([]);
    const engine = new QmlEngine();
    const root = await engine.loadData(\`
      import QtQuick
      import QtQuick.Window
      Window {
        visible: true
        title: "Version VERSION"
        Rectangle {
          anchors.fill: parent
          NumberAnimation on opacity { from: 0; to: 1; duration: 300; loops: Animation.Infinite }
        }
      }\`);
    setTimeout(() => console.log(root.title), 20);
    await run();`,
    "--watch",
    OFFSCREEN,
  );
  for (let version = 0; version < 20; version++) {
    await watched.expectLine(`Version ${version}`);
    await watched.save();
  }
});

Deno.test("deno run --watch: 20 versions leave no threads, descriptors or memory behind", async () => {
  // Without a top-level await: Deno itself never frees the memory of a program that is unloaded in the middle of one.
  // What it needs for the same modules, a program without Qt tells.
  const growth = async (code: string) => {
    await using watched = await Watched.start(
      `
      import { QApplication, QLabel, run } from "@qtasyncio/qtasyncio/widgets";
      const start = () => setTimeout(() => console.log("ready VERSION"), 20);
      ${code}`,
      "--watch",
      OFFSCREEN,
    );
    const status = async () => {
      const text = await Deno.readTextFile(
        `/proc/${watched.program.pid}/status`,
      );
      const number = (name: string) =>
        Number(new RegExp(`^${name}:\\s*(\\d+)`, "m").exec(text)![1]);
      const files = await Array.fromAsync(
        Deno.readDir(`/proc/${watched.program.pid}/fd`),
      );
      return {
        kilobytes: number("VmRSS"),
        threads: number("Threads"),
        files: files.length,
      };
    };
    let before = await status();
    for (let version = 0; version <= 20; version++) {
      await watched.expectLine(`ready ${version}`);
      if (version === 5) before = await status();
      if (version < 20) await watched.save();
    }
    const after = await status();
    return {
      kilobytes: (after.kilobytes - before.kilobytes) / 15,
      threads: after.threads - before.threads,
      files: after.files - before.files,
    };
  };
  const deno = await growth(
    "void [QApplication, QLabel, run]; start(); setTimeout(() => {}, 600000);",
  );
  const qt = await growth(
    "const app = new QApplication([]); const label = new QLabel({ text: app.driver }); label.show(); start(); void run();",
  );
  assert(
    qt.kilobytes < deno.kilobytes + 500,
    `${qt.kilobytes} kB a version, Deno alone ${deno.kilobytes} kB`,
  );
  assert(qt.threads <= deno.threads + 2, `${qt.threads} threads`);
  assert(qt.files <= deno.files + 2, `${qt.files} descriptors`);
});

Deno.test("deno run --watch shows the new window, and the old one is gone, on a display", async () => {
  await using xvfb = await Xvfb.start();
  const desktop = new Desktop(xvfb);
  await using watched = await Watched.start(
    `
    import { QApplication, QLabel, QMessageBox, run } from "@qtasyncio/qtasyncio/widgets";
    await using app = new QApplication([]);
    const label = new QLabel({
      text: "This is version VERSION",
      windowTitle: "Version VERSION",
      minimumSize: { width: 240, height: 80 },
      styleSheet: "font-size: 18px; background: white",
    });
    label.show();
    void QMessageBox;
    console.log(app.platformName);
    await run();`,
    "--watch",
    xvfb,
  );
  for (let version = 0; version < 5; version++) {
    await watched.expectLine("xcb");
    const window = await desktop.waitForWindow({ title: `Version ${version}` });
    const windows = await desktop.findWindows({ windowClass: "program" });
    assertEquals(windows, [window]);
    if (version === 4) {
      const picture = await desktop.settledScreenshot(window);
      assert(picture.colours() > 2);
      if (PICTURES !== undefined) {
        const screen = await desktop.screenshot();
        await Deno.writeFile(`${PICTURES}/watch.png`, screen.png);
      }
    }
    await watched.save();
  }
});
