/** What `deno.json` says about a package, and what is made of it for the desktop. */

import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import {
  type PackageFields,
  PackagingError,
  readSettings,
} from "../../package.ts";
import { desktopEntry, iconOf, launcher } from "../../src/package/desktop.ts";

/** A project in a folder of its own. */
async function project(
  settings: { name?: string; version?: string; package?: unknown },
  use: (config: string) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "my-app" });
  try {
    await Deno.writeTextFile(join(folder, "main.ts"), "");
    const config = join(folder, "deno.json");
    await Deno.writeTextFile(config, JSON.stringify(settings));
    await use(config);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const PLACES = { deno: "$here/deno", shim: "$here/shim", program: "$here/app" };

Deno.test("readSettings() takes names and defaults from deno.json", async () => {
  await project(
    { name: "@ada/Folder_Sizes", version: "1.2.3" },
    async (config) => {
      const settings = await readSettings(config);
      assertEquals(settings.name, "folder-sizes");
      assertEquals(settings.title, "folder-sizes");
      assertEquals(settings.id, "app.folder_sizes");
      assertEquals(settings.permissions, ["--allow-all"]);
    },
  );
});

Deno.test("readSettings() names what is wrong", async () => {
  const cases: [settings: Parameters<typeof project>[0], message: string][] = [
    [{ version: "1" }, '"version" must be like "1.2.3", got "1"'],
    [{ name: "@a/-" }, '"@a/-" is not a name for a package'],
    [{ package: [] }, '"package" must be an object, got []'],
    [{ package: { heading: "T" } }, 'unknown field "heading"'],
    [
      { package: { title: 1 } },
      '"package.title" must be one line of text, got 1',
    ],
    [{ package: { title: "a\nb" } }, "must be one line of text"],
    [
      { package: { include: "a" } },
      '"package.include" must be an array of strings',
    ],
    [{ package: { main: "none.ts" } }, "none.ts"],
    [{ package: { modules: ["none.ts"] } }, "none.ts"],
    [{ package: { icon: "none.svg" } }, "none.svg"],
    [{ package: { icon: "main.ts" } }, "must be an .svg or .png file"],
    [{ package: { id: "Sizes" } }, "reversed domain name"],
  ];
  for (const [settings, message] of cases) {
    await project({ name: "sizes", ...settings }, async (config) => {
      const error = await assertRejects(
        () => readSettings(config),
        PackagingError,
      );
      assertStringIncludes(error.message, message);
    });
  }
  const error = await assertRejects(
    () => readSettings("/none/deno.json"),
    PackagingError,
  );
  assertStringIncludes(error.message, "There is no /none/deno.json");
});

Deno.test("launcher() passes arguments and permissions on as they are", async () => {
  const permissions = ["--allow-read=/a b", "--allow-env=A'B"];
  await project({ name: "sizes", package: { permissions } }, async (config) => {
    const script = launcher(await readSettings(config), PLACES);
    const folder = config.replace(/deno.json$/, "");
    await Deno.writeTextFile(`${folder}/start`, script);
    // In Deno's place: a program that says what it was given.
    await Deno.writeTextFile(
      `${folder}/deno`,
      '#!/bin/sh\nprintf "%s\\n" "$@" "$QTASYNCIO_SHIM"\n',
    );
    for (const file of ["start", "deno"]) {
      await Deno.chmod(`${folder}/${file}`, 0o755);
    }
    await Deno.symlink(`${folder}/start`, `${folder}/link`);
    const { stdout } = await new Deno.Command(`${folder}/link`, {
      args: ["x y", "--z"],
    }).output();
    const words = new TextDecoder().decode(stdout).trim().split("\n");
    const at = await Deno.realPath(folder);
    assertEquals(words.slice(5), [
      ...permissions,
      `${at}/app/main.js`,
      "x y",
      "--z",
      `${at}/shim`,
    ]);
    assertEquals(words[0], "run");
  });
});

Deno.test("desktopEntry() and iconOf() show the program", async () => {
  const fields: PackageFields = {
    title: "Größe \\ Sizes",
    id: "org.example.Sizes",
    categories: ["Utility", "Qt"],
  };
  await project({ name: "sizes", package: fields }, async (config) => {
    const settings = await readSettings(config);
    const entry = desktopEntry(settings);
    assertStringIncludes(entry, "Name=Größe \\\\ Sizes\n");
    assertStringIncludes(entry, "Categories=Utility;Qt;\n");
    const icon = await iconOf(settings);
    assertEquals([icon.name, icon.size], ["org.example.Sizes.svg", "scalable"]);
    assertStringIncludes(new TextDecoder().decode(icon.bytes), ">G</text>");
  });
});
