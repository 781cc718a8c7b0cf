/**
 * The engine of the event loop: rounds, turns, timers, starting and stopping.
 *
 * @module
 */

import { restoreContext, saveContext } from "./_context.ts";
import { runningInternals, setRunning } from "./_current.ts";
import type { DescriptorWatch, LoopDriver } from "./driver.ts";
import { FatalError, RuntimeError } from "./errors.ts";
import { Fifo, TaskList } from "./_fifo.ts";
import { probeFlows } from "./_flow.ts";
import type { TimerHandle } from "./handle.ts";
import {
  type LoopInternals,
  type LoopOwner,
  type RawContext,
  run,
  type Runnable,
  runTimed,
} from "./internals.ts";
import { extras } from "./_platform.ts";
import { deepenStacks, restoreStacks } from "./_stacks.ts";
import { TimerHeap, TimerPause } from "./_timer_heap.ts";
import { takeUncaughtErrors } from "./_uncaught.ts";
import { isInstance } from "./_util.ts";

/** How long one turn may take before the platform's I/O gets its turn, in ms. */
const TURN_DURATION = 1;
/** The clock is read after this many handles at most; it costs some 100 ns. */
const MAX_STRIDE = 16;

type Outcome = { error: unknown } | null;

/**
 * The part of a loop that runs things: what `BaseEventLoop` is made of.
 *
 * A round ("iteration") runs exactly the handles that were ready at its
 * beginning; timers that are due are put behind them first. A turn runs as many
 * rounds as fit into its time, and may end in the middle of one, to be continued
 * by the next. Between two handles the microtasks are drained, so that an
 * `await` that a handle resolved goes on before the next handle runs.
 */
export class LoopCore implements LoopInternals {
  readonly #driver: LoopDriver;
  readonly #ready = new Fifo<Runnable>();
  readonly #timers = new TimerHeap();
  readonly tasks = new TaskList();
  readonly #atClose = new Set<() => void>();
  readonly #pause = new TimerPause();
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

  readonly owner: LoopOwner;
  readonly unretrieved = new Set<{ report(): void }>();

  constructor(owner: LoopOwner, driver: LoopDriver) {
    this.owner = owner;
    this.#driver = driver;
  }

  /** Reads the loop's clock: monotonic, in milliseconds. */
  time(): number {
    this.#sinceNow = 0;
    return this.#now = this.#driver.now();
  }

  isRunning(): boolean {
    return this.#running;
  }

  isClosed(): boolean {
    return this.#closed;
  }

  getDebug(): boolean {
    return this.#debug;
  }

  setDebug(enabled: boolean): void {
    this.#debug = enabled;
  }

  checkClosed(): void {
    if (this.#closed) {
      throw new RuntimeError("Event loop is closed: make another one");
    }
  }

  checkNotRunning(): void {
    if (this.#running) {
      throw new RuntimeError(
        "This event loop is already running: await the first call, or create a task",
      );
    }
    if (runningInternals() !== null) {
      throw new RuntimeError(
        "Cannot run the event loop while another loop is running: create a task on that one",
      );
    }
  }

  runForever(): Promise<void> {
    this.checkClosed();
    this.checkNotRunning();
    this.#running = true;
    probeFlows();
    takeUncaughtErrors();
    this.#stackTraceLimit = deepenStacks();
    this.#outcome = null;
    setRunning(this);
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

  stop(): void {
    this.#stopping = true;
    if (this.#running && !this.#inTurn) this.#driver.schedule(-Infinity);
  }

  fatal(error: unknown): void {
    this.#outcome ??= { error };
    this.stop();
  }

  /** Drops everything. */
  close(): void {
    this.#closed = true;
    for (const callback of this.#atClose) callback();
    this.#atClose.clear();
    this.#ready.clear();
    this.#timers.clear();
    this.#left = 0;
  }

  enqueue(runnable: Runnable): void {
    this.checkClosed();
    this.#ready.put(runnable);
    if (this.#running && !this.#inTurn) this.#driver.schedule(-Infinity);
  }

  enqueueFromOutside(runnable: Runnable): void {
    if (!this.#canRunAtOnce) {
      this.enqueue(runnable);
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

  runFromMacrotask(runnable: Runnable): void {
    if (!this.#canRunAtOnce) {
      this.enqueue(runnable);
      return;
    }
    const drain = extras.runMicrotasks!;
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
      run(ready.take());
      drain();
      this.#sinceNow++;
    }
    const over = this.#outcome !== null ||
      this.#stopping && this.#left === 0;
    this.#endTurn(context, over);
  }

  /** Whether what comes from outside may run at once, since nothing else is to run before it. */
  get #canRunAtOnce(): boolean {
    return this.#settle !== null && !this.#inTurn && !this.#ranAlone &&
      !this.#debug && this.#left === 0 && this.#ready.size === 0 &&
      !this.#stopping && this.#outcome === null &&
      extras.runMicrotasks !== null;
  }

  atClose(callback: () => void): () => void {
    this.checkClosed();
    this.#atClose.add(callback);
    return () => this.#atClose.delete(callback);
  }

  watchDescriptor(
    descriptor: number,
    direction: "read" | "write",
    ready: () => void,
  ): DescriptorWatch | null {
    return this.#driver.watchDescriptor?.(descriptor, direction, ready) ?? null;
  }

  addTimer(timer: TimerHandle): void {
    this.checkClosed();
    this.#timers.push(timer);
    if (this.#running && !this.#inTurn && this.#timers.peek() === timer) {
      this.#scheduleNext();
    }
  }

  timerCancelled(): void {
    this.#timers.cancelled++;
  }

  /** How many timers there are, cancelled ones included. */
  timerCount(): number {
    return this.#timers.size;
  }

  callbackFailed(error: unknown, handle: object, description: string): void {
    if (isInstance(error, FatalError)) {
      this.fatal(error);
      return;
    }
    this.owner.callExceptionHandler({
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
      timers.moveDue(this.#now, this.#ready);
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
        const runnable = ready.take();
        if (this.#debug) runTimed(this, runnable, drain);
        else {
          run(runnable);
          drain();
        }
        this.#sinceNow++;
        if (this.#outcome !== null) {
          over = true;
          break turn;
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
    if (this.#left > 0) {
      this.#left--;
      const runnable = this.#ready.take();
      if (this.#debug) runTimed(this, runnable, () => {});
      else run(runnable);
    }
    this.#endTurn(context, this.#outcome !== null);
  };

  #scheduleNext(): void {
    if (this.#left > 0 || this.#ready.size > 0 || this.#roundOpen) {
      this.#driver.schedule(-Infinity);
      return;
    }
    this.#ready.trim();
    this.#timers.purge();
    const earliest = this.#now +
      this.#pause.after(this.#timers.size, this.#now);
    this.#driver.schedule(Math.max(this.#timers.next, earliest));
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
      setRunning(null);
      settle?.();
    };
    this.#driver.stop().then(ended, (error) => {
      this.#outcome ??= { error };
      ended();
    });
  }
}
