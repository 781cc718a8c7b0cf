/** Programs under dev.ts that are saved. */

import { join } from "node:path";
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { Desktop } from "../_support/desktop.ts";
import { Program } from "../_support/program.ts";
import { waitFor } from "../_support/wait.ts";
import { Developed, ROOT } from "./_developed.ts";

const PICTURES = Deno.env.get("QTASYNCIO_TEST_PICTURES");

const WIDGETS = `
import { keep, QApplication, QLabel, run, state } from "ROOT/widgets.ts";
await using app = new QApplication();
const count = keep("count", state(0));
const seen = keep("seen", [] as string[]);
seen.push("VERSION");
count.value++;
let calls = keep("calls", 0);
calls = keep("calls", calls + 1);
keep("function", () => {});
const label = new QLabel({ text: "count " + count.value, windowTitle: "Version VERSION" });
label.resize(200, 100);
label.show();
console.log("VERSION", count.value, seen.join(), calls, import.meta.main);
await run();
console.log("ended VERSION");
`;

const QUICK = `
import { keep, QGuiApplication, QmlEngine, run } from "ROOT/quick.ts";
await using app = new QGuiApplication();
using engine = new QmlEngine();
const count = keep("count", keep("count", 0) + 1);
await engine.loadData(\`
  import QtQuick
  Window { visible: true; width: 200; height: 100; title: "Version VERSION" }\`);
console.log("VERSION", count);
await run();
`;

Deno.test("dev.ts: a saved version's window comes to the place of the old one, with what was kept", async () => {
  await using developed = await Developed.start(WIDGETS);
  const desktop = new Desktop(developed.xvfb);
  assertEquals(await developed.line(), "0 1 0 1 true");
  const first = await desktop.waitForWindow({ title: "Version 0" });
  const wanted = { x: 150, y: 80, width: 320, height: 170 };
  await desktop.place(first, wanted);
  for (let version = 1; version <= 3; version++) {
    await developed.save(version);
    const seen = Array.from({ length: version + 1 }, (_, i) => i).join();
    assertEquals(
      await developed.line(),
      `${version} ${version + 1} ${seen} ${version + 1} true`,
    );
    const window = await desktop.waitForWindow({ title: `Version ${version}` });
    assertEquals(await desktop.geometry(window), wanted);
    await desktop.waitForNoWindow({ title: `Version ${version - 1}` });
  }
  assertStringIncludes(
    developed.program.stderr.join("\n"),
    'dev: cannot keep "function": ',
  );
});

const NOTICE = "main.ts failed: see the terminal - Version 0";

Deno.test("dev.ts: a version that fails leaves the old window, with a notice, until one is sound", async () => {
  await using developed = await Developed.start(WIDGETS);
  const desktop = new Desktop(developed.xvfb);
  await developed.line();
  const window = await desktop.waitForWindow({ title: "Version 0" });
  for (
    const text of [
      "syntax error(",
      'throw new Error("on purpose");',
      'import { nothing } from "./missing.ts";',
    ]
  ) {
    const before = developed.program.stderr.length;
    await developed.save(text);
    await waitFor(
      "the error",
      () =>
        developed.program.stderr.slice(before).some((line) =>
          line.includes("the version before stays")
        ) || undefined,
    );
    const title = NOTICE;
    assertEquals(await desktop.waitForWindow({ title }), window);
  }
  const picture = await desktop.settledScreenshot(window);
  assert(picture.colours() > 2);
  if (PICTURES !== undefined) {
    await Deno.writeFile(join(PICTURES, "dev_notice.png"), picture.png);
  }
  await developed.save(1);
  assertEquals(await developed.line(), "1 2 0,1 2 true");
  await desktop.waitForNoWindow({ title: NOTICE });
});

Deno.test("dev.ts: a window of QML, in as many processes as at first", async () => {
  await using developed = await Developed.start(QUICK);
  const desktop = new Desktop(developed.xvfb);
  assertEquals(await developed.line(), "0 1");
  const first = await desktop.waitForWindow({ title: "Version 0" });
  const wanted = { x: 40, y: 60, width: 333, height: 222 };
  await desktop.place(first, wanted);
  for (let version = 1; version <= 3; version++) {
    await developed.save(version);
    assertEquals(await developed.line(), `${version} ${version + 1}`);
    const window = await desktop.waitForWindow({ title: `Version ${version}` });
    assertEquals(await desktop.geometry(window), wanted);
    await desktop.waitForNoWindow({ title: `Version ${version - 1}` });
  }
  // The version that runs, and the process that waits for the next one.
  const processes = async () => {
    const path =
      `/proc/${developed.program.pid}/task/${developed.program.pid}/children`;
    return (await Deno.readTextFile(path)).trim().split(" ").length;
  };
  await waitFor(
    "two processes",
    async () => (await processes()) <= 2 || undefined,
  );
});

Deno.test("dev.ts ends with the program, and says how it is used", async () => {
  await using developed = await Developed.start(WIDGETS);
  const desktop = new Desktop(developed.xvfb);
  desktop.close(await desktop.waitForWindow({ title: "Version 0" }));
  assertEquals((await developed.program.finished()).code, 0);
  const usage = await Program.run(new URL("dev.ts", ROOT), {
    permissions: ["-A"],
    args: ["--stop-first"],
  });
  assertEquals(usage.code, 2);
  assertStringIncludes(usage.stderr.join("\n"), "usage: dev.ts");
});

Deno.test("dev.ts --stop-first ends the old version first, and one without windows", async () => {
  const SERVER = `
    const server = Deno.listen({ hostname: "127.0.0.1", port: PORT });
    console.log("VERSION");
    for await (const connection of server) connection.close();`;
  // A port that is free now.
  const probe = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = probe.addr as Deno.NetAddr;
  probe.close();
  await using developed = await Developed.start(
    SERVER.replace("PORT", `${port}`),
    "--stop-first",
    "--allow-net",
  );
  for (let version = 0; version < 3; version++) {
    assertEquals(await developed.line(), `${version}`);
    // It watches from the start.
    if (version < 2) await developed.save(version + 1);
  }
});
