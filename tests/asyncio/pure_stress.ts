/** The stress suites on the loop that needs nothing but Deno. */

import { BaseEventLoop, TimerDriver } from "../../src/asyncio/mod.ts";
import { suite as netStress } from "./net/stress.ts";
import { suite as stress } from "./suites/stress.ts";

const newLoop = () => new BaseEventLoop(new TimerDriver());
stress("pure", newLoop);
netStress("pure", newLoop);
