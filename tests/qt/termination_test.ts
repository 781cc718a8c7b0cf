/** Signals that end a program: SIGINT, SIGTERM, SIGHUP. */

import { constants } from "node:os";
import { assertEquals } from "@std/assert";
import { withCode } from "../_support/code.ts";
import type { Program } from "../_support/program.ts";
import { delay, waitFor } from "../_support/wait.ts";

const SIGNALS = [
  ["SIGINT", "handleSigint", 130],
  ["SIGTERM", "handleSigterm", 143],
  ["SIGHUP", "handleSighup", 129],
] as const;
const ALL = "{ handleSigint: true, handleSigterm: true, handleSighup: true }";

Deno.test("run() ends in good order at each signal that it handles, with the exit code that shells know", async () => {
  for (const [signal, option, exitCode] of SIGNALS) {
    for (const options of [`{ ${option}: true }`, ALL]) {
      await withCode(
        `
        import { run, sleep } from "@qtasyncio/qtasyncio";
        const result = await run(async () => {
          try {
            console.log("ready");
            await sleep(60000);
          } finally {
            await sleep(5);
            console.log("finally");
          }
        }, ${options});
        console.log("run ended", result);
      `,
        {},
        async (program) => {
          await program.waitForLine("ready");
          program.kill(signal);
          const { code, signal: endedBy, stdout } = await program.finished();
          assertEquals([code, endedBy], [exitCode, null], options);
          assertEquals(stdout, ["ready", "finally", "run ended undefined"]);
        },
      );
    }
  }
});

Deno.test("run() leaves a signal alone that it does not handle, and gives back what it did", async () => {
  for (const [signal, option] of SIGNALS) {
    for (
      const program of [
        `setTimeout(() => console.log("ready"), 1);
         await run(undefined, {${
          SIGNALS.filter(([other]) => other !== signal)
            .map(([, other]) => `${other}: true`)
        }});`,
        `await run(() => sleep(1), { keepRunning: false, ${option}: true });
         console.log("ready");
         await new Promise((resolve) => setTimeout(resolve, 60000));`,
      ]
    ) {
      await withCode(
        `import { run, sleep } from "@qtasyncio/qtasyncio"; ${program}`,
        {},
        async (program) => {
          await program.waitForLine("ready");
          program.kill(signal);
          assertEquals((await program.finished()).signal, signal);
        },
      );
    }
  }
});

/** Whether no signal of this kind waits for a program to run: undefined if one does. */
function isTaken(program: Program, signal: Deno.Signal): true | undefined {
  const status = Deno.readTextFileSync(`/proc/${program.pid}/status`);
  const [, mask] = /^ShdPnd:\s*(\w+)$/m.exec(status)!;
  const bit = 1n << BigInt(constants.signals[signal as "SIGINT"] - 1);
  return (BigInt(`0x${mask}`) & bit) === 0n ? true : undefined;
}

/** Sends a signal until it has ended the program: the shim takes two at the same moment for one. */
async function pressAgain(
  program: Program,
  signal: Deno.Signal,
): Promise<void> {
  let ended = false;
  void program.finished().then(() => ended = true);
  while (!ended) {
    await delay(20);
    program.kill(signal);
  }
}

Deno.test("a second signal ends the process while JavaScript computes without end", async () => {
  // In a slot, where the first signal is never taken, and in a clean-up, where it has been.
  for (const [signal] of SIGNALS) {
    for (
      const [taken, code] of [
        [
          false,
          `const timer = new QTimer({ interval: 1, singleShot: true });
           timer.timeout.connect(() => { console.log("ready"); for (;;); });
           timer.start();
           await run(undefined, ${ALL});`,
        ],
        [
          true,
          `await run(async () => {
             try {
               console.log("ready");
               await sleep(60000);
             } finally {
               console.log("stubborn");
               for (;;);
             }
           }, ${ALL});`,
        ],
      ] as const
    ) {
      await withCode(
        `import { QCoreApplication, QTimer, run, sleep } from "@qtasyncio/qtasyncio";
         const app = new QCoreApplication([]);
         ${code}`,
        {},
        async (program) => {
          await program.waitForLine("ready");
          program.kill(signal);
          if (taken) await program.waitForLine("stubborn");
          // No listener tells that it has arrived. Sent at once, two may be one.
          else {await waitFor("the first signal", () =>
              isTaken(program, signal));}
          await pressAgain(program, signal);
          assertEquals((await program.finished()).signal, signal);
        },
      );
    }
  }
});

