/**
 * Preloaded by `dev.ts` into programs that use `quick.ts`.
 *
 * @module
 */

import { openCore } from "../../../ffi/core.ts";
import { openQuick } from "../../../ffi/quick.ts";
import "../../../quick.ts";
import { waitForStart } from "../program.ts";

await waitForStart([openCore, openQuick]);
