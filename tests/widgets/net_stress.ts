/** All suites of asyncio's networking while a modal dialog is open, whose own loop then runs inside Qt's. */

import { netSuites } from "../asyncio/net/all.ts";
import { suite } from "../asyncio/net/stress.ts";
import { newLoop, withDialog } from "./_dialog.ts";

await netSuites("dialog", newLoop, withDialog);
suite("dialog", newLoop, withDialog);
