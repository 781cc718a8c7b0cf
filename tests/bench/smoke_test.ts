/** Every workload of this project's own works; how fast is not judged. */

import { assert, assertEquals } from "@std/assert";
import { fileURLToPath } from "node:url";
import { WORKLOADS } from "../../bench/_workloads.ts";
import { OURS } from "../../bench/_runtimes.ts";
import type { Results } from "../../bench/_results.ts";

const MAIN = fileURLToPath(new URL("../../bench/main.ts", import.meta.url));

Deno.test("deno task bench --smoke runs every workload of this project and gets figures", async () => {
  const file = await Deno.makeTempFile({ suffix: ".json" });
  try {
    const { success, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--no-check", MAIN, "--smoke", `--json=${file}`],
      env: { NO_COLOR: "1" },
    }).output();
    assert(success, new TextDecoder().decode(stderr));
    const results: Results = JSON.parse(await Deno.readTextFile(file));
    assertEquals(results.failures, []);
    const measured = new Set<string>();
    for (const [row, values] of Object.entries(results.rows)) {
      for (const [runtime, figures] of Object.entries(values)) {
        measured.add(runtime);
        assertEquals(figures.length, 1, `${row} on ${runtime}`);
        assert(Number.isFinite(figures[0]), `${row} on ${runtime}`);
      }
    }
    assertEquals([...measured].sort(), [...OURS].sort());
  } finally {
    await Deno.remove(file);
  }
});

Deno.test("deno task bench says which workload failed, and why", async () => {
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", MAIN, "--smoke", "--only=chain"],
    // No shim to be found: Qt's own workloads cannot run.
    env: { NO_COLOR: "1", QTASYNCIO_SHIM: "/nonexistent" },
  }).output();
  const said = new TextDecoder().decode(stderr);
  assert(!success, said);
  assert(said.includes("chain on qt"), said);
});

Deno.test("every workload is one of this project's own", () => {
  for (const { name, on } of WORKLOADS) {
    assert(OURS.some((runtime) => runtime in on), name);
  }
});
