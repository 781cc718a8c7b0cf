/**
 * Preloaded by `dev.ts` into programs that use `widgets.ts`.
 *
 * @module
 */

import { openCore } from "../../../ffi/core.ts";
import { openWidgets } from "../../../ffi/widgets.ts";
import "../../../widgets.ts";
import { waitForStart } from "../program.ts";

await waitForStart([openCore, openWidgets]);
