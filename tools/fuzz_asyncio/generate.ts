/**
 * Makes random programs: the same one for the same seed.
 *
 * @module
 */

import type {
  Action,
  Awaitable,
  Catch,
  Program,
  Statement,
  Target,
} from "./program.ts";

const COROUTINES = 5;
const CALLBACKS = 3;
const MAX_DEPTH = 3;

/** Makes the program of a seed. */
export function generate(seed: number): Program {
  return new Generator(seed).program();
}

/**
 * Each program has its own taste: some kinds of statements often, others never,
 * and few objects or many. What needs many statements of one kind on the same
 * object comes up that way.
 */
class Generator {
  #state: number;
  readonly #taste = new Map<string, number>();
  readonly #indices: number;
  readonly #eager: boolean;

  constructor(seed: number) {
    this.#state = (seed * 0x9e3779b1) >>> 0;
    this.#indices = 1 + this.#below(6);
    this.#eager = this.#chance(0.2);
  }

  program(): Program {
    const coroutines = [this.#main()];
    while (coroutines.length < COROUTINES) coroutines.push(this.#block(5, 0));
    const callbacks = [];
    for (let i = 0; i < CALLBACKS; i++) {
      callbacks.push(this.#many(2, () => this.#action()));
    }
    return { coroutines, callbacks };
  }

  /** Begins some tasks and goes on when one of its statements fails. */
  #main(): Statement[] {
    const begin = this.#many(
      3,
      (): Statement =>
        this.#chance(0.7)
          ? { op: "spawn", i: this.#index(), eager: false }
          : { op: "callLater", delay: this.#delay(), callback: this.#index() },
    );
    const rest = this.#many(8, (): Statement => {
      const statement = this.#statement(0);
      if (this.#chance(0.4)) return statement;
      return {
        op: "try",
        body: [statement],
        catches: "all",
        handler: [],
        rethrow: false,
        last: [],
      };
    });
    return [...begin, ...rest];
  }

  /** Mulberry32. */
  #random(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }

  #below(n: number): number {
    return Math.floor(this.#random() * n);
  }

  #chance(p: number): boolean {
    return this.#random() < p;
  }

  #pick<T>(items: readonly T[]): T {
    return items[this.#below(items.length)]!;
  }

  #many<T>(max: number, make: () => T): T[] {
    return Array.from({ length: 1 + this.#below(max) }, make);
  }

  /** Calls one of the functions, the more often the greater its weight. */
  #weighted<T>(
    kind: string,
    choices: readonly (readonly [number, () => T])[],
  ): T {
    const weights = choices.map(([weight], i) =>
      weight * this.#tasteFor(`${kind} ${i}`)
    );
    let left = this.#random() * weights.reduce((sum, weight) => sum + weight);
    for (const [i, weight] of weights.entries()) {
      left -= weight;
      if (left < 0) return choices[i]![1]();
    }
    return choices[0]![1]();
  }

  #tasteFor(choice: string): number {
    let taste = this.#taste.get(choice);
    if (taste === undefined) {
      taste = this.#pick([0, 0.5, 1, 1, 5]);
      this.#taste.set(choice, taste);
    }
    return taste;
  }

