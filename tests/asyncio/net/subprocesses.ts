/** Programs: CPython's test_subprocess, uvloop's test_process, and what has gone wrong with them elsewhere. */

import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import fs from "node:fs";
import {
  CancelledError,
  createTask,
  RuntimeError,
  sleep,
  timeout,
  TimeoutError,
  waitFor,
} from "../../../src/asyncio/mod.ts";
import {
  createSubprocessExec,
  createSubprocessShell,
  DEVNULL,
  PIPE,
  type Process,
  STDOUT,
} from "../../../net.ts";
import { type NewLoop, thrownBy } from "../suites/_support.ts";
import { type Around, declare, pattern, text, until } from "./_support.ts";

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
  const pipes = { stdin: PIPE, stdout: PIPE } as const;

  test("a program reads from stdin and writes to stdout (test_stdin_stdout)", async () => {
    const process = await createSubprocessExec("cat", [], pipes);
    process.stdin!.write("some ");
    process.stdin!.write(new TextEncoder().encode("data\n"));
    await process.stdin!.drain();
    assertEquals(text(await process.stdout!.readline()), "some data\n");
    process.stdin!.close();
    await process.stdin!.waitClosed();
    assertEquals((await process.stdout!.read()).length, 0);
    assertEquals(process.stderr, null);
    assertEquals(await process.wait(), 0);
    assertEquals(process.returncode, 0);
  });

  test("communicate() carries a megabyte both ways (test_communicate)", async () => {
    const data = pattern(1_000_000);
    const process = await createSubprocessExec("cat", [], pipes);
    const [out, err] = await process.communicate(data);
    assertEquals(out, data);
    assertEquals(err, null);
    assertEquals(process.returncode, 0);
  });

  test("communicate() reads both outputs and takes no input (test_communicate_none_input)", async () => {
    const process = await createSubprocessShell("echo out; echo err >&2", {
      stdin: PIPE,
      stdout: PIPE,
      stderr: PIPE,
    });
    const [out, err] = await process.communicate();
    assertEquals([text(out!), text(err!)], ["out\n", "err\n"]);
  });

  test("the exit code is returned, a signal as a negative number (test_shell, test_kill, test_terminate)", async () => {
    const failing = await createSubprocessShell("exit 7");
    assertEquals(await failing.wait(), 7);
    const killed = await createSubprocessExec("sleep", ["100"]);
    assertEquals(killed.returncode, null);
    killed.kill();
    assertEquals(await killed.wait(), -9);
    const terminated = await createSubprocessExec("sleep", ["100"]);
    terminated.terminate();
    assertEquals(await terminated.wait(), -15);
    const signalled = await createSubprocessExec("sleep", ["100"]);
    signalled.sendSignal("SIGHUP");
    assertEquals(await signalled.wait(), -1);
  });

  test("a signal to a program that has ended throws NotFound (test_kill_issue43884)", async () => {
    const process = await createSubprocessExec("true");
    await process.wait();
    for (
      const send of [
        () => process.kill(),
        () => process.terminate(),
        () => process.sendSignal("SIGHUP"),
      ]
    ) assertThrows(send, Deno.errors.NotFound, String(process.pid));
  });

  test("sendSignal() of what is no signal throws TypeError", async () => {
    const process = await createSubprocessExec("sleep", ["100"]);
    assertThrows(() => process.sendSignal("SIGNOT" as never), TypeError);
    process.kill();
    await process.wait();
  });

  test("a program that does not exist is named, a folder that does not exist, too", async () => {
    const missing = await assertRejects(
      () => Promise.resolve(createSubprocessExec("no-such-program")),
      Deno.errors.NotFound,
    );
    assertStringIncludes((missing as Error).message, "no-such-program");
    const nowhere = await assertRejects(
      () =>
        Promise.resolve(createSubprocessExec("true", [], { cwd: "/no/such" })),
      Deno.errors.NotFound,
    );
    assertStringIncludes((nowhere as Error).message, "/no/such");
    await assertRejects(
      () =>
        Promise.resolve(
          createSubprocessExec("/no/such/program", [], { stderr: STDOUT }),
        ),
      Deno.errors.NotFound,
      "/no/such/program",
    );
  });

  test("a shell understands quotes and pipes (test_shell)", async () => {
    const process = await createSubprocessShell(
      `printf '%s' "a 'b'" | tr a-z A-Z`,
      { stdout: PIPE },
    );
    assertEquals(text((await process.communicate())[0]!), "A 'B'");
  });

  test("DEVNULL for each stream (test_devnull_input)", async () => {
    const process = await createSubprocessShell("cat; echo out; echo err >&2", {
      stdin: DEVNULL,
      stdout: PIPE,
      stderr: DEVNULL,
    });
    const [out, err] = await process.communicate();
    assertEquals(text(out!), "out\n");
    assertEquals(err, null);
    const silent = await createSubprocessShell("echo out", { stdout: DEVNULL });
    assertEquals(await silent.wait(), 0);
    assertEquals(silent.stdout, null);
  });

  test("STDOUT joins the errors with the output, and the process id is the program's", async () => {
    const process = await createSubprocessExec(
      "sh",
      ["-c", "echo one; echo two >&2; echo $$"],
      { stdout: PIPE, stderr: STDOUT },
    );
    assertEquals(process.stderr, null);
    const [out] = await process.communicate();
    assertEquals(text(out!), `one\ntwo\n${process.pid}\n`);
  });

  test("communicate() to a program that does not read throws nothing (test_communicate_ignore_broken_pipe)", async () => {
    const process = await createSubprocessExec("true", [], { stdin: PIPE });
    assertEquals(await process.communicate(pattern(1_000_000)), [null, null]);
    assertEquals(process.returncode, 0);
  });

  test("drain() to a program that has ended throws BrokenPipe or ConnectionReset (test_stdin_broken_pipe)", async () => {
    const process = await createSubprocessExec(
      "sh",
      ["-c", "exec sleep 0.05"],
      {
        stdin: PIPE,
      },
    );
    const error = await thrownBy(createTask(async () => {
      for (;;) {
        process.stdin!.write(new Uint8Array(1 << 20));
        await process.stdin!.drain();
      }
    }));
    assert(
      error instanceof Deno.errors.BrokenPipe ||
        error instanceof Deno.errors.ConnectionReset,
      String(error),
    );
    await process.wait();
  });

  test("communicate() that times out loses nothing: the second one returns everything", async () => {
    const process = await createSubprocessShell(
      "cat; sleep 0.2; echo late; echo err >&2",
      { stdin: PIPE, stdout: PIPE, stderr: PIPE },
    );
    const data = "x".repeat(300_000);
    await assertRejects(
      () => Promise.resolve(waitFor(process.communicate(data), 50)),
      TimeoutError,
    );
    const [out, err] = await process.communicate();
    assertEquals(text(out!), `${data}late\n`);
    assertEquals(text(err!), "err\n");
  });

  test("communicate() refuses input without a pipe and other input", async () => {
    const process = await createSubprocessExec("true");
    await assertRejects(
      () => Promise.resolve(process.communicate("input")),
      RuntimeError,
    );
    await assertRejects(
      () => Promise.resolve(process.communicate(5 as never)),
      TypeError,
    );
    await process.wait();
  });

  test("wait() that is cancelled leaves the program, and can be called again (test_cancel_process_wait)", async () => {
    const process = await createSubprocessExec("cat", [], { stdin: PIPE });
    const task = createTask(process.wait());
    await sleep(1);
    task.cancel();
    await assertRejects(() => task, CancelledError);
    assertEquals(process.returncode, null);
    const waits = [1, 2, 3].map(() => createTask(process.wait()));
    process.stdin!.close();
    assertEquals(await Promise.all(waits), [0, 0, 0]);
  });

  test("wait() returns when the program ends, although another has its pipe (test_communicate_with_grandchild)", async () => {
    const process = await createSubprocessShell(
      "sleep 1 & echo started; exit 3",
      { stdout: PIPE },
    );
    assertEquals(text(await process.stdout!.readline()), "started\n");
    const before = performance.now();
    assertEquals(await process.wait(), 3);
    const waited = performance.now() - before;
    assertEquals(process.stdout!.atEof(), false);
    assert(waited < 900, `waited ${waited} ms`);
    await process.stdout!.read();
  });

  test("a program that writes much is held back, and all of it can be read (test_pause_reading)", async () => {
    const process = await createSubprocessShell(
      "head -c 10000000 /dev/zero; echo end",
      { stdout: PIPE, limit: 1000 },
    );
    assertEquals((await process.stdout!.readexactly(1)).length, 1);
    await sleep(50);
    assertEquals(process.returncode, null);
    assertEquals((await process.stdout!.read()).length, 10_000_003);
    assertEquals(await process.wait(), 0);
  });

  test("wait() ends although ten megabytes are unread, and communicate() returns them", async () => {
    const process = await createSubprocessShell(
      "head -c 10000000 /dev/zero; head -c 10000000 /dev/zero >&2",
      { stdout: PIPE, stderr: PIPE },
    );
    assertEquals(await process.wait(), 0);
    const [out, err] = await process.communicate();
    assertEquals([out!.length, err!.length], [10_000_000, 10_000_000]);
  });

  test("a line over the limit throws RangeError, and the next one is read", async () => {
    const process = await createSubprocessShell(
      "head -c 65537 /dev/zero; sleep 0.1; echo; echo next",
      { stdout: PIPE },
    );
    await assertRejects(
      () => Promise.resolve(process.stdout!.readline()),
      RangeError,
      "limit",
    );
    const rest = text(await process.stdout!.read());
    assert(rest.endsWith("\nnext\n"));
    await process.wait();
  });

  test("env replaces all variables, cwd and startNewSession apply", async () => {
    const process = await createSubprocessExec(
      "/bin/sh",
      ["-c", "pwd; echo $ONE; echo $HOME; cut -d' ' -f6 /proc/$$/stat"],
      {
        stdout: PIPE,
        cwd: "/usr",
        env: { ONE: "1", PATH: "/usr/bin:/bin" },
        startNewSession: true,
      },
    );
    const [out] = await process.communicate();
    assertEquals(text(out!), `/usr\n1\n\n${process.pid}\n`);
  });

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

  test("descriptors of files are a program's streams", async () => {
    const folder = Deno.makeTempDirSync();
    const input = fs.openSync(new URL(import.meta.url), "r");
    const output = fs.openSync(`${folder}/out`, "w");
    try {
      const process = await createSubprocessExec("cat", [], {
        stdin: { fd: input },
        stdout: { fd: output },
        stderr: STDOUT,
      });
      assertEquals(process.stdin, null);
      assertEquals(process.stdout, null);
      assertEquals(await process.wait(), 0);
      const failing = await createSubprocessShell("echo more; exit 3", {
        stdout: { fd: output },
        stderr: PIPE,
      });
      const [out, errors] = await failing.communicate();
      assertEquals([out, errors?.length], [null, 0]);
      assertEquals(failing.returncode, 3);
      // What a program wrote is kept if it has ended before anything listens.
      const quick = createSubprocessShell("echo early", {
        stdout: PIPE,
        stderr: { fd: output },
      });
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
      assertEquals((await (await quick).communicate())[0]?.length, 6);
      assertEquals(
        Deno.readTextFileSync(`${folder}/out`),
        `${Deno.readTextFileSync(new URL(import.meta.url))}more\n`,
      );
    } finally {
      fs.closeSync(input);
      fs.closeSync(output);
      Deno.removeSync(folder, { recursive: true });
    }
  });

  test("pipes beside a descriptor carry a megabyte both ways, with an end", async () => {
    const null_ = fs.openSync("/dev/null", "w");
    try {
      const process = await createSubprocessExec("cat", [], {
        ...pipes,
        stderr: { fd: null_ },
      });
      const data = pattern(1_000_000);
      const [out] = await process.communicate(data);
      assertEquals(out!.length, data.length);
      assertEquals(out, data);
      assertEquals(process.returncode, 0);
    } finally {
      fs.closeSync(null_);
    }
  });

  test("passFds gives a program more descriptors, and no others (test_pass_fds)", async () => {
    const folder = Deno.makeTempDirSync();
    const [first, second] = ["a", "b"].map((name) =>
      fs.openSync(`${folder}/${name}`, "w")
    ) as [number, number];
    try {
      const script = "for fd in $1 $2; do [ -e /proc/self/fd/$fd ] && " +
        "echo has $fd > /proc/self/fd/$fd; done";
      const process = await createSubprocessExec("sh", [
        "-c",
        script,
        "sh",
        String(first),
        String(second),
      ], { passFds: [second] });
      await process.wait();
      assertEquals(Deno.readTextFileSync(`${folder}/a`), "");
      assertEquals(Deno.readTextFileSync(`${folder}/b`), `has ${second}\n`);
    } finally {
      fs.closeSync(first);
      fs.closeSync(second);
      Deno.removeSync(folder, { recursive: true });
    }
  });

  test("argv0 is what a program is told its name is", async () => {
    const process = await createSubprocessExec("sh", ["-c", "echo $0"], {
      stdout: PIPE,
      argv0: "other",
    });
    assertEquals(text((await process.communicate())[0]!), "other\n");
    const signalled = await createSubprocessExec("sleep", ["100"], {
      argv0: "other",
    });
    signalled.kill();
    assertEquals(await signalled.wait(), -9);
    assertThrows(() => signalled.kill(), Deno.errors.NotFound);
  });

  test("a program that does not exist is named, also with descriptors", async () => {
    const missing = await thrownBy(
      createSubprocessExec("no-such-program", [], { argv0: "x" }),
    );
    assert(missing instanceof Deno.errors.NotFound);
    assertStringIncludes(missing.message, "no-such-program");
    const folder = await thrownBy(
      createSubprocessExec("true", [], { argv0: "x", cwd: "/no/such/folder" }),
    );
    assert(folder instanceof Deno.errors.NotFound);
    assertStringIncludes(folder.message, "/no/such/folder");
    const descriptor = await thrownBy(
      createSubprocessExec("true", [], { stdin: { fd: 9999 } }),
    );
    assert(descriptor instanceof Deno.errors.BadResource);
    assertStringIncludes(descriptor.message, "start true");
  });

  test("starting by descriptor and cancelling at any moment leaves no program", async () => {
    const children = () =>
      Deno.readTextFileSync(`/proc/self/task/${Deno.pid}/children`)
        .trim().split(" ");
    const before = [...children(), ""];
    for (let count = 0; count < 6; count++) {
      const task = createTask(
        createSubprocessExec("sleep", ["100"], { argv0: "x", stdin: PIPE }),
      );
      for (let i = 0; i < count; i++) await sleep(0);
      task.cancel();
      try {
        (await task).kill();
      } catch (error) {
        assert(error instanceof CancelledError);
      }
    }
    // Those that have ended, but are not waited for, are in the list, and so is what has yet to become the program.
    await until(() => children().every((pid) => before.includes(pid)));
    // The platform has yet to tell of the last one.
    await sleep(20);
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

  test("lines of a program come while it runs", async () => {
    const process = await createSubprocessShell(
      "for i in 1 2 3; do echo $i; sleep 0.02; done",
      { stdout: PIPE },
    );
    const lines: string[] = [];
    await timeout(20_000, async () => {
      for await (const line of process.stdout!.lines()) {
        lines.push(line);
        if (lines.length < 3) assertEquals(process.returncode, null);
      }
    });
    assertEquals(lines, ["1", "2", "3"]);
    assertEquals(await process.wait(), 0);
  });
}
