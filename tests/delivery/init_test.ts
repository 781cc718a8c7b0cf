/** Projects that init.ts makes. */

import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { init, InitError } from "../../init.ts";
import { blocks, EmptyFolder } from "./_shell.ts";

const PAGE = new URL("../../docs/getting-started.md", import.meta.url);

Deno.test("init.ts by URL makes a project whose tasks run", async () => {
  await using folder = await EmptyFolder.open();
  const [line] = await blocks(PAGE, "sh", "A new project");
  for (const [flag, name] of [["", "my-app"], [" --quick", "other"]] as const) {
    const command = line!.trim().replace("my-app", name) + flag;
    const made = await folder.run(command);
    assertEquals(made.code, 0, made.stderr);
    assertStringIncludes(made.stdout, `Made ${name}: `);
    const cwd = { cwd: name };
    const started = await folder.run("deno task start", name, cwd);
    assertEquals(started.code, 0, started.stderr);
    const developed = await folder.run("deno task dev", name, cwd);
    assertEquals(developed.code, 0, developed.stderr);
    // The types are the same; to check them once is enough.
    const unchecked = flag === "" ? "" : " --no-check";
    const test = `deno task test${unchecked}`;
    const tested = await folder.run(test, undefined, cwd);
    assertEquals(tested.code, 0, tested.stdout + tested.stderr);
    assertStringIncludes(tested.stdout, "1 passed");
    const bundled = await folder.run("deno task bundle", undefined, cwd);
    assertEquals(bundled.code, 0, bundled.stderr);
    const run = `deno run --allow-ffi ${name}.js`;
    const alone = await folder.run(run, name, cwd);
    assertEquals(alone.code, 0, alone.stderr);
    for (const check of ["deno fmt --check", "deno lint"]) {
      const { code, stderr } = await folder.run(check, undefined, cwd);
      assertEquals(code, 0, `${check}: ${stderr}`);
    }
  }
  // A second time, nothing changes.
  const before = await Deno.readTextFile(folder.join("my-app/main.ts"));
  const again = await folder.run(line!.trim());
  assertEquals(again.code, 1);
  assertStringIncludes(again.stderr, 'Cannot make a project in "my-app"');
  assertEquals(await Deno.readTextFile(folder.join("my-app/main.ts")), before);
});

Deno.test("init() refuses what cannot be a project's folder, and changes nothing", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${folder}/file`, "kept");
    await Deno.mkdir(`${folder}/full/sub`, { recursive: true });
    for (
      const [name, message] of [
        ["file", "there is a file of that name"],
        ["full", 'the folder is not empty ("sub" is in it)'],
        ["-x", "expected a name of letters"],
        ["a b", "expected a name of letters"],
      ] as const
    ) {
      await assertRejects(
        () => init({ folder: `${folder}/${name}` }),
        InitError,
        message,
      );
    }
    assertEquals(await Deno.readTextFile(`${folder}/file`), "kept");
    await Deno.mkdir(`${folder}/empty`);
    const files = await init({ folder: `${folder}/empty` });
    assert(files.includes("deno.json"), files.join());
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
