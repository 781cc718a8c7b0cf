/** Programs under `deno run --watch` that are saved 20 times, and all situations under `--watch-hmr`. */

import { assert } from "@std/assert";
import { OFFSCREEN, Watched } from "../_support/watched.ts";
import { testSituations } from "./_watch_situations.ts";

testSituations("--watch-hmr", undefined, 3);

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
