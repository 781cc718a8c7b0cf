/**
 * The bridge: every call from TypeScript into the shim, for as long as one application lives.
 *
 * @module
 */

import { Channel, markStack } from "../../../ffi/channel.ts";
import { type CoreLibrary, qtVersion } from "../../../ffi/core.ts";
import { Driver, Status as AbiStatus, Watch } from "../../../ffi/abi.ts";
import { ApiCalls } from "./api_calls.ts";
import { AsyncCalls } from "./async_calls.ts";
import {
  ApplicationError,
  DISPOSED,
  errorOf,
  NestedLoopError,
} from "./errors.ts";
import type { Library, Link, Overloads } from "./link.ts";
import type { IndexField, QModelIndex } from "./model_index.ts";
import type { Pump } from "./pump.ts";
import { type EventReceiver, type Receiver, Requests } from "./requests.ts";
import { WireReader } from "./wire_reader.ts";
import { WireWriter } from "./wire_writer.ts";
import {
  type Created,
  type OpaqueSource,
  type WrapperFactory,
  Wrappers,
} from "./wrappers.ts";

// A constant of this module: V8 folds it into the code that it compiles, and loads what is imported each time.
const Status = AbiStatus;

/** The connection to the shim, for as long as its application lives. */
export class Bridge implements OpaqueSource {
  readonly pump: Pump;
  readonly qtVersion: string;
  readonly wrappers: Wrappers;
  readonly requests: Requests;
  /** `exec()`, and the calls that open an event loop. */
  readonly calls: AsyncCalls;
  /** Calls of members of Qt's headers. */
  readonly api: ApiCalls;

  readonly #libraries: readonly Library[];
  readonly #symbols: CoreLibrary["symbols"];
  readonly #channel: Channel;
  readonly #writer: WireWriter;
  readonly #reader: WireReader;
  #closed: string | undefined;

  constructor(
    core: CoreLibrary,
    others: readonly Library[],
    newFactory: (bridge: Bridge) => WrapperFactory,
  ) {
    const { symbols } = core;
    const channel = new Channel(core);
    const factory = newFactory(this);
    const wrappers = new Wrappers(symbols, channel, factory, this);
    const writer = new WireWriter(channel);
    const reader = new WireReader(channel, wrappers);
    const link: Link = { symbols, channel, writer, reader, wrappers };
    this.#libraries = [...others, core];
    this.#symbols = symbols;
    this.#channel = channel;
    this.#writer = writer;
    this.#reader = reader;
    this.wrappers = wrappers;
    this.requests = new Requests(link);
    this.calls = new AsyncCalls(
      link,
      this.requests,
      (error) => this.#closed ??= error.message,
    );
    this.api = new ApiCalls(link, this.calls, {
      isClosed: () => this.#closed !== undefined,
      check: () => this.#check(),
      complete: (status) => this.#complete(status),
      result: () => this.#result(),
      takeNews: (handle) => this.#takeNews(handle),
      fail: (status) => this.#fail(status),
    });
    this.pump = this.calls.pump;
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
    return this.#symbols.qta_driver() === Driver.Exact ? "glib" : "poll";
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
    return this.#result(handle);
  }

  set(handle: number, property: number, value: unknown): void {
    this.#check();
    this.#writer.begin().write(value);
    this.#writer.end();
    this.#complete(this.#symbols.qta_set(handle, property));
    this.#takeNews(handle);
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
    overloads: Overloads,
    args: readonly unknown[],
  ): unknown {
    this.#check();
    this.#complete(this.#invoke(handle, overloads, args), overloads.name);
    return this.#result(handle);
  }

  /**
   * As `invoke`, but the call may open an event loop of its own. It starts now; if Qt waits for JavaScript, when that has
   * returned.
   *
   * @param cancelled Called when the task that awaits the call is cancelled there, if the call has started. One that has
   * not is dropped.
   */
  invokeAsync(
    handle: number,
    overloads: Overloads,
    args: readonly unknown[],
    cancelled: () => void,
  ): Promise<unknown> {
    this.#check();
    return this.calls.begin(
      () => this.#invoke(handle, overloads, args),
      cancelled,
    );
  }

  connect(handle: number, signal: number, receiver: Receiver): number {
    this.#check();
    const status = this.#symbols.qta_connect(handle, signal);
    const connection = this.#register(status);
    this.requests.onSignal(connection, receiver);
    this.pump.touch();
    return connection;
  }

  disconnect(connection: number): void {
    if (!this.requests.offSignal(connection)) return;
    this.#symbols.qta_disconnect(connection);
  }

  /** Has a function receive the events of a type before an object does. */
  filterEvents(handle: number, type: string, receiver: EventReceiver): number {
    this.#check();
    this.#writer.begin().write(type);
    this.#writer.end();
    const filter = this.#register(this.#symbols.qta_filter_events(handle));
    this.requests.onEvent(filter, receiver);
    return filter;
  }

  removeFilter(filter: number): void {
    if (this.requests.offEvent(filter)) this.#symbols.qta_remove_filter(filter);
  }

