/**
 * Finds the part of a task that awaits, by V8's async stack traces.
 *
 * A task is one flow of `await`s, from its coroutine down to the promise that the innermost function awaits. Beside
 * that flow, code of the same task may run that the flow does not await: a helper that was started with `void`, the
 * loser of a `Promise.race()`. JavaScript has no API that tells the two apart, and an error at an `await` can only be
 * seen by the flow that awaits. V8 knows: while a thenable job runs, a stack trace follows the promise that the job
 * resolves through every `await` that depends on it. If that chain ends in the function that
 * awaits a task's coroutine ({@linkcode markRoot}), the flow is the task's own.
 *
 * A trace costs some microseconds. It is taken only while a request to cancel is open.
 */

/** Where the running thenable job leads. */
export type Flow =
  /** Up to the task's coroutine: an error is thrown there. */
  | "own"
  /** Up there, but through `Promise.allSettled()` or `Promise.any()`, which keep an error for themselves. */
  | "collected"
  /** Elsewhere, or it cannot be told. */
  | "other";

/** What this module uses of V8's `CallSite`. */
interface CallSite {
  getFunctionName(): string | null;
  isAsync(): boolean;
  getPromiseIndex(): number | null;
}

type StackFormatter = (error: unknown, sites: CallSite[]) => unknown;
interface V8ErrorConstructor {
  stackTraceLimit: number;
  prepareStackTrace?: StackFormatter | undefined;
}

/** The name by which a trace shows the end of a task's own flow, whatever a bundler makes of the source. */
const ROOT = "asyncio task";
/** What runs jobs in the middle of a turn of the loop: see `_platform.ts`. */
const DRAIN = "runMicrotasks";
const COLLECTORS: ReadonlySet<string | null> = new Set(["allSettled", "any"]);

/** Whether traces work as described; found out by {@linkcode probeFlows}. */
let supported = false;
let probed = false;

/** Marks the function that alone awaits a task's coroutine: the last frame of the task's own flow. */
export function markRoot(fn: (...args: never) => Promise<void>): void {
  Object.defineProperty(fn, "name", { value: ROOT });
}

function captureSites(): CallSite[] {
  const errors = Error as unknown as V8ErrorConstructor;
  const { stackTraceLimit, prepareStackTrace } = errors;
  let sites: CallSite[] = [];
  try {
    errors.stackTraceLimit = Infinity;
    errors.prepareStackTrace = (_error, captured) => {
      sites = captured;
      return "";
    };
    void new Error().stack;
  } finally {
    errors.stackTraceLimit = stackTraceLimit;
    errors.prepareStackTrace = prepareStackTrace;
  }
  return sites;
}

/** Tells which flow the running thenable job resumes. */
export function resumedFlow(): Flow {
  return supported ? flowOf(captureSites()) : "own";
}

/** Tells which flow begins a wait. */
export function waitingFlow(): Flow {
  if (!supported) return "own";
  const sites = captureSites();
  return isAwait(sites) ? flowOf(sites) : "other";
}

/** An `await` calls `then` by a job. Called by anything else, its caller's flow says nothing. */
function isAwait(sites: readonly CallSite[]): boolean {
  return sites.some((site, index) => {
    const caller = sites[index + 1];
    return site.getFunctionName() === "then" && caller !== undefined &&
      (caller.isAsync() || caller.getFunctionName() === DRAIN);
  });
}

/** Reads the frames from the outermost one inwards: few are asynchronous, and each question costs time. */
function flowOf(sites: readonly CallSite[]): Flow {
  let flow: Flow = "other";
  for (let i = sites.length - 1; i >= 0 && sites[i]!.isAsync(); i--) {
    const name = sites[i]!.getFunctionName();
    if (name === ROOT) flow = "own";
    else if (
      flow === "own" && COLLECTORS.has(name) &&
      sites[i]!.getPromiseIndex() !== null
    ) return "collected";
  }
  return flow;
}

/** Finds out, once, whether this engine's traces can be relied on. Without them, every wait counts as the task's own. */
export function probeFlows(): void {
  if (probed) return;
  probed = true;
  const seen: Flow[] = [];
  const probe = {
    then: (resolve: (value: unknown) => void) => {
      seen.push(flowOf(captureSites()));
      resolve(undefined);
    },
  };
  const root = async () => {
    await probe;
    await Promise.allSettled([probe]);
    supported = seen[0] === "own" && seen[1] === "collected";
  };
  markRoot(root);
  void root();
}