  #index(): number {
    return this.#below(this.#indices);
  }

  #delay(): number {
    return this.#pick([0, 0, 0, 1, 1, 2, 3, 5]);
  }

  #limit(): number | null {
    return this.#pick([null, 0, 1, 1, 2, 3, 4]);
  }

  #target(): Target {
    return {
      kind: this.#chance(0.4) ? "future" : "task",
      i: this.#index(),
    };
  }

  #awaitable(depth: number): Awaitable {
    const of = () => this.#awaitable(depth + 1);
    const deep = depth < 2 ? 1 : 0;
    return this.#weighted<Awaitable>("awaitable", [
      [3, () => ({ aw: "future", i: this.#index() })],
      [4, () => ({ aw: "task", i: this.#index() })],
      [3, () => ({ aw: "call", i: this.#index() })],
      [2, () => ({
        aw: "sleep",
        delay: this.#delay(),
        value: this.#index(),
      })],
      [1.5 * deep, () => ({ aw: "shield", of: of() })],
      [1.5 * deep, () => ({ aw: "waitFor", of: of(), delay: this.#limit() })],
      [1.5 * deep, () => ({
        aw: "gather",
        all: this.#many(3, of),
        exceptions: this.#chance(0.4),
      })],
    ]);
  }

  #action(): Action {
    const i = this.#index();
    const value = this.#below(10);
    return this.#weighted<Action>("action", [
      [2, () => ({ op: "log", value })],
      [1.5, () => ({ op: "state", of: this.#target() })],
      [0.7, () => ({ op: "raise", value })],
      [2, () => ({ op: "spawn", i, eager: false })],
      [2.5, () => ({
        op: "cancel",
        of: this.#target(),
        reason: this.#chance(0.4) ? value : null,
      })],
      [1.5, () => ({ op: "setResult", i, value })],
      [0.7, () => ({ op: "setException", i, value })],
      [1, () => ({ op: "addDoneCallback", of: this.#target(), callback: i })],
      [0.3, () => ({
        op: "removeDoneCallback",
        of: this.#target(),
        callback: i,
      })],
      [1, () => ({ op: "callSoon", callback: i })],
      [0.7, () => ({ op: "callLater", delay: this.#delay(), callback: i })],
      [0.3, () => ({ op: "cancelHandle", i })],
      [1, () => ({ op: this.#chance(0.7) ? "set" : "clear", i })],
      [0.3, () => ({ op: "notify", count: this.#below(3) })],
      [0.3, () => ({
        op: this.#chance(0.5) ? "releaseLock" : "releaseSemaphore",
        i,
      })],
      [1, () => ({ op: "putNowait", i, value })],
      [0.6, () => ({ op: this.#chance(0.5) ? "getNowait" : "taskDone", i })],
      [0.15, () => ({ op: "shutdown", i, immediate: this.#chance(0.5) })],
    ]);
  }

  #block(max: number, depth: number): Statement[] {
    return this.#many(max, () => this.#statement(depth));
  }

  #statement(depth: number): Statement {
    const body = () => this.#block(3, depth + 1);
    const deep = depth < MAX_DEPTH ? 1 : 0;
    const i = this.#index();
    return this.#weighted<Statement>("statement", [
      [9, () => this.#action()],
      [6, () => ({ op: "await", of: this.#awaitable(0) })],
      [this.#eager ? 3 : 0, () => ({ op: "spawn", i, eager: true })],
      [0.6, () => ({ op: "uncancel" })],
      [0.5, () => ({ op: "return", value: this.#below(10) })],
      [3 * deep, () => this.#try(body)],
      [1 * deep, () => ({ op: "withLock", i, body: body() })],
      [0.8 * deep, () => ({ op: "withSemaphore", i, body: body() })],
      [0.8 * deep, () => ({
        op: "withCondition",
        body: [
          this.#chance(0.6)
            ? { op: "waitCondition" }
            : { op: "notify", count: 1 + this.#below(2) },
          ...body(),
        ],
      })],
      [0.7, () => ({ op: "waitBarrier" })],
      [0.15, () => ({
        op: this.#chance(0.5) ? "resetBarrier" : "abortBarrier",
      })],
      [0.8, () => ({ op: "waitEvent", i })],
      [1, () => ({ op: "get", i })],
      [1, () => ({ op: "put", i, value: this.#below(10) })],
      [0.3, () => ({ op: "join", i })],
      [1, () => ({
        op: "wait",
        all: this.#many(3, () => this.#target()),
        when: this.#pick(
          ["ALL_COMPLETED", "FIRST_COMPLETED", "FIRST_EXCEPTION"],
        ),
        delay: this.#limit(),
      })],
      [1, () => ({
        op: "asCompleted",
        all: this.#many(3, () => this.#awaitable(1)),
        async: this.#chance(0.5),
        delay: this.#limit(),
      })],
      [1.5 * deep, () => ({ op: "group", body: body() })],
      [1.5, () => ({ op: "groupSpawn", i })],
      [1.5 * deep, () => ({
        op: "timeout",
        delay: this.#limit(),
        body: body(),
      })],
      [0.3, () => ({ op: "reschedule", delay: this.#limit() })],
    ]);
  }

  #try(body: () => Statement[]): Statement {
    const catches = this.#pick<Catch>(["cancelled", "error", "all", "none"]);
    const handles = catches !== "none";
    return {
      op: "try",
      body: body(),
      catches,
      handler: handles ? body() : [],
      rethrow: handles && this.#chance(0.3),
      last: !handles || this.#chance(0.3) ? body() : [],
    };
  }
}
