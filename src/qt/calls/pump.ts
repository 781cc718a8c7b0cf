/**
 * The pump: what gives Qt its share of the JavaScript thread.
 *
 * A *turn* is one macrotask. It lets the asyncio loop run what is ready, then lets Qt go on for about as long as
 * JavaScript has had since the last turn, and then decides how the next turn comes: at once, while either side has more to
 * do; else from `wait()`, which sleeps on another thread until Qt or the loop's next timer has.
 *
 * Whatever TypeScript does to Qt between two turns may have changed what Qt waits for. {@linkcode Pump.touch} marks
 * that, and a turn follows: it asks whether Qt has something to do now, and tells the sleeper what Qt waits for.
 *
 * @module
 */

import { clearImmediate, setImmediate } from "node:timers";

import { Driver, WaitResult } from "../../../ffi/abi.ts";
import type { CoreLibrary } from "../../../ffi/core.ts";

// Qt's share of a turn, in milliseconds, is as long as JavaScript's was, within these bounds.
const LONGEST_SHARE = 8;
const SHORTEST_SHARE = 0.002;
// A turn takes some microseconds by itself. JavaScript that takes no longer than this is quiet, and when it has been
// for so long, Qt's shares grow: then turns cost next to nothing, and a newcomer waits for no longer than that. Not
// before: between the packets of a conversation JavaScript is quiet, too.
const QUIET = 0.02;
const QUIET_AFTER = 1;
const QUIET_SHARE = 0.2;
/** While the loop is always busy, no sleeper says that Qt has something to do: it is asked this often, in milliseconds. */
const ASK_EVERY = 2;

/** What the pump carries. */
export interface PumpHost {
  /** Whether something has been put off that can start now. */
  readonly hasPending: boolean;
  /** Starts what was put off until no call of Qt's is suspended. True: Qt has to be resumed. */
  startPending(): void;
  /** Serves a status that `resume()` answered until Qt is idle, or busy beyond its time. True: it is busy. */
  carry(status: number): boolean;
}

/** Runs turns for as long as it is acquired. */
export class Pump {
  /** The application's handle. */
  application = -1;

  readonly #symbols: CoreLibrary["symbols"];
  readonly #host: PumpHost;

  #used = false;
  #users = 0;
  #scheduled: ReturnType<typeof setImmediate> | undefined;
  #sleep: Promise<void> | undefined;
  #inTurn = false;
  // Qt has something to do.
  #ready = true;
  // Qt may have something to do, or to wait for, that it did not have in the last turn.
  #touched = true;
  // Whether Qt can be asked.
  #exact = false;
  #lastShareEnd = 0;
  #lastActive = 0;
  #lastAsked = 0;

  #loopTurn: (() => void) | undefined;
  #loopWhen = Infinity;
  // What the sleeper has been told of the loop's; NaN: what Qt waits for has changed since.
  #armedWhen = Infinity;

  constructor(symbols: CoreLibrary["symbols"], host: PumpHost) {
    this.#symbols = symbols;
    this.#host = host;
  }

  /** Whether it is acquired. */
  get running(): boolean {
    return this.#users > 0;
  }

  /** Whether it has ever been acquired. */
  get used(): boolean {
    return this.#used;
  }

  /** Keeps turns coming until {@linkcode Pump.release}. */
  acquire(): void {
    if (++this.#users === 1) {
      this.#used = true;
      this.#exact = this.#symbols.qta_driver() === Driver.Exact;
      this.#ready = true;
      this.#schedule();
    }
  }

