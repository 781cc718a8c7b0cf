/** The suites of the second level on nothing but Deno's documented API. */

import "../_portable.ts";
import { BaseEventLoop, TimerDriver } from "../../../src/asyncio/mod.ts";
import { netSuites } from "./all.ts";

await netSuites("portable", () => new BaseEventLoop(new TimerDriver()));
