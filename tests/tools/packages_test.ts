import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import {
  BINDGEN_PACKAGES,
  BUILD_PACKAGES,
  ensurePackages,
  missingOf,
  PackageError,
  type PackageSystem,
  TEST_PACKAGES,
} from "../../tools/packages.ts";

/** A machine that only notes what is done to it. */
class FakeMachine implements PackageSystem {
  debian = true;
  root = true;
  sudo = false;
  interactive = false;
  installed = new Set<string>(["cmake"]);
  /** Makes the commands with this word fail. */
  broken: string | undefined;
  readonly executed: string[] = [];

  isDebian = () => this.debian;
  isRoot = () => this.root;
  hasSudo = () => this.sudo;
  isInteractive = () => this.interactive;

  query(packages: readonly string[]): Promise<string> {
    return Promise.resolve(
      packages
        .filter((name) => this.installed.has(name))
        .map((name) => `${name} installed \n`)
        .join(""),
    );
  }

  execute(command: readonly string[]): Promise<void> {
    this.executed.push(command.join(" "));
    if (this.broken !== undefined && command.includes(this.broken)) {
      return Promise.reject(new PackageError(`no ${this.broken} today`));
    }
    if (command.includes("install")) {
      for (const name of command) this.installed.add(name);
    }
    return Promise.resolve();
  }
}

async function ensure(
  system: FakeMachine,
  wanted: readonly string[] = ["cmake", "ninja-build"],
): Promise<{ installed: string[]; said: string[] }> {
  const said: string[] = [];
  const installed = await ensurePackages(
    wanted,
    (line) => said.push(line),
    system,
  );
  return { installed, said };
}

Deno.test("missingOf() knows packages that are installed, removed, unknown or provided", () => {
  const output = `\
g++ installed c++-compiler, g++-x86-64-linux-gnu (= 4:12.2.0-3)
cmake config-files 
ninja-build not-installed 
qt6-base-dev installed libqt6opengl6-dev (= 6.8.2+dfsg-9+deb13u2)
dpkg-query: no packages found matching xvfb
`;
  assertEquals(
    missingOf([
      "xvfb",
      "g++",
      "cmake",
      "libqt6opengl6-dev",
      "ninja-build",
      "qt6-base-dev",
    ], output),
    ["xvfb", "cmake", "ninja-build"],
  );
});

Deno.test("ensurePackages() does nothing in silence when all is there", async () => {
  const system = new FakeMachine();
  assertEquals(await ensure(system, ["cmake"]), { installed: [], said: [] });
  assertEquals(system.executed, []);
});

Deno.test("ensurePackages() installs what is missing, and that alone", async () => {
  const system = new FakeMachine();
  const { installed, said } = await ensure(system);
  assertEquals(installed, ["ninja-build"]);
  assertEquals(said, ["Installing ninja-build"]);
  assertEquals(system.executed.length, 2);
  assertStringIncludes(system.executed[0] ?? "", "apt-get --quiet");
  assertStringIncludes(system.executed[0] ?? "", " update");
  assertStringIncludes(
    system.executed[1] ?? "",
    "install --yes --no-install-recommends ninja-build",
  );
  assertStringIncludes(
    system.executed[1] ?? "",
    "env DEBIAN_FRONTEND=noninteractive apt-get",
  );
});

Deno.test("ensurePackages() goes through sudo, which may ask only in a terminal", async () => {
  for (const interactive of [true, false]) {
    const system = new FakeMachine();
    Object.assign(system, { root: false, sudo: true, interactive });
    await ensure(system);
    const start = interactive ? "sudo env " : "sudo --non-interactive env ";
    assertEquals(system.executed.map((line) => line.startsWith(start)), [
      true,
      true,
    ]);
  }
});

Deno.test("ensurePackages() gives the command when it cannot become root", async () => {
  const system = new FakeMachine();
  system.root = false;
  const error = await assertRejects(() => ensure(system), PackageError);
  assertStringIncludes(
    error.message,
    "apt-get update && apt-get install -y --no-install-recommends ninja-build",
  );
  assertEquals(system.executed, []);
});

Deno.test("ensurePackages() installs with old lists when they cannot be renewed", async () => {
  const system = new FakeMachine();
  system.broken = "update";
  assertEquals((await ensure(system)).installed, ["ninja-build"]);
});

Deno.test("ensurePackages() reports why an installation failed", async () => {
  const system = new FakeMachine();
  system.broken = "install";
  await assertRejects(() => ensure(system), PackageError, "no install today");
});

Deno.test("ensurePackages() changes nothing where there is no apt-get", async () => {
  const system = new FakeMachine();
  Object.assign(system, { debian: false, installed: new Set() });
  assertEquals((await ensure(system)).installed, []);
  assertEquals(system.executed, []);
});

Deno.test("no package is listed twice", () => {
  const all = [...BUILD_PACKAGES, ...TEST_PACKAGES, ...BINDGEN_PACKAGES];
  assertEquals(new Set(all).size, all.length);
});