  /** Gives it back. The last one stops it; resolves when nothing of it is pending. */
  async release(): Promise<void> {
    if (--this.#users > 0) return;
    clearImmediate(this.#scheduled);
    this.#scheduled = undefined;
    while (this.#sleep !== undefined && this.#users === 0) {
      this.#symbols.qta_wake();
      await this.#sleep;
    }
  }

  /** TypeScript has done something to Qt. */
  touch(): void {
    if (this.#touched) return;
    this.#touched = true;
    if (!this.#inTurn) this.#schedule();
  }

  /** The asyncio loop runs: `turn` is called when it asked for it by {@linkcode Pump.scheduleLoop}. */
  startLoop(turn: () => void): void {
    this.#loopTurn = turn;
    this.#loopWhen = Infinity;
    this.acquire();
  }

  /** The asyncio loop stopped. */
  stopLoop(): Promise<void> {
    this.#loopTurn = undefined;
    this.#loopWhen = Infinity;
    return this.release();
  }

  /** The asyncio loop wants its turn at `when`, on the clock of `performance.now()`. */
  scheduleLoop(when: number): void {
    this.#loopWhen = when;
    // A wake-up that comes too early does no harm.
    if (!this.#inTurn && when < this.#armedWhen) this.#schedule();
  }

  #schedule(): void {
    if (this.#scheduled !== undefined || this.#users === 0) return;
    this.#scheduled = setImmediate(this.#turn);
  }

  readonly #turn = (): void => {
    this.#scheduled = undefined;
    this.#inTurn = true;
    try {
      // First: whatever the loop runs may rely on Qt's own loop running.
      this.#host.startPending();
      if (this.#loopWhen <= performance.now()) {
        this.#loopWhen = Infinity;
        this.#loopTurn?.();
        this.#host.startPending();
      }
      // The loop may have been the last user, and stopped: then Qt is suspended from here on.
      if (this.#users > 0 && this.#wanted()) this.#share();
    } finally {
      this.#inTurn = false;
      this.#next();
    }
  };

  /** Whether Qt wants a share of this turn. */
  #wanted(): boolean {
    if (this.#ready) return true;
    return (this.#touched || this.#isUnwatched()) &&
      (!this.#exact || this.#arm());
  }

  /** Whether nothing would tell for long by now that Qt has something to do. */
  #isUnwatched(): boolean {
    return this.#sleep === undefined &&
      performance.now() - this.#lastAsked > ASK_EVERY;
  }

  /** Tells the sleeper what to wait for. True: there is nothing to wait for, Qt has something to do. */
  #arm(): boolean {
    const when = this.#loopWhen;
    const now = performance.now();
    const left = when === Infinity ? -1 : Math.max(0, when - now);
    this.#lastAsked = now;
    this.#touched = false;
    this.#ready = this.#symbols.qta_arm(left) === 1;
    this.#armedWhen = this.#ready ? NaN : when;
    return this.#ready;
  }

  #share(): void {
    const now = performance.now();
    const javascript = now - this.#lastShareEnd;
    if (javascript > QUIET) this.#lastActive = now;
    const quiet = now - this.#lastActive > QUIET_AFTER;
    const share = quiet
      ? QUIET_SHARE
      : Math.min(LONGEST_SHARE, Math.max(SHORTEST_SHARE, javascript));
    this.#ready = this.#host.carry(this.#symbols.qta_resume(share));
    // What was done to Qt until then, it has seen. What was put off in its slots has not begun.
    this.#touched = this.#host.hasPending;
    this.#lastShareEnd = this.#lastAsked = performance.now();
    this.#armedWhen = NaN;
  }

  #next(): void {
    if (this.#users === 0) return;
    const when = this.#loopWhen;
    if (this.#ready || this.#touched || when <= performance.now()) {
      return this.#schedule();
    }
    // Asleep already, for Qt and for as long as the loop wants?
    if (this.#sleep !== undefined && this.#armedWhen <= when) return;
    if (this.#armedWhen !== when && this.#arm()) return this.#schedule();
    this.#sleep ??= this.#symbols.qta_wait(this.application).then((reason) => {
      this.#sleep = undefined;
      // For a timer of the loop's, Qt needs no share: whether it has become ready meanwhile, arming tells.
      if (reason === WaitResult.TimedOut) this.#armedWhen = NaN;
      else this.#ready = true;
      if (!this.#inTurn) this.#schedule();
    });
  }
}
