/** The warning for programs that show a window and run no event loop. */

import { assertEquals } from "@std/assert";
import { runCode } from "../_support/code.ts";

const WARNING =
  "A window was shown, but no event loop has run, so that it was never drawn: call `await run()` after show()";

async function warnings(code: string): Promise<[number, number]> {
  const result = await runCode(
    `
    import { QApplication, QLabel, QMessageBox, run, sleep } from "@qtasyncio/qtasyncio/widgets";
    import { QGuiApplication, QmlEngine } from "@qtasyncio/qtasyncio/quick";
    void [QMessageBox, QmlEngine, QGuiApplication, run, sleep];
    ${code}`,
    { permissions: ["-A"], env: { QT_QPA_PLATFORM: "offscreen" } },
  );
  const found = result.stderr.filter((line) => line === WARNING);
  return [result.code, found.length];
}

Deno.test("a program that ends with a window that no event loop has served says so, once", async () => {
  const show = 'new QLabel({ text: "x" }).show();';
  for (
    const code of [
      `const app = new QApplication([]); ${show}`,
      `await using app = new QApplication([]); ${show}`,
      `const app = new QApplication([]); ${show} await app[Symbol.asyncDispose]();`,
      `const app = new QApplication([]); ${show} setTimeout(() => {}, 20);`,
      `const app = new QApplication([]); ${show} ${show}`,
      `await using app = new QGuiApplication([]);
       using engine = new QmlEngine();
       await engine.loadData("import QtQuick.Window\\nWindow { visible: true }");`,
    ]
  ) {
    assertEquals(await warnings(code), [0, 1], code);
  }
});

Deno.test("a program that is right, or ends on purpose or by an error, gets no warning of windows", async () => {
  const start = `const app = new QApplication([]);
    const label = new QLabel({ text: "x" });`;
  const cases: [code: string, exitCode: number][] = [
    [`${start}`, 0],
    [`${start} label.show(); label.close();`, 0],
    [`${start} label.show(); label.hide();`, 0],
    [
      `${start} label.show(); setTimeout(() => label.close(), 20); await run();`,
      0,
    ],
    // A loop has run; the window is still there.
    [
      `${start} label.show(); setTimeout(() => app.exit(0), 20); await app.exec();`,
      0,
    ],
    [
      `${start} label.show(); await run(() => sleep(5), { keepRunning: false, quitQapp: false });`,
      0,
    ],
    [
      `${start} const box = new QMessageBox({ text: "?" }); setTimeout(() => box.accept(), 50); await box.exec(); label.show();`,
      0,
    ],
    [`${start} label.show(); Deno.exit(3);`, 3],
    [`${start} label.show(); setTimeout(() => Deno.exit(3), 20);`, 3],
    [
      `${start} label.show(); addEventListener("beforeunload", (event) => { event.preventDefault(); setTimeout(() => Deno.exit(3), 20); }, { once: true });`,
      3,
    ],
    [`${start} label.show(); throw new Error("on purpose");`, 1],
    [
      `await using app = new QApplication([]); new QLabel({ text: "x" }).show(); throw new Error("on purpose");`,
      1,
    ],
  ];
  for (const [code, exitCode] of cases) {
    assertEquals(await warnings(code), [exitCode, 0], code);
  }
});

Deno.test("a test that looks at a window without a loop gets no warning of windows", async () => {
  const folder = await Deno.makeTempDir({ prefix: "qtasyncio-test-" });
  try {
    const url = new URL("../../widgets.ts", import.meta.url).href;
    await Deno.writeTextFile(
      `${folder}/a_test.ts`,
      `import { QApplication, QLabel } from "${url}";
       Deno.test("x", async () => {
         await using app = new QApplication([]);
         new QLabel({ text: "x" }).show();
       });
       Deno.test("y", { sanitizeResources: false }, () => {
         new QApplication([]);
         new QLabel({ text: "x" }).show();
       });`,
    );
    const { code, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["test", "--no-check", "-A", `${folder}/a_test.ts`],
      env: { QT_QPA_PLATFORM: "offscreen", NO_COLOR: "1" },
    }).output();
    const text = new TextDecoder().decode(stderr);
    assertEquals([code, text.includes(WARNING)], [0, false], text);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
