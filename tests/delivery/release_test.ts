/** What a release consists of. */

import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import {
  assert,
  assertEquals,
  assertFalse,
  assertStringIncludes,
} from "@std/assert";
import settings from "../../deno.json" with { type: "json" };
import { release } from "../../tools/release.ts";
import { filesIn } from "../../tools/release/bundles.ts";
import { sharedRelease } from "./_release.ts";

const ROOT = new URL("../../", import.meta.url);

/** Runs Deno with an answer of text. */
async function deno(cwd: string, ...args: string[]): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args,
    cwd,
    env: { NO_COLOR: "1" },
  }).output();
  const decoder = new TextDecoder();
  assert(success, decoder.decode(stderr));
  return decoder.decode(stdout) + decoder.decode(stderr);
}

/** The modules that some modules import, directly or not, and the specifiers that they do it by. */
async function graph(folder: string, faces: readonly string[]) {
  const modules = new Set<string>();
  const specifiers = new Set<string>();
  for (const face of faces) {
    const text = await deno(folder, "info", "--json", face);
    const info = JSON.parse(text.slice(0, text.lastIndexOf("}") + 1));
    for (const module of info.modules) {
      modules.add(module.specifier);
      for (const { specifier } of module.dependencies ?? []) {
        specifiers.add(specifier);
      }
      assertEquals(module.error, undefined);
    }
  }
  return { modules: [...modules], specifiers: [...specifiers] };
}

Deno.test("the library imports only relative paths and built-in modules", async () => {
  const faces = Object.values(settings.exports);
  const { modules, specifiers } = await graph(fileURLToPath(ROOT), faces);
  assert(modules.length > 50);
  const foreign = specifiers.filter((one) => !/^(\.\.?\/|node:)/.test(one));
  assertEquals(foreign, []);
  // Nor do they reach for what a release does not have.
  const outside = modules.filter((one) =>
    !one.startsWith("node:") &&
    !/^(ffi\/|src\/|\w+\.ts$|deno\.json$)/.test(one.slice(ROOT.href.length))
  );
  assertEquals(outside, []);
});

const built = [...Deno.readDirSync(new URL("cpp_shim/build/lib", ROOT))]
  .flatMap(({ name }) => /^libqtasyncio_?(\w*)\.so$/.exec(name)?.[1] ?? [])
  .filter((name) => name !== "testing").sort();

/** Those that a release carries only where they have been built. */
const ifBuilt = (name: string) => built.includes(name) ? [name] : [];

/** The shim's libraries in the graph of each entry point: what its programs may need, and no more. */
const SHIMS: Readonly<Record<string, readonly string[]>> = {
  "asyncio.js": [],
  "mod.js": ["", "api_core"],
  "widgets.js": ["", "api_core", "api_gui", "api_widgets", "widgets"],
  "quick.js": ["", "api_core", "api_gui", "api_qml", "api_quick", "quick"],
  "network.js": ["", "api_core", "api_network"],
  "serial.js": ["", "api_core", "api_serialport"],
  "svg.js": [
    "",
    "api_core",
    ...["api_svg", "api_svgwidgets"].flatMap(ifBuilt),
  ],
  "doctor.js": built,
};

Deno.test("a release has modules, the shim as modules, and checksums; and could be published", async () => {
  const out = await sharedRelease();
  const files = (await filesIn(out)).map((file) => relative(out, file))
    .filter((file) => file !== "SHA256SUMS").sort();
  const platform = `${Deno.build.os}-${Deno.build.arch}`;
  const shims = ["qtasyncio", "qtasyncio_widgets", "qtasyncio_quick"]
    .map((name) => `shim/${platform}/${name}.js`);
  for (const face of Object.values(settings.exports)) {
    const source = face.slice(2);
    const bundle = source.replace(/\.ts$/, ".js");
    for (
      const file of [source, bundle, `${bundle}.map`, `source/${source}`]
    ) {
      assert(files.includes(file), file);
    }
  }
  for (const file of shims) assert(files.includes(file), file);
  assertFalse(files.some((file) => file.includes("qtasyncio_testing")));
  // What can be loaded later is a part of the graph: Deno caches it, and a lock file covers it.
  for (const [entryPoint, names] of Object.entries(SHIMS)) {
    const { modules } = await graph(out, [entryPoint]);
    const found = modules.flatMap((module) =>
      /\/shim\/[^/]+\/qtasyncio_?(\w*)\.js$/.exec(module)?.[1] ?? []
    );
    assertEquals(found.toSorted(), names, entryPoint);
  }

  const verified = await new Deno.Command("sha256sum", {
    args: ["--check", "--strict", "SHA256SUMS"],
    cwd: out,
  }).output();
  const checked = new TextDecoder().decode(verified.stdout).trim().split("\n");
  assertEquals(checked, files.map((file) => `${file}: OK`));

  // The types are checked elsewhere.
  const text = await deno(
    out,
    "publish",
    "--dry-run",
    "--allow-dirty",
    "--no-check",
  );
  assertStringIncludes(text, "Success");
  for (const file of shims) assertStringIncludes(text, file);
  // Workers import the program's own modules: that cannot be known when the release is made.
  const warnings = text.match(/^warning.*\n.*$/gm) ?? [];
  assertEquals(
    warnings.filter((one) => !/unanalyzable-dynamic-import/.test(one)),
    [],
  );
});

Deno.test("a release replaces the one before, and is the same from the same sources", async () => {
  const out = await Deno.makeTempDir({ prefix: "qtasyncio-release-" });
  try {
    await Deno.writeTextFile(`${out}/stale.ts`, "");
    const files = await release({ out });
    assert(!files.includes("stale.ts"));
    const sums = (folder: string) => Deno.readTextFile(`${folder}/SHA256SUMS`);
    assertEquals(await sums(out), await sums(await sharedRelease()));
  } finally {
    await Deno.remove(out, { recursive: true });
  }
});
