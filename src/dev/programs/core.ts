/**
 * Preloaded by `dev.ts` into programs that use `mod.ts`.
 *
 * @module
 */

import { openCore } from "../../../ffi/core.ts";
import "../../../mod.ts";
import { waitForStart } from "../program.ts";

await waitForStart([openCore]);
