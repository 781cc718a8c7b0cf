/** Programs whose X server ends while they run. */

import { assert, assertEquals } from "@std/assert";
import { withCode } from "../_support/code.ts";
import { Xvfb } from "../_support/xvfb.ts";

const BROKEN =
  "Qt ended with a fatal error: The X11 connection broke (error 1). Did the X11 server die?";

Deno.test("every finally runs and run() rejects when the X server is gone", async () => {
  const xvfb = await Xvfb.start();
  await withCode(
    `
    import process from "node:process";
    import { createTask, QApplication, QLabel, QMessageBox, run, sleep } from "@qtasyncio/qtasyncio/widgets";
    await using app = new QApplication([]);
    const label = new QLabel({ text: "shown" });
    label.show();
    const told = (what) => (error) => console.log(what, error.name, error.message);
    try {
      await run(async () => {
        const dialog = new QMessageBox({ text: "?" });
        createTask(async () => {
          await dialog.exec().catch(told("dialog"));
        });
        try {
          while (!dialog.visible) await sleep(1);
          console.log("ready");
          await sleep(60000);
        } finally {
          const { user, system } = process.cpuUsage();
          await sleep(500);
          const used = process.cpuUsage({ user, system });
          console.log("finally");
          console.error((used.user + used.system) / 1000);
        }
      });
    } catch (error) {
      told("run")(error);
    }
    try {
      label.text = "later";
    } catch (error) {
      told("later")(error);
    }
  `,
    { permissions: ["-A"], env: xvfb.env },
    async (program) => {
      await program.waitForLine("ready");
      await xvfb[Symbol.asyncDispose]();
      const { code, stdout, stderr } = await program.finished();
      assertEquals(code, 0, stderr.join("\n"));
      assertEquals(stdout, [
        "ready",
        `dialog ApplicationError ${BROKEN}`,
        "finally",
        `run ApplicationError ${BROKEN}`,
        `later ApplicationError ${BROKEN}`,
      ]);
      // Milliseconds of CPU: the broken connection is always readable, and must not be polled.
      const cpu = Number(stderr.find((line) => /^[\d.]+$/.test(line)));
      assert(cpu < 250, `${cpu} ms of CPU in 500 ms`);
    },
  );
});

Deno.test("a program that does not catch it ends with exit code 1 when the X server is gone", async () => {
  const xvfb = await Xvfb.start();
  await withCode(
    `
    import { QApplication, QLabel, run, sleep } from "@qtasyncio/qtasyncio/widgets";
    await using app = new QApplication([]);
    new QLabel({ text: "shown" }).show();
    await run(async () => {
      try {
        await sleep(50);
        console.log("ready");
        await sleep(60000);
      } finally {
        console.log("finally");
      }
    });
  `,
    { env: xvfb.env },
    async (program) => {
      await program.waitForLine("ready");
      await xvfb[Symbol.asyncDispose]();
      const { code, stdout, stderr } = await program.finished();
      assertEquals(stdout, ["ready", "finally"]);
      assertEquals(code, 1);
      assert(stderr.some((line) => line.includes(BROKEN)), stderr.join("\n"));
    },
  );
});
