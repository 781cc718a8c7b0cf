/**
 * The objects of a program, and what callbacks and coroutines can do with them
 * without waiting.
 *
 * @module
 */

import * as asyncio from "../../src/asyncio/mod.ts";
import {
  type Action,
  MAX_STEPS,
  MAX_TASKS,
  OBJECTS,
  type Program,
  type Statement,
  type Target,
} from "./program.ts";
import {
  type AnyFuture,
  type AnyTask,
  Boom,
  pick,
  range,
  type Scope,
  show,
  state,
} from "./values.ts";

/** A run of a program, without what its coroutines wait for. */
export abstract class Actions {
  protected readonly program: Program;
  protected readonly loop: asyncio.BaseEventLoop;
  protected readonly lines: string[] = [];
  protected steps = 0;
  protected readonly tasks: (AnyTask | null)[] = [];
  protected readonly handles: asyncio.Handle[] = [];
  protected readonly futures: AnyFuture[];
  protected readonly locks = range(OBJECTS.locks, () => new asyncio.Lock());
  protected readonly events = range(OBJECTS.events, () => new asyncio.Event());
  protected readonly condition = new asyncio.Condition();
  protected readonly semaphores = OBJECTS.semaphores.map((value, i, all) =>
    i === all.length - 1
      ? new asyncio.BoundedSemaphore(value)
      : new asyncio.Semaphore(value)
  );
  protected readonly barrier = new asyncio.Barrier(OBJECTS.barrier);
  protected readonly queues = [
    new asyncio.Queue<number>(OBJECTS.queues[0]),
    new asyncio.LifoQueue<number>(OBJECTS.queues[1]),
    new asyncio.PriorityQueue<number>(OBJECTS.queues[2]),
  ];
  protected readonly callbacks: ((future?: AnyFuture) => void)[];

  constructor(program: Program, loop: asyncio.BaseEventLoop) {
    this.program = program;
    this.loop = loop;
    this.futures = range(OBJECTS.futures, () => loop.createFuture());
    this.callbacks = program.callbacks.map((actions, i) =>
      this.callback(actions, i)
    );
  }

  protected log(who: string, text: string): void {
    this.lines.push(`${Math.round(this.loop.time())} ${who}: ${text}`);
  }

  protected attempt(who: string, op: string, fn: () => unknown): void {
    let text: string;
    try {
      text = `${op} ${show(fn())}`;
    } catch (error) {
      text = `${op} threw ${show(error)}`;
    }
    this.log(who, text);
  }

  protected callback(
    actions: readonly Action[],
    callback: number,
  ): (future?: AnyFuture) => void {
    const who = `callback${callback}`;
    return (future) => {
      this.log(who, future === undefined ? "called" : state(future));
      for (const action of actions) {
        if (++this.steps > MAX_STEPS) return;
        this.act(action, { who, task: -1, coroutine: -1, callback });
      }
    };
  }

  protected target(of: Target): AnyFuture | null | undefined {
    return pick<AnyFuture | null>(
      of.kind === "future" ? this.futures : this.tasks,
      of.i,
    );
  }

  /** A coroutine with a greater number, if there is one. */
  protected laterCoroutine(i: number, scope: Scope): number | undefined {
    const first = Math.max(scope.coroutine, 0) + 1;
    const count = this.program.coroutines.length - first;
    return count > 0 ? first + i % count : undefined;
  }

  /** A place for a new task, if there is one, and where its statements stand. */
  protected reserve(i: number, scope: Scope): Scope | undefined {
    const coroutine = this.laterCoroutine(i, scope);
    if (coroutine === undefined || this.tasks.length === MAX_TASKS) {
      this.log(scope.who, "spawn skipped");
      return undefined;
    }
    const task = this.tasks.push(null) - 1;
    return { who: `task${task}`, task, coroutine, callback: -1 };
  }

  protected spawn(
    i: number,
    scope: Scope,
    make: (inner: Scope) => AnyTask,
  ): void {
    const inner = this.reserve(i, scope);
    if (inner === undefined) return;
    try {
      this.tasks[inner.task] = make(inner);
    } catch (error) {
      if (!(error instanceof asyncio.RuntimeError)) throw error;
      this.log(scope.who, `spawn threw ${show(error)}`);
    }
  }

  /** Does what callbacks can do, too; tells whether the statement is of that kind. */
  protected act(s: Statement, scope: Scope): boolean {
    const { who } = scope;
    const attempt = (fn: () => unknown) => this.attempt(who, s.op, fn);
    switch (s.op) {
      case "log":
        this.log(who, `log ${s.value}`);
        return true;
      case "state": {
        const target = this.target(s.of);
        if (!target) return true;
        const cancelling = target instanceof asyncio.Task
          ? ` cancelling ${target.cancelling()}`
          : "";
        this.log(who, `state ${state(target)}${cancelling}`);
        return true;
      }
      case "raise":
        throw new Boom(s.value);
      case "spawn":
        if (s.eager) return false;
        this.spawn(
          s.i,
          scope,
          (inner) => this.loop.createTask(this.body(inner)),
        );
        return true;
      case "cancel": {
        const target = this.target(s.of);
        if (target) attempt(() => target.cancel(s.reason));
        return true;
      }
      case "setResult":
        attempt(() => pick(this.futures, s.i)!.setResult(s.value));
        return true;
      case "setException":
        attempt(() => pick(this.futures, s.i)!.setException(new Boom(s.value)));
        return true;
      case "addDoneCallback":
      case "removeDoneCallback": {
        const target = this.target(s.of);
        const callback = pick(
          this.callbacks.slice(scope.callback + 1),
          s.callback,
        );
        if (!target || callback === undefined) return true;
        if (s.op === "addDoneCallback") target.addDoneCallback(callback);
        else attempt(() => target.removeDoneCallback(callback));
        return true;
      }
      case "callSoon":
      case "callLater": {
        const callback = pick(
          this.callbacks.slice(scope.callback + 1),
          s.callback,
        );
        if (callback === undefined) return true;
        this.handles.push(
          s.op === "callSoon"
            ? this.loop.callSoon(callback)
            : this.loop.callLater(s.delay, callback),
        );
        return true;
      }
      case "cancelHandle":
        pick(this.handles, s.i)?.cancel();
        return true;
      case "set":
        pick(this.events, s.i)!.set();
        return true;
      case "clear":
        pick(this.events, s.i)!.clear();
        return true;
      case "notify":
        attempt(() => this.condition.notify(s.count));
        return true;
      case "releaseLock":
        attempt(() => pick(this.locks, s.i)!.release());
        return true;
      case "releaseSemaphore":
        attempt(() => pick(this.semaphores, s.i)!.release());
        return true;
      case "putNowait":
        attempt(() => pick(this.queues, s.i)!.putNowait(s.value));
        return true;
      case "getNowait":
        attempt(() => pick(this.queues, s.i)!.getNowait());
        return true;
      case "taskDone":
        attempt(() => pick(this.queues, s.i)!.taskDone());
        return true;
      case "shutdown":
        attempt(() => pick(this.queues, s.i)!.shutdown(s.immediate));
        return true;
      default:
        return false;
    }
  }

  /** A call of the coroutine that the scope names. */
  protected abstract body(scope: Scope): asyncio.Coroutine<unknown>;
}
