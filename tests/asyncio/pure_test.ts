/** The suites on the loop that needs nothing but Deno. */

import { BaseEventLoop, TimerDriver } from "../../src/asyncio/mod.ts";
import { fuzzGolden } from "./_fuzz_golden.ts";
import { allSuites } from "./suites/all.ts";

allSuites("pure", () => new BaseEventLoop(new TimerDriver()));
fuzzGolden("pure");
