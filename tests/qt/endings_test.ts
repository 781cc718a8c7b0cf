/** How programs end: whatever they are in the middle of, and whatever goes wrong on the way. */

import {
  assertEquals,
  assertLess,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
import { runCode } from "../_support/code.ts";
import type { ProgramResult } from "../_support/program.ts";

/** What stands before each program: a window, and what the programs need. */
const PRELUDE = `
import {
  cancellable, createTask, currentTask, emissions, gather, getRunningLoop, once, QApplication, QDialog, QEventLoop,
  QPushButton, QTimer, QWidget, run, sleep, TaskGroup, timeout, toWorker,
} from "@qtasyncio/qtasyncio/widgets";
import process from "node:process";
const app = new QApplication(["-platform", "offscreen"]);
const window = new QWidget();
window.show();
const never = () => new Promise<void>(() => {});
const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
const processor = () => { const { user, system } = process.cpuUsage(); return (user + system) / 1000; };
const log = (...words: unknown[]) => console.log(...words);
`;

/** Runs a program to its end. */
function program(code: string): Promise<ProgramResult> {
  return runCode(PRELUDE + code, {
    permissions: ["-A", "--no-check"],
  });
}

async function output(code: string): Promise<string[]> {
  const { code: exitCode, stdout, stderr } = await program(code);
  assertEquals(exitCode, 0, stderr.join("\n"));
  return stdout;
}

/** Closes the window when all that main has begun has taken its first steps. */
const CLOSE = "getRunningLoop().callLater(100, () => window.close());";

Deno.test("run() ends when the window is closed, whatever main awaits", async () => {
  const waits: Record<string, [wait: string, log: string[]]> = {
    "a promise of the platform": ["await never();", []],
    "a fetch": [
      `const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, () => never() as never);
       await fetch(\`http://127.0.0.1:\${server.addr.port}\`);`,
      [],
    ],
    "a task that awaits one": [
      "await createTask(async () => await never());",
      ["finally"],
    ],
    "a group of tasks that do": [
      "await TaskGroup.run((g) => { for (let i = 0; i < 3; i++) g.createTask(never); });",
      ["finally"],
    ],
    "a gathering of them": ["await gather([never, never]);", ["finally"]],
    "a limited one": ["await timeout(1e6, never);", []],
    "a cancellable one": ["await cancellable(never());", ["finally"]],
    "a signal's iteration": [
      "for await (const _ of emissions(new QTimer().timeout));",
      ["finally"],
    ],
    "a Worker": ["await toWorker(() => new Promise(() => {}));", ["finally"]],
    "an event loop of Qt's": ["await new QEventLoop().exec();", ["finally"]],
  };
  await Promise.all(
    Object.entries(waits).map(async ([name, [wait, expected]]) => {
      const stdout = await output(`
        await run(async () => { ${CLOSE} try { ${wait} } finally { log("finally"); } });
        log("ended");
        Deno.exit();
      `);
      assertEquals(stdout, [...expected, "ended"], name);
    }),
  );
});

Deno.test("run() names the tasks that it gives up on, once, with the way out", async () => {
  const { code, stderr } = await program(`
    await run(async () => {
      ${CLOSE}
      createTask(async function load() { await never(); }, { name: "loader" });
      await never();
    });
  `);
  assertEquals(code, 0, stderr.join("\n"));
  const warnings = stderr.filter((line) => line.startsWith("Gave up on"));
  assertEquals(warnings.length, 1, stderr.join("\n"));
  assertStringIncludes(warnings[0]!, "loader (<load()>)");
  assertStringIncludes(warnings[0]!, "cancellable(promise)");
});

Deno.test("run() waits for clean-up that awaits the platform, and gives up on it at its limit", async () => {
  assertEquals(
    await output(`
      await run(async () => {
        ${CLOSE}
        try { await sleep(1e6); } finally { await pause(400); log("saved"); }
      });
    `),
    ["saved"],
  );
  const { stdout, stderr } = await program(`
    await run(async () => {
      ${CLOSE}
      try {
        await createTask(async () => { try { await sleep(1e6); } finally { await never(); } });
      } finally { log("finally"); }
    }, { cleanupTimeout: 50 });
    log("ended");
  `);
  assertEquals(stdout, ["finally", "ended"]);
  assertMatch(stderr.join("\n"), /Gave up on .*\(cleanupTimeout\)/);
});

Deno.test("what is left of a task that was given up still runs, and its errors are reported", async () => {
  const { stdout, stderr, code } = await program(`
    const { promise, resolve } = Promise.withResolvers<void>();
    await run(async () => {
      ${CLOSE}
      createTask(async () => {
        try { await promise; log("resumed"); await sleep(1); log("never"); } finally { log("finally"); }
      });
      createTask(async () => { await promise; throw new Error("too late"); });
      // Code that catches everything and tries again must not keep the process busy.
      createTask(async () => { await promise; for (;;) { try { await sleep(5); } catch { log("again"); } } });
      await sleep(1e6);
    });
    log("ended");
    resolve();
  `);
  assertEquals(code, 0, stderr.join("\n"));
  assertEquals(stdout, ["ended", "resumed", "finally", "again"]);
  assertStringIncludes(stderr.join("\n"), "too late");
});

Deno.test("run() is idle while a finally block sleeps after a quit", async () => {
  const [share] = await output(`
    await run(async () => {
      ${CLOSE}
      try { await sleep(1e6); } finally {
        await sleep(50);
        const before = processor();
        await sleep(2000);
        log((processor() - before) / 2000);
      }
    });
  `);
  // It was 0.7 of a core, and is 0.002.
  assertLess(Number(share), 0.1);
});

Deno.test("run() cancels and awaits what is begun while it ends", async () => {
  const stdout = await output(`
    const button = new QPushButton();
    button.clicked.connect(async () => { try { await sleep(1e6); } finally { await sleep(5); log("slot"); } });
    await run(async () => {
      ${CLOSE}
      const loop = getRunningLoop();
      createTask(async () => {
        try { await sleep(1e6); } finally {
          createTask(async () => { try { await sleep(1e6); } finally { await sleep(1); log("born"); } });
          button.click();
          loop.callSoon(() => createTask(async () => { try { await sleep(1e6); } finally { log("called"); } }));
          await createTask(async () => { await sleep(20); log("awaited"); });
        }
      });
      await sleep(1e6);
    });
    log("ended");
  `);
  assertEquals(stdout.at(-1), "ended");
  assertEquals(stdout.toSorted(), [
    "awaited",
    "born",
    "called",
    "ended",
    "slot",
  ]);
});

Deno.test("one task that cannot be cancelled keeps none of the others from it", async () => {
  const { stdout, stderr } = await program(`
    await run(async () => {
      ${CLOSE}
      const bad = createTask(async () => await sleep(1e6));
      bad.cancel = () => { throw new Error("refused"); };
      createTask(async () => { try { await sleep(1e6); } finally { log("finally"); } });
      getRunningLoop().callLater(300, () => delete (bad as { cancel?: unknown }).cancel);
      await sleep(1e6);
    }, { cleanupTimeout: 500 });
    log("ended");
  `);
  assertEquals(stdout, ["finally", "ended"]);
  assertStringIncludes(stderr.join("\n"), "refused");
});

Deno.test("run() ends in order when the application is disposed of, wherever that is done", async () => {
  const places: Record<string, string> = {
    "in main": "await app[Symbol.asyncDispose](); log('never');",
    "in a task":
      "createTask(async () => { await app[Symbol.asyncDispose](); log('never'); }); await sleep(1e6);",
    "in a slot": `
      const button = new QPushButton();
      button.clicked.connect(() => void app[Symbol.asyncDispose]());
      button.click(); await sleep(1e6);`,
    "in an asynchronous slot": `
      const button = new QPushButton();
      button.clicked.connect(async () => { await app[Symbol.asyncDispose](); log('never'); });
      button.click(); await sleep(1e6);`,
    "in a Close handler": `
      window.onEvent("Close", async () => { await app[Symbol.asyncDispose](); log('never'); });
      setTimeout(() => window.close(), 20); await sleep(1e6);`,
    "in a timer of the platform":
      "setTimeout(() => app[Symbol.asyncDispose](), 10); await sleep(1e6);",
    "while a dialog is open":
      "createTask(() => app[Symbol.asyncDispose]()); await new QDialog().exec(); await sleep(1e6);",
  };
  await Promise.all(
    Object.entries(places).map(async ([place, code]) => {
      const stdout = await output(`
        await run(async () => { try { ${code} } finally { await pause(1); log("finally"); } });
        await app[Symbol.asyncDispose]();
        log("ended", QApplication.instance() === null);
        new QApplication(["-platform", "offscreen"]);
      `);
      assertEquals(stdout, ["finally", "ended true"], place);
    }),
  );
});

Deno.test("errors that no code takes go to the exception handler, and the program goes on", async () => {
  const sources: Record<string, string> = {
    "a rejected promise": "Promise.reject(new Error('odd'));",
    "an async function":
      "void (async () => { await pause(1); throw new Error('odd'); })();",
    "a helper of a task":
      "createTask(async () => { void (async () => { await sleep(1); throw new Error('odd'); })(); });",
    "a timer of the platform":
      "setTimeout(() => { throw new Error('odd'); }, 1);",
    "an async callSoon()":
      "loop.callSoon(async () => { throw new Error('odd'); });",
    "an async callLater()":
      "loop.callLater(1, async () => { await sleep(1); throw new Error('odd'); });",
    "an async done callback":
      "createTask(sleep(0)).addDoneCallback(async () => { throw new Error('odd'); });",
    "a promise of a callback":
      "loop.callSoon(() => Promise.reject(new Error('odd')));",
    "an async slot":
      "const t = new QTimer({ singleShot: true }); t.timeout.connect(async () => { await sleep(1); throw new Error('odd'); }); t.start();",
  };
  await Promise.all(
    Object.entries(sources).map(async ([source, code]) => {
      const stdout = await output(`
        await run(async () => {
          const loop = getRunningLoop();
          loop.setExceptionHandler((_loop, { exception }) => {
            log((exception as Error).message);
            setTimeout(() => window.close(), 100);
          });
          ${code}
          try { await sleep(1e6); } finally { log("finally"); }
        });
      `);
      assertEquals(stdout.toSorted(), ["finally", "odd"], source);
    }),
  );
});

Deno.test("an exception handler that fails, now or later, ends nothing", async () => {
  for (
    const handler of [
      "() => { throw new Error('worse'); }",
      "async () => { throw new Error('worse'); }",
    ]
  ) {
    const { stdout, stderr, code } = await program(`
      await run(async () => {
        ${CLOSE}
        getRunningLoop().setExceptionHandler(${handler});
        getRunningLoop().callSoon(() => { throw new Error("first"); });
        try { await sleep(1e6); } finally { log("finally"); }
      });
    `);
    assertEquals(code, 0, stderr.join("\n"));
    assertEquals(stdout, ["finally"]);
    assertStringIncludes(stderr.join("\n"), "worse");
  }
});

Deno.test("without a running loop, an unhandled rejection ends the process as ever", async () => {
  const { code, stderr } = await program(`
    await run(async () => {}, { keepRunning: false });
    await pause(1);
    Promise.reject(new Error("after the loop"));
    await pause(1000);
  `);
  assertEquals(code, 1);
  assertStringIncludes(stderr.join("\n"), "after the loop");
});

Deno.test("cancelling a task that awaits exec() ends what it has begun", async () => {
  const [results] = await output(`
    app.quitOnLastWindowClosed = false;
    await run(async () => {
      let dialog = new QDialog();
      const results: unknown[] = [];
      const until = async (condition) => { while (!condition()) await sleep(1); };
      const shown = () => until(() => dialog.visible);
      const hidden = () => until(() => !dialog.visible);
      const task = createTask(() => dialog.exec());
      await shown();
      task.cancel();
      results.push(await task.catch((error) => error.name));
      await hidden();
      // Qt may still be in the first one's exec(), and refuses a second there.
      dialog = new QDialog();
      const limited = createTask(() => timeout(20, async () => await dialog.exec()));
      results.push(await limited.catch((error) => error.name));
      await hidden();
      const loop = new QEventLoop();
      const looping = createTask(() => loop.exec());
      await until(() => loop.isRunning());
      looping.cancel();
      await until(() => !loop.isRunning());
      log(results.join());
    }, { keepRunning: false });
  `);
  assertEquals(results, "CancelledError,TimeoutError");
});

Deno.test("an asynchronous slot that is called before run() is a task of the loop that comes", async () => {
  const stdout = await output(`
    let done = 0;
    for (const [name, fn] of Object.entries({
      sleep: () => sleep(1), cancellable: () => cancellable(pause(1)), createTask: () => createTask(sleep(1)),
      gather: () => gather([sleep(1)]), platform: () => pause(1),
    })) {
      const button = new QPushButton();
      button.clicked.connect(async () => { await fn(); log(name, currentTask() !== null); done++; });
      button.click();
    }
    await run(async () => { while (done < 5) await sleep(1); }, { keepRunning: false });
  `);
  assertEquals(stdout.toSorted(), [
    "cancellable true",
    "createTask true",
    "gather true",
    "platform true",
    "sleep true",
  ]);
});
