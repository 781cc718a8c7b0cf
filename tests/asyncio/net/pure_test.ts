/** The suites of the second level on the loop that needs nothing but Deno. */

import { BaseEventLoop, TimerDriver } from "../../../src/asyncio/mod.ts";
import { isDenoNewEnough, netSuites } from "./all.ts";
import { refusals } from "./descriptors.ts";

await netSuites("pure", () => new BaseEventLoop(new TimerDriver()));
if (isDenoNewEnough) {
  refusals("pure", () => new BaseEventLoop(new TimerDriver()));
}
