/** Programs that import a release by URL, as its users do: no clone, no compiler, `--allow-ffi` alone. */

import { join } from "node:path";
import {
  assert,
  assertEquals,
  assertFalse,
  assertStringIncludes,
} from "@std/assert";
import { Desktop } from "../_support/desktop.ts";
import { libraryNames } from "../../tools/release/libraries.ts";
import { SHIM_FOLDER } from "../_support/probe.ts";
import { Program } from "../_support/program.ts";
import { Xvfb } from "../_support/xvfb.ts";
import { CONSOLE, FAILING, ServedRelease } from "./_release.ts";
import { assertAnswered } from "./_by_url.ts";

const PICTURES = Deno.env.get("QTASYNCIO_TEST_PICTURES");

Deno.test("programs by URL (one release, one cache)", async (t) => {
  await using release = await ServedRelease.make();
  await t.step("a program by URL opens a window", async () => {
    await using xvfb = await Xvfb.start();
    const path = await release.program(
      "window.ts",
      `import { QApplication, QLabel, QPushButton, QVBoxLayout, QWidget, run } from "URL/widgets.ts";
     await using app = new QApplication();
     const window = new QWidget({ windowTitle: "By URL" });
     const layout = new QVBoxLayout({}, window);
     layout.addWidget(new QLabel({ text: "This window was imported from a web server." }));
     const close = new QPushButton({ text: "Close", clicked: () => window.close() });
     layout.addWidget(close);
     window.show();
     await run();
     console.log("closed");`,
    );
    await using program = Program.start(path, {
      permissions: ["--allow-ffi", `--allow-import=${release.server.host}`],
      env: { ...release.env, ...xvfb.env },
      cwd: "/",
    });
    const desktop = new Desktop(xvfb);
    const window = await desktop.waitForWindow({ title: "By URL" });
    const { width, height } = await desktop.geometry(window);
    const picture = await desktop.settledScreenshot(window);
    if (PICTURES !== undefined) {
      await Deno.writeFile(join(PICTURES, "by_url.png"), picture.png);
    }
    assert(picture.colours() > 2);
    await desktop.click(window, Math.round(width / 2), height - 20);
    const { code, stdout, stderr } = await program.finished();
    assertEquals(stdout, ["closed"], stderr.join("\n"));
    assertEquals(code, 0);
  });
  await t.step("a program by URL uses QML", async () => {
    const program = await release.program(
      "quick.ts",
      `import { QGuiApplication, QmlEngine } from "URL/quick.ts";
     await using app = new QGuiApplication(["-platform", "offscreen"]);
     using engine = new QmlEngine();
     const root = await engine.loadData("import QtQml\\nQtObject { property int answer: 6 * 7 }");
     console.log(root.answer);`,
    );
    const { stdout, stderr, code } = await release.run(program);
    assertEquals(stdout, ["42"], stderr.join("\n"));
    assertEquals(code, 0);
  });
  await t.step(
    "widgets.ts alone has a QGuiApplication, without QML",
    async () => {
      const program = await release.program(
        "gui.ts",
        `import { QGuiApplication } from "URL/widgets.ts";
     await using app = new QGuiApplication(["-platform", "offscreen"]);
     console.log(app.className, /libQt6Qml/.test(Deno.readTextFileSync("/proc/self/maps")));`,
      );
      const { stdout, stderr } = await release.run(program, ["--allow-all"]);
      assertEquals(stdout, ["QGuiApplication false"], stderr.join("\n"));
    },
  );
  await t.step(
    "a release carries the libraries that call the members of Qt's headers",
    async () => {
      const program = await release.program(
        "program.ts",
        `import { QCoreApplication, qtClass } from "URL/mod.ts";
     await using app = new QCoreApplication();
     const maps = () => Deno.readTextFileSync("/proc/self/maps");
     console.log(maps().includes("libqtasyncio_api_core"));
     const QTimer = qtClass("QTimer");
     console.log(new QTimer().isSingleShot());
     console.log(maps().includes("libqtasyncio_api_core"));`,
      );
      const { stdout, stderr } = await release.run(program, ["--allow-all"]);
      assertEquals(stdout, ["false", "false", "true"], stderr.join("\n"));
    },
  );
  await t.step(
    "a console program extends a class of another library, with its code alone",
    async () => {
      const program = await release.program(
        "program.ts",
        `import { QCoreApplication } from "URL/mod.ts";
     import { QLocalSocket } from "URL/network.ts";
     class Full extends QLocalSocket { bytesAvailable() { return 7; } }
     await using app = new QCoreApplication();
     const socket = new Full();
     console.log(socket.bytesAvailable());
     const maps = Deno.readTextFileSync("/proc/self/maps");
     console.log([...new Set(maps.match(/qtasyncio_api_\\w+/g))].sort().join());`,
      );
      const { stdout, stderr } = await release.run(program, ["--allow-all"]);
      assertEquals(
        stdout,
        ["7", "qtasyncio_api_core,qtasyncio_api_network"],
        stderr.join("\n"),
      );
    },
  );
  await t.step(
    "threads that import a release share one copy of the shim",
    async () => {
      await release.program(
        "worker.ts",
        `import { QCoreApplication } from "URL/mod.ts";
     { await using app = new QCoreApplication(); }
     postMessage("done");`,
      );
      const program = await release.program(
        "program.ts",
        `import { QCoreApplication } from "URL/mod.ts";
     // Twice: the second application opens the library that the first one has left.
     for (let i = 0; i < 2; i++) { await using app = new QCoreApplication(); }
     const worker = new Worker(new URL("worker.ts", import.meta.url), { type: "module" });
     await new Promise((resolve) => worker.onmessage = resolve);
     worker.terminate();
     const maps = Deno.readTextFileSync("/proc/self/maps").split("\\n");
     console.log(new Set(maps.filter((line) => line.includes("memfd:libqtasyncio")).map((line) => line.split(/ +/)[4])).size);`,
      );
      const { stdout, stderr } = await release.run(program, ["--allow-all"]);
      assertEquals(stdout, ["1"], stderr.join("\n"));
    },
  );
  await t.step(
    "a program without permissions can be loaded, and says what it needs",
    async () => {
      const program = await release.program("program.ts", FAILING);
      for (const permissions of [[], ["--allow-ffi=/opt"]]) {
        const { stdout, stderr } = await release.run(program, permissions);
        assertEquals(stdout[0], "no-permission", stderr.join("\n"));
        assertStringIncludes(stdout.join("\n"), "doctor.ts --save=<folder>");
      }
      const asyncio = await release.program(
        "asyncio.ts",
        `import { EventLoop, sleep, Future } from "URL/mod.ts"; console.log(typeof sleep);`,
      );
      assertEquals((await release.run(asyncio, [])).stdout, ["function"]);
    },
  );
  await t.step(
    "a path-scoped grant: the doctor saves the shim, the program opens it there",
    async () => {
      const folder = release.join("saved shim");
      const saved = await release.run(
        new URL(release.server.url("doctor.ts")),
        ["--allow-ffi", `--allow-read=${folder}`, `--allow-write=${folder}`],
        {},
        [`--save=${folder}`],
      );
      const names = await libraryNames(SHIM_FOLDER);
      assert(names.length >= 3, names.join());
      assertEquals(
        saved.stdout,
        names.map((name) => `${folder}/lib${name}.so`),
        saved.stderr.join("\n"),
      );
      const files = await Array.fromAsync(Deno.readDir(folder));
      assertEquals(files.length, names.length);
      const program = await release.program("program.ts", CONSOLE);
      const scoped = [`--allow-ffi=${folder}`, "--allow-env=QTASYNCIO_SHIM"];
      assertAnswered(
        await release.run(program, scoped, { QTASYNCIO_SHIM: folder }),
      );
      // It is the only place then, also where the carried one could be opened.
      const failing = await release.program("failing.ts", FAILING);
      const { stdout } = await release.run(
        failing,
        ["--allow-ffi", "--allow-env"],
        { QTASYNCIO_SHIM: "/nowhere" },
      );
      assertEquals(stdout[0], "missing-shim");
      assertStringIncludes(stdout.join("\n"), "/nowhere/libqtasyncio.so");
    },
  );
});

