/** All suites but stress.ts, for any loop. */

import type { NewLoop } from "./_support.ts";
import { suite as callbacks } from "./callbacks.ts";
import { suite as cancellation } from "./cancellation.ts";
import { suite as combinators } from "./combinators.ts";
import { suite as endless } from "./endless.ts";
import { suite as exceptionHandlers } from "./exception_handlers.ts";
import { suite as futureCallbacks } from "./future_callbacks.ts";
import { suite as futures } from "./futures.ts";
import { suite as gather } from "./gather.ts";
import { suite as generators } from "./generators.ts";
import { suite as golden } from "./golden.ts";
import { suite as locks } from "./locks.ts";
import { suite as loops } from "./loops.ts";
import { suite as oddValues } from "./odd_values.ts";
import { suite as order } from "./order.ts";
import { suite as queues } from "./queues.ts";
import { suite as running } from "./running.ts";
import { suite as semaphores } from "./semaphores.ts";
import { suite as taskCancel } from "./task_cancel.ts";
import { suite as taskContexts } from "./task_contexts.ts";
import { suite as taskGroupCancel } from "./task_group_cancel.ts";
import { suite as taskGroups } from "./task_groups.ts";
import { suite as tasks } from "./tasks.ts";
import { suite as threads } from "./threads.ts";
import { suite as timeouts } from "./timeouts.ts";
import { suite as waits } from "./waits.ts";

/** Declares the tests of every suite on the loops that `newLoop` makes. */
export function allSuites(name: string, newLoop: NewLoop): void {
  for (
    const suite of [
      golden,
      order,
      futures,
      futureCallbacks,
      loops,
      callbacks,
      exceptionHandlers,
      tasks,
      taskContexts,
      taskCancel,
      cancellation,
      endless,
      generators,
      combinators,
      gather,
      waits,
      timeouts,
      taskGroups,
      taskGroupCancel,
      locks,
      semaphores,
      queues,
      running,
      threads,
      oddValues,
    ]
  ) {
    suite(name, newLoop);
  }
}
