/**
 * The steps of a task, from the first to the last.
 *
 * All of this is functions, none of it methods: the objects that methods are
 * called on stay in the stack of an error that the coroutine throws, and a task
 * that failed would never become garbage, nor its error be reported.
 */

import { callInContext, runAndCapture, runInContext } from "./_context.ts";
import { setRawContext } from "./context.ts";
import { callBody, Coroutine, startCoroutine } from "./coroutine.ts";
import { CancelledError, FatalError, RuntimeError } from "./errors.ts";
import { markRoot } from "./_flow.ts";
import { coreOf, Future, newFuture } from "./future.ts";
import type { FutureCore } from "./_future_core.ts";
import { PENDING, RESULT, RUN } from "./internals.ts";
import { SteppedGenerator, TaskState } from "./_task_state.ts";
import {
  describeValue,
  isGenerator,
  isInstance,
  isPromiseLike,
} from "./_util.ts";

/** The state of a task, and its steps. */
export class TaskCore extends TaskState {
  [RUN](this: void, task: TaskCore): void {
    runStep(task);
  }
}

/** Runs the first step, or the one after a generator's `yield`. */
function runStep(task: TaskState): void {
  const shared = task.sharedContext;
  try {
    if (shared === null) {
      callInContext(task.context, step, [task]);
    } else {
      task.sharedContext = null;
      const [, after] = runAndCapture(task.context, () => step(task));
      setRawContext(shared, after);
    }
  } catch (error) {
    fail(task, error);
  }
}

/** Runs the first step now, in the middle of something else. */
export function runEagerly(task: TaskState): void {
  runInContext(task.context, () => runStep(task));
}

function step(task: TaskState): void {
  if (task.state !== PENDING) return;
  const { stepped } = task;
  if (stepped === null) {
    start(task);
    return;
  }
  const future = stepped.yielded;
  stepped.yielded = null;
  if (stepped.reached) {
    // It has had its say, whatever it is.
    stepped.reached = false;
    task.cancellation!.close();
  }
  if (future === null) {
    advance(task, false, undefined);
  } else if (future.state === RESULT) {
    advance(task, false, future.value);
  } else {
    future.retrieve();
    advance(task, true, future.error());
  }
}

function start(task: TaskState): void {
  let coroutine: unknown = task.coroutine;
  if (task.mustCancel && !isGenerator(coroutine)) {
    // The body never runs. A generator is thrown into, which ends it as well.
    task.endCancelled(null);
    return;
  }
  if (isPromiseLike(coroutine) && !(coroutine instanceof Coroutine)) {
    // It runs already. By a future, the task can stop waiting for it.
    coroutine = foreignFuture(task, coroutine);
  }
  const made = coroutine instanceof Coroutine
    ? callBody(coroutine)
    : typeof coroutine === "function"
    ? coroutine()
    : coroutine;
  if (made instanceof Promise) {
    void follow(task, made);
  } else if (isGenerator(made)) {
    task.stepped = new SteppedGenerator(made);
    advance(task, false, undefined);
  } else if (isPromiseLike(made)) {
    void follow(task, made);
  } else {
    succeed(task, made);
  }
}

/** Ends the task when the promise of its async function ends. */
async function follow(
  task: TaskState,
  promise: PromiseLike<unknown>,
): Promise<void> {
  let value: unknown;
  try {
    value = await promise;
  } catch (error) {
    fail(task, error);
    return;
  }
  succeed(task, value);
}
markRoot(follow);

/** Resumes the generator, and arranges for the next time. */
function advance(task: TaskState, failed: boolean, value: unknown): void {
  if (task.mustCancel) {
    task.cancellation!.close();
    if (!failed || !isInstance(value, CancelledError)) {
      value = task.makeCancelledError();
    }
    failed = true;
  }
  proceed(task, task.stepped!, failed, value);
}

/** Runs the generator up to its next `yield`; also that of a task that was given up, which no further step follows. */
function proceed(
  task: TaskState,
  { generator }: SteppedGenerator,
  failed: boolean,
  value: unknown,
): void {
  let result: IteratorResult<unknown, unknown>;
  try {
    result = failed ? generator.throw(value) : generator.next(value);
  } catch (error) {
    fail(task, error);
    return;
  }
  if (result.done) succeed(task, result.value);
  else if (task.state === PENDING) awaitYielded(task, result.value);
}

function awaitYielded(task: TaskState, value: unknown): void {
  if (value === undefined || value === null) {
    task.loop.enqueue(task);
  } else if (value instanceof Future) {
    awaitFuture(task, coreOf(value));
  } else if (value instanceof Coroutine) {
    // It registers what it waits for by itself, and is resumed in the same turn.
    void resumeAfter(task, value);
  } else if (isPromiseLike(value)) {
    awaitFuture(task, coreOf(foreignFuture(task, value)));
  } else if (isGenerator(value)) {
    refuse(
      task,
      `yield was used instead of yield* for generator in task ${task.owner}`,
    );
  } else {
    refuse(task, `Task got bad yield: ${describeValue(value)}`);
  }
}

function awaitFuture(task: TaskState, future: FutureCore): void {
  const refusal = future.refusalFor(task);
  if (refusal !== null) {
    refuse(task, refusal.message);
    return;
  }
  const stepped = task.stepped!;
  stepped.yielded = future;
  future.addCallback(task);
  if (task.mustCancel) {
    stepped.reached = future.owner.cancel(task.cancelReason);
  }
}

/** A future of a foreign promise, by which a task can stop waiting for it. */
function foreignFuture(
  task: TaskState,
  promise: PromiseLike<unknown>,
): Future<unknown> {
  const future = newFuture(task.loop);
  coreOf(future).follow(promise);
  return future;
}

/** Throws at the `yield`, in a turn of its own. */
function refuse(task: TaskState, message: string): void {
  const future = newFuture(task.loop);
  future.setException(new RuntimeError(message));
  awaitFuture(task, coreOf(future));
}

/** Goes on after a coroutine, whose own waits have met a cancellation or not. */
async function resumeAfter(
  task: TaskState,
  coroutine: Coroutine<unknown>,
): Promise<void> {
  const stepped = task.stepped!;
  let value: unknown;
  let failed = false;
  try {
    value = await startCoroutine(coroutine);
  } catch (error) {
    failed = true;
    value = error;
  }
  runInContext(task.context, () => proceed(task, stepped, failed, value));
}
markRoot(resumeAfter);

function succeed(task: TaskState, value: unknown): void {
  if (task.state !== PENDING) return;
  if (task.mustCancel && !task.cancellation!.answered) {
    task.endCancelled(null);
    return;
  }
  task.end();
  task.finish(RESULT, value);
}

function fail(task: TaskState, error: unknown): void {
  if (task.state !== PENDING) {
    if (task.abandoned !== false) failAbandoned(task, error);
    return;
  }
  if (isInstance(error, CancelledError)) {
    task.endCancelled(error);
    return;
  }
  if (task.cancellation?.caused(error)) {
    task.endCancelled(null);
    return;
  }
  task.end();
  task.fail(error);
  if (isInstance(error, FatalError)) task.loop.fatal(error);
}

/** The code of a task that was given up has no caller: reports its error. */
function failAbandoned(task: TaskState, exception: unknown): void {
  if (task.cancellation?.caused(exception)) return;
  task.loop.owner.callExceptionHandler({
    message: "Exception in a task that was given up at the shutdown",
    exception,
    task: task.owner,
  });
}
