/** Applications: creating, running, and what they are told. */

import {
  assert,
  assertEquals,
  assertMatch,
  assertStrictEquals,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { ApplicationError, QCoreApplication } from "../../mod.ts";
import { QApplication } from "../../widgets.ts";
import { onCore, openTesting, Probe, whileExec } from "../_support/probe.ts";
import { runCode } from "../_support/code.ts";
import { waitFor } from "../_support/wait.ts";

/** Runs a Worker until it posts its message. */
async function askWorker<T>(name: string): Promise<T> {
  const url = new URL(`./workers/${name}.ts`, import.meta.url);
  const worker = new Worker(url, { type: "module" });
  try {
    return await new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = (event) => {
        event.preventDefault();
        reject(new Error(event.message));
      };
    });
  } finally {
    worker.terminate();
  }
}

Deno.test("new QCoreApplication() throws while there is one, which goes on", () =>
  onCore((probe, app) => {
    assertThrows(
      () => new QCoreApplication(),
      ApplicationError,
      "Cannot create an application: one exists already",
    );
    assertThrows(
      () => new QApplication(),
      ApplicationError,
      "one exists already",
    );
    assertStrictEquals<unknown>(QCoreApplication.instance(), app);
    assertEquals(probe.add(1, 2), 3);
  }));

Deno.test("a Worker is refused an application and objects while this thread has one", () =>
  onCore(async (probe) => {
    const errors = await askWorker<[string, string][]>("second_application");
    assertEquals(
      errors.map(([name]) => name),
      Array(3).fill("ApplicationError"),
    );
    assertMatch(
      errors[0]![1],
      /application belongs to another one; send that thread a message/,
    );
    assertEquals(errors[1]![1], errors[0]![1]);
    assertMatch(errors[2]![1], /no application in this thread/);
    assertEquals(probe.add(1, 2), 3);
  }));

Deno.test("a Worker may have the application to itself, and leaves it to the next thread", async () => {
  assertEquals(await askWorker("own_application"), 7);
  await onCore((probe) => assertEquals(probe.add(1, 2), 3));
  assertEquals(await askWorker("own_application"), 7);
});

Deno.test("a Worker that is terminated leaves an error to the next thread, and no hang", async () => {
  const { code, stdout } = await runCode(
    `
    import { QCoreApplication } from "@qtasyncio/qtasyncio";
    const start = (text) => new Promise((resolve) => {
      const code = "import { QCoreApplication, QTimer } from '" + FACE + "';" + text;
      const worker = new Worker("data:text/javascript," + encodeURIComponent(code), { type: "module" });
      worker.onmessage = ({ data }) => resolve([worker, data]);
    });
    const OWNER = "const app = new QCoreApplication([]); new QTimer({ interval: 1 }).start(); app.exec(); postMessage('ready');";
    const NEXT = "try { new QCoreApplication([]); postMessage('made'); } catch (error) { postMessage(error.name + ': ' + error.message); }";
    const [owner, ready] = await start(OWNER);
    console.log(ready);
    owner.terminate();
    const message = async () => {
      try { new QCoreApplication([]); return "made"; } catch (error) { return error.name + ": " + error.message; }
    };
    // Its thread ends when it likes.
    while (!(await message()).includes("terminated")) await new Promise((resolve) => setTimeout(resolve, 5));
    console.log(await message());
    // Threads whose ids are used again are others all the same.
    for (let i = 0; i < 4; i++) {
      const [next, answer] = await start(NEXT);
      console.log(answer);
      next.terminate();
    }
  `.replaceAll(
      "FACE",
      JSON.stringify(new URL("../../mod.ts", import.meta.url).href),
    ),
    {
      permissions: ["--allow-all", "--no-check"],
    },
  );
  assertEquals(code, 0);
  const [ready, ...errors] = stdout;
  assertEquals([ready, errors.length], ["ready", 5]);
  for (const error of errors) {
    assertStringIncludes(
      error,
      "ApplicationError: Cannot use Qt in this process any more: the Worker that owned the application was terminated",
    );
  }
});

Deno.test("instance() is the application, or null", async () => {
  assertStrictEquals(QCoreApplication.instance(), null);
  assertStrictEquals(QApplication.instance(), null);
  await onCore((_probe, app) => {
    assertStrictEquals<unknown>(QCoreApplication.instance(), app);
    assertStrictEquals(QApplication.instance(), null);
  });
  await using gui = new QApplication(["-platform", "offscreen"]);
  assertStrictEquals<unknown>(QCoreApplication.instance(), gui);
  assertStrictEquals<unknown>(QApplication.instance(), gui);
});

Deno.test("an application can be created again and again, of both kinds", async () => {
  for (let i = 0; i < 6; i++) {
    await using app = i % 2
      ? new QApplication(["-platform", "offscreen"])
      : new QCoreApplication([]);
    openTesting();
    assertEquals(app.className, i % 2 ? "QApplication" : "QCoreApplication");
    assertEquals(new Probe().alive(), 1);
    setTimeout(() => app.exit(i), 1);
    assertEquals(await app.exec(), i);
  }
});

