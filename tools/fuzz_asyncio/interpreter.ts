/**
 * Runs programs of the fuzzer on this asyncio. The twin of `interpreter.py`: the
 * same steps, the same lines.
 *
 * @module
 */

import * as asyncio from "../../src/asyncio/mod.ts";
import { Actions } from "./actions.ts";
import {
  type Awaitable,
  MAX_STEPS,
  type Program,
  type Statement,
} from "./program.ts";
import { type AnyFuture, pick, type Scope, show, state } from "./values.ts";
import { VirtualDriver } from "./virtual_driver.ts";

/** More than any wait takes that needs no turn of the loop. */
const IDLE_MICROTASKS = 100;

/** What the coroutines of a program are made of. */
export type Mode = "async functions" | "generators";

/** A piece of a coroutine: yields what it waits for. */
type Steps<T> = Generator<unknown, T, unknown>;

class Returned {
  constructor(readonly value: number) {}
}

type Lock = { acquire(): asyncio.Coroutine<unknown>; release(): void };

/** Runs a program; returns the lines that it logs. */
export async function interpret(
  program: Program,
  mode: Mode,
): Promise<string[]> {
  const driver = new VirtualDriver();
  const loop = new asyncio.BaseEventLoop(driver);
  loop.setDebug(false);
  driver.onIdle = () => loop.stop();
  try {
    return await new Run(program, mode, loop).whole();
  } finally {
    loop.close();
  }
}

class Run extends Actions {
  readonly #mode: Mode;
  #stepsFollowed = 0;
  /** How many steps wait for an eager task. */
  #waysMade = 0;

  constructor(program: Program, mode: Mode, loop: asyncio.BaseEventLoop) {
    super(program, loop);
    this.#mode = mode;
  }

