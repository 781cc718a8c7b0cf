/** The packages of a program, started as their users do: without Deno, and in a minimal Debian without Qt. */

import { join } from "node:path";
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { PackagingError } from "../../package.ts";
import { isInstalled } from "../../src/package/command.ts";
import { Desktop } from "../_support/desktop.ts";
import { Xvfb } from "../_support/xvfb.ts";
import { MinimalDebian } from "./_minimal.ts";
import { expected, output, Project } from "./_project.ts";

const PICTURES = Deno.env.get("QTASYNCIO_TEST_PICTURES");
/** Fetching and unpacking a hundred packages takes minutes on a busy machine. */
const LONG = { timeout: 1_200_000 };
const OFFSCREEN = "QT_QPA_PLATFORM=offscreen";

const project = await Project.make();
Deno.test.afterAll(() => project[Symbol.asyncDispose]());
const said: string[] = [];
// In the place of AppImage's runtime: a program that unpacks itself in place of mounting itself.
const runtime = project.join("runtime");
const UNPACK = `#!/bin/sh
set -e; at=$(mktemp -d); tail -c +1025 "$0" > $at/image; unsquashfs -q -n -d $at/root $at/image; exec $at/root/AppRun "$@"
`;
await Deno.writeTextFile(runtime, UNPACK.padEnd(1023) + "\n");
const [folder = "", appImage = "", deb = "", manifest = ""] = await project
  .package({ appimageRuntime: runtime, say: (line) => said.push(line) });

Deno.test("the folder starts without Deno, wherever it lies", async () => {
  const moved = project.join("moved");
  await Deno.rename(folder, moved);
  try {
    const text = await output([join(moved, "sizes"), "--once", "a b"], {
      QT_QPA_PLATFORM: "offscreen",
    });
    assertEquals(text, expected("a b"));
  } finally {
    await Deno.rename(moved, folder);
  }
});

Deno.test("the folder loads no library of the system's Qt", async () => {
  const text = await output([join(folder, "sizes"), "--once", "--maps"], {
    QT_QPA_PLATFORM: "offscreen",
  });
  const loaded = new Set(text.match(/\/\S*(?:libQt6|qoffscreen|libicu)\S*/g));
  assert(loaded.size > 4, `${loaded.size} libraries`);
  for (const path of loaded) assert(path.startsWith(folder), path);
});

Deno.test("the AppImage is the runtime and the folder", async () => {
  assertEquals(
    await output([appImage, "--once"], { QT_QPA_PLATFORM: "offscreen" }),
    expected(),
  );
});

Deno.test("a runtime that is not there is an error that names it", async () => {
  const options = { formats: ["appimage"], appimageRuntime: "/none" } as const;
  let message = "";
  try {
    await project.package({ ...options, out: project.join("other") });
  } catch (error) {
    assert(error instanceof PackagingError);
    ({ message } = error);
  }
  assertStringIncludes(message, "/none");
});

Deno.test("the manifest for Flatpak can be read, and its files start", async () => {
  const content = JSON.parse(await Deno.readTextFile(manifest));
  assertEquals(content.command, "sizes");
  if (await isInstalled("flatpak-builder")) {
    await output(["flatpak-builder", "--show-manifest", manifest]);
  }
  const start = manifest.replace(/[^/]*$/, "files/bin/sizes");
  assertEquals(
    await output([start, "--once"], { QT_QPA_PLATFORM: "offscreen" }),
    expected(),
  );
});

Deno.test("the folder opens a window in a minimal Debian", LONG, async () => {
  await using debian = await MinimalDebian.make();
  await debian.add(folder);
  const start = `/opt/${folder.replace(/.*\//, "")}/sizes`;
  assertEquals(
    await debian.run("sh", "-c", "command -v deno || echo none"),
    "none",
  );
  assertEquals(await debian.run(OFFSCREEN, start, "--once"), expected());

  await using xvfb = await Xvfb.start();
  const [program = "", ...args] = debian.prefix(
    `DISPLAY=${xvfb.display}`,
    start,
  );
  const child = new Deno.Command(program, {
    args,
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).spawn();
  const desktop = new Desktop(xvfb);
  const window = await desktop.waitForWindow({ title: "Packaged" });
  const picture = await desktop.settledScreenshot(window);
  if (PICTURES !== undefined) {
    await Deno.writeFile(join(PICTURES, "packaged.png"), picture.png);
  }
  assert(picture.colours() > 2);
  desktop.close(window);
  const { success, stderr } = await child.output();
  assert(success, new TextDecoder().decode(stderr));
});

Deno.test(
  "the .deb brings Debian's Qt, and is removed whole",
  LONG,
  async () => {
    await using debian = await MinimalDebian.make();
    await debian.add(deb);
    await debian.run("apt-get", "update", "-qq");
    await debian.run(
      "apt-get",
      "install",
      "-y",
      "-qq",
      "--no-install-recommends",
      `/opt/${deb.replace(/.*\//, "")}`,
    );
    assertEquals(await debian.run(OFFSCREEN, "sizes", "--once"), expected());
    const entry = await debian.run(
      "cat",
      "/usr/share/applications/org.example.Sizes.desktop",
    );
    assertStringIncludes(entry, "Exec=sizes");
    await debian.run("apt-get", "remove", "-y", "-qq", "sizes");
    assertEquals(
      await debian.run(
        "sh",
        "-c",
        "ls /usr/lib/sizes /usr/bin/sizes 2>/dev/null || true",
      ),
      "",
    );
  },
);

Deno.test("each package is reported with its size", () => {
  for (const path of [folder, appImage, deb, manifest]) {
    assert(said.some((line) => line.startsWith(`${path}: `)), said.join("\n"));
  }
});
