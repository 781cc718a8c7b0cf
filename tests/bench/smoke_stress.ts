/** Every workload of this project's own works; how fast is not judged. */

import { testSmoke } from "./_smoke.ts";

testSmoke();
