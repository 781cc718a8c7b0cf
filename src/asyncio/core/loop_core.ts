/**
 * The engine of the event loop: rounds, turns, timers, starting and stopping.
 *
 * @module
 */

import { type RawContext, restoreContext, saveContext } from "./_context.ts";
import type { DescriptorWatch, LoopDriver } from "./driver.ts";
import { FatalError, RuntimeError } from "./errors.ts";
import { probeFlows } from "./_flow.ts";
import type { ExceptionContext } from "./exception_handler.ts";
import type { Handle, TimerHandle } from "./handle.ts";
import type { BaseEventLoop } from "./loop.ts";
import { extras } from "./_platform.ts";
import { ReadyQueue, type Runnable } from "./_ready_queue.ts";
import { _runningLoop, _setRunningLoop } from "./running.ts";
import type { Task } from "./task.ts";
import { TaskList } from "./_task_list.ts";
import { TimerHeap } from "./_timer_heap.ts";
import { takeUncaughtErrors } from "./_uncaught.ts";
import { isInstance, textOf } from "./_util.ts";

/** How long one turn may take before the platform's I/O gets its turn, in ms. */
const TURN_DURATION = 1;
/** The clock is read after this many handles at most; it costs some 100 ns. */
const MAX_STRIDE = 16;
/**
 * Waking for each of many thousand timers would cost more than the timers: the
 * more there are, the longer the pause between two wakes, in ms. A thousand
 * timers may be 0.05 ms late by this, a few not at all.
 */
const PAUSE_PER_TIMER = 1 / 20_000;
const MAX_PAUSE = 1;
/**
 * After so many timers the pause stays long while the last of them run out, as
 * close to each other as the first; after a tenth of them, a hundredth as long.
 */
const MANY_TIMERS = 25_000;
/** How long timers that are gone go on to count, less and less, in ms. */
const MANY_FOR = 2000;

type Outcome = { error: unknown } | null;

/**
 * The part of a loop that runs things; programs use `BaseEventLoop`.
 *
 * A round ("iteration") runs exactly the handles that were ready at its
 * beginning; timers that are due are put behind them first. A turn runs as many
 * rounds as fit into its time, and may end in the middle of one, to be continued
 * by the next. Between two handles the microtasks are drained, so that an
 * `await` that a handle resolved goes on before the next handle runs.
 */
export abstract class LoopCore {
  readonly #driver: LoopDriver;
  readonly #ready = new ReadyQueue();
  readonly #timers = new TimerHeap();
  readonly #tasks = new TaskList();
  readonly #atClose = new Set<() => void>();
  /** How many timers there are, or were lately, and when that was reckoned. */
  #many = 0;
  #manyAt = -Infinity;
  /** How many handles the present round still has to run. */
  #left = 0;
  /** The clock, as of when it was last read in this turn. */
  #now = -Infinity;
  /** How many handles ran since then. */
  #sinceNow = 0;
  #inTurn = false;
  /** Whether a handle has run by itself since the last turn. */
  #ranAlone = false;
  /** Without a way to drain microtasks: whether a round has begun. */
  #roundOpen = false;
  #running = false;
  #stopping = false;
  #closed = false;
  #debug = false;
  #outcome: Outcome = null;
  #settle: (() => void) | null = null;
  #stackTraceLimit: number | null = null;

  /** In debug mode, what takes this long is reported. In milliseconds. */
  abstract slowCallbackDuration: number;

  /** Tells the exception handler. */
  abstract callExceptionHandler(context: ExceptionContext): void;

  /** Makes a loop that lives on `driver`. */
  constructor(driver: LoopDriver) {
    this.#driver = driver;
  }

  /** Reads the loop's clock: monotonic, in milliseconds. */
  time(): number {
    this.#sinceNow = 0;
    return this.#now = this.#driver.now();
  }

  /** Tells whether the loop runs. */
  isRunning(): boolean {
    return this.#running;
  }

  /** Tells whether the loop was closed. */
  isClosed(): boolean {
    return this.#closed;
  }

  /** Tells whether debug mode is on. */
  getDebug(): boolean {
    return this.#debug;
  }

