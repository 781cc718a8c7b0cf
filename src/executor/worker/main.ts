/**
 * What a Worker of a pool runs.
 *
 * @module
 */

import type { Codec } from "../shared/values.ts";
import type { ErrorData } from "../shared/error_codec.ts";
import type { Job } from "../job.ts";
import type {
  FromWorker,
  FunctionSource,
  Layout,
  ToWorker,
  WorkerSetup,
} from "../shared/slots.ts";

/** The parts of a Worker. */
export interface WorkerParts {
  readonly layout: Layout;
  readonly codec: Codec;
  readonly errorToData: (error: unknown) => ErrorData;
  readonly setup: WorkerSetup;
}

/**
 * Runs jobs, one after the other, until the Worker is terminated.
 *
 * Its source travels to the Workers: it may use nothing from around it.
 */
export async function workerMain(parts: WorkerParts): Promise<void> {
  const { layout, codec, errorToData, setup } = parts;
  const mail = setup.port;
  const words = new Int32Array(setup.words);
  const bytes = new Uint8Array(setup.data);
  const view = new DataView(setup.data);

  /** How long a Worker waits without its event loop, in ms. */
  const HOT = 2;
  /** How long it may run jobs without its event loop, in ms. */
  const MAX_WITHOUT_EVENTS = 10;
  /**
   * For how long it looks for the next job before it sleeps, in ms, if the last one came within that time: waking it
   * would take the caller a good part of it.
   */
  const SPIN = 0.2;

  const WAKE: FromWorker = { t: "wake" };

  /** As `String(value)`, which a value of the job's can make throw. */
  const textOf = (value: unknown): string => {
    const { isError, name, message } = errorToData(value);
    return isError ? `${name}: ${message}` : message;
  };

  type AnyFunction = (...args: unknown[]) => unknown;
  type Generating = Iterator<unknown> | AsyncIterator<unknown>;

  class CancelledError extends Error {
    override readonly name = "CancelledError";
    constructor(readonly reason: unknown) {
      super(reason === undefined || reason === null ? "" : textOf(reason));
    }
  }

  /** The job that runs. */
  class Running implements Job {
    readonly worker = setup.name;
    #abort: AbortController | null = null;
    #reason: unknown = undefined;
    /** Whether mail was sent, which the outcome must not overtake. */
    mailed = false;
    transferred: Transferable[] = [];
    transferredValue: unknown = undefined;
    taken = 0;
    returned = false;
    wake: (() => void) | null = null;

    constructor(readonly id: number) {}

    get cancelled(): boolean {
      return Atomics.load(words, layout.cancelled) === this.id;
    }

    get signal(): AbortSignal {
      this.#abort ??= new AbortController();
      if (this.cancelled) this.cancel(this.#reason);
      return this.#abort.signal;
    }

    cancel(reason: unknown): void {
      this.#reason = reason;
      this.#abort?.abort(new CancelledError(reason));
      this.wake?.();
    }

    throwIfCancelled(): void {
      if (this.cancelled) throw new CancelledError(this.#reason);
    }

    progress(value: unknown): void {
      this.throwIfCancelled();
      this.#post({ t: "progress", id: this.id, value });
    }

    log(...args: unknown[]): void {
      this.throwIfCancelled();
      try {
        this.#post({ t: "log", id: this.id, args });
      } catch {
        this.#post({ t: "log", id: this.id, args: args.map(textOf) });
      }
    }

    callSoonThreadsafe(name: string, ...args: unknown[]): void {
      this.throwIfCancelled();
      this.#post({ t: "call", id: this.id, name, args });
    }

    transfer<T>(value: T, transfer: Transferable[]): T {
      this.transferredValue = value;
      this.transferred = transfer;
      return value;
    }

    #post(message: FromWorker): void {
      mail.postMessage(message);
      this.mailed = true;
    }
  }

  const functions = new Map<number, FunctionSource | AnyFunction>();
  const letters = new Map<number, unknown[]>();
  let job: Running | null = null;
  let newMail: (() => void) | null = null;

  mail.onmessage = (event: MessageEvent<ToWorker>) => {
    const message = event.data;
    switch (message.t) {
      case "function":
        functions.set(message.id, message.from);
        break;
      case "arguments":
        letters.set(message.id, message.args);
        break;
      case "wake":
        break;
      case "forget":
        letters.delete(message.id);
        return;
      case "initialize":
        initialize(message.from, message.args);
        return;
      case "cancel":
        if (job?.id === message.id) job.cancel(message.reason);
        return;
      case "taken":
        if (job?.id === message.id) {
          job.taken += message.count;
          job.wake?.();
        }
        return;
      case "return":
        if (job?.id === message.id) {
          job.returned = true;
          job.wake?.();
        }
        return;
    }
    newMail?.();
  };

  async function theMail<T>(look: () => T | undefined): Promise<T> {
    for (;;) {
      const found = look();
      if (found !== undefined) return found;
      await new Promise<void>((resolve) => newMail = resolve);
    }
  }

  function compile(source: string, name: string): AnyFunction {
    const evaluate = (expression: string): unknown =>
      new Function(
        `"use strict"; return (${expression}\n)\n//# sourceURL=worker:${
          name.replace(/\W/g, "_")
        }`,
      )();
    let made: unknown;
    try {
      made = evaluate(source);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      // A method's source is one only inside of an object.
      made = Object.values(evaluate(`{${source}}`) as object)[0];
    }
    return made as AnyFunction;
  }

  async function importFunction(
    module: string,
    name: string,
  ): Promise<AnyFunction> {
    let exports: Record<string, unknown>;
    try {
      exports = await import(module);
    } catch (error) {
      const { name: kind, message } = errorToData(error);
      if (kind !== "NotCapable" && !/Requires (read|import)/.test(message)) {
        throw error;
      }
      const flag = module.startsWith("file:") ? "read" : "import";
      throw new Deno.errors.NotCapable(
        `A Worker needs --allow-${flag} to import ${module}: grant it, or give a function without imports, ` +
          `which travels by its source (${message})`,
        { cause: error },
      );
    }
    const found = exports[name];
    if (typeof found === "function") return found as AnyFunction;
    throw new TypeError(
      `The module ${module} has no function "${name}": it exports ${
        Object.keys(exports).join(", ") || "nothing"
      }`,
    );
  }

  async function load(from: FunctionSource): Promise<AnyFunction> {
    return "module" in from
      ? await importFunction(from.module, from.name)
      : compile(from.source, from.name);
  }

  async function initialize(from: FunctionSource, args: unknown[]) {
    let error: ErrorData | null = null;
    try {
      await (await load(from))(...args);
    } catch (thrown) {
      error = dataOf(thrown, from);
    }
    mail.postMessage({ t: "initialized", error } satisfies FromWorker);
  }

  /** Takes apart what a job threw. A name that is not there is, as a rule, a variable that stayed behind. */
  function dataOf(thrown: unknown, from: FunctionSource | null): ErrorData {
    const error = errorToData(thrown);
    if (from === null || "module" in from) return error;
    if (error.classes[0] !== "ReferenceError") return error;
    const missing = /^(\S+) is not defined$/.exec(error.message)?.[1];
    if (missing === undefined) return error;
    const message =
      `"${missing}" is not defined in the Worker: ${from.name}() travels as its source, without the variables ` +
      `around it. Pass "${missing}" as an argument, or give an export of a module (workerModule())`;
    error.stack = error.stack.replace(error.message, () => message);
    error.message = message;
    return error;
  }

  function isGenerating(value: unknown): value is Generating {
    if (typeof value !== "object" || value === null) return false;
    const object = value as Record<PropertyKey, unknown>;
    return typeof object.next === "function" &&
      typeof object.return === "function" &&
      (Symbol.iterator in object || Symbol.asyncIterator in object);
  }

  async function stream(generator: Generating, job: Running): Promise<unknown> {
    let sent = 0;
    const ended = (): boolean => job.returned || job.cancelled;
    for (;;) {
      while (!ended() && sent - job.taken >= layout.streamWindow) {
        await new Promise<void>((resolve) => job.wake = resolve);
      }
      if (ended()) {
        await generator.return?.(undefined);
        job.throwIfCancelled();
        return undefined;
      }
      const step = await generator.next();
      if (step.done === true) return step.value;
      mail.postMessage(
        { t: "value", id: job.id, value: step.value } satisfies FromWorker,
      );
      job.mailed = true;
      sent++;
      if (sent % layout.streamWindow === 0) await macrotask();
    }
  }

  function macrotask(): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, 0));
  }

  function publish(slot: number, state: number): void {
    job = null;
    Atomics.store(words, layout.states + slot, state);
    ringPool();
  }

  function ringPool(): void {
    if (Atomics.exchange(words, layout.poolSleeps, 0) !== 0) {
      mail.postMessage(WAKE);
    }
  }

  function succeed(slot: number, mine: Running, value: unknown, ms: number) {
    const at = slot * layout.slotBytes;
    if (!mine.mailed && mine.transferred.length === 0) {
      const to = codec.encode(
        value,
        bytes,
        view,
        at + layout.resultAt,
        at + layout.slotBytes,
      );
      if (to >= 0) {
        view.setFloat64(at, ms, true);
        publish(slot, layout.done);
        return;
      }
    }
    const transfer = value === mine.transferredValue ? mine.transferred : [];
    const message: FromWorker = { t: "result", id: mine.id, value, ms };
    try {
      mail.postMessage(message, transfer);
    } catch (error) {
      const { message: why, name } = errorToData(error);
      fail(
        slot,
        mine,
        new DOMException(
          `The result of the job cannot be sent from the Worker: ${why}`,
          name,
        ),
        null,
        ms,
      );
      return;
    }
    publish(slot, layout.mailed);
  }

  function fail(
    slot: number,
    mine: Running,
    thrown: unknown,
    from: FunctionSource | null,
    ms: number,
  ) {
    const error = dataOf(thrown, from);
    const message: FromWorker = { t: "error", id: mine.id, error, ms };
    mail.postMessage(message);
    publish(slot, layout.mailed);
  }

  /** Runs the job of a slot: at once if it is an ordinary function, else it returns a promise. */
  function runSlot(slot: number): Promise<void> | undefined {
    const at = slot * layout.slotBytes;
    const mine = job = new Running(view.getInt32(at, true));
    const id = view.getInt32(at + 4, true);
    const flags = view.getInt32(at + 8, true);
    const known = functions.get(id);
    if (
      typeof known !== "function" || flags !== 0
    ) {
      return prepare(slot, mine, id, flags);
    }
    const args = codec.decode(bytes, view, at + layout.argumentsAt);
    return call(slot, mine, known, sources.get(id)!, args as unknown[], false);
  }

  const sources = new Map<number, FunctionSource>();

  async function prepare(
    slot: number,
    mine: Running,
    id: number,
    flags: number,
  ): Promise<void> {
    const start = performance.now();
    let from: FunctionSource | null = null;
    try {
      const known = await theMail(() => functions.get(id));
      let fn: AnyFunction;
      if (typeof known === "function") fn = known;
      else {
        from = known;
        fn = await load(known);
        functions.set(id, fn);
        sources.set(id, known);
      }
      let args: unknown;
      if ((flags & layout.argumentsByMail) !== 0) {
        args = await theMail(() => letters.get(mine.id));
        letters.delete(mine.id);
      } else {
        const at = slot * layout.slotBytes + layout.argumentsAt;
        args = codec.decode(bytes, view, at);
      }
      const streamed = (flags & layout.stream) !== 0;
      const from2 = sources.get(id)!;
      await call(slot, mine, fn, from2, args as unknown[], streamed);
    } catch (error) {
      fail(slot, mine, error, from, performance.now() - start);
    }
  }

  function call(
    slot: number,
    mine: Running,
    fn: AnyFunction,
    from: FunctionSource,
    args: unknown[],
    streamed: boolean,
  ): Promise<void> | undefined {
    const start = performance.now();
    let result: unknown;
    let isPending = streamed;
    try {
      mine.throwIfCancelled();
      result = fn(...args);
      if (typeof result === "object" && result !== null) {
        isPending ||= isThenable(result) || isGenerating(result);
      }
    } catch (error) {
      fail(slot, mine, error, from, performance.now() - start);
      return undefined;
    }
    if (isPending) return settle(slot, mine, from, result, streamed, start);
    succeed(slot, mine, result, performance.now() - start);
    return undefined;
  }

  function isThenable(value: object): boolean {
    return typeof (value as { then?: unknown }).then === "function";
  }

  async function settle(
    slot: number,
    mine: Running,
    from: FunctionSource,
    pending: unknown,
    streamed: boolean,
    start: number,
  ): Promise<void> {
    try {
      let value = await pending;
      if (isGenerating(value) !== streamed) {
        throw new TypeError(
          streamed
            ? `${from.name}() returned no generator: give it to submit()`
            : `${from.name}() returned a generator: give it to stream()`,
        );
      }
      if (streamed) value = await stream(value as Generating, mine);
      succeed(slot, mine, value, performance.now() - start);
    } catch (error) {
      fail(slot, mine, error, from, performance.now() - start);
    }
  }

  const shared = globalThis as unknown as Record<PropertyKey, unknown>;
  const currentJob = (): Job => {
    if (job !== null) return job;
    throw new Error("This Worker runs no job");
  };
  shared[Symbol.for("qtasyncio.currentJob")] = currentJob;
  shared["currentJob"] = currentJob;

  const onStray = (event: Event, error: unknown): void => {
    event.preventDefault();
    mail.postMessage(
      { t: "fatal", error: errorToData(error) } satisfies FromWorker,
    );
  };
  addEventListener("error", (event) => onStray(event, event.error));
  addEventListener(
    "unhandledrejection",
    (event) => onStray(event, event.reason),
  );

  let next = 0;
  let lastEvents = performance.now();
  let lastDone = -Infinity;
  let spins = false;
  for (;;) {
    const bell = Atomics.load(words, layout.bell);
    const state = layout.states + next;
    let found = Atomics.load(words, state);
    if (found === layout.free && spins) {
      const end = lastDone + SPIN;
      do {
        for (let i = 0; i < 64 && found === layout.free; i++) {
          found = Atomics.load(words, state);
        }
      } while (found === layout.free && performance.now() < end);
      spins = false;
    }
    if (found === layout.withdrawn) {
      Atomics.store(words, state, layout.free);
      ringPool();
      next = (next + 1) % layout.slots;
      continue;
    }
    if (found === layout.ready) {
      const won = Atomics.compareExchange(
        words,
        state,
        layout.ready,
        layout.running,
      );
      if (won !== layout.ready) continue;
      const soon = performance.now() - lastDone < SPIN;
      const running = runSlot(next);
      next = (next + 1) % layout.slots;
      if (running !== undefined) await running;
      lastDone = performance.now();
      spins = soon;
      if (lastDone - lastEvents > MAX_WITHOUT_EVENTS) {
        await macrotask();
        lastEvents = performance.now();
      }
      continue;
    }
    // Deno ends a Worker where its event loop runs, which it does when this function is left.
    if (Atomics.load(words, layout.doomed) !== 0) return;
    Atomics.store(words, layout.sleeps, layout.sleepsHot);
    // The pool rings first, and looks then whether it has to wake: between them, nothing is lost.
    if (Atomics.load(words, layout.bell) === bell) {
      // A thread that sleeps in here wakes sooner than one whose event loop does.
      const woken = Atomics.wait(
        words,
        layout.sleeps,
        layout.sleepsHot,
        HOT,
      );
      if (woken === "timed-out") {
        Atomics.store(words, layout.sleeps, layout.sleepsCold);
        if (Atomics.load(words, layout.bell) === bell) {
          await new Promise<void>((resolve) => newMail = resolve);
        }
        lastEvents = performance.now();
      }
    }
    Atomics.store(words, layout.sleeps, 0);
  }
}
