/** The stress suites of asyncio on the loop that Qt carries. */

import { EventLoop, QCoreApplication } from "../../mod.ts";
import { suite as netStress } from "../asyncio/net/stress.ts";
import { suite as stress } from "../asyncio/suites/stress.ts";

let application: QCoreApplication;

Deno.test.beforeAll(() => {
  application = new QCoreApplication([]);
});

Deno.test.afterAll(() => application[Symbol.asyncDispose]());

const newLoop = () => new EventLoop(application);
stress("qt", newLoop);
netStress("qt", newLoop);
