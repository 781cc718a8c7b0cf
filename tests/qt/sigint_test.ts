/** Interrupting programs (SIGINT). */

import { assertEquals } from "@std/assert";
import { withCode } from "../_support/code.ts";
import { delay } from "../_support/wait.ts";

Deno.test("SIGINT with handleSigint ends run() at once, after every finally, with the exit code 130", async () => {
  await withCode(
    `
    import { QCoreApplication, createTask, run, sleep } from "@qtasyncio/qtasyncio";
    await using app = new QCoreApplication();
    app.aboutToQuit.connect(() => console.log("about to quit"));
    const result = await run(async () => {
      createTask(async () => {
        try {
          await sleep(60000);
        } finally {
          await sleep(1);
          console.log("finally");
        }
      });
      await sleep(1);
      console.log("ready");
      await sleep(3_600_000);
    }, { handleSigint: true });
    console.log("run ended", result);
  `,
    {},
    async (program) => {
      await program.waitForLine("ready");
      program.kill("SIGINT");
      const { code, signal, stdout } = await program.finished();
      assertEquals([code, signal], [130, null]);
      assertEquals([...stdout].sort(), [
        "about to quit",
        "finally",
        "ready",
        "run ended undefined",
      ]);
    },
  );
});

Deno.test("a second SIGINT ends the process at once", async () => {
  await withCode(
    `
    import { run, sleep } from "@qtasyncio/qtasyncio";
    await run(async () => {
      try {
        console.log("ready");
        await sleep(60000);
      } finally {
        console.log("stubborn");
        await sleep(60000);
      }
    }, { handleSigint: true });
  `,
    {},
    async (program) => {
      await program.waitForLine("ready");
      program.kill("SIGINT");
      await program.waitForLine("stubborn");
      // The shim takes two at the same moment for one.
      await delay(20);
      program.kill("SIGINT");
      assertEquals((await program.finished()).code, 130);
    },
  );
});

Deno.test("SIGINT is Deno's again after run(), and without handleSigint", async () => {
  for (
    const options of [
      "{ keepRunning: false, handleSigint: true }",
      "{ keepRunning: false }",
    ]
  ) {
    await withCode(
      `
      import { run, sleep } from "@qtasyncio/qtasyncio";
      await run(() => sleep(1), ${options});
      console.log("ready");
      await new Promise((resolve) => setTimeout(resolve, 60000));
    `,
      {},
      async (program) => {
        await program.waitForLine("ready");
        program.kill("SIGINT");
        assertEquals((await program.finished()).signal, "SIGINT");
      },
    );
  }
});
