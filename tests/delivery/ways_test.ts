/** The ways in, as docs/getting-started.md describes them, each in an empty folder. */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { blocks, CLONE, EmptyFolder } from "./_shell.ts";

const PAGE = new URL("../../docs/getting-started.md", import.meta.url);

Deno.test("docs/getting-started.md: by URL, as a command, and as one file", async () => {
  await using folder = await EmptyFolder.open();
  const [program] = await blocks(PAGE, "ts", "One file, by URL");
  await folder.write("program.ts", program!);
  const lines: string[] = [];
  for (const section of ["One file, by URL", "As a command", "As one file"]) {
    lines.push(
      ...(await blocks(PAGE, "sh", section)).join("").trim().split("\n"),
    );
  }
  assertEquals(lines.length, 4);
  for (const line of lines) {
    const opens = line.startsWith("deno run");
    const { code, stderr } = await folder.run(
      line,
      opens ? "Hello" : undefined,
    );
    assertEquals(code, 0, `${line}\n${stderr}`);
  }
  // The command is found by its name, in any folder.
  const installed = await folder.run("hello", "Hello", { cwd: ".." });
  assertEquals(installed.code, 0, installed.stderr);
  // The bundle needs neither the server nor what Deno has cached of it.
  await folder.release.server[Symbol.asyncDispose]();
  const alone = await folder.run("deno run --allow-ffi hello.js", "Hello", {
    env: { DENO_DIR: folder.join("other") },
  });
  assertEquals(alone.code, 0, alone.stderr);
});

Deno.test("docs/getting-started.md: an import map to a release or a clone, and links to a clone", async () => {
  await using folder = await EmptyFolder.open();
  const [byUrl, linked] = await blocks(PAGE, "json", "An import map");
  const release = folder.release.join("dist");
  const settings: Record<string, string> = {
    url: byUrl!,
    clone: byUrl!.replaceAll("https://example.org/qtasyncio/", `${CLONE}/`)
      .replaceAll(".js", ".ts"),
    links: linked!.replace("../qtasyncio", CLONE),
    linksToRelease: linked!.replace("../qtasyncio", release),
  };
  for (const [name, text] of Object.entries(settings)) {
    await folder.write(`${name}/deno.json`, text);
    await folder.write(
      `${name}/program.ts`,
      `import { QApplication, QLabel, run } from "@qtasyncio/qtasyncio/widgets";
       await using app = new QApplication();
       new QLabel({ text: "Hello", windowTitle: "${name}" }).show();
       await run();`,
    );
    const line =
      "deno run --allow-import=example.org --allow-ffi --quiet --no-lock program.ts";
    const { code, stderr } = await folder.run(line, name, { cwd: name });
    assertEquals(code, 0, `${name}: ${stderr}`);
  }
});

Deno.test("without Deno, importing the modules says what runs them", async () => {
  await using folder = await EmptyFolder.open();
  const { code } = await folder.run("node --version");
  if (code !== 0) return; // there is no Node on this machine
  // Node before 24 has no "using", and stops there.
  await folder.run(
    "cp -r ../dist dist && sed -i -E 's/^( *)(await )?using /\\1const /' dist/*.js",
  );
  await folder.write("program.mjs", 'import "./dist/widgets.js";');
  const { stderr } = await folder.run("node program.mjs");
  assertStringIncludes(stderr, "QtAsyncio runs on Deno alone");
});

Deno.test("types and their documentation come with a release", async () => {
  await using folder = await EmptyFolder.open();
  await folder.write(
    "program.ts",
    `import { QLabel, sleep } from "https://example.org/qtasyncio/widgets.js";
     import { keep } from "https://example.org/qtasyncio/mod.ts";
     await sleep("soon");
     keep(1, 2);
     new QLabel({ txt: "x" });`,
  );
  const { code, stderr } = await folder.run(
    "deno check --allow-import=example.org program.ts",
  );
  assertEquals(code, 1);
  assertEquals(
    stderr.match(/TS\d+/g)?.sort(),
    ["TS2345", "TS2345", "TS2769"].sort(),
    stderr,
  );
  const doc = await folder.run(
    "deno doc --allow-import=example.org --filter=keep https://example.org/qtasyncio/mod.js",
  );
  assertStringIncludes(
    doc.stdout,
    "Keeps a value while a program is developed",
    doc.stderr,
  );
});

Deno.test("an error of a release on this machine names the line of the source", async () => {
  await using folder = await EmptyFolder.open();
  await folder.write(
    "program.ts",
    `import { CancelledError, QueueEmpty, Queue } from "../dist/mod.js";
     void CancelledError;
     try { new Queue().getNowait(); } catch (error) {
       console.log(error instanceof QueueEmpty, (error as Error).stack);
     }`,
  );
  const { stdout, stderr } = await folder.run("deno run program.ts");
  assert(stdout.startsWith("true"), stderr);
  assertStringIncludes(stdout, "/dist/source/src/asyncio/sync/queues.ts:");
});
