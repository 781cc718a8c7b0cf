/**
 * Gets the peers ready that the benchmarks compare with, as `deno task bench` does for those that it measures: a virtual environment of Python in `bench/.venv` with uvloop,
 * PySide6 (for PySide6.QtAsyncio) and qasync, and a program in plain C++ on Qt. What cannot be had is reported, and is
 * missing in the tables; the rest goes on without it.
 *
 *     deno task bench:setup
 *
 * @module
 */

import { join } from "node:path";
import { run } from "../tools/process.ts";
import { setUpOrExit } from "../tools/setup.ts";
import { SHIM } from "../tools/shim.ts";
import { type Runtime, RUNTIMES } from "./_runtimes.ts";
import { ENVIRONMENT, NATIVE_TARGET, peerVersions, PYTHON } from "./_peers.ts";

/** Older ones are too old for the peers. */
const MINOR_VERSIONS = [15, 14, 13, 12, 11, 10];

/** Answers whether it can make virtual environments, and how fast its asyncio is. */
const ASK = `
import asyncio, ensurepip, json, sys, time, venv

async def chain():
    loop = asyncio.get_running_loop()
    for _ in range(30_000):
        done = loop.create_future()
        loop.call_soon(done.set_result, None)
        await done

def once():
    begin = time.process_time()
    asyncio.run(chain())
    return time.process_time() - begin

print(json.dumps({
    "minor": sys.version_info.minor,
    "executable": sys.executable,
    "seconds": min(once() for _ in range(5)),
}))
`;

function say(line: string): void {
  console.error(`bench:setup: ${line}`);
}

/**
 * The Python to compare with: of those that can make virtual environments, the one whose asyncio is fastest. That is
 * not always the newest: distributions build with the compiler's optimizations, other builds often lack them.
 */
async function bestPython(): Promise<string | undefined> {
  const candidates: { executable: string; seconds: number }[] = [];
  for (
    const path of [
      ...MINOR_VERSIONS.map((minor) => `python3.${minor}`),
      "python3",
      "/usr/bin/python3",
      ...installedByPyenv(),
    ]
  ) {
    const { success, output } = await run([path, "-c", ASK]);
    if (!success) continue;
    const { minor, executable, seconds } = JSON.parse(output);
    if (!MINOR_VERSIONS.includes(minor)) continue;
    candidates.push({ executable, seconds });
  }
  candidates.sort((a, b) => a.seconds - b.seconds);
  return candidates[0]?.executable;
}

function installedByPyenv(): string[] {
  const root = Deno.env.get("PYENV_ROOT") ??
    join(Deno.env.get("HOME") ?? "/", ".pyenv");
  try {
    return [...Deno.readDirSync(join(root, "versions"))]
      .map(({ name }) => join(root, "versions", name, "bin", "python3"));
  } catch {
    return [];
  }
}

async function makeEnvironment(): Promise<void> {
  if ((await run([PYTHON, "-c", ""])).success) return;
  const python = await bestPython();
  if (python === undefined) {
    return say("no Python 3.10 or later that can make virtual environments");
  }
  say(`Making a virtual environment with ${python}`);
  const { success, output } = await run([
    python,
    "-m",
    "venv",
    "--clear",
    ENVIRONMENT,
  ]);
  if (!success) say(`it failed:\n${output}`);
}

async function installPackages(names: readonly string[]): Promise<void> {
  const versions = await peerVersions();
  if (versions.Python === null) return;
  for (const name of names) {
    if (versions[name] !== null) continue;
    say(`Installing ${name}`);
    const { success, output } = await run([
      PYTHON,
      "-m",
      "pip",
      "install",
      "--quiet",
      "--disable-pip-version-check",
      name,
    ]);
    if (!success) say(`it failed:\n${output}`);
  }
}

async function buildNative(): Promise<void> {
  const { success, output } = await run([
    "cmake",
    "--build",
    SHIM.build,
    "--target",
    NATIVE_TARGET,
  ]);
  if (!success) say(`the C++ program cannot be built:\n${output}`);
}

/** What each peer needs of Python's packages. */
const PEER_PACKAGES: Readonly<Partial<Record<Runtime, readonly string[]>>> = {
  asyncio: [],
  uvloop: ["uvloop"],
  qtasyncio: ["PySide6-Addons"],
  qasync: ["PySide6-Addons", "qasync"],
};

/**
 * Gets what is missing of some peers.
 *
 * @param runtimes What is going to be measured.
 */
export async function getPeers(runtimes: readonly Runtime[]): Promise<void> {
  const packages = runtimes.flatMap((name) => PEER_PACKAGES[name] ?? []);
  if (runtimes.some((name) => name in PEER_PACKAGES)) {
    await makeEnvironment();
    await installPackages([...new Set(packages)]);
  }
  if (runtimes.includes("cpp")) await buildNative();
}

if (import.meta.main) {
  await setUpOrExit({
    bench: true,
    skipPackages: Deno.args.includes("--skip-packages"),
  });
  await getPeers(Object.keys(RUNTIMES) as Runtime[]);
  for (const [name, version] of Object.entries(await peerVersions())) {
    say(`${name}: ${version ?? "missing"}`);
  }
}
