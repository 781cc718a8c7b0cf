/** Where the shim is looked for, and what is said of what is found there. */

import { existsSync } from "node:fs";
import { cp } from "node:fs/promises";
import {
  assert,
  assertEquals,
  assertFalse,
  assertInstanceOf,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { openCore, qtVersion } from "../../ffi/core.ts";
import { hexadecimal, inspect } from "../../ffi/inspect.ts";
import { SHIM_VARIABLE } from "../../ffi/search.ts";
import { ShimError } from "../../ffi/shim_error.ts";
import { ABI_HASH, coreSymbols } from "../../ffi/abi.ts";
import { openWidgets } from "../../ffi/widgets.ts";
import { Program } from "../_support/program.ts";
import {
  coreSource,
  Folder,
  loudSource,
  noteSource,
  REAL_FOLDER,
} from "./_fake_shim.ts";

/** What opening the core library from a folder fails with. */
function failure(folder: string): ShimError {
  const error = assertThrows(() => openCore({ folder }).close(), ShimError);
  assertEquals(error.name, "ShimError");
  assertEquals(error.attempts.length, 1);
  return error;
}

Deno.test("openCore() opens the shim of a folder, with or without a slash at its end", () => {
  for (const folder of [REAL_FOLDER, REAL_FOLDER.replace(/\/$/, "")]) {
    const library = openCore({ folder });
    assertEquals(library.symbols.qta_abi_hash(), ABI_HASH);
    assert(/^6\.\d+\.\d+$/.test(qtVersion(library)));
    library.close();
  }
});

Deno.test("openCore() and openWidgets() find the shim that was built here", () => {
  const core = openCore();
  openWidgets().close();
  core.close();
});

Deno.test("openCore() says that the shim is missing", async () => {
  await using folder = await Folder.make();
  const error = failure(folder.path);
  assertEquals(error.problem, "missing-shim");
  assertEquals(error.attempts[0]?.path, folder.join("libqtasyncio.so"));
  assertStringIncludes(
    error.message,
    "Cannot load libqtasyncio.so: missing-shim. Import the modules of a release",
  );
  assertStringIncludes(error.message, folder.join("libqtasyncio.so"));
});

Deno.test("openCore() takes a folder relative to the current one", async () => {
  await using folder = await Folder.make();
  const { path } = folder;
  const relative = `../../../../../../../..${path}`;
  assertEquals(failure(relative).problem, "missing-shim");
  openCore({ folder: `../../../../../../../..${REAL_FOLDER}` }).close();
});

Deno.test("openCore() says that Qt is missing if a library that the shim needs is", async () => {
  await using folder = await Folder.make();
  await folder.build("libQt6Nowhere.so.6", "");
  await folder.build("libqtasyncio.so", coreSource(ABI_HASH), [
    "-Wl,--no-as-needed",
    folder.join("libQt6Nowhere.so.6"),
    "-Wl,-soname,libqtasyncio.so",
  ]);
  await Deno.remove(folder.join("libQt6Nowhere.so.6"));
  const error = failure(folder.path);
  assertEquals(error.problem, "missing-qt");
  assertStringIncludes(error.message, "Install Qt 6");
  assertStringIncludes(error.message, "libQt6Nowhere.so.6");
});

Deno.test("openCore() says that Qt is missing if it is too old for the shim", async () => {
  await using folder = await Folder.make();
  await folder.build(
    "libqtasyncio.so",
    `extern int _ZN7QObject8notThereEv(void); int (*keep)(void) = _ZN7QObject8notThereEv;\n${
      coreSource(ABI_HASH)
    }`,
  );
  assertEquals(failure(folder.path).problem, "missing-qt");
});

Deno.test("openCore() says that the shim is stale if its ABI is another one", async () => {
  await using folder = await Folder.make();
  await folder.build("libqtasyncio.so", coreSource(999));
  const error = failure(folder.path);
  assertEquals(error.problem, "stale-shim");
  assertStringIncludes(
    error.message,
    `ABI mismatch: expected ${hexadecimal(ABI_HASH)}, got 000003e7`,
  );
  assertStringIncludes(error.message, "build it again");
});

Deno.test("openCore() says that the shim is stale if it lacks functions", async () => {
  await using folder = await Folder.make();
  await folder.build(
    "libqtasyncio.so",
    `${noteSource(ABI_HASH)}int qta_abi_hash(void) { return 1; }`,
  );
  const error = failure(folder.path);
  assertEquals(error.problem, "stale-shim");
  assertStringIncludes(error.message, "qta_");
});

Deno.test("openCore() says that the shim is stale if it is no library at all", async () => {
  await using folder = await Folder.make();
  await Deno.writeTextFile(folder.join("libqtasyncio.so"), "not a library");
  assertEquals(failure(folder.path).problem, "stale-shim");
});

Deno.test("openWidgets() reports in the same way", async () => {
  await using folder = await Folder.make();
  const options = { folder: folder.path };
  const missing = assertThrows(
    () => openWidgets(options),
    ShimError,
    "Cannot load libqtasyncio_widgets.so",
  );
  assertEquals(missing.problem, "missing-shim");
  await folder.build("libqtasyncio_widgets.so", noteSource(ABI_HASH));
  assertEquals(
    assertThrows(() => openWidgets(options), ShimError).problem,
    "stale-shim",
  );
});

Deno.test("QTASYNCIO_SHIM names the only folder that is searched", async () => {
  await using folder = await Folder.make();
  Deno.env.set(SHIM_VARIABLE, folder.path);
  try {
    const error = assertThrows(() => openCore(), ShimError);
    assertEquals(error.attempts.map(({ path }) => path), [
      folder.join("libqtasyncio.so"),
    ]);
    Deno.env.set(SHIM_VARIABLE, REAL_FOLDER);
    openCore().close();
    // An option of the program's own comes before it.
    assertEquals(
      assertThrows(() => openCore({ folder: folder.path }), ShimError).problem,
      "missing-shim",
    );
    Deno.env.set(SHIM_VARIABLE, "");
    openCore().close();
  } finally {
    Deno.env.delete(SHIM_VARIABLE);
  }
});

/** Copies `ffi/` and what it needs into a folder, and answers what opening the core library from there says, place by place. */
async function attemptsFrom(
  folder: Folder,
  permissions: string[],
  env: Record<string, string> = {},
  cwd = "/",
) {
  const ffi = new URL("../../ffi/", import.meta.url);
  await cp(ffi, folder.join("ffi"), { recursive: true });
  await Deno.mkdir(folder.join("src"), { recursive: true });
  const place = new URL("../src/place.ts", ffi);
  await Deno.copyFile(place, folder.join("src/place.ts"));
  const program = folder.join("program.ts");
  await Deno.writeTextFile(
    program,
    `import { openCore } from "./ffi/core.ts";
     try { openCore(); } catch (error) { console.log(JSON.stringify([error.problem, error.attempts])); }`,
  );
  const { stdout, stderr } = await Program.run(program, {
    permissions,
    env,
    cwd,
  });
  assertEquals(stdout.length, 1, stderr.join("\n"));
  const [problem, attempts] = JSON.parse(stdout[0]!);
  return {
    problem,
    attempts: attempts.map((
      { path, problem }: { path: string; problem: string },
    ) => [path, problem]),
  };
}

Deno.test("openCore() searches lib/, then the build folder, and reports what came nearest", async () => {
  await using folder = await Folder.make();
  const [lib, built] = [
    folder.join("lib/libqtasyncio.so"),
    folder.join("cpp_shim/build/lib/libqtasyncio.so"),
  ];
  assertEquals(await attemptsFrom(folder, ["--allow-ffi"]), {
    problem: "missing-shim",
    attempts: [[lib, "missing-shim"], [built, "missing-shim"]],
  });
  await folder.build("cpp_shim/build/lib/libqtasyncio.so", coreSource(999));
  assertEquals(await attemptsFrom(folder, ["--allow-ffi"]), {
    problem: "stale-shim",
    attempts: [[lib, "missing-shim"], [built, "stale-shim"]],
  });
});

Deno.test("openCore() does not search where the system's loader does", async () => {
  await using folder = await Folder.make();
  const trace = folder.join("trace");
  await folder.build(
    "elsewhere/libqtasyncio.so",
    coreSource(ABI_HASH) + loudSource(trace),
  );
  const elsewhere = folder.join("elsewhere");
  const { problem, attempts } = await attemptsFrom(
    folder,
    ["--allow-ffi"],
    { LD_LIBRARY_PATH: elsewhere },
    elsewhere,
  );
  assertEquals([problem, attempts.length], ["missing-shim", 2]);
  assertFalse(existsSync(trace));
});

Deno.test("openCore() loads no library that is not one of this version, so that its code never runs", async () => {
  await using folder = await Folder.make();
  const trace = folder.join("trace");
  const loud = loudSource(trace);
  const wrong = {
    "no note": Object.keys(coreSymbols).map((name) => `int ${name};`).join(""),
    "another version": coreSource(999),
    "a note of another version": coreSource(ABI_HASH, 999),
  };
  for (const [name, source] of Object.entries(wrong)) {
    await folder.build("lib/libqtasyncio.so", source + loud);
    for (
      const permissions of [
        ["--allow-ffi"],
        ["--allow-ffi", "--allow-read"],
        [`--allow-ffi=${folder.path}`, `--allow-read=${folder.path}`],
      ]
    ) {
      const { problem } = await attemptsFrom(folder, permissions);
      assertEquals(problem, "stale-shim", name);
      assertFalse(existsSync(trace), `${name}, ${permissions.join(" ")}`);
    }
  }
  // The test would see it: this one is loaded.
  await folder.build(
    "lib/libqtasyncio.so",
    coreSource(999, ABI_HASH) + loud,
  );
  const { problem } = await attemptsFrom(folder, ["--allow-ffi"]);
  assertEquals(problem, "stale-shim");
  assert(existsSync(trace));
});

Deno.test("inspect() takes no damaged file for a library", async () => {
  await using folder = await Folder.make();
  const path = await folder.build("lib.so", coreSource(ABI_HASH));
  assertEquals(inspect(path), undefined);
  const sound = await Deno.readFile(path);
  const note = String.fromCharCode(...sound.subarray(0, 4096))
    .indexOf("qtasyncio\0");
  for (let end = 0; end < note + 16; end += 5) {
    await Deno.writeFile(path, sound.subarray(0, end));
    assertStringIncludes(inspect(path) ?? "", "was not loaded", `${end} bytes`);
  }
  // Whatever its headers say, it comes to an end.
  for (let at = 16; at < 1024; at += 4) {
    const bytes = sound.slice();
    bytes.fill(0xff, at, at + 4);
    await Deno.writeFile(path, bytes);
    inspect(path);
  }
  assertEquals(inspect(folder.join("nowhere.so")), undefined);
});

Deno.test("openCore() reports a lack of permission for each place that it lacks it for", async () => {
  await using folder = await Folder.make();
  const [lib, built] = [
    folder.join("lib/libqtasyncio.so"),
    folder.join("cpp_shim/build/lib/libqtasyncio.so"),
  ];
  assertEquals(await attemptsFrom(folder, []), {
    problem: "no-permission",
    attempts: [[lib, "no-permission"], [built, "no-permission"]],
  });
  assertEquals(
    await attemptsFrom(folder, [`--allow-ffi=${folder.join("lib")}`]),
    {
      problem: "no-permission",
      attempts: [[lib, "missing-shim"], [built, "no-permission"]],
    },
  );
});

Deno.test("openCore() reads QTASYNCIO_SHIM only where it may", async () => {
  await using folder = await Folder.make();
  const env = { [SHIM_VARIABLE]: "/nowhere" };
  assertEquals(
    (await attemptsFrom(folder, ["--allow-ffi", "--allow-env"], env)).attempts,
    [
      ["/nowhere/libqtasyncio.so", "missing-shim"],
    ],
  );
  assertEquals(
    (await attemptsFrom(folder, ["--allow-ffi"], env)).attempts.length,
    2,
  );
});

Deno.test("openCore() never asks for a permission, even in a terminal", async () => {
  await using folder = await Folder.make();
  await attemptsFrom(folder, []);
  // `script` runs a command on a terminal of its own.
  const { code, stdout } = await new Deno.Command("script", {
    args: [
      "-qec",
      `'${Deno.execPath()}' run --quiet '${folder.join("program.ts")}'`,
      "/dev/null",
    ],
    stdin: "null",
    env: { [SHIM_VARIABLE]: "/nowhere", NO_COLOR: "1" },
  }).output();
  assertEquals(code, 0);
  const [problem] = JSON.parse(
    new TextDecoder().decode(stdout).split("\n")[0]!,
  );
  assertEquals(problem, "no-permission");
});

Deno.test("ShimError tells of the place that came nearest to success", () => {
  const attempt = (problem: ShimError["problem"]) => ({
    path: `/${problem}`,
    problem,
    detail: "detail",
  });
  const problems = [
    "missing-shim",
    "no-permission",
    "missing-qt",
    "stale-shim",
    "damaged-shim",
  ] as const;
  for (let i = 0; i < problems.length; i++) {
    const error = new ShimError(
      "libx.so",
      problems.slice(0, i + 1).map(attempt),
    );
    assertInstanceOf(error, Error);
    assertEquals(error.problem, problems[i]);
    for (const problem of problems.slice(0, i + 1)) {
      assertStringIncludes(
        error.message,
        `\n  /${problem}: ${problem}: detail`,
      );
    }
  }
  assertEquals(new ShimError("libx.so", []).problem, "missing-shim");
});
