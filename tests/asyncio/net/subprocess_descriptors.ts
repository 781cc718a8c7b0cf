/** Programs that are given descriptors. CPython's test_subprocess. */

import {
  assert,
  assertEquals,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import fs from "node:fs";
import { CancelledError, createTask, sleep } from "../../../src/asyncio/mod.ts";
import {
  createSubprocessExec,
  createSubprocessShell,
  PIPE,
  STDOUT,
} from "../../../net.ts";
import { type NewLoop, thrownBy } from "../suites/_support.ts";
import {
  type Around,
  declare,
  pattern,
  text,
  toldOfEnds,
  until,
} from "./_support.ts";

/** The cases, on the loops that `newLoop` makes. */
export function suite(
  name: string,
  newLoop: NewLoop,
  around?: Around,
): void {
  const test = declare(name, newLoop, around);

  const pipes = { stdin: PIPE, stdout: PIPE } as const;

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
    await toldOfEnds();
  });
}
