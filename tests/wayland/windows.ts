/**
 * Real windows on Wayland: `deno task test:wayland` runs this file (its name keeps it out of a plain `deno test`, which
 * needs no compositor). The compositor has no mouse and no keyboard, so the programs act by themselves.
 */

import { join } from "node:path";
import { assert, assertEquals, assertMatch } from "@std/assert";
import { withCode } from "../_support/code.ts";
import type { Picture } from "../_support/png.ts";
import { Program } from "../_support/program.ts";
import { Weston } from "../_support/weston.ts";

/** Where to keep the pictures, to look at them. */
const PICTURES = Deno.env.get("QTASYNCIO_TEST_PICTURES");

async function keep(name: string, picture: Picture): Promise<void> {
  if (PICTURES === undefined) return;
  await Deno.writeFile(join(PICTURES, `wayland_${name}.png`), picture.png);
}

const RED = 0xc81e28;
const GREEN = 0x1ec850;
const BLUE = 0x2850dc;

/** How many pixels have a colour. */
function area(picture: Picture, colour: number): number {
  let count = 0;
  for (let y = 0; y < picture.height; y++) {
    for (let x = 0; x < picture.width; x++) {
      if (picture.pixel(x, y) === colour) count++;
    }
  }
  return count;
}

const WINDOW = `
import { QApplication, QMessageBox, QPushButton, QLabel, QVBoxLayout, QWidget, run, sleep } from "@qtasyncio/qtasyncio/widgets";
await using app = new QApplication();
console.log("platform", app.platformName);
function coloured(text, colour) {
  return new QLabel({ text, styleSheet: "background: #" + colour.toString(16).padStart(6, "0") });
}
`;

Deno.test("a window on Wayland is shown, repainted and closed", async () => {
  await using weston = await Weston.start();
  await withCode(
    `${WINDOW}
     const window = new QWidget({ windowTitle: "On Wayland" });
     const layout = new QVBoxLayout({}, window);
     const label = coloured("before", ${RED});
     label.setFixedSize(300, 200);
     layout.addWidget(label);
     const button = new QPushButton({ text: "Change", clicked: async () => {
       await sleep(10);
       label.styleSheet = "background: #${GREEN.toString(16)}";
       label.setFixedSize(400, 300);
     } });
     layout.addWidget(button);
     window.show();
     Deno.addSignalListener("SIGUSR1", () => button.click());
     Deno.addSignalListener("SIGUSR2", () => window.close());
     await run();
     console.log("closed");
     Deno.exit(0);`,
    { permissions: ["-A"], env: weston.env },
    async (program) => {
      await program.waitForLine("platform wayland");
      const before = await weston.waitForPicture(
        "a red window",
        (picture) => area(picture, RED) > 50_000,
      );
      await keep("window", before);
      assertEquals(area(before, GREEN), 0);
      program.kill("SIGUSR1");
      const after = await weston.waitForPicture(
        "a larger green window",
        (picture) => area(picture, GREEN) > 100_000,
      );
      await keep("window_after", after);
      assertEquals(area(after, RED), 0);
      program.kill("SIGUSR2");
      const { code, stdout, stderr } = await program.finished();
      assertEquals([code, stdout.at(-1), stderr], [0, "closed", []]);
      await weston.waitForPicture(
        "an empty desktop",
        (picture) => area(picture, GREEN) === 0,
      );
    },
  );
});

Deno.test("JavaScript goes on while a modal dialog is open on Wayland", async () => {
  await using weston = await Weston.start();
  await withCode(
    `${WINDOW}
     const window = coloured("window", ${RED});
     window.resize(300, 200);
     window.show();
     await run(async () => {
       const box = new QMessageBox({ text: "A modal dialog", styleSheet: "QMessageBox { background: #${
      BLUE.toString(16)
    } }" });
       const answer = box.invokeAsync("exec");
       let ticks = 0;
       const closed = Promise.withResolvers();
       Deno.addSignalListener("SIGUSR1", closed.resolve);
       const timer = setInterval(() => {
         if (++ticks === 100) console.log("100 ticks");
       }, 10);
       await closed.promise;
       clearInterval(timer);
       box.invoke("accept");
       console.log("answer", await answer);
     }, { keepRunning: false });
     Deno.exit(0);`,
    { permissions: ["-A"], env: weston.env },
    async (program) => {
      await program.waitForLine("100 ticks");
      const picture = await weston.waitForPicture(
        "both windows",
        (one) => area(one, RED) > 50_000 && area(one, BLUE) > 1_000,
      );
      await keep("dialog", picture);
      program.kill("SIGUSR1");
      const { code, stdout, stderr } = await program.finished();
      assertEquals([code, stdout.at(-1), stderr], [0, "answer 1", []]);
    },
  );
});

Deno.test("a window in QML on Wayland is shown and moves", async () => {
  await using weston = await Weston.start();
  await withCode(
    `import { QGuiApplication, QmlEngine, run } from ${
      JSON.stringify(new URL("../../quick.ts", import.meta.url).href)
    };
     await using app = new QGuiApplication();
     console.log("platform", app.platformName);
     const engine = new QmlEngine();
     const window = await engine.loadData(\`import QtQuick
       Window {
         visible: true; width: 400; height: 300; title: "QML"; color: "#c81e28"
         Rectangle { id: box; width: 100; height: 300; color: "#2850dc" }
         function grow() { box.width = 400 }
       }\`);
     Deno.addSignalListener("SIGUSR1", () => window.grow());
     Deno.addSignalListener("SIGUSR2", () => window.close());
     await run();
     Deno.exit(0);`,
    { permissions: ["-A"], env: weston.env },
    async (program) => {
      await program.waitForLine("platform wayland");
      const before = await weston.waitForPicture(
        "a window of two colours",
        (one) => area(one, RED) > 80_000 && area(one, BLUE) > 25_000,
      );
      await keep("qml", before);
      program.kill("SIGUSR1");
      await weston.waitForPicture(
        "a blue window",
        (one) => area(one, BLUE) > 115_000 && area(one, RED) === 0,
      );
      program.kill("SIGUSR2");
      assertEquals((await program.finished()).code, 0);
    },
  );
});

for (
  const example of ["minimal", "eratosthenes", "log_viewer", "qml_clock"]
) {
  Deno.test(`examples/${example}.ts shows its window on Wayland`, async () => {
    await using weston = await Weston.start();
    const desktop = await weston.screenshot();
    await using program = Program.start(`examples/${example}.ts`, {
      permissions: ["-A"],
      env: weston.env,
    });
    const picture = await weston.waitForPicture(
      "a window",
      // Weston's own clock changes fewer.
      (one) => one.differences(desktop) > 10_000,
    );
    await keep(example, picture);
    program.kill("SIGTERM");
    assertEquals((await program.finished()).signal, "SIGTERM");
  });
}

Deno.test("the doctor says that a window can open on Wayland", async () => {
  await using weston = await Weston.start();
  const { code, stdout, stderr } = await Program.run("doctor.ts", {
    permissions: ["--allow-ffi", "--allow-env"],
    env: weston.env,
  });
  const text = stdout.join("\n");
  assertEquals(code, 0, text + stderr.join("\n"));
  assertMatch(text, /platform wayland.*: tested/);
  assert(text.endsWith("\nA window can open."), text);
});