  #coroutine<T>(steps: () => Steps<T>): asyncio.Coroutine<T> {
    return new asyncio.Coroutine<T>(
      this.#mode === "generators"
        ? steps as () => Generator<unknown, T, never>
        : () => this.#follow(steps()),
    );
  }

  protected override body(scope: Scope): asyncio.Coroutine<number | undefined> {
    const run = this.#run.bind(this);
    const statements = this.program.coroutines[scope.coroutine] ?? [];
    return this.#coroutine(function* () {
      return (yield* run(statements, scope))?.value;
    });
  }

  /** Begins an eager task and lets it run to its first wait. */
  *#spawnEagerly(i: number, scope: Scope): Steps<void> {
    const inner = this.reserve(i, scope);
    if (inner === undefined) return;
    const depth = ++this.#waysMade;
    const task = this.loop.createTask(this.body(inner), { eagerStart: true });
    yield* this.#makeWay(depth);
    this.#waysMade--;
    this.tasks[inner.task] = task;
  }

  /** Waits until nothing goes on without a turn of the loop. */
  *#makeWay(depth: number): Steps<void> {
    let seen = this.#stepsFollowed;
    for (let idle = 0; idle < IDLE_MICROTASKS; idle++) {
      yield null;
      if (this.#waysMade === depth && this.#stepsFollowed === seen) continue;
      seen = this.#stepsFollowed;
      idle = 0;
    }
  }

  /** An async function's way through a generator. */
  async #follow<T>(steps: Steps<T>): Promise<T> {
    let step = steps.next();
    while (step.done !== true) {
      if (step.value !== null) this.#stepsFollowed++;
      let value: unknown;
      try {
        value = await step.value;
      } catch (error) {
        step = steps.throw(error);
        continue;
      }
      step = steps.next(value);
    }
    this.#stepsFollowed++;
    return step.value;
  }

  /** What can be awaited, if there is such a thing. */
  #make(of: Awaitable, scope: Scope): asyncio.Awaitable<unknown> | undefined {
    switch (of.aw) {
      case "future":
        return pick(this.futures, of.i);
      case "task":
        return pick(this.tasks.slice(scope.task + 1), of.i) ?? undefined;
      case "call": {
        const coroutine = this.laterCoroutine(of.i, scope);
        if (coroutine === undefined) return undefined;
        const who = `${scope.who}/${coroutine}`;
        return this.body({ ...scope, who, coroutine });
      }
      case "sleep":
        return asyncio.sleep(of.delay, of.value);
      case "gather":
        return asyncio.gather(this.#makeAll(of.all, scope), {
          returnExceptions: of.exceptions,
        });
    }
    const inner = this.#make(of.of, scope);
    if (inner === undefined) return undefined;
    return of.aw === "shield"
      ? asyncio.shield(inner)
      : asyncio.waitFor(inner, of.delay);
  }

  #makeAll(
    all: readonly Awaitable[],
    scope: Scope,
  ): asyncio.Awaitable<unknown>[] {
    return all.map((of) => this.#make(of, scope)).filter((one) =>
      one !== undefined
    );
  }

  *#run(
    statements: readonly Statement[],
    scope: Scope,
  ): Steps<Returned | undefined> {
    for (const s of statements) {
      if (++this.steps > MAX_STEPS) return undefined;
      if (this.act(s, scope)) continue;
      const returned = yield* this.#step(s, scope);
      if (returned !== undefined) return returned;
    }
    return undefined;
  }

  *#step(s: Statement, scope: Scope): Steps<Returned | undefined> {
    const { who } = scope;
    switch (s.op) {
      case "await": {
        const awaitable = this.#make(s.of, scope);
        if (awaitable === undefined) return undefined;
        this.log(who, `got ${show(yield* this.#wait(awaitable))}`);
        return undefined;
      }
      case "spawn":
        yield* this.#spawnEagerly(s.i, scope);
        return undefined;
      case "uncancel":
        this.log(who, `uncancel ${asyncio.currentTask()!.uncancel()}`);
        return undefined;
      case "return":
        return new Returned(s.value);
      case "try":
        return yield* this.#try(s, scope);
      case "withLock":
        return yield* this.#holding(pick(this.locks, s.i)!, s.body, scope);
      case "withSemaphore": {
        const semaphore = pick(this.semaphores, s.i)!;
        return yield* this.#holding(semaphore, s.body, scope);
      }
      case "withCondition":
        return yield* this.#holding(this.condition, s.body, scope);
      case "waitCondition":
        this.log(who, `condition ${show(yield this.condition.wait())}`);
        return undefined;
      case "waitBarrier":
        this.log(who, `barrier ${show(yield this.barrier.wait())}`);
        return undefined;
      case "resetBarrier":
        yield this.barrier.reset();
        return undefined;
      case "abortBarrier":
        yield this.barrier.abort();
        return undefined;
      case "waitEvent":
        this.log(
          who,
          `event ${show(yield pick(this.events, s.i)!.wait())}`,
        );
        return undefined;
      case "get":
        this.log(who, `item ${show(yield pick(this.queues, s.i)!.get())}`);
        return undefined;
      case "put":
        yield pick(this.queues, s.i)!.put(s.value);
        this.log(who, "put");
        return undefined;
      case "join":
        yield pick(this.queues, s.i)!.join();
        this.log(who, "joined");
        return undefined;
      case "wait": {
        const targets = s.all.map((of) => this.target(of)).filter((one) =>
          one !== null && one !== undefined
        );
        const { done } = (yield asyncio.wait(targets, {
          returnWhen: s.when,
          timeout: s.delay ?? Infinity,
        })) as asyncio.WaitResult<AnyFuture>;
        this.log(
          who,
          `waited ${show(targets.map((target) => done.has(target)))}`,
        );
        return undefined;
      }
      case "asCompleted":
        yield* this.#asCompleted(s, scope);
        return undefined;
      case "group":
        return (yield asyncio.TaskGroup.run((group) =>
          this.#block(s.body, { ...scope, group })
        )) as Returned | undefined;
      case "groupSpawn": {
        const { group } = scope;
        if (group === undefined) return undefined;
        this.spawn(
          s.i,
          scope,
          (inner) => group.createTask(this.body({ ...inner, group })),
        );
        return undefined;
      }
      case "timeout": {
        let timeout!: asyncio.TimeoutScope;
        const returned = yield asyncio.timeout(s.delay, (scope_) => {
          timeout = scope_;
          return this.#block(s.body, { ...scope, timeout });
        });
        this.log(who, `expired ${timeout.expired()}`);
        return returned as Returned | undefined;
      }
      case "reschedule": {
        const { timeout } = scope;
        if (timeout === undefined) return undefined;
        const when = s.delay === null ? null : this.loop.time() + s.delay;
        this.attempt(who, s.op, () => timeout.reschedule(when));
        return undefined;
      }
      default:
        throw new Error(`Unknown statement: ${s.op}`);
    }
  }

  /** A generator writes `yield*` where an async function writes `await`. */
  *#wait(awaitable: asyncio.Awaitable<unknown>): Steps<unknown> {
    return this.#mode === "generators" && asyncio.isFuture(awaitable)
      ? yield* awaitable
      : yield awaitable;
  }

  #block(
    body: readonly Statement[],
    scope: Scope,
  ): asyncio.Coroutine<Returned | undefined> {
    return this.#coroutine(() => this.#run(body, scope));
  }

  *#try(
    s: Extract<Statement, { op: "try" }>,
    scope: Scope,
  ): Steps<Returned | undefined> {
    try {
      return yield* this.#run(s.body, scope);
    } catch (error) {
      const isOther = error instanceof asyncio.CancelledError
        ? "error"
        : "cancelled";
      if (s.catches === "none" || s.catches === isOther) throw error;
      this.log(scope.who, `caught ${show(error)}`);
      const returned = yield* this.#run(s.handler, scope);
      if (s.rethrow) throw error;
      return returned;
    } finally {
      yield* this.#run(s.last, scope);
    }
  }

  *#holding(
    lock: Lock,
    body: readonly Statement[],
    scope: Scope,
  ): Steps<Returned | undefined> {
    yield lock.acquire();
    this.log(scope.who, "acquired");
    try {
      return yield* this.#run(body, scope);
    } finally {
      this.attempt(scope.who, "release", () => lock.release());
    }
  }

  *#asCompleted(
    s: Extract<Statement, { op: "asCompleted" }>,
    scope: Scope,
  ): Steps<void> {
    const all = asyncio.asCompleted(this.#makeAll(s.all, scope), {
      timeout: s.delay ?? Infinity,
    });
    if (s.async) {
      const iterator = all[Symbol.asyncIterator]();
      for (;;) {
        const next = new asyncio.Coroutine(() => iterator.next());
        const step = (yield next) as IteratorResult<
          asyncio.Completed<unknown>
        >;
        if (step.done === true) return;
        this.log(scope.who, `completed ${state(step.value.future)}`);
      }
    }
    for (const next of all) {
      try {
        this.log(scope.who, `completed ${show(yield next)}`);
      } catch (error) {
        if (error instanceof asyncio.CancelledError) throw error;
        this.log(scope.who, `completed threw ${show(error)}`);
      }
    }
  }

  /** The program as a whole. */
  async whole(): Promise<string[]> {
    this.loop.setExceptionHandler((_, { message, exception }) => {
      if (message.startsWith("Exception in callback")) {
        this.log("handler", show(exception));
      }
    });
    this.tasks[0] = this.loop.createTask(
      this.body({ who: "task0", task: 0, coroutine: 0, callback: -1 }),
    );
    await this.loop.runForever();
    // Whatever waits for ever is cancelled, twice if need be.
    for (let round = 0; round < 2; round++) {
      for (const [i, task] of this.tasks.entries()) {
        if (task === null || task.done()) continue;
        this.log("end", `cancels task${i} ${task.cancel()}`);
      }
      await this.loop.runForever();
    }
    for (const [i, task] of this.tasks.entries()) {
      if (task === null) continue;
      this.log(
        "end",
        `task${i} ${state(task)} cancelling ${task.cancelling()}`,
      );
    }
    for (const [i, future] of this.futures.entries()) {
      this.log("end", `future${i} ${state(future)}`);
    }
    return this.lines;
  }
}