Deno.test("exec() resolves with the exit code", () =>
  onCore(async (_probe, app) => {
    for (const code of [0, 1, -1, 2147483647, -2147483648]) {
      setTimeout(() => app.exit(code), 0);
      assertEquals(await app.exec(), code);
    }
    setTimeout(() => app.quit(), 0);
    assertEquals(await app.exec(), 0);
  }));

Deno.test("exit() and quit() right after exec() end it", () =>
  onCore(async (_probe, app) => {
    const first = app.exec();
    app.exit(5);
    assertEquals(await first, 5);
    const second = app.exec();
    app.quit();
    assertEquals(await second, 0);
  }));

Deno.test("exit() and quit() do nothing while Qt's loop does not run", () =>
  onCore(async (_probe, app) => {
    app.exit(9);
    app.quit();
    setTimeout(() => app.exit(3), 1);
    assertEquals(await app.exec(), 3);
  }));

Deno.test("exit() refuses what is no exit code", () =>
  onCore(async (_probe, app) => {
    for (
      const wrong of ["1", 1.5, null, 2 ** 31, true] as unknown as number[]
    ) {
      assertThrows(() => app.exit(wrong), TypeError, "expected int, got");
    }
    await whileExec(
      app,
      () => assertThrows(() => app.exit("1" as unknown as number), TypeError),
    );
  }));

Deno.test("exec() called twice waits for the same end", () =>
  onCore(async (_probe, app) => {
    setTimeout(() => app.exit(4), 1);
    assertEquals(await Promise.all([app.exec(), app.exec()]), [4, 4]);
  }));

Deno.test("exec() started in a slot of an exec() waits for the same end", () =>
  onCore(async (probe, app) => {
    let inner: Promise<number> | undefined;
    probe.changed.connect(() => inner = app.exec());
    probe.postDeferred();
    const outer = app.exec();
    await waitFor("the slot", () => inner !== undefined || undefined);
    app.exit(6);
    assertEquals([await outer, await inner], [6, 6]);
  }));

Deno.test("arguments() are those given, after the program's name", async () => {
  await using app = new QCoreApplication(["--name", "Zoë \u{1F995}", "", "-x"]);
  const [name, ...rest] = app.arguments();
  assert(name !== undefined && name !== "");
  assertEquals(rest, ["--name", "Zoë \u{1F995}", "", "-x"]);
});

Deno.test("arguments() lack the options that Qt took", async () => {
  await using app = new QApplication([
    "one",
    "-platform",
    "offscreen",
    "two",
    "-style",
    "fusion",
  ]);
  assertEquals(app.arguments().slice(1), ["one", "two"]);
  assertEquals(app.platformName, "offscreen");
});

Deno.test("new QCoreApplication() refuses arguments that are no strings", async () => {
  for (
    const wrong of ["x", [1], [null], {}, 5, null] as unknown as string[][]
  ) {
    assertThrows(
      () => new QCoreApplication(wrong),
      TypeError,
      "Cannot create an application: expected an array of strings",
    );
    assertThrows(
      () => new QCoreApplication([..."a"].concat("b\0c")),
      TypeError,
      "expected an array of strings without null characters",
    );
  }
  await onCore(() => {});
});

Deno.test("the application's names can be set", () =>
  onCore((_probe, app) => {
    app.applicationName = "Tester";
    app.organizationName = "Tests";
    app.applicationVersion = "1.2";
    app.organizationDomain = "example.org";
    assertEquals([app.applicationName, app.organizationName], [
      "Tester",
      "Tests",
    ]);
    assertEquals([app.applicationVersion, app.organizationDomain], [
      "1.2",
      "example.org",
    ]);
    assertMatch(app.qtVersion, /^6\.\d+\.\d+$/);
    // So that all tests can be run by polling, too.
    const polls = Deno.env.get("QT_NO_GLIB") === "1";
    assertEquals(app.driver, polls ? "poll" : "glib");
  }));

Deno.test("a new application starts afresh, whatever was set in the one before", async () => {
  const members = [
    "applicationName",
    "applicationVersion",
    "organizationName",
    "organizationDomain",
    "quitLockEnabled",
    "quitOnLastWindowClosed",
    "styleSheet",
    "autoSipEnabled",
  ];
  const seen: unknown[][] = [];
  for (let i = 0; i < 2; i++) {
    await using app = new QApplication(["-platform", "offscreen"]);
    seen.push(members.map((member) => app.property(member)));
    for (const member of members) {
      const value = app.property(member);
      app.setProperty(
        member,
        typeof value === "boolean" ? !value : "QLabel { color: red }",
      );
    }
  }
  assertEquals(seen[0], seen[1]);
});
