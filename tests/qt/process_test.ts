/** How programs start and end, with and without a display. */

import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { SHIM_FOLDER } from "../_support/probe.ts";
import { runCode } from "../_support/code.ts";
import type { ProgramOptions } from "../_support/program.ts";

/** No display, and nothing that says which platform to use. */
const NO_DISPLAY = { DISPLAY: "", WAYLAND_DISPLAY: "", QT_QPA_PLATFORM: "" };

/** Runs a program that must end well; answers the lines that it wrote. */
async function output(
  code: string,
  options?: ProgramOptions,
): Promise<string[]> {
  const { code: exitCode, stdout, stderr } = await runCode(code, options);
  assertEquals(exitCode, 0, stderr.join("\n"));
  return stdout;
}

Deno.test("a program ends by itself when Qt's loop has ended, disposed of or not", async () => {
  for (const declaration of ["await using", "const"]) {
    assertEquals(
      await output(`
        import { QCoreApplication, qtClass } from "@qtasyncio/qtasyncio";
        ${declaration} app = new QCoreApplication();
        const timer = new (qtClass("QTimer"))({ interval: 1, timeout: () => app.quit() });
        timer.start();
        console.log(await app.exec());
      `),
      ["0"],
    );
  }
});

Deno.test("a program with windows ends by itself, disposed of or not", async () => {
  for (const declaration of ["await using", "const"]) {
    assertEquals(
      await output(
        `
        import { QApplication, qtClass } from "@qtasyncio/qtasyncio/widgets";
        ${declaration} app = new QApplication();
        const window = new (qtClass("QWidget"))();
        window.show();
        setTimeout(() => window.close(), 10);
        console.log(await app.exec(), app.platformName);
      `,
        { env: NO_DISPLAY },
      ),
      ["0 offscreen"],
    );
  }
});

Deno.test("an application that is only created does not keep the process alive", async () => {
  assertEquals(
    await output(`
      import { QCoreApplication, QObject } from "@qtasyncio/qtasyncio";
      const app = new QCoreApplication();
      new QObject({ objectName: "left" });
      console.log(QCoreApplication.instance() === app);
    `),
    ["true"],
  );
});

Deno.test("Deno.exit() in a slot ends the process", async () => {
  const { code } = await runCode(`
    import { QCoreApplication, qtClass } from "@qtasyncio/qtasyncio";
    await using app = new QCoreApplication();
    const timer = new (qtClass("QTimer"))({ interval: 1, timeout: () => Deno.exit(5) });
    timer.start();
    await app.exec();
  `);
  assertEquals(code, 5);
});

Deno.test("a program without a display runs on the offscreen platform, and its children keep their environment", async () => {
  assertEquals(
    await output(
      `
      import { QApplication, qtClass, run } from "@qtasyncio/qtasyncio/widgets";
      await using app = new QApplication();
      console.log(app.platformName);
      const process = new (qtClass("QProcess"))();
      console.log(JSON.stringify(Deno.env.get("QT_QPA_PLATFORM") ?? null));
    `,
      { env: NO_DISPLAY, permissions: ["--allow-ffi", "--allow-env"] },
    ),
    ["offscreen", "null"],
  );
});

Deno.test("QT_QPA_PLATFORM and -platform choose the platform", async () => {
  const code = `
    import { QApplication } from "@qtasyncio/qtasyncio/widgets";
    await using app = new QApplication();
    console.log(app.platformName, app.arguments().slice(1).join());
  `;
  assertEquals(
    await output(code, { env: { ...NO_DISPLAY, QT_QPA_PLATFORM: "minimal" } }),
    ["minimal "],
  );
  assertEquals(
    await output(code, {
      env: NO_DISPLAY,
      args: ["a", "-platform", "minimal", "b"],
    }),
    ["minimal a,b"],
  );
});

Deno.test("new QApplication() throws for a display that cannot be reached", async () => {
  const [name, message, then] = await output(
    `
    import { QApplication, QCoreApplication } from "@qtasyncio/qtasyncio/widgets";
    try {
      new QApplication();
    } catch (error) {
      console.log(error.name);
      console.log(error.message);
    }
    // Another one is possible.
    await using app = new QCoreApplication();
    setTimeout(() => app.exit(3), 1);
    console.log(await app.exec());
  `,
    { env: { DISPLAY: ":987", WAYLAND_DISPLAY: "", QT_QPA_PLATFORM: "" } },
  );
  assertEquals([name, then], ["ApplicationError", "3"]);
  assertStringIncludes(message!, 'Cannot open the display ":987"');
});

