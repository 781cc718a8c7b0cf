/** Executors on the loop that needs nothing but Deno. */

import { BaseEventLoop, TimerDriver } from "../../src/asyncio/mod.ts";
import { loopSuite, runOn } from "./_loop_suite.ts";

loopSuite("pure", (main) => runOn(new BaseEventLoop(new TimerDriver()), main));