Deno.test("a signal that comes when run() is over, but is not heard of, sets the exit code", async () => {
  const sent = await Deno.makeTempFile();
  await withCode(
    `
    import { run, sleep } from "@qtasyncio/qtasyncio";
    const cell = new Int32Array(new SharedArrayBuffer(4));
    await run(async () => {
      await sleep(1);
      console.log("ready");
      while (Deno.statSync(Deno.args[0]).size === 0) Atomics.wait(cell, 0, 0, 5);
    }, { keepRunning: false, handleSigterm: true });
    console.log("over");
  `,
    { permissions: ["--allow-ffi", "--allow-read"], args: [sent] },
    async (program) => {
      await program.waitForLine("ready");
      program.kill("SIGTERM");
      await waitFor("the signal", () => isTaken(program, "SIGTERM"));
      await Deno.writeTextFile(sent, "sent");
      const { code, signal, stdout } = await program.finished();
      assertEquals([code, signal], [143, null]);
      assertEquals(stdout, ["ready", "over"]);
    },
  );
  await Deno.remove(sent);
});

Deno.test("other listeners hear a signal that run() handles", async () => {
  await withCode(
    `
    import { run, sleep } from "@qtasyncio/qtasyncio";
    Deno.addSignalListener("SIGTERM", () => console.log("before"));
    await run(async () => {
      Deno.addSignalListener("SIGTERM", () => console.log("after"));
      console.log("ready");
      await sleep(60000);
    }, { handleSigterm: true });
    Deno.exit();
  `,
    {},
    async (program) => {
      await program.waitForLine("ready");
      program.kill("SIGTERM");
      const { code, stdout } = await program.finished();
      assertEquals(code, 143);
      assertEquals([...stdout].sort(), ["after", "before", "ready"]);
    },
  );
});

Deno.test("a signal that the parent process passes on does not count as a second one", async () => {
  // As `deno task` does: the terminal's signal reaches all processes, and the parent sends another one.
  const parent = `
    const [script, signal] = Deno.args;
    Deno.addSignalListener(signal, () => child.kill(signal));
    const child = new Deno.Command(Deno.execPath(), {
      args: ["run", "--quiet", "-A", script],
    }).spawn();
    Deno.exit((await child.status).code);
  `;
  const child = `
    import { run, sleep } from "${
    new URL("../../mod.ts", import.meta.url).href
  }";
    await run(async () => {
      try {
        console.log("ready");
        await sleep(60000);
      } finally {
        await sleep(300);
        console.log("finally");
      }
    }, ${ALL});
  `;
  const folder = await Deno.makeTempDir({ prefix: "qtasyncio-test-" });
  try {
    await Deno.writeTextFile(`${folder}/parent.ts`, parent);
    await Deno.writeTextFile(`${folder}/child.ts`, child);
    for (const [signal, , exitCode] of SIGNALS) {
      const group = new Deno.Command("setsid", {
        args: [
          Deno.execPath(),
          "run",
          "-A",
          `${folder}/parent.ts`,
          `${folder}/child.ts`,
          signal,
        ],
        stdout: "piped",
        stderr: "inherit",
      }).spawn();
      let out = "";
      for await (
        const text of group.stdout.pipeThrough(new TextDecoderStream())
      ) {
        out += text;
        if (text.includes("ready")) {
          await new Deno.Command("kill", {
            args: [`-${signal.slice(3)}`, "--", `-${group.pid}`],
          }).output();
        }
      }
      assertEquals(out.trim().split("\n"), ["ready", "finally"], signal);
      assertEquals((await group.status).code, exitCode);
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