  /**
   * Switches debug mode on or off: slow callbacks are reported, and tasks know
   * the line at which they wait.
   */
  setDebug(enabled: boolean): void {
    this.#debug = enabled;
  }

  /** @internal */
  _checkClosed(): void {
    if (this.#closed) throw new RuntimeError("Event loop is closed");
  }

  /** @internal */
  _checkNotRunning(): void {
    if (this.#running) {
      throw new RuntimeError("This event loop is already running");
    }
    if (_runningLoop() !== null) {
      throw new RuntimeError(
        "Cannot run the event loop while another loop is running",
      );
    }
  }

  /** @internal */
  _runForever(): Promise<void> {
    this._checkClosed();
    this._checkNotRunning();
    this.#running = true;
    probeFlows();
    takeUncaughtErrors();
    this.#stackTraceLimit = deepenStacks();
    this.#outcome = null;
    _setRunningLoop(this as unknown as BaseEventLoop);
    return new Promise<void>((resolve, reject) => {
      this.#settle = () => {
        const outcome = this.#outcome;
        this.#outcome = null;
        if (outcome === null) resolve();
        else reject(outcome.error);
      };
      try {
        this.#driver.start(
          extras.runMicrotasks === null ? this.#oneHandle : this.#manyHandles,
        );
        this.#driver.schedule(-Infinity);
      } catch (error) {
        this.#outcome = { error };
        this.#stopped();
      }
    });
  }

  /** @internal */
  _stop(): void {
    this.#stopping = true;
    if (this.#running && !this.#inTurn) this.#driver.schedule(-Infinity);
  }

  /** @internal Ends the loop at once with an error. */
  _fatal(error: unknown): void {
    this.#outcome ??= { error };
    this._stop();
  }

  /** @internal Drops everything. */
  _close(): void {
    this.#closed = true;
    for (const callback of this.#atClose) callback();
    this.#atClose.clear();
    this.#ready.clear();
    this.#timers.clear();
    this.#left = 0;
  }

  /** @internal Queues something for the next round. */
  _enqueue(runnable: Runnable): void {
    if (this.#closed) throw new RuntimeError("Event loop is closed");
    this.#ready.push(runnable);
    if (this.#running && !this.#inTurn) this.#driver.schedule(-Infinity);
  }

  /**
   * @internal Queues something that came from outside of the loop; if nothing else is to run before it, runs it at
   * once, as a round of its own, which spares whoever waits for it the way to the next turn.
   *
   * May be called from a microtask. What it leaves to be drained is drained by the platform before the next turn,
   * and until then no other handle runs.
   */
  _enqueueFromOutside(runnable: Runnable): void {
    if (
      this.#settle === null || this.#inTurn || this.#ranAlone || this.#debug ||
      this.#left > 0 || this.#ready.size > 0 || this.#stopping ||
      this.#outcome !== null || extras.runMicrotasks === null
    ) {
      this._enqueue(runnable);
      return;
    }
    this.#ranAlone = true;
    this.#inTurn = true;
    const context = saveContext();
    run(runnable);
    restoreContext(context);
    this.#inTurn = false;
    if (this.#outcome !== null || this.#stopping) this.#stopped();
    else this.#driver.schedule(-Infinity);
  }

  /**
   * @internal Queues something that came from outside of the loop; if nothing else is to run before it, runs it at
   * once, as a round of its own, and then up to a few of the handles that it made ready. A message that a socket
   * delivers costs no turn by this.
   *
   * Must be called where microtasks can be drained: from a macrotask of the platform or from `nextTick`.
   */
  _runFromMacrotask(runnable: Runnable): void {
    if (
      this.#settle === null || this.#inTurn || this.#ranAlone || this.#debug ||
      this.#left > 0 || this.#ready.size > 0 || this.#stopping ||
      this.#outcome !== null || extras.runMicrotasks === null
    ) {
      this._enqueue(runnable);
      return;
    }
    const drain = extras.runMicrotasks;
    const ready = this.#ready;
    const context = this.#beginTurn();
    run(runnable);
    drain();
    this.#sinceNow++;
    for (let count = 1; count < MAX_STRIDE; count++) {
      if (this.#outcome !== null) break;
      if (this.#left === 0) {
        if (this.#stopping) break;
        this.#beginRound();
        if (this.#left === 0) break;
      }
      this.#left--;
      const next = ready.shift();
      if (next._cancelled) continue;
      run(next);
      drain();
      this.#sinceNow++;
    }
    const over = this.#outcome !== null ||
      this.#stopping && this.#left === 0;
    this.#endTurn(context, over);
  }

  /**
   * @internal Has `callback` called when the loop is closed; it must not throw.
   *
   * @returns what takes the callback back.
   */
  _atClose(callback: () => void): () => void {
    this._checkClosed();
    this.#atClose.add(callback);
    return () => this.#atClose.delete(callback);
  }

  /**
   * @internal Watches a descriptor; `null` if the loop's driver cannot.
   *
   * `ready` is called from a macrotask, not from inside a turn.
   */
  _watchDescriptor(
    descriptor: number,
    direction: "read" | "write",
    ready: () => void,
  ): DescriptorWatch | null {
    return this.#driver.watchDescriptor?.(descriptor, direction, ready) ?? null;
  }

  /** @internal */
  _addTimer(timer: TimerHandle): void {
    this._checkClosed();
    this.#timers.push(timer);
    if (this.#running && !this.#inTurn && this.#timers.peek() === timer) {
      this.#scheduleNext();
    }
  }

  /** @internal A timer in the heap was cancelled. */
  _timerCancelled(): void {
    this.#timers.cancelled++;
  }

  /** @internal How many timers there are, cancelled ones included. */
  _timerCount(): number {
    return this.#timers.size;
  }

  /** @internal */
  _addTask(task: Task<unknown>): void {
    this.#tasks.add(task);
  }

  /** @internal */
  _removeTask(task: Task<unknown>): void {
    this.#tasks.remove(task);
  }

  /** @internal */
  _tasks(): Set<Task<unknown>> {
    return this.#tasks.toSet();
  }

  /** @internal The callback of a handle threw, or what it returned rejected. */
  _callbackFailed(
    error: unknown,
    handle: Handle,
    description: string = handle._describe(),
  ): void {
    if (isInstance(error, FatalError)) {
      this._fatal(error);
      return;
    }
    this.callExceptionHandler({
      message: `Exception in callback ${description}`,
      exception: error,
      handle,
    });
  }

  #beginTurn(): RawContext {
    this.#inTurn = true;
    this.#ranAlone = false;
    return saveContext();
  }

  #endTurn(context: RawContext, over: boolean): void {
    restoreContext(context);
    this.#inTurn = false;
    if (over) this.#stopped();
    else this.#scheduleNext();
  }

  #beginRound(): void {
    const timers = this.#timers;
    if (timers.size > 0) {
      timers.purge();
      // Reading the clock for each of many short rounds would cost more than
      // the rounds: a cached time makes timers late by a few handles at most.
      if (this.#sinceNow >= MAX_STRIDE / 2) this.time();
      while (timers.size > 0 && timers.peek()!._when <= this.#now) {
        const timer = timers.pop();
        if (timer._cancelled) timers.cancelled--;
        else this.#ready.push(timer);
      }
    }
    this.#left = this.#ready.size;
  }

  /**
   * What the driver calls: runs rounds until the time is up.
   *
   * All in one function: its frames are part of every stack trace of a task, of
   * which V8 keeps ten, and to capture each takes time.
   */
  readonly #manyHandles = (): void => {
    if (this.#settle === null || this.#inTurn) return;
    const context = this.#beginTurn();
    const drain = extras.runMicrotasks!;
    const ready = this.#ready;
    let over = this.#outcome !== null;
    const end = this.time() + TURN_DURATION;
    let lastCheck = this.#now;
    let stride = 1;
    let untilCheck = stride;
    if (!over && this.#left === 0) this.#beginRound();
    turn: while (!over) {
      while (this.#left > 0) {
        this.#left--;
        const runnable = ready.shift();
        if (!runnable._cancelled) {
          if (this.#debug) this.#runTimed(runnable, drain);
          else {
            run(runnable);
            drain();
          }
          this.#sinceNow++;
          if (this.#outcome !== null) {
            over = true;
            break turn;
          }
        }
        if (--untilCheck === 0) {
          const now = this.time();
          if (now >= end) {
            over = this.#stopping && this.#left === 0;
            break turn;
          }
          // Quick handles are counted in bulk, slow ones one by one.
          stride = now - lastCheck > TURN_DURATION / 8
            ? 1
            : Math.min(stride * 2, MAX_STRIDE);
          lastCheck = now;
          untilCheck = stride;
        }
      }
      over = this.#stopping;
      if (over) break;
      this.#beginRound();
      if (this.#left === 0) break;
    }
    this.#endTurn(context, over);
  };

  /**
   * What the driver calls where microtasks can only be drained by ending the
   * macrotask: runs one handle. A round is over one turn after its last handle.
   */
  readonly #oneHandle = (): void => {
    if (this.#settle === null || this.#inTurn) return;
    const context = this.#beginTurn();
    const isOver = this.#left === 0 && this.#roundOpen && this.#stopping;
    if (isOver || this.#outcome !== null) {
      this.#endTurn(context, true);
      return;
    }
    if (this.#left === 0) {
      this.time();
      this.#beginRound();
      this.#roundOpen = this.#left > 0 || this.#stopping;
    }
    while (this.#left > 0) {
      this.#left--;
      const runnable = this.#ready.shift();
      if (runnable._cancelled) continue;
      if (this.#debug) this.#runTimed(runnable, () => {});
      else run(runnable);
      break;
    }
    this.#endTurn(context, this.#outcome !== null);
  };

  #runTimed(runnable: Runnable, drain: () => void): void {
    const description = textOf(runnable);
    const before = this.time();
    run(runnable);
    drain();
    const duration = this.time() - before;
    if (duration >= this.slowCallbackDuration) {
      console.warn(
        `Executing ${description} took ${(duration / 1000).toFixed(3)} seconds`,
      );
    }
  }

  #scheduleNext(): void {
    if (this.#left > 0 || this.#ready.size > 0 || this.#roundOpen) {
      this.#driver.schedule(-Infinity);
      return;
    }
    this.#ready.trim();
    this.#timers.purge();
    const when = this.#timers.peek()?._when ?? Infinity;
    const kept = Math.max(0, 1 - (this.#now - this.#manyAt) / MANY_FOR);
    this.#many = Math.max(this.#timers.size, this.#many * kept);
    this.#manyAt = this.#now;
    const pause = Math.min(
      MAX_PAUSE,
      Math.max(
        this.#timers.size * PAUSE_PER_TIMER,
        (this.#many / MANY_TIMERS) ** 2,
      ),
    );
    this.#driver.schedule(Math.max(when, this.#now + pause));
  }

  #stopped(): void {
    this.#stopping = false;
    this.#roundOpen = false;
    this.#ranAlone = false;
    const settle = this.#settle;
    this.#settle = null;
    const ended = (): void => {
      this.#running = false;
      restoreStacks(this.#stackTraceLimit);
      _setRunningLoop(null);
      settle?.();
    };
    this.#driver.stop().then(ended, (error) => {
      this.#outcome ??= { error };
      ended();
    });
  }
}

/** Runs something without making it part of the stack of what it throws. */
function run(runnable: Runnable): void {
  const { _run } = runnable;
  _run(runnable);
}

/** How many frames of the loop and the platform lie under those of a task. */
const OWN_FRAMES = 10;

/**
 * Steps run inside the loop's turn, not straight from the engine, and V8 keeps
 * only ten frames of a stack: makes room for those of the user.
 *
 * @returns what to give to {@linkcode restoreStacks}.
 */
function deepenStacks(): number | null {
  const limit = Error.stackTraceLimit;
  if (extras.runMicrotasks === null || typeof limit !== "number") return null;
  Error.stackTraceLimit = limit + OWN_FRAMES;
  return limit;
}

function restoreStacks(limit: number | null): void {
  if (limit !== null && Error.stackTraceLimit === limit + OWN_FRAMES) {
    Error.stackTraceLimit = limit;
  }
}
