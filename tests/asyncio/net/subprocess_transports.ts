/** Transports and protocols of programs, and their options. CPython's test_subprocess. */

import { assert, assertEquals, assertRejects } from "@std/assert";
import { CancelledError, createTask, sleep } from "../../../src/asyncio/mod.ts";
import {
  createSubprocessExec,
  createSubprocessShell,
  PIPE,
  type Process,
  STDOUT,
} from "../../../net.ts";
import type { NewLoop } from "../suites/_support.ts";
import { type Around, declare, text, toldOfEnds, until } from "./_support.ts";

/** Waits until a process is no more: neither running nor a zombie. */
async function gone(pid: number): Promise<void> {
  await until(() => {
    try {
      Deno.statSync(`/proc/${pid}`);
      return false;
    } catch {
      return true;
    }
  });
}

/** The cases, on the loops that `newLoop` makes. */
export function suite(
  name: string,
  newLoop: NewLoop,
  around?: Around,
): void {
  const test = declare(name, newLoop, around);

  test("options that cannot be are refused by name (test_process_exec_invalid_program_args)", async () => {
    const cases: [string, unknown][] = [
      ["text", true],
      ["encoding", "utf-8"],
      ["errors", "strict"],
      ["universalNewlines", true],
      ["bufsize", 4096],
      ["shell", true],
      ["preexecFn", () => {}],
      ["umask", 0o22],
      ["closeFds", true],
      ["stdin", 5],
      ["stdout", STDOUT],
      ["stdin", { fd: "x" }],
      ["stdout", { fd: -1 }],
      ["passFds", 5],
      ["passFds", [-1]],
      ["argv0", 5],
      ["env", { A: 5 }],
      ["env", { A: "x\0" }],
    ];
    for (const [option, value] of cases) {
      await assertRejects(
        () =>
          Promise.resolve(
            createSubprocessExec("true", [], { [option]: value } as never),
          ),
        TypeError,
        option,
      );
    }
    using file = Deno.openSync(new URL(import.meta.url));
    await assertRejects(
      () =>
        Promise.resolve(
          createSubprocessExec("true", [], { stdin: file as never }),
        ),
      TypeError,
      "openSync",
    );
    await assertRejects(
      () => Promise.resolve(createSubprocessExec(5 as never)),
      TypeError,
      "program",
    );
    await assertRejects(
      () => Promise.resolve(createSubprocessExec("true", "x" as never)),
      TypeError,
      "args",
    );
    await assertRejects(
      () => Promise.resolve(createSubprocessExec("true", [5 as never])),
      TypeError,
      "args",
    );
    await assertRejects(
      () => Promise.resolve(createSubprocessShell(5 as never)),
      TypeError,
      "command",
    );
    await assertRejects(
      () => Promise.resolve(createSubprocessExec("true", [], { limit: 0 })),
      RangeError,
      "limit",
    );
  });

  test("a protocol is told of data, of pipes, of the exit, and last of the end", async (loop) => {
    const events: string[] = [];
    const over = loop.createFuture<void>();
    const [transport, protocol] = await loop.subprocessShell(
      () => ({
        connectionMade: () => events.push("made"),
        pipeDataReceived: (fd: number, data: Uint8Array) =>
          events.push(`${fd} ${text(data).trim()}`),
        pipeConnectionLost: (fd: number, error: Error | null) =>
          events.push(`${fd} lost ${error}`),
        processExited: () => events.push("exited"),
        connectionLost: (error: Error | null) => {
          events.push(`lost ${error}`);
          over.setResult();
        },
      }),
      "echo out; echo err >&2; exit 4",
      { stdout: PIPE, stderr: PIPE },
    );
    assertEquals(events, ["made"]);
    assertEquals(transport.getProtocol(), protocol);
    assertEquals(transport.getPipeTransport(0), null);
    assert(transport.getPipeTransport(1));
    assert(transport.getExtraInfo("subprocess"));
    await over;
    assertEquals(transport.getReturncode(), 4);
    assertEquals(events[0], "made");
    assertEquals(events.at(-1), "lost null");
    assertEquals([...events].sort(), [
      "1 lost null",
      "1 out",
      "2 err",
      "2 lost null",
      "exited",
      "lost null",
      "made",
    ]);
  });

  test("the end of a program is told although its input was not closed", async (loop) => {
    const lost: string[] = [];
    const over = loop.createFuture<void>();
    const [transport] = await loop.subprocessExec(
      () => ({
        pipeConnectionLost: (fd: number, error: Error | null) =>
          lost.push(`${fd} ${error}`),
        connectionLost: () => over.setResult(),
      }),
      "true",
      [],
      { stdin: PIPE },
    );
    await over;
    assertEquals(transport.getReturncode(), 0);
    assertEquals(lost, ["0 null"]);
  });

  test("close() of a program's transport kills it", async (loop) => {
    const over = loop.createFuture<void>();
    const [transport] = await loop.subprocessExec(
      () => ({ connectionLost: () => over.setResult() }),
      "cat",
      [],
      { stdin: PIPE, stdout: PIPE },
    );
    transport.close();
    transport.close();
    assert(transport.isClosing());
    await over;
    assertEquals(transport.getReturncode(), -9);
  });

  test("starting and cancelling at any moment leaves no program", async () => {
    const pids: number[] = [];
    for (let i = 0; i < 40; i++) {
      let process: Process | undefined;
      const task = createTask(async () => {
        process = await createSubprocessExec("sleep", ["100"]);
        pids.push(process.pid);
        await process.wait();
      });
      for (let turns = i % 5; turns > 0; turns--) await sleep(0);
      task.cancel();
      await assertRejects(() => task, CancelledError);
      process?.kill();
    }
    for (const pid of pids) await gone(pid);
    await until(() => {
      const own = Deno.readTextFileSync(
        "/proc/self/task/" + Deno.pid + "/children",
      );
      return own.trim() === "";
    });
    await toldOfEnds();
  });

  test("a pipe over its limit whose transport is closed throws nothing", async (loop) => {
    const over = loop.createFuture<void>();
    const [transport] = await loop.subprocessShell(
      () => ({
        pipeDataReceived(fd: number) {
          const pipe = transport.getPipeTransport(fd)! as unknown as {
            pauseReading(): void;
            resumeReading(): void;
          };
          transport.close();
          pipe.pauseReading();
          pipe.resumeReading();
        },
        connectionLost: () => over.setResult(),
      }),
      "head -c 1000000 /dev/zero",
      { stdout: PIPE },
    );
    await over;
  });
}
