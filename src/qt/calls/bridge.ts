/**
 * The bridge: every call between TypeScript and the shim, for as long as one application lives.
 *
 * @module
 */

import { setImmediate } from "node:timers";

import { Channel } from "../../../ffi/channel.ts";
import { type CoreLibrary, qtVersion } from "../../../ffi/core.ts";
import { ErrorCode, Status } from "../../../ffi/symbols.ts";
import { extras } from "../../asyncio/core/_platform.ts";
import { nameAndMessage } from "../../asyncio/core/_util.ts";
import type { Forms } from "../objects/classes.ts";
import {
  ApplicationError,
  DestroyedObjectError,
  NestedLoopError,
  QtError,
} from "./errors.ts";
import { type IndexField, QModelIndex } from "./model_index.ts";
import { type Pending, pending } from "./pending.ts";
import { Pump, type PumpHost } from "./pump.ts";
import { report } from "./report.ts";
import { SlotWriter } from "./slots.ts";
import { QtOpaqueValue } from "./values.ts";
import { disposeAtUnload } from "../app/unload.ts";
import { type ObjectMap, WireReader, WireWriter } from "./wire.ts";

/** How the bridge knows and makes wrappers of objects; `object.ts` supplies it. */
export interface WrapperFactory {
  /** The handle of a wrapper, or `undefined` if `value` is none. */
  handleOf(value: object): number | undefined;
  /** Makes the wrapper of an object that has none; it reports itself by `adopt`. */
  make(bridge: Bridge, created: Created): object;
  /** The wrapper of an object that is no QObject. */
  wrapBox(bridge: Bridge, handle: number, classId: number): object;
  /** A class of this id does not exist any more. */
  forgetClass(id: number): void;
  /** Tells a wrapper, once, that its object has been destroyed; `silently`: without a signal that says so. */
  release(wrapper: object, silently?: boolean): void;
}

/** What can be closed with the bridge. */
type Library = { close(): void };

/** What receives a signal: its arguments, as values. */
export type Receiver = (args: readonly unknown[]) => void;

/** What shall become of an event: `Verdict` of `cpp_shim/core/calls/watcher.h`. */
export const Verdict = { GoOn: 0, Accept: 1, Ignore: 2, Late: 3 } as const;

/**
 * What receives an event: its fields. Answers how to ask for the verdict when microtasks have run, and hears, if that
 * is `Late`, by which token it is to be given.
 */
export type Watcher = (
  fields: Readonly<Record<string, unknown>>,
) => (token: number) => number;

/** How a function that is written in TypeScript has answered: `QtaAnswer` of `cpp_shim/core/abi/qtasyncio.h`. */
export const Answer = { Returned: 0, Threw: 1, Promised: 2 } as const;

/** The id of the requests that ask for the result of such a function: `QTA_FUNCTION`. */
const FUNCTION = -0x80000000;

/**
 * What calls the functions that are written in TypeScript. Gets an object of Qt's, the method's index in its class and
 * the arguments, and answers one of {@linkcode Answer} and what belongs to it.
 */
export type FunctionServer = (
  target: unknown,
  method: number,
  args: readonly unknown[],
) => readonly [answer: number, value: unknown];

/** An object that has just been created. */
export interface Created {
  readonly handle: number;
  readonly classId: number;
}

/** An asynchronous call: waiting to start, or running its nested loop. */
interface AsyncCall {
  readonly start: () => number;
  /** What the call ends with; left out: its only value. */
  readonly read?: () => unknown;
  readonly settle: Pending<unknown>;
}

/** What runs on an application. */
interface Holder {
  /** Asks it to end. */
  end(): void;
  /** Resolves when it has ended. */
  readonly ended: Promise<void>;
}

/** Handles are an index, below 2 ** 32, and how often it has been used (`cpp_shim/core/objects/handles.h`). */
function indexOf(handle: number): number {
  return handle >>> 0;
}

const NO_MICROTASKS = (): void => {};
const drainMicrotasks = extras.runMicrotasks ?? NO_MICROTASKS;

