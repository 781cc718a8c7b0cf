/** Workloads of this project's own work; how fast is not judged. */

import { assert } from "@std/assert";
import { WORKLOADS } from "../../bench/_workloads.ts";
import { OURS } from "../../bench/_runtimes.ts";
import { MAIN, testSmoke } from "./_smoke.ts";

// One of each kind; smoke_stress.ts has all.
testSmoke(["batch", "bridge", "dialog", "serve", "netStreams"]);

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
