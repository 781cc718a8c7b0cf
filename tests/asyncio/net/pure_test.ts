/** The suites of the second level on the loop that needs nothing but Deno. */

import { BaseEventLoop, TimerDriver } from "../../../src/asyncio/mod.ts";
import { netSuites } from "./all.ts";

await netSuites("pure", () => new BaseEventLoop(new TimerDriver()));
