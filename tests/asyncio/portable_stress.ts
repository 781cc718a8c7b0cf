/** The stress suites on nothing but Deno's documented API. */

import "./_portable.ts";
import { BaseEventLoop, TimerDriver } from "../../src/asyncio/mod.ts";
import { suite as netStress } from "./net/stress.ts";
import { suite as stress } from "./suites/stress.ts";

const newLoop = () => new BaseEventLoop(new TimerDriver());
stress("portable", newLoop);
netStress("portable", newLoop);
