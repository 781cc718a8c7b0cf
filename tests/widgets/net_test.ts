/**
 * Transports and descriptors while a modal dialog is open, whose own loop then runs inside Qt's; `net_stress.ts` has all
 * suites.
 */

import { isDenoNewEnough, netSuites } from "../asyncio/net/all.ts";
import { suite as descriptors } from "../asyncio/net/descriptors.ts";
import { newLoop, withDialog } from "./_dialog.ts";

await netSuites("dialog", newLoop, withDialog, [
  () => import("../asyncio/net/transports.ts"),
]);
if (isDenoNewEnough) descriptors("dialog", newLoop, withDialog);
