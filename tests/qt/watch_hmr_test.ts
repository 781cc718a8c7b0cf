/** Programs under `deno run --watch-hmr`. */

import { testSituations } from "./_watch_situations.ts";

testSituations("--watch-hmr");
