/** All suites but stress.ts, for any loop. */

import type { NewLoop } from "./_support.ts";
import { suite as cancellation } from "./cancellation.ts";
import { suite as combinators } from "./combinators.ts";
import { suite as futures } from "./futures.ts";
import { suite as generators } from "./generators.ts";
import { suite as golden } from "./golden.ts";
import { suite as loops } from "./loops.ts";
import { suite as oddValues } from "./odd_values.ts";
import { suite as order } from "./order.ts";
import { suite as running } from "./running.ts";
import { suite as scopes } from "./scopes.ts";
import { suite as sync } from "./sync.ts";
import { suite as taskGroupCancel } from "./task_group_cancel.ts";
import { suite as tasks } from "./tasks.ts";

/** Declares the tests of every suite on the loops that `newLoop` makes. */
export function allSuites(name: string, newLoop: NewLoop): void {
  for (
    const suite of [
      golden,
      order,
      futures,
      loops,
      tasks,
      cancellation,
      generators,
      combinators,
      scopes,
      taskGroupCancel,
      sync,
      running,
      oddValues,
    ]
  ) {
    suite(name, newLoop);
  }
}
