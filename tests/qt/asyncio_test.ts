/** The suites of asyncio on the loop that Qt carries, with its own loop running beside it. */

import { EventLoop, QCoreApplication } from "../../mod.ts";
import { allSuites } from "../asyncio/suites/all.ts";

// One for all tests: whatever a loop leaves behind in Qt would show in the next one.
let application: QCoreApplication;

Deno.test.beforeAll(() => {
  application = new QCoreApplication([]);
});

Deno.test.afterAll(() => application[Symbol.asyncDispose]());

allSuites("qt", () => new EventLoop(application));
