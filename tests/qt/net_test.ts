/** The suites of asyncio's networking on the loop that Qt carries, with its own loop running beside it. */

import { EventLoop, QCoreApplication } from "../../mod.ts";
import { isDenoNewEnough, netSuites } from "../asyncio/net/all.ts";
import { suite as descriptors } from "../asyncio/net/descriptors.ts";

// One for all tests: whatever a loop leaves behind in Qt would show in the next one.
let application: QCoreApplication;

Deno.test.beforeAll(() => {
  application = new QCoreApplication([]);
});

Deno.test.afterAll(() => application[Symbol.asyncDispose]());

await netSuites("qt", () => new EventLoop(application));
if (isDenoNewEnough) descriptors("qt", () => new EventLoop(application));
