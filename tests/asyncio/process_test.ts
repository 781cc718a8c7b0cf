/** What only a process of its own can show: SIGINT, garbage, the environment. */

import { assertEquals, assertStringIncludes } from "@std/assert";

const MOD = new URL("../../src/asyncio/mod.ts", import.meta.url).href;

interface Result {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs a program in a process; `onLine` sees its lines as they come. */
async function program(
  source: string,
  options: {
    flags?: string[];
    env?: Record<string, string>;
    onLine?: (line: string, child: Deno.ChildProcess) => void;
  } = {},
): Promise<Result> {
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      "eval",
      "--no-check",
      ...options.flags ?? [],
      `import * as asyncio from ${JSON.stringify(MOD)};\n${source}`,
    ],
    env: { NO_COLOR: "1", ...options.env },
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  let stdout = "";
  const read = async (): Promise<void> => {
    for await (
      const text of child.stdout.pipeThrough(new TextDecoderStream())
    ) {
      stdout += text;
      options.onLine?.(text.trim(), child);
    }
  };
  const [stderr, { code }] = await Promise.all([
    new Response(child.stderr).text(),
    child.status,
    read(),
  ]);
  return { code, stdout, stderr };
}

const WAITING = `
  const { run, sleep, KeyboardInterrupt, currentTask } = asyncio;
  const main = async () => {
    console.log("ready");
    try {
      await sleep(60_000);
    } finally {
      await sleep(1);
      console.log("finally");
      await CLEANUP;
    }
  };
  try {
    await run(main, { handleSigint: true });
  } catch (error) {
    console.log(error.name, error instanceof KeyboardInterrupt);
  }
  console.log("end");`;

/** Sends SIGINT when the program says that it is ready. */
function interrupt(line: string, child: Deno.ChildProcess): void {
  if (line.includes("ready")) child.kill("SIGINT");
}

Deno.test("run({ handleSigint }) cancels main and throws KeyboardInterrupt (test_interrupt_wait)", async () => {
  const { code, stdout } = await program(WAITING.replace("CLEANUP", "null"), {
    onLine: interrupt,
  });
  assertEquals(stdout.trim().split("\n"), [
    "ready",
    "finally",
    "KeyboardInterrupt true",
    "end",
  ]);
  assertEquals(code, 0);
});

Deno.test("run({ handleSigint }) of a task that was cancelled otherwise too throws CancelledError (test_interrupt_cancelled_task)", async () => {
  const { stdout } = await program(
    `
    const { run, sleep, currentTask } = asyncio;
    try {
      await run(async () => {
        console.log("ready");
        const task = currentTask();
        try { await sleep(60_000); } finally { task.cancel(); }
      }, { handleSigint: true });
    } catch (error) {
      console.log(error.name);
    }`,
    { onLine: interrupt },
  );
  assertEquals(stdout.trim().split("\n"), ["ready", "CancelledError"]);
});

Deno.test("a second SIGINT ends the process with status 130", async () => {
  const { code, stdout } = await program(
    WAITING.replace("CLEANUP", "sleep(60_000)"),
    {
      onLine: (line, child) => {
        if (line.includes("ready") || line.includes("finally")) {
          child.kill("SIGINT");
        }
      },
    },
  );
  assertEquals(stdout.trim().split("\n"), ["ready", "finally"]);
  assertEquals(code, 130);
});

Deno.test("SIGINT is given back after run()", async () => {
  const { code, stdout } = await program(
    `
    await asyncio.run(async () => {}, { handleSigint: true });
    console.log("ready");
    setTimeout(() => console.log("survived"), 10_000);`,
    { onLine: interrupt },
  );
  assertEquals(stdout.trim(), "ready");
  assertEquals(code, 130);
});

Deno.test("an error that was never retrieved is reported when its task is garbage (test_tb_logger, test_log_traceback)", async () => {
  const { stdout } = await program(
    `
    const { newEventLoop, sleep } = asyncio;
    const loop = newEventLoop();
    loop.setExceptionHandler((_, context) =>
      console.log(context.message, "|", context.exception.message, "|", context.source));
    await loop.runUntilComplete(async () => {
      (() => {
        loop.createTask(async () => { throw new Error("lost"); }, { name: "loser" });
      })();
      for (let i = 0; i < 50; i++) { await sleep(2); gc(); }
      console.log("not closed yet");
    });
    loop.close();`,
    { flags: ["--v8-flags=--expose-gc"] },
  );
  assertEquals(stdout.trim().split("\n"), [
    "Task exception was never retrieved | lost | <Task finished name='loser' coro=<<anonymous>()> exception=Error(\"lost\")>",
    "not closed yet",
  ]);
});

Deno.test("the environment switches debug mode on (test_env_var_debug)", async () => {
  const source = `console.log(asyncio.newEventLoop().getDebug());`;
  for (
    const [value, expected] of [["1", "true"], ["0", "false"], ["", "false"]]
  ) {
    const { stdout } = await program(source, {
      env: { QTASYNCIO_DEBUG: value! },
    });
    assertEquals(stdout.trim(), expected);
  }
});

Deno.test("the package needs no permission", async () => {
  const { stdout, stderr } = await program(
    `
    await Promise.all(
      ["env", "read", "net", "sys", "run", "ffi", "write"]
        .map((name) => Deno.permissions.revoke({ name })));
    const value = await asyncio.run(async () => {
      await asyncio.sleep(1);
      return await asyncio.waitFor(asyncio.sleep(1, "fine"), 100);
    });
    console.log(value);`,
  );
  assertEquals(stderr, "");
  assertEquals(stdout.trim(), "fine");
});

Deno.test("an idle loop keeps the process alive and a stopped one does not", async () => {
  const { code, stdout } = await program(`
    const { newEventLoop } = asyncio;
    const loop = newEventLoop();
    const timer = setTimeout(() => loop.stop(), 30);
    Deno.unrefTimer(timer);
    await loop.runForever();
    loop.close();
    console.log("stopped");`);
  assertEquals(stdout.trim(), "stopped");
  assertEquals(code, 0);
});

Deno.test("Task errors have stacks that name the user's functions", async () => {
  const { stderr } = await program(`
    const { run, sleep } = asyncio;
    async function innermost() { await sleep(1); throw new Error("deep"); }
    async function middle() { await innermost(); }
    async function outermost() { await middle(); }
    await run(outermost);`);
  for (const fn of ["innermost", "middle", "outermost"]) {
    assertStringIncludes(stderr, fn);
  }
});
