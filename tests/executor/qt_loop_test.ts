/** Executors on Qt's loop. */

import { assertEquals } from "@std/assert";
import { EventLoop, QCoreApplication, qtClass, run } from "../../mod.ts";
import { toWorker } from "../../src/executor/mod.ts";
import { onWidgets } from "../_support/probe.ts";
import { Gate, pass } from "./_support.ts";
import { loopSuite, runOn } from "./_loop_suite.ts";

loopSuite("Qt", async (main) => {
  await using _app = new QCoreApplication([]);
  await runOn(new EventLoop(), main);
});

Deno.test("Qt: jobs go on, and come back, while a modal dialog is open", async () => {
  await onWidgets(async () => {
    const QMessageBox = qtClass("QMessageBox");
    const results: number[] = [];
    await run(async () => {
      const box = new QMessageBox({ text: "Please wait" });
      const closed = box.exec();
      for (let i = 0; i < 20; i++) {
        results.push(await toWorker((n: number) => n + 1, i));
      }
      box.done(0);
      await closed;
    }, { keepRunning: false });
    assertEquals(results.length, 20);
  });
});

Deno.test(
  "Qt: a QTimer ticks on while all Workers are busy",
  async () => {
    await using _app = new QCoreApplication([]);
    const QTimer = qtClass("QTimer");
    let ticks = 0;
    await run(async () => {
      const gate = new Gate();
      const timer = new QTimer({ interval: 5 });
      timer.timeout.connect(() => {
        if (++ticks === 10) gate.open();
      });
      timer.start();
      // How late they are, bench/executor measures.
      await Promise.all([
        toWorker(pass, gate.cells),
        toWorker(pass, gate.cells),
      ]);
      timer.stop();
    }, { keepRunning: false });
  },
);
