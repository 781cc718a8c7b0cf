/**
 * The suites once more, on nothing but Deno's documented API: no draining of
 * microtasks within a turn, contexts by `AsyncLocalStorage.snapshot()`.
 *
 * Each test file has a thread of its own, so that the switch stays in here.
 */

import "./_portable.ts";
import { assertEquals } from "@std/assert";
import { BaseEventLoop, TimerDriver } from "../../src/asyncio/mod.ts";
import { extras } from "../../src/asyncio/core/_platform.ts";
import { fuzzGolden } from "./_fuzz_golden.ts";
import { allSuites } from "./suites/all.ts";

Deno.test("portable: Deno's extras are switched off", () => {
  assertEquals(Object.values(extras), [null, null, null]);
});

allSuites("portable", () => new BaseEventLoop(new TimerDriver()));
fuzzGolden("portable");
