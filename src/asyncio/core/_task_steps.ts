/**
 * How tasks run: their steps, from the first one to the end.
 *
 * All of this is functions, none of it methods: the objects that methods are
 * called on stay in the stack of an error that the coroutine throws, and a task
 * that failed would never become garbage, nor its error be reported.
 */

import { callInContext, runAndCapture, runInContext } from "./_context.ts";
import { markRoot } from "./_flow.ts";
import { Coroutine } from "./coroutine.ts";
import { CancelledError, FatalError, RuntimeError } from "./errors.ts";
import { Future } from "./future.ts";
import { CANCELLED, PENDING, RESULT } from "./_state.ts";
import type { Task } from "./task.ts";
import {
  describeValue,
  isGenerator,
  isInstance,
  isPromiseLike,
} from "./_util.ts";

type AnyTask = Task<unknown>;

/** Runs the first step, or the one after a generator's `yield`. */
export function runStep(task: AnyTask): void {
  const shared = task._sharedContext;
  try {
    if (shared === null) {
      callInContext(task._context, step, [task]);
    } else {
      task._sharedContext = null;
      const [, after] = runAndCapture(task._context, () => step(task));
      shared._raw = after;
    }
  } catch (error) {
    fail(task, error);
  }
}

/** Runs the first step now, in the middle of something else. */
export function runEagerly(task: AnyTask): void {
  runInContext(task._context, () => runStep(task));
}

function step(task: AnyTask): void {
  if (task._state !== PENDING) return;
  if (task._generator === null) {
    start(task);
    return;
  }
  const future = task._yielded;
  task._yielded = null;
  if (task._yieldReached) {
    // It has had its say, whatever it is.
    task._yieldReached = false;
    task._cancellation!.close();
  }
  if (future === null) {
    advance(task, false, undefined);
  } else if (future._state === RESULT) {
    advance(task, false, future._value);
  } else {
    future._retrieve();
    advance(task, true, future._error());
  }
}

function start(task: AnyTask): void {
  let coroutine: unknown = task._coroutine;
  if (task._mustCancel && !isGenerator(coroutine)) {
    // The body never runs. A generator is thrown into, which ends it as well.
    endCancelled(task, null);
    return;
  }
  if (coroutine instanceof Coroutine) {
    coroutine = coroutine._take();
  } else if (isPromiseLike(coroutine)) {
    // It runs already. By a future, the task can stop waiting for it.
    coroutine = foreignFuture(task, coroutine);
  }
  const made = typeof coroutine === "function" ? coroutine() : coroutine;
  if (made instanceof Promise) {
    void follow(task, made);
  } else if (isGenerator(made)) {
    task._generator = made;
    advance(task, false, undefined);
  } else if (isPromiseLike(made)) {
    void follow(task, made);
  } else {
    succeed(task, made);
  }
}