  /**
   * Watches a descriptor, changes its watch or ends it.
   *
   * @param type 0: whether it can be read from; 1: whether it can be written to.
   */
  watchDescriptor(
    descriptor: number,
    type: 0 | 1,
    state: number,
    ready: () => void,
  ): void {
    if (state === Watch.Removed) {
      this.requests.offDescriptor(descriptor, type);
      if (this.#closed !== undefined) return;
    } else this.#check();
    this.#complete(
      this.#symbols.qta_watch_descriptor(descriptor, type, state),
    );
    if (state !== Watch.Removed) {
      this.requests.onDescriptor(descriptor, type, ready);
    }
  }

  /** Gives the result of an event that was late. */
  finishEvent(token: number, result: number): void {
    if (this.#closed !== undefined) return;
    this.#symbols.qta_finish_event(token, result);
    this.pump.touch();
  }

  /** Whether a window is visible, as far as Qt knows. */
  get hasVisibleWindow(): boolean {
    return this.#symbols.qta_has_visible_window() === 1;
  }

  /** As {@linkcode AsyncCalls.exec}. */
  exec(): Promise<number> {
    this.#check();
    return this.calls.exec();
  }

  // Signals of the process

  /** Has a second signal end the process at once; to be called when JavaScript listens to the first. */
  guardSignal(number: number): void {
    this.#symbols.qta_guard_signal(number);
  }

  /** Gives it back. Returns whether the signal has come meanwhile. */
  releaseSignal(number: number): boolean {
    return this.#symbols.qta_release_signal(number) === 1;
  }

  releaseOpaque(id: number): void {
    if (this.#closed === undefined) this.#symbols.qta_release_opaque(id);
  }

  // The end

  /** Deletes the application and leaves the shim to the next one. */
  close(): void {
    if (this.#closed === undefined) {
      this.requests.serve(this.#symbols.qta_application_destroy());
    }
    this.#closed ??= DISPOSED;
    this.wrappers.reportNews(this.#reader);
    this.calls.close();
    this.wrappers.close();
    this.requests.clear();
    this.#symbols.qta_close();
    for (const library of this.#libraries) library.close();
  }

  /**
   * Disposes of everything at once, for a program that Deno is about to unload: no handler is called, and nothing that is
   * awaited goes on.
   */
  abandon(): void {
    this.calls.giveUp(new ApplicationError(DISPOSED));
    this.#symbols.qta_abandon();
  }

  // Inside

  #check(): void {
    if (this.#closed !== undefined) throw new ApplicationError(this.#closed);
  }

  #create(status: number): Created {
    status = this.requests.serve(status);
    this.pump.touch();
    if (status !== Status.Done) this.#fail(status);
    const created = this.#reader.begin().readHandle();
    this.#takeNews();
    return created;
  }

  /** The id that a call has left. */
  #register(status: number): number {
    status = this.requests.serve(status);
    if (status !== Status.Done) this.#fail(status);
    return this.#channel.id;
  }

  #invoke(
    handle: number,
    { indices, byCount, required }: Overloads,
    args: readonly unknown[],
  ): number {
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

  /** What a synchronous call ends with: throws unless it has done what it should. */
  #complete(status: number, method?: string): void {
    if (status === Status.Done) return this.pump.touch();
    status = this.requests.serve(status);
    this.pump.touch();
    if (status === Status.Blocked) this.#abandonCall(method);
    if (status !== Status.Done) this.#fail(status);
  }

  #result(handle?: number): unknown {
    const value = this.#reader.only();
    this.#takeNews(handle);
    return value;
  }

  /** @param handle The object whose member has been called. */
  #takeNews(handle?: number): void {
    if (this.#channel.news === 0) return;
    const { wrappers } = this;
    // Its wrapper is forgotten if the call has destroyed it.
    const object = handle === undefined ? null : wrappers.find(handle) ?? null;
    wrappers.takeNews(this.#reader);
    wrappers.messages.deliver(object);
  }

  #abandonCall(method?: string): never {
    this.calls.abandonCall();
    const alternative = method === undefined
      ? "invokeAsync()"
      : `invokeAsync("${method}")`;
    throw new NestedLoopError(
      `Cannot wait for the call: it opened an event loop, which cannot end before JavaScript goes on; use await ${alternative}`,
    );
  }

  #fail(status: number): never {
    const error = errorOf(status, this.#reader);
    if (status === Status.Fatal) this.calls.giveUp(error);
    throw error;
  }
}

let current: Bridge | undefined;

/** The bridge of this thread's application, if there is one. */
export function currentBridge(): Bridge | undefined {
  return current;
}

/** Sets or clears it. */
export function setCurrentBridge(bridge: Bridge | undefined): void {
  current = bridge;
}

/** @throws {ApplicationError} If this thread has no application. */
export function requireBridge(): Bridge {
  if (current !== undefined) return current;
  throw new ApplicationError(
    "Cannot use Qt: there is no application in this thread; create a QCoreApplication or a QApplication first",
  );
}
