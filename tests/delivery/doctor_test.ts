/** What the doctor says on machines that lack something. */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import {
  installCommand,
  likelySystems,
  SYSTEMS,
} from "../../src/doctor/packages.ts";
import { hider } from "../_support/hidden_libraries.ts";
import { Program } from "../_support/program.ts";
import { Xvfb } from "../_support/xvfb.ts";
import { ServedRelease } from "./_release.ts";

const NO_DISPLAY = { DISPLAY: "", WAYLAND_DISPLAY: "", QT_QPA_PLATFORM: "" };

/** Runs the clone's own doctor. */
async function doctor(
  env: Readonly<Record<string, string>>,
  permissions: readonly string[] = ["--allow-ffi"],
) {
  const { code, stdout, stderr } = await Program.run("doctor.ts", {
    permissions,
    env: { ...NO_DISPLAY, ...env },
  });
  return { code, text: stdout.join("\n"), stderr: stderr.join("\n") };
}

Deno.test("the doctor says that a window can open, and on which platform", async () => {
  await using xvfb = await Xvfb.start();
  const { code, text, stderr } = await doctor(xvfb.env, [
    "--allow-ffi",
    "--allow-env",
  ]);
  assertEquals(code, 0, text + stderr);
  assertStringIncludes(text, `platform xcb (DISPLAY=${xvfb.display}`);
  assertStringIncludes(text, "): tested");
  assertStringIncludes(
    text,
    "Libraries: Core, Gui, Widgets, UiTools, Qml, Quick",
  );
  assertStringIncludes(text, "cpp_shim/build/lib/libqtasyncio.so, ABI ");
  assertStringIncludes(text, "glib");
  assertStringIncludes(text, "QtQuick, QtQuick.Controls, QtQuick.Layouts");
  assert(/Qt +6\.\d+\.\d+ in \//.test(text), text);
  assert(text.endsWith("\nA window can open."));
  assert(!text.includes("PROBLEM"), text);
});

Deno.test("the doctor says that there is no display", async () => {
  const { code, text } = await doctor({});
  assertEquals(code, 1, text);
  assertStringIncludes(text, "platform offscreen");
  assertStringIncludes(text, "set DISPLAY or WAYLAND_DISPLAY");
  // What is not granted is not told, nor asked for.
  assert(!text.includes("DISPLAY="));
});

Deno.test("the doctor says that the display does not answer", async () => {
  const { code, text } = await doctor({ DISPLAY: ":9999" });
  assertEquals(code, 1, text);
  assert(/PROBLEM +Display/.test(text), text);
  assertStringIncludes(text, "Programs without a window work");
});

Deno.test("the doctor says what to install where there is no Qt", async () => {
  await using hidden = await hider();
  const { code, text } = await doctor(hidden.hide("libQt6"));
  assertEquals(code, 2, text);
  for (const name of ["Core", "Gui", "Widgets", "UiTools", "Qml", "Quick"]) {
    assertStringIncludes(text, `libQt6${name}.so.6 is missing`);
  }
  for (const { name, command } of SYSTEMS) {
    assertStringIncludes(text, name);
    assertStringIncludes(text, command);
  }
  assertStringIncludes(text, "sudo apt-get install libqt6core6 libqt6gui6");
  assert(text.endsWith("\nNo program with Qt works."));
});

Deno.test("the doctor names this system's command alone where it may read which system it is", async () => {
  await using hidden = await hider();
  const { text } = await doctor(hidden.hide("libQt6Widgets"), [
    "--allow-ffi",
    "--allow-read=/etc/os-release",
  ]);
  const named = SYSTEMS.filter(({ name }) => text.includes(name));
  assertEquals(
    named,
    likelySystems(await Deno.readTextFile("/etc/os-release")),
  );
});

Deno.test("the doctor says what lacks for windows where console programs work", async () => {
  await using hidden = await hider();
  const { code, text } = await doctor(
    hidden.hide("libQt6Widgets", "libQt6UiTools"),
  );
  assertEquals(code, 1, text);
  assertStringIncludes(text, "libQt6Widgets.so.6 is missing");
  assert(
    /PROBLEM +Shim +for widgets: missing-qt. Install Qt 6/.test(text),
    text,
  );
  assertStringIncludes(
    text,
    "sudo apt-get install libqt6widgets6 libqt6uitools6",
  );
});

Deno.test("the doctor says what Qt's plugin for X11 lacks", async () => {
  await using hidden = await hider();
  await using xvfb = await Xvfb.start();
  const { code, text } = await doctor({
    ...xvfb.env,
    ...hidden.hide("libxkbcommon-x11"),
  });
  assertEquals(code, 1, text);
  assertStringIncludes(
    text,
    "libxkbcommon-x11.so.0: cannot open shared object file",
  );
  assert(/sudo apt-get install .*libxkbcommon-x11-0/.test(text), text);
});

Deno.test("the doctor says which permission it needs, and does not ask", async () => {
  for (const permissions of [[], ["--allow-ffi=/opt"]]) {
    const { code, text } = await doctor({}, permissions);
    assertEquals(code, 2);
    assertStringIncludes(text, "--allow-ffi is missing, or names a path");
  }
});

Deno.test("the doctor refuses arguments that it does not know", async () => {
  const { code, stderr } = await Program.run("doctor.ts", { args: ["--help"] });
  assertEquals(code, 2);
  assertEquals(stderr, ["usage: doctor.ts [--save=FOLDER]"]);
});

Deno.test("the doctor of a clone has no shim to save, and says so", async () => {
  const { code, stderr } = await Program.run("doctor.ts", {
    permissions: ["--allow-read", "--allow-write"],
    args: ["--save=/nonexistent/folder"],
  });
  assert(code !== 0);
  assertStringIncludes(
    stderr.join("\n"),
    "a clone of the project builds its own",
  );
});

Deno.test("the doctor by URL says where Qt is missing, and otherwise that the modules carry the shim", async () => {
  await using release = await ServedRelease.make();
  await using hidden = await hider();
  const url = new URL(release.server.url("doctor.ts"));
  const well = await release.run(url, ["--allow-ffi"], NO_DISPLAY);
  assertEquals(well.code, 1, well.stdout.join("\n") + well.stderr.join("\n"));
  assertStringIncludes(
    well.stdout.join("\n"),
    "carried by the modules, opened in memory",
  );
  const ill = await release.run(url, ["--allow-ffi"], {
    ...NO_DISPLAY,
    ...hidden.hide("libQt6"),
  });
  assertEquals(ill.code, 2);
  assertStringIncludes(ill.stdout.join("\n"), "libQt6Core.so.6 is missing");
});

Deno.test("installCommand() names each package once", () => {
  const arch = SYSTEMS.find(({ name }) => name === "Arch")!;
  assertEquals(
    installCommand(arch, ["core", "gui", "widgets", "qml"]),
    "sudo pacman -S qt6-base qt6-declarative",
  );
});

Deno.test("likelySystems() goes by what a system is like", () => {
  const names = (osRelease?: string) =>
    likelySystems(osRelease).map(({ name }) => name);
  assertEquals(names('ID=linuxmint\nID_LIKE="ubuntu debian"\n'), [
    "Debian, Ubuntu",
  ]);
  assertEquals(names('ID="opensuse-tumbleweed"\nID_LIKE="opensuse suse"\n'), [
    "openSUSE",
  ]);
  assertEquals(names("ID=alpine\n"), ["Alpine"]);
  assertEquals(names("ID=something\n"), SYSTEMS.map(({ name }) => name));
  assertEquals(names(), SYSTEMS.map(({ name }) => name));
});
