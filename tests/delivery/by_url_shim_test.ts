/** The shim of a release that is imported by URL: changed, missing, or in the company of another. */

import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { assertEquals, assertFalse, assertStringIncludes } from "@std/assert";
import { ABI_HASH } from "../../ffi/abi.ts";
import { SHIM_FOLDER } from "../_support/probe.ts";
import { coreSource, Folder, loudSource } from "../ffi/_fake_shim.ts";
import { CONSOLE, FAILING, ServedRelease } from "./_release.ts";
import { assertAnswered } from "./_by_url.ts";

Deno.test("a shim that was tampered with is refused", async () => {
  let change = (content: string) => content;
  await using release = await ServedRelease.make({
    alter: (path, content) =>
      path.endsWith("/qtasyncio.js") ? change(content) : content,
  });
  const program = await release.program("program.ts", FAILING);
  const shim = await Deno.readTextFile(
    release.join("dist/shim/linux-x86_64/qtasyncio_widgets.js"),
  );
  const data = /export default \(\) => "(.*)"/;
  const other = data.exec(shim)![1]!;
  const cases: [
    name: string,
    change: (content: string) => string,
    detail: string,
  ][] = [
    // Sound data of another library, of another size and content.
    [
      "another library",
      (text) => text.replace(data, `export default () => "${other}"`),
      "Size mismatch: expected ",
    ],
    [
      "no base64",
      (text) => text.replace(data, 'export default () => "%"'),
      "base64",
    ],
    [
      "a part",
      (text) =>
        text.replace(
          data,
          (_, all) => `export default () => "${all.slice(0, 4000)}"`,
        ),
      "",
    ],
    ["no text", (text) => text.replace(data, "export default 42"), ""],
  ];
  for (const [name, altered, detail] of cases) {
    change = altered;
    const { stdout, stderr } = await release.run(program, [
      "--allow-ffi",
      "--reload",
    ]);
    assertEquals(stdout[0], "damaged-shim", `${name}: ${stderr.join("\n")}`);
    const message = stdout.join("\n");
    assertStringIncludes(
      message,
      "Cannot load libqtasyncio.so: damaged-shim. Fetch the modules again",
    );
    assertStringIncludes(message, detail);
    assertStringIncludes(
      message,
      release.server.url("shim/linux-x86_64/qtasyncio.js"),
    );
  }
});

Deno.test("a release opens its own shim, whatever lies beside the modules or where the system's loader searches", async () => {
  await using release = await ServedRelease.make();
  await using folder = await Folder.make();
  const trace = folder.join("trace");
  const source = coreSource(ABI_HASH) + loudSource(trace);
  const elsewhere = dirname(
    await folder.build("elsewhere/libqtasyncio.so", source),
  );
  await Deno.mkdir(release.join("dist/lib"));
  await Deno.copyFile(
    join(elsewhere, "libqtasyncio.so"),
    release.join("dist/lib/libqtasyncio.so"),
  );
  const byUrl = await release.program("program.ts", CONSOLE);
  const asFiles = release.join("files.ts");
  await Deno.writeTextFile(
    asFiles,
    CONSOLE.replaceAll("URL/", `file://${release.join("dist")}/`),
  );
  for (const program of [byUrl, asFiles]) {
    assertAnswered(
      await release.run(program, ["--allow-ffi"], {
        LD_LIBRARY_PATH: elsewhere,
      }),
    );
    assertFalse(existsSync(trace), program);
  }
});

Deno.test("a release does not open another shim in place of its own that is damaged", async () => {
  await using release = await ServedRelease.make();
  const shim = release.join("dist/shim/linux-x86_64/qtasyncio.js");
  await Deno.writeTextFile(shim, 'export default () => "%";');
  await Deno.mkdir(release.join("dist/lib"));
  await Deno.copyFile(
    `${SHIM_FOLDER}libqtasyncio.so`,
    release.join("dist/lib/libqtasyncio.so"),
  );
  const program = release.join("files.ts");
  await Deno.writeTextFile(
    program,
    FAILING.replaceAll("URL/", `file://${release.join("dist")}/`),
  );
  const { stdout, stderr } = await release.run(program);
  assertEquals(stdout[0], "damaged-shim", stderr.join("\n"));
});

Deno.test("a shim of the right size with other bytes is refused by its SHA-256", async () => {
  await using release = await ServedRelease.make();
  for await (const { name } of Deno.readDir(release.join("dist"))) {
    if (!/^chunk-.*\.js$/.test(name)) continue;
    const file = release.join("dist", name);
    const text = await Deno.readTextFile(file);
    await Deno.writeTextFile(
      file,
      text.replace(
        /sha256: "(.)/,
        (_, digit) => `sha256: "${digit === "0" ? "1" : "0"}`,
      ),
    );
  }
  const program = await release.program("program.ts", FAILING);
  const { stdout } = await release.run(program);
  assertEquals(stdout[0], "damaged-shim");
  assertStringIncludes(
    stdout.join("\n"),
    "Checksum mismatch: expected the SHA-256 ",
  );
});

Deno.test("a shim that the server does not have is missing, with its URL", async () => {
  await using release = await ServedRelease.make();
  await Deno.remove(release.join("dist/shim/linux-x86_64/qtasyncio.js"));
  const program = await release.program("program.ts", FAILING);
  const { stdout, stderr } = await release.run(program);
  assertEquals(stdout[0], "missing-shim", stderr.join("\n"));
  assertStringIncludes(
    stdout.join("\n"),
    release.server.url("shim/linux-x86_64/qtasyncio.js"),
  );
});

Deno.test("a release that lacks a library says so, and the way out", async () => {
  await using release = await ServedRelease.make();
  for await (const { name } of Deno.readDir(release.join("dist"))) {
    if (!/^chunk-.*\.js$/.test(name)) continue;
    const file = release.join("dist", name);
    const text = await Deno.readTextFile(file);
    await Deno.writeTextFile(
      file,
      text.replace(/^ *qtasyncio_api_core: \{[^}]*\},?$/m, ""),
    );
  }
  const program = await release.program(
    "program.ts",
    `import { QCoreApplication, qtClass, ShimError } from "URL/mod.ts";
     await using app = new QCoreApplication();
     const QTimer = qtClass("QTimer");
     try {
       new QTimer().isSingleShot();
     } catch (error) {
       if (!(error instanceof ShimError)) throw error;
       console.log(error.problem);
       console.log(error.message.split("\\n")[0]);
     }`,
  );
  const { stdout, stderr } = await release.run(program);
  assertEquals(stdout[0], "not-carried", stderr.join("\n"));
  assertStringIncludes(stdout[1]!, "Cannot load libqtasyncio_api_core.so");
  assertStringIncludes(stdout[1]!, "QTASYNCIO_SHIM");
});
