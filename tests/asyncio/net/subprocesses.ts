/** Programs with streams. CPython's test_subprocess. */

import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
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
  STDOUT,
} from "../../../net.ts";
import { type NewLoop, thrownBy } from "../suites/_support.ts";
import { type Around, declare, pattern, text } from "./_support.ts";

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

  test("a program that does not exist or may not run is named, a wrong folder, too", async () => {
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
    const here = new URL(import.meta.url).pathname;
    await assertRejects(
      () => Promise.resolve(createSubprocessExec("true", [], { cwd: here })),
      Deno.errors.NotADirectory,
      here,
    );
    // A shell that joins the two streams would start without the program.
    for (const stderr of [null, STDOUT] as const) {
      for (const name of ["/no/such/program", "no-such-program"]) {
        await assertRejects(
          () => Promise.resolve(createSubprocessExec(name, [], { stderr })),
          Deno.errors.NotFound,
          name,
        );
      }
      for (const name of [here, "/tmp"]) {
        await assertRejects(
          () => Promise.resolve(createSubprocessExec(name, [], { stderr })),
          Deno.errors.PermissionDenied,
          name,
        );
      }
    }
    const found = await createSubprocessExec("./true", [], {
      cwd: "/bin",
      stderr: STDOUT,
    });
    assertEquals(await found.wait(), 0);
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