Deno.test("a program by URL needs --allow-ffi alone, and later neither the server nor a writable cache", async () => {
  await using release = await ServedRelease.make();
  const program = await release.program("program.ts", CONSOLE);
  assertAnswered(await release.run(program));
  const { requests } = release.server;
  assert(requests.includes("/shim/linux-x86_64/qtasyncio.js"));
  // A console program does not fetch what only windows need.
  assertFalse(requests.includes("/widgets.js"));
  const shim = (path: string) => path.startsWith("/shim/");
  assertEquals(requests.filter(shim).toSorted(), [
    "/shim/linux-x86_64/qtasyncio.js",
    "/shim/linux-x86_64/qtasyncio_api_core.js",
  ]);
  // Few modules: how long a program takes to start depends on their number. Types are not fetched to run it.
  const modules = requests.filter((path) => !shim(path));
  assert(modules.length < 20, modules.join("\n"));
  assertFalse(requests.some((path) => path.startsWith("/source/")));

  await release.server[Symbol.asyncDispose]();
  const before = requests.length;
  assertAnswered(await release.run(program, ["--allow-ffi", "--cached-only"]));

  // Through a symbolic link, which is in another folder than the program.
  await Deno.mkdir(release.join("elsewhere"));
  const link = release.join("elsewhere", "link.ts");
  await Deno.symlink(program, link);
  assertAnswered(await release.run(link, ["--allow-ffi", "--cached-only"]));

  // Nothing can be written: neither at home nor in the cache.
  assertAnswered(await release.runReadOnly(program));
  assertEquals(requests.length, before);
});

Deno.test("a lock file covers the shim", async () => {
  let altered = false;
  await using release = await ServedRelease.make({
    alter: (path, content) =>
      altered && path.endsWith("/qtasyncio.js")
        ? `${content}// altered\n`
        : content,
  });
  const program = await release.program("program.ts", CONSOLE);
  const lock = `--lock=${release.join("deno.lock")}`;
  assertAnswered(await release.run(program, ["--allow-ffi", lock]));
  const { remote } = JSON.parse(
    await Deno.readTextFile(release.join("deno.lock")),
  );
  assert(release.server.url("shim/linux-x86_64/qtasyncio.js") in remote);
  altered = true;
  const { code, stdout, stderr } = await release.run(program, [
    "--allow-ffi",
    "--frozen",
    "--reload",
    lock,
  ]);
  assert(code !== 0, stdout.join("\n"));
  assertStringIncludes(stderr.join("\n").toLowerCase(), "integrity");
});