/** Ends the task when the promise of its async function ends. */
async function follow(
  task: AnyTask,
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
function advance(task: AnyTask, failed: boolean, value: unknown): void {
  if (task._mustCancel) {
    task._cancellation!.close();
    if (!failed || !isInstance(value, CancelledError)) {
      value = task._makeCancelledError();
    }
    failed = true;
  }
  proceed(task, failed, value);
}

function proceed(task: AnyTask, failed: boolean, value: unknown): void {
  const generator = task._generator!;
  let result: IteratorResult<unknown, unknown>;
  try {
    result = failed ? generator.throw(value) : generator.next(value);
  } catch (error) {
    fail(task, error);
    return;
  }
  if (result.done) succeed(task, result.value);
  else awaitYielded(task, result.value);
}

function awaitYielded(task: AnyTask, value: unknown): void {
  if (value === undefined || value === null) {
    task._loop._enqueue(task);
  } else if (value instanceof Future) {
    awaitFuture(task, value);
  } else if (value instanceof Coroutine) {
    // It registers what it waits for by itself, and is resumed in the same turn.
    void resumeAfter(task, value);
  } else if (isPromiseLike(value)) {
    awaitForeign(task, value);
  } else if (isGenerator(value)) {
    refuse(
      task,
      `yield was used instead of yield* for generator in task ${task}`,
    );
  } else {
    refuse(task, `Task got bad yield: ${describeValue(value)}`);
  }
}

function awaitFuture(task: AnyTask, future: Future<unknown>): void {
  if (future === task) {
    refuse(task, `Task cannot await on itself: ${task}`);
  } else if (future._loop !== task._loop) {
    refuse(
      task,
      `Task ${task} got Future ${future} attached to a different loop`,
    );
  } else {
    task._yielded = future;
    future._addCallback(task);
    if (task._mustCancel) {
      task._yieldReached = future.cancel(task._cancelReason);
    }
  }
}

/** Waits by a future, so that the generator can be thrown into meanwhile. */
function awaitForeign(task: AnyTask, promise: PromiseLike<unknown>): void {
  awaitFuture(task, foreignFuture(task, promise));
}

function foreignFuture(
  task: AnyTask,
  promise: PromiseLike<unknown>,
): Future<unknown> {
  const future = task._loop.createFuture<unknown>();
  const isOpen = (): boolean =>
    future._state === PENDING && !task._loop.isClosed();
  promise.then(
    (value) => {
      if (isOpen()) future.setResult(value);
    },
    (error) => {
      if (isOpen()) future._fail(error);
    },
  );
  return future;
}

/** Throws at the `yield`, in a turn of its own. */
function refuse(task: AnyTask, message: string): void {
  const future = task._loop.createFuture<never>();
  future.setException(new RuntimeError(message));
  awaitFuture(task, future);
}

/** Goes on after a coroutine, whose own waits have met a cancellation or not. */
async function resumeAfter(
  task: AnyTask,
  coroutine: Coroutine<unknown>,
): Promise<void> {
  let value: unknown;
  let failed = false;
  try {
    value = await coroutine._start();
  } catch (error) {
    failed = true;
    value = error;
  }
  runInContext(task._context, () => proceed(task, failed, value));
}
markRoot(resumeAfter);

function succeed(task: AnyTask, value: unknown): void {
  if (task._state !== PENDING) return;
  if (task._mustCancel && !task._cancellation!.answered) {
    endCancelled(task, null);
    return;
  }
  end(task);
  task._finish(RESULT, value);
}

function fail(task: AnyTask, error: unknown): void {
  if (task._state !== PENDING) {
    if (task._abandoned !== false) failAbandoned(task, error);
    return;
  }
  if (isInstance(error, CancelledError)) {
    endCancelled(task, error);
    return;
  }
  if (task._cancellation?.caused(error)) {
    endCancelled(task, null);
    return;
  }
  end(task);
  task._fail(error);
  if (isInstance(error, FatalError)) task._loop._fatal(error);
}

function endCancelled(task: AnyTask, error: CancelledError | null): void {
  if (error !== null) task._cancelledError = error;
  end(task);
  task._finish(CANCELLED, undefined);
}

function end(task: AnyTask): void {
  task._loop._removeTask(task);
  // A platform's promise may end the task when its loop is gone: nobody is told.
  if (task._loop.isClosed()) task._callbacks = null;
  task._generator = null;
  task._mustCancel = false;
  task._cancellation?.end();
}

/** What goes on of a task that was given up has nobody else to tell. */
function failAbandoned(task: AnyTask, exception: unknown): void {
  if (task._cancellation?.caused(exception)) return;
  task._loop.callExceptionHandler({
    message: "Exception in a task that was given up at the shutdown",
    exception,
    task,
  });
}

/**
 * Whether a task was given up: `"armed"` until an error was thrown into what
 * goes on of its code, then `"told"`.
 */
export type Abandoned = false | "armed" | "told";

/**
 * Ends a task as cancelled though its code has not ended, since no error can be
 * thrown where that waits. What is left of the code still runs when that wait
 * ends, see {@linkcode waitAbandoned}.
 *
 * @param armed Whether the code is still to be told of the cancellation.
 */
export function giveUp(task: AnyTask, armed: boolean): void {
  task._abandoned = armed ? "armed" : "told";
  endCancelled(task, null);
}