Deno.test("new QApplication() throws for a platform that Qt does not have", async () => {
  const [name, message, second] = await output(
    `
    import { QApplication, QCoreApplication } from "@qtasyncio/qtasyncio/widgets";
    for (const Kind of [QApplication, QCoreApplication]) {
      try {
        new Kind(["-platform", "nonsense"]);
      } catch (error) {
        console.log(error.name);
        console.log(JSON.stringify(error.message));
      }
    }
  `,
    { env: NO_DISPLAY },
  );
  assertEquals([name, second], ["ApplicationError", "ApplicationError"]);
  assertMatch(message!, /^"Qt ended with a fatal error: .*platform plugin/);
});

Deno.test("a fatal error of Qt in a call is an error, and ends all that waits for Qt", async () => {
  const lines = await output(
    `
    import { QObject } from "@qtasyncio/qtasyncio";
    import { openTesting, Probe } from "probe";
    import { QCoreApplication } from "@qtasyncio/qtasyncio";
    const app = new QCoreApplication();
    openTesting();
    const probe = new Probe();
    const told = (what) => (error) => console.log(what, error.name, error.message);
    const exec = app.exec().catch(told("exec"));
    await new Promise((resolve) => setTimeout(resolve, 1));
    const nest = probe.invokeAsync("nest", 60000).catch(told("nest"));
    await new Promise((resolve) => setTimeout(resolve, 5));
    try {
      probe.fatal();
    } catch (error) {
      told("call")(error);
    }
    await Promise.all([exec, nest]);
    for (const use of [() => probe.text, () => new QObject(), () => app.quit()]) {
      try {
        use();
      } catch (error) {
        told("later")(error);
      }
    }
    await app[Symbol.asyncDispose]();
    console.log("end");
  `,
    { permissions: ["-A"] },
  );
  const fatal =
    "ApplicationError Qt ended with a fatal error: The probe was asked to fail";
  assertEquals(lines, [
    `call ${fatal}`,
    ...lines.slice(1, 3),
    `later ${fatal}`,
    `later ${fatal}`,
    `later ${fatal}`,
    "end",
  ]);
  assertEquals(lines.slice(1, 3).sort(), [`exec ${fatal}`, `nest ${fatal}`]);
});

Deno.test("a fatal error of Qt in its own loop ends exec() and run()", async () => {
  for (
    const start of [
      "app.exec()",
      "run()",
      "run(() => sleep(60000), { keepRunning: false })",
    ]
  ) {
    const lines = await output(
      `
      import { QCoreApplication, run, sleep } from "@qtasyncio/qtasyncio";
      import { openTesting, Probe } from "probe";
      await using app = new QCoreApplication();
      openTesting();
      const probe = new Probe();
      setTimeout(() => probe.invokeAsync("fatal").catch(() => console.log("call")), 5);
      try {
        await ${start};
      } catch (error) {
        console.log(error.message);
      }
      console.log("end");
    `,
      { permissions: ["-A"] },
    );
    assertEquals(lines.sort(), [
      "Qt ended with a fatal error: The probe was asked to fail",
      "call",
      "end",
    ], start);
  }
});

Deno.test("QT_NO_GLIB=1: timers, posts of other threads, dialogs and the end work by polling", async () => {
  const lines = await output(
    `
    import { getRunningLoop, qtClass, QApplication, run, sleep } from "@qtasyncio/qtasyncio/widgets";
    import { openTesting, Probe } from "probe";
    await using app = new QApplication();
    console.log(app.driver);
    app.quitOnLastWindowClosed = false;
    openTesting();
    const probe = new Probe();
    const QTimer = qtClass("QTimer");
    let ticks = 0;
    const timer = new QTimer({ interval: 2, timeout: () => ticks++ });
    timer.start();
    let posts = 0;
    probe.posted.connect(() => (posts++, probe.acknowledge()));
    app.aboutToQuit.connect(() => console.log("about to quit"));
    await run(async () => {
      probe.postFromThread(10, 1000);
      while (ticks < 10 || posts < 10) await sleep(1);
      console.log("ticks", "posts");
      const QMessageBox = qtClass("QMessageBox");
      const box = new QMessageBox({ text: "?" });
      const answer = box.exec();
      while (!box.visible) await sleep(1);
      box.done(7);
      console.log(await answer);
      const doomed = new Probe();
      doomed.deleteLater();
      while (!doomed.isDestroyed) await sleep(1);
      const start = getRunningLoop().time();
      await sleep(20);
      console.log(getRunningLoop().time() - start >= 20);
      app.quit();
      await sleep(60000);
    });
  `,
    { permissions: ["-A"], env: { ...NO_DISPLAY, QT_NO_GLIB: "1" } },
  );
  assertEquals(lines, ["poll", "ticks posts", "7", "true", "about to quit"]);
});

Deno.test("a program runs under --allow-ffi with the shim's folder or its files alone, and never asks", async () => {
  const code = `
    import { QApplication, qtClass, run, sleep } from "@qtasyncio/qtasyncio/widgets";
    await using app = new QApplication();
    const label = new (qtClass("QLabel"))({ text: "x" });
    label.show();
    await run(async () => {
      await sleep(1);
      console.log(label.text, label.grab().length > 50);
      label.close();
    });
  `;
  const file = (name: string) => `${SHIM_FOLDER}lib${name}.so`;
  for (
    const grant of [
      SHIM_FOLDER,
      `${file("qtasyncio")},${file("qtasyncio_widgets")}`,
    ]
  ) {
    const lines = await output(code, {
      env: NO_DISPLAY,
      permissions: [`--allow-ffi=${grant}`],
    });
    assertEquals(lines, ["x true"], grant);
  }
});

Deno.test("a program without permission hears what it lacks", async () => {
  const code = `
    import { QCoreApplication, ShimError } from "@qtasyncio/qtasyncio";
    try {
      new QCoreApplication();
    } catch (error) {
      console.log(error instanceof ShimError, error.problem);
      console.log(error.message);
    }
  `;
  for (
    const permissions of [[], ["--allow-ffi=/nonexistent"], ["--deny-ffi"]]
  ) {
    const [first, message] = await output(code, { permissions });
    assertEquals(first, "true no-permission");
    assertStringIncludes(message!, "Run with --allow-ffi");
  }
});
