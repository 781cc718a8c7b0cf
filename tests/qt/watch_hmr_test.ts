/** Programs under `deno run --watch-hmr`; `watch_stress.ts` has all situations. */

import { FEW, testSituations } from "./_watch_situations.ts";

testSituations("--watch-hmr", FEW);