/** The connection to the shim, for as long as its application lives. */
export class Bridge implements PumpHost, ObjectMap {
  readonly pump: Pump;
  readonly qtVersion: string;

  readonly #libraries: readonly Library[];
  readonly #symbols: CoreLibrary["symbols"];
  readonly #channel: Channel;
  readonly #writer: WireWriter;
  readonly #reader: WireReader;
  /** Where arguments of members of Qt's headers are written. */
  readonly slots: SlotWriter;
  readonly #factory: WrapperFactory;
  // By the index in their handles.
  readonly #wrappers: (object | undefined)[] = [];
  readonly #receivers = new Map<number, Receiver>();
  readonly #watchers = new Map<number, Watcher>();
  #lastToken = 0;
  #functions: FunctionServer | undefined;
  readonly #opaques = new FinalizationRegistry<number>((id) => {
    if (this.#closed === undefined) this.#symbols.qta_release_opaque(id);
  });

  readonly #queue: AsyncCall[] = [];
  readonly #nested = new Map<number, AsyncCall>();

  #exec: PromiseWithResolvers<number> | undefined;
  readonly #holders = new Set<Holder>();
  #execStarted = false;
  // How many requests of Qt's are being served: its code stands still below us meanwhile.
  #serving = 0;
  readonly #onExecStart: (() => void)[] = [];
  #closed: string | undefined;

  constructor(
    core: CoreLibrary,
    others: readonly Library[],
    factory: WrapperFactory,
  ) {
    this.#libraries = [...others, core];
    this.#symbols = core.symbols;
    this.#factory = factory;
    this.#channel = new Channel(core);
    this.#writer = new WireWriter(this.#channel, this);
    this.#reader = new WireReader(this.#channel, this);
    this.slots = new SlotWriter(this.#channel, this.#writer);
    this.pump = new Pump(this.#symbols, this);
    this.qtVersion = qtVersion(core);
  }

  /**
   * Claims the shim for this thread.
   *
   * @throws {ApplicationError} If another thread has it.
   */
  open(): void {
    const status = this.#channel.open();
    if (status !== Status.Done) this.#fail(status);
    markStack(() => this.#symbols.qta_mark_stack());
  }

  get driver(): "glib" | "poll" {
    this.#check();
    return this.#symbols.qta_driver() === 1 ? "glib" : "poll";
  }

  // Objects and values

  handleOf(value: object): number | undefined {
    return this.#factory.handleOf(value);
  }

  wrap(handle: number, classId: number): object {
    if (handle < 0) return this.#factory.wrapBox(this, handle, classId);
    return this.#wrapperOf(handle) ??
      this.#factory.make(this, { handle, classId });
  }

  opaque(id: number, typeName: string): QtOpaqueValue {
    const value = typeName === "QModelIndex"
      ? new QModelIndex(id, this)
      : new QtOpaqueValue(id, typeName);
    this.#opaques.register(value, id);
    return value;
  }

  /** Says which wrapper belongs to an object. */
  adopt(handle: number, wrapper: object): void {
    const index = indexOf(handle);
    const before = this.#wrappers[index];
    this.#wrappers[index] = wrapper;
    // The object that had the place is gone; Qt has not been asked about that yet.
    if (before !== undefined) this.#factory.release(before);
  }

  #wrapperOf(handle: number): object | undefined {
    const wrapper = this.#wrappers[indexOf(handle)];
    return wrapper !== undefined && this.handleOf(wrapper) === handle
      ? wrapper
      : undefined;
  }

  // Calls into Qt

  /** Makes the application's object, by one of the libraries' functions. */
  createApplication(make: () => number, args: readonly string[]): Created {
    this.#writer.begin().write(args);
    this.#writer.end();
    const created = this.#create(make());
    this.pump.application = created.handle;
    return created;
  }

  create(className: string, parent: object | null): Created {
    this.#check();
    this.#writer.begin().write(className).write(parent);
    this.#writer.end();
    return this.#create(this.#symbols.qta_create());
  }

  describe(classId: number): unknown {
    // An object of this class may have been met in the middle of a list.
    const resume = this.#reader.interrupt();
    try {
      const status = this.#symbols.qta_describe(classId);
      if (status !== Status.Done) this.#fail(status);
      return this.#reader.begin().read();
    } finally {
      resume();
    }
  }

  get(handle: number, property: number): unknown {
    this.#check();
    this.#complete(this.#symbols.qta_get(handle, property));
    return this.#result();
  }

  set(handle: number, property: number, value: unknown): void {
    this.#check();
    this.#writer.begin().write(value);
    this.#writer.end();
    this.#complete(this.#symbols.qta_set(handle, property));
    this.#releaseDestroyed();
  }

  /** What a model index says of itself: `qta_model_index()` of `cpp_shim/core/abi/qtasyncio.h`. */
  indexField(index: QModelIndex, field: IndexField, role: number): unknown {
    this.#check();
    this.#writer.begin().write(index).write(role);
    this.#writer.end();
    this.#complete(this.#symbols.qta_model_index(field));
    return this.#result();
  }

  /** Calls a method; of several overloads, the one that fits best. */
  invoke(
    handle: number,
    methods: Forms,
    args: readonly unknown[],
  ): unknown {
    this.#check();
    this.#complete(this.#invoke(handle, methods, args), methods.name);
    return this.#result();
  }

  /**
   * As `invoke`, but the call may open an event loop of its own. It starts now; if Qt waits for JavaScript, when that has
   * answered.
   *
   * @param cancelled Called when the task that awaits the call is cancelled there, if the call has started. One that has
   * not is dropped.
   */
  invokeAsync(
    handle: number,
    methods: Forms,
    args: readonly unknown[],
    cancelled: () => void,
  ): Promise<unknown> {
    return this.#later({
      start: () => this.#invoke(handle, methods, args),
    }, cancelled);
  }

  #later(
    parts: Omit<AsyncCall, "settle">,
    cancelled: () => void,
  ): Promise<unknown> {
    this.#check();
    const settle = pending<unknown>(() => {
      const index = this.#queue.indexOf(call);
      if (index < 0) return cancelled();
      this.#queue.splice(index, 1);
      void this.pump.release();
    });
    const call: AsyncCall = { ...parts, settle };
    this.#queue.push(call);
    this.pump.acquire();
    if (this.#serving === 0) this.startPending();
    this.pump.touch();
    return settle.promise;
  }

  // Members of Qt's headers. Their arguments are in the slots.

  /** The description of a class by its name or id; null if the open libraries have none. */
  describeApi(key: string | number): string | null {
    const resume = this.#reader.interrupt();
    try {
      this.#writer.begin().write(key);
      this.#writer.end();
      const status = this.#symbols.qta_api_describe();
      if (status !== Status.Done) this.#fail(status);
      return this.#reader.begin().read() as string | null;
    } finally {
      resume();
    }
  }

  /** Calls a member with numbers alone, without a fiber. */
  callNumbers(
    member: number,
    handle: number,
    a: number,
    b: number,
    c: number,
    d: number,
  ): void {
    this.#check();
    const status = this.#symbols.qta_api_numbers(member, handle, a, b, c, d);
    if (status !== Status.Done) this.#fail(status);
  }

  /** Calls a member without a fiber. */
  callDirect(member: number, handle: number, count: number): void {
    this.#check();
    const status = this.#symbols.qta_api_direct(member, handle, count);
    if (status !== Status.Done) this.#fail(status);
  }

  /** Calls a member. */
  callMember(member: number, handle: number, count: number): void {
    this.#check();
    this.#complete(this.#symbols.qta_api_call(member, handle, count));
  }

  /**
   * As {@linkcode Bridge.callMember}, but the call may open an event loop of its own.
   *
   * @param write Writes the arguments, when the call starts.
   * @param read Reads the results.
   */
  callMemberAsync(
    member: number,
    handle: number,
    count: number,
    write: () => void,
    read: () => unknown,
  ): Promise<unknown> {
    const start = () => {
      write();
      return this.#symbols.qta_api_call(member, handle, count);
    };
    return this.#later({ start, read }, () => {});
  }

  /** The only result of the last call. */
  onlyResult(): unknown {
    return this.#result();
  }

  /** The results of the last call. */
  results(count: number): unknown[] {
    const reader = this.#reader.begin();
    const results = Array.from({ length: count }, () => reader.read());
    this.#releaseDestroyed();
    return results;
  }

  /** The object that the last call has created. */
  createdResult(): Created {
    return this.#reader.begin().readHandle();
  }

  /** Copies a value that is an object. */
  copyBox(handle: number): object {
    this.#check();
    const status = this.#symbols.qta_api_copy(handle);
    if (status !== Status.Done) this.#fail(status);
    return this.#result() as object;
  }

  /** Ends an object that is no QObject. Does nothing if the application has ended it. */
  endBox(handle: number): void {
    if (this.#closed !== undefined) return;
    this.#complete(this.#symbols.qta_api_end(handle));
    this.#releaseDestroyed();
  }

  connect(handle: number, signal: number, receiver: Receiver): number {
    this.#check();
    const status = this.#serve(this.#symbols.qta_connect(handle, signal));
    if (status !== Status.Done) this.#fail(status);
    const connection = this.#channel.id;
    this.#receivers.set(connection, receiver);
    this.pump.touch();
    return connection;
  }

  disconnect(connection: number): void {
    if (!this.#receivers.delete(connection)) return;
    this.#symbols.qta_disconnect(connection);
  }

  /** Watches for the events of a type that an object receives. */
  watch(handle: number, type: string, watcher: Watcher): number {
    this.#check();
    this.#writer.begin().write(type);
    this.#writer.end();
    const status = this.#serve(this.#symbols.qta_watch(handle));
    if (status !== Status.Done) this.#fail(status);
    const id = this.#channel.id;
    this.#watchers.set(id, watcher);
    return id;
  }

  unwatch(id: number): void {
    if (this.#watchers.delete(id)) this.#symbols.qta_unwatch(id);
  }

  /** Gives the verdict that was late. */
  answer(token: number, verdict: number): void {
    if (this.#closed !== undefined) return;
    this.#symbols.qta_answer(token, verdict);
    this.pump.touch();
  }

  /** Says what calls the functions that Qt asks for. */
  serveFunctions(server: FunctionServer): void {
    this.#functions = server;
  }

  /** Whether a window is visible, as far as Qt knows. */
  get hasVisibleWindow(): boolean {
    return this.#symbols.qta_has_visible_window() === 1;
  }

  // Signals of the process

  /** Has a second signal end the process at once; to be called when JavaScript listens to the first. */
  guardSignal(number: number): void {
    this.#symbols.qta_guard_signal(number);
  }

  /** Gives it back. Answers whether the signal has come meanwhile. */
  releaseSignal(number: number): boolean {
    return this.#symbols.qta_release_signal(number) === 1;
  }

  // exec()

  /** Whether exec() has been started and has not returned, be it pumped or not. */
  get execStarted(): boolean {
    return this.#execStarted;
  }

  /** Resolves with the exit code when exec() returns; starts it if it has not been started. Does not pump. */
  exec(): Promise<number> {
    this.#check();
    disposeAtUnload();
    if (this.#exec === undefined) {
      this.#exec = Promise.withResolvers<number>();
      this.#exec.promise.catch(() => {});
    }
    const { promise } = this.#exec;
    this.#startExecIfPossible();
    this.pump.touch();
    return promise;
  }

  /**
   * Calls a function when exec() has started, if it has been asked for and could not start yet: Qt itself does not know
   * of it then, and what is meant to end it would do nothing.
   */
  whenExecStarts(fn: () => void): void {
    if (this.#execWaits) this.#onExecStart.push(fn);
  }

  // PumpHost

  startPending(): void {
    // Before the calls that may nest loops on it.
    this.#startExecIfPossible();
    while (this.#queue.length > 0 && this.#closed === undefined) {
      const call = this.#queue.shift()!;
      let status: number;
      try {
        status = this.#serve(call.start());
      } catch (error) {
        call.settle.reject(error);
        void this.pump.release();
        continue;
      }
      if (status === Status.Blocked) {
        this.#nested.set(this.#channel.id, call);
      } else {
        this.#settle(call, status);
      }
    }
  }

  carry(status: number): boolean {
    const busy = this.#carried(this.#serve(status, drainMicrotasks));
    this.#releaseDestroyed();
    return busy;
  }

  // The end

  /**
   * Says that something runs on the application, which has to end before the application does.
   *
   * @param end Asks it to end.
   * @returns What `running` ends with.
   */
  async hold<T>(end: () => void, running: Promise<T>): Promise<T> {
    const ended = running.then(() => {}, () => {});
    const holder: Holder = { end, ended };
    this.#holders.add(holder);
    try {
      return await running;
    } finally {
      this.#holders.delete(holder);
    }
  }

  /** Ends what runs on the application, the outermost first: that ends the others. */
  async endHolders(): Promise<void> {
    for (;;) {
      const [holder] = this.#holders;
      if (holder === undefined) return;
      holder.end();
      await holder.ended;
      this.#holders.delete(holder);
    }
  }

  /** Lets every fiber run out: each loop of Qt's is told to end, until none is left. */
  async runOut(exit: () => void): Promise<void> {
    this.#abandonQueue(
      new ApplicationError("The application is being disposed of"),
    );
    this.pump.acquire();
    try {
      while (
        this.#closed === undefined &&
        (this.#exec !== undefined || this.#nested.size > 0)
      ) {
        exit();
        await new Promise((resolve) => setImmediate(resolve));
      }
    } finally {
      await this.pump.release();
    }
  }

  /** Deletes the application and leaves the shim to whoever comes next. */
  close(): void {
    if (this.#closed === undefined) {
      this.#serve(this.#symbols.qta_application_destroy());
    }
    this.#closed ??= "The application has been disposed of";
    for (const wrapper of this.#wrappers) {
      if (wrapper !== undefined) this.#factory.release(wrapper, true);
    }
    this.#wrappers.length = 0;
    this.#receivers.clear();
    this.#watchers.clear();
    this.#symbols.qta_close();
    for (const library of this.#libraries) library.close();
  }

  /**
   * Disposes of everything at once, for a program that Deno is about to unload: no handler is called, and nothing that is
   * awaited goes on.
   */
  abandon(): void {
    this.#giveUp(
      new ApplicationError("The application has been disposed of"),
    );
    this.#symbols.qta_abandon();
  }

  // Inside

  #check(): void {
    if (this.#closed !== undefined) throw new ApplicationError(this.#closed);
  }

  #create(status: number): Created {
    status = this.#serve(status);
    this.pump.touch();
    if (status !== Status.Done) this.#fail(status);
    return this.#reader.begin().readHandle();
  }

  #invoke(
    handle: number,
    methods: Forms,
    args: readonly unknown[],
  ): number {
    const { indices, byCount, required } = methods;
    // An argument that is undefined is one that is left out.
    let count = args.length;
    while (count > required && args[count - 1] === undefined) count--;
    const only = indices.length === 1 ? indices[0] : byCount[count];
    const writer = this.#writer.begin();
    if (only === undefined) writer.write(indices);
    for (let i = 0; i < count; i++) writer.write(args[i]);
    this.#writer.end();
    return only === undefined
      ? this.#symbols.qta_invoke_overloaded(handle, count)
      : this.#symbols.qta_invoke(handle, only, count);
  }

  /** Serves requests until there is another status. */
  #serve(status: number, afterEach: () => void = NO_MICROTASKS): number {
    while (status === Status.Call) {
      this.#serving++;
      const id = this.#channel.id;
      try {
        this.#serveRequest(id, afterEach);
      } catch (error) {
        this.#refuseRequest(id, error);
      } finally {
        this.#serving--;
      }
      status = this.#symbols.qta_reply();
    }
    return status;
  }

  /** Qt gets its reply whatever has been thrown: events go on, functions throw the error in QML. */
  #refuseRequest(id: number, error: unknown): void {
    report("Exception while serving a request of Qt", error);
    if (id === FUNCTION) {
      this.#reply(Answer.Threw, nameAndMessage(error));
    } else if (id < 0) {
      this.#reply(Verdict.GoOn, 0);
    }
  }

  #reply(answer: number, value: unknown): void {
    this.#writer.begin().write(answer).write(value);
    this.#writer.end();
  }

  #serveRequest(id: number, afterEach: () => void): void {
    if (id === FUNCTION) return this.#serveFunction(afterEach);
    if (id < 0) return this.#serveEvent(id, afterEach);
    const receiver = this.#receivers.get(id);
    if (receiver !== undefined) {
      const args = this.#reader.begin().read() as unknown[];
      // Among them may be the sender, if the signal is `destroyed`.
      this.#releaseDestroyed();
      receiver(args);
    }
    afterEach();
  }

  #serveEvent(id: number, afterEach: () => void): void {
    const watcher = this.#watchers.get(id);
    const fields = this.#reader.begin().read() as Record<string, unknown>;
    const verdict = watcher?.(fields);
    afterEach();
    const token = ++this.#lastToken;
    this.#reply(verdict?.(token) ?? Verdict.GoOn, token);
  }

  #serveFunction(afterEach: () => void): void {
    const reader = this.#reader.begin();
    const target = reader.read();
    const method = reader.read() as number;
    const args = reader.read() as readonly unknown[];
    let answer = this.#functions?.(target, method, args);
    afterEach();
    answer ??= [Answer.Threw, ["Error", "No function server is registered"]];
    try {
      this.#reply(...answer);
    } catch (error) {
      this.#reply(Answer.Threw, ["TypeError", nameAndMessage(error)[1]]);
    }
  }

  /** What a synchronous call ends with: throws unless it has done what it should. */
  #complete(status: number, method?: string): void {
    if (status === Status.Done) return this.pump.touch();
    status = this.#serve(status);
    this.pump.touch();
    if (status === Status.Blocked) this.#abandon(method);
    if (status !== Status.Done) this.#fail(status);
  }

  #result(): unknown {
    const value = this.#reader.only();
    this.#releaseDestroyed();
    return value;
  }

  #abandon(method?: string): never {
    const settle = Promise.withResolvers<unknown>();
    settle.promise.catch(() => {});
    this.#nested.set(this.#channel.id, { start: () => Status.Done, settle });
    this.pump.acquire();
    const alternative = method === undefined
      ? "invokeAsync()"
      : `invokeAsync("${method}")`;
    throw new NestedLoopError(
      `The call opened an event loop of its own, which cannot end while JavaScript waits for it: use ${alternative}`,
    );
  }

  #settle(call: AsyncCall, status: number): void {
    try {
      if (status === Status.Done || status === Status.Finished) {
        call.settle.resolve(
          call.read === undefined ? this.#reader.begin().read() : call.read(),
        );
      } else {
        const error = this.#error(status);
        call.settle.reject(error);
        if (status === Status.Fatal) this.#giveUp(error);
      }
    } finally {
      void this.pump.release();
    }
  }

  #finished(status: number): void {
    const id = this.#channel.id;
    const call = this.#nested.get(id);
    this.#nested.delete(id);
    if (call !== undefined) this.#settle(call, status);
  }

  get #execWaits(): boolean {
    return this.#exec !== undefined && !this.#execStarted &&
      this.#closed === undefined;
  }

  /** Qt starts exec() at the bottom of the stack alone, where none of its code stands still. */
  #startExecIfPossible(): void {
    if (!this.#execWaits || this.#serving > 0 || this.#nested.size > 0) return;
    const status = this.#symbols.qta_exec(0);
    // The pump tries again, from a turn of its own.
    if (status === Status.Deep) return this.pump.touch();
    this.#execStarted = true;
    if (this.carry(status)) this.pump.touch();
    for (const fn of this.#onExecStart.splice(0)) {
      if (this.#execStarted) fn();
    }
  }

  #carried(status: number): boolean {
    switch (status) {
      case Status.Finished:
      case Status.Failed:
        this.#finished(status);
        return true;
      case Status.Exited:
        this.#exited();
        return true;
      case Status.Busy:
        return true;
      case Status.Idle:
      case Status.Closed:
        return false;
      default:
        this.#giveUp(this.#error(status));
        return false;
    }
  }

  #exited(): void {
    const exec = this.#exec;
    this.#exec = undefined;
    this.#execStarted = false;
    exec?.resolve(this.#channel.id);
  }

  /** Tells wrappers of their objects' end. Uses the buffer: only when its values have been read. */
  #releaseDestroyed(): void {
    if (this.#channel.destroyed === 0) return;
    if (this.#symbols.qta_take_destroyed() !== Status.Done) return;
    const { buffer } = this.#reader.begin().read() as Uint8Array;
    for (const id of this.#reader.read() as number[]) {
      this.#factory.forgetClass(id);
    }
    for (const handle of new Float64Array(buffer)) {
      const wrapper = this.#wrapperOf(handle);
      if (wrapper === undefined) continue;
      this.#wrappers[indexOf(handle)] = undefined;
      this.#factory.release(wrapper);
    }
  }

  #fail(status: number): never {
    const error = this.#error(status);
    if (status === Status.Fatal) this.#giveUp(error);
    throw error;
  }

  #error(status: number): Error {
    switch (status) {
      case Status.Error:
      case Status.Failed:
      case Status.Fatal: {
        const reader = this.#reader.begin();
        const code = reader.read() as number;
        return toError(code, reader.read() as string);
      }
      case Status.WrongThread:
        return new ApplicationError(
          "The application belongs to another thread: Qt can be used from one thread alone, and not from a Worker beside it",
        );
      case Status.Orphaned:
        return new ApplicationError(
          "The Worker that owned the application was terminated: this process cannot use Qt any more. Dispose of the application before its Worker ends",
        );
      case Status.Closed:
        return new ApplicationError("The application has been disposed of");
      case Status.Deep:
        return new RangeError(
          "Maximum call stack size exceeded: cannot call Qt from so deep a stack (a slot that changes what it listens to calls itself)",
        );
      default:
        return new QtError(
          `The shim answered with an unknown status: ${status}`,
        );
    }
  }

  #abandonQueue(error: Error): void {
    for (const call of this.#queue.splice(0)) {
      call.settle.reject(error);
      void this.pump.release();
    }
  }

  /** Qt cannot go on: whoever waits for it hears so. */
  #giveUp(error: Error): void {
    if (this.#closed !== undefined) return;
    this.#closed = error.message;
    this.#abandonQueue(error);
    for (const call of this.#nested.values()) {
      call.settle.reject(error);
      void this.pump.release();
    }
    this.#nested.clear();
    this.#exec?.reject(error);
    this.#exec = undefined;
    this.#execStarted = false;
  }
}

/** One frame of this size marks JavaScript's stack in a few hundred calls. */
const FRAME = new Array<number>(256).fill(0);

/** Tells the shim how far down JavaScript's stack goes: it refuses calls from where no handler could run. */
function markStack(mark: () => number): void {
  const descend = (): void => {
    mark();
    Reflect.apply(descend, undefined, FRAME);
  };
  try {
    descend();
  } catch {
    // The end of the stack.
  }
}

function toError(code: number, message: string): Error {
  switch (code) {
    case ErrorCode.Destroyed:
      return new DestroyedObjectError(message);
    case ErrorCode.Type:
    case ErrorCode.Unknown:
      return new TypeError(message);
    case ErrorCode.Range:
      return new RangeError(message);
    case ErrorCode.State:
      return new ApplicationError(message);
    case ErrorCode.Fatal:
      return new ApplicationError(`Qt gave up with a fatal error: ${message}`);
    default:
      return new QtError(message);
  }
}
