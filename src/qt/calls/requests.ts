/**
 * Serves Qt's requests: it asks for JavaScript to run while a call into it has not returned, and is suspended until it
 * has the reply.
 *
 * @module
 */

import type { Channel } from "../../../ffi/channel.ts";
import type { CoreLibrary } from "../../../ffi/core.ts";
import {
  EventResult,
  FunctionResult,
  Request as AbiRequest,
  Status as AbiStatus,
} from "../../../ffi/abi.ts";
import { nameAndMessage } from "../../asyncio/core/_util.ts";
import { report } from "./errors.ts";
import type { Link } from "./link.ts";
import type { WireReader } from "./wire_reader.ts";
import type { WireWriter } from "./wire_writer.ts";
import type { Wrappers } from "./wrappers.ts";

// Constants of this module: V8 folds them into the code that it compiles, and loads what is imported each time.
const Status = AbiStatus;
const Request = AbiRequest;

/** What receives a signal: its arguments, as values. */
export type Receiver = (args: readonly unknown[]) => void;

/**
 * What receives an event: its fields. Returns a function that is called when microtasks have run, and returns an
 * `EventResult`. If that is `Late`, the result follows with the token.
 */
export type EventReceiver = (
  fields: Readonly<Record<string, unknown>>,
) => (token: number) => number;

/**
 * What calls the functions that are written in TypeScript. Gets an object of Qt's, the method's index in its class and
 * the arguments, and returns one of `FunctionResult` and what belongs to it.
 */
export type FunctionServer = (
  target: unknown,
  method: number,
  args: readonly unknown[],
) => readonly [outcome: number, value: unknown];

/**
 * What calls the functions that override Qt's, and replies. Gets what reads the request, and what runs microtasks.
 */
export type OverrideServer = (
  reader: WireReader,
  afterEach: () => void,
) => void;

const NO_MICROTASKS = (): void => {};

/** Serves requests, each by what is registered for it. */
export class Requests {
  readonly #symbols: CoreLibrary["symbols"];
  readonly #channel: Channel;
  readonly #writer: WireWriter;
  readonly #reader: WireReader;
  readonly #wrappers: Wrappers;

  readonly #receivers = new Map<number, Receiver>();
  readonly #eventReceivers = new Map<number, EventReceiver>();
  /** What to call when a descriptor is ready, by twice its number plus the type. */
  readonly #descriptors = new Map<number, () => void>();
  #functions: FunctionServer | undefined;
  #overrides: OverrideServer | undefined;
  #lastToken = 0;
  #depth = 0;

  constructor({ symbols, channel, writer, reader, wrappers }: Link) {
    this.#symbols = symbols;
    this.#channel = channel;
    this.#writer = writer;
    this.#reader = reader;
    this.#wrappers = wrappers;
  }

  /** Whether a request is being served: a call of Qt's is suspended meanwhile. */
  get serving(): boolean {
    return this.#depth > 0;
  }

  /** Says what receives a signal. */
  onSignal(connection: number, receiver: Receiver): void {
    this.#receivers.set(connection, receiver);
  }

  /** Returns whether something received the signal. */
  offSignal(connection: number): boolean {
    return this.#receivers.delete(connection);
  }

  /** Says what receives the events of a filter. */
  onEvent(filter: number, receiver: EventReceiver): void {
    this.#eventReceivers.set(filter, receiver);
  }

  /** Returns whether something received the events. */
  offEvent(filter: number): boolean {
    return this.#eventReceivers.delete(filter);
  }

  /** Says what is called when a descriptor is ready: type 0 to read, 1 to write. */
  onDescriptor(descriptor: number, type: 0 | 1, ready: () => void): void {
    this.#descriptors.set(2 * descriptor + type, ready);
  }

  /** Forgets it. */
  offDescriptor(descriptor: number, type: 0 | 1): void {
    this.#descriptors.delete(2 * descriptor + type);
  }

  /** Says what calls the functions that Qt asks for. */
  onFunction(server: FunctionServer): void {
    this.#functions = server;
  }

  /** Says what calls the functions that override Qt's. */
  onOverride(server: OverrideServer): void {
    this.#overrides = server;
  }

  /** Forgets what receives signals and events, and what waits for descriptors. */
  clear(): void {
    this.#descriptors.clear();
    this.#receivers.clear();
    this.#eventReceivers.clear();
  }

  /**
   * Serves requests until there is another status, and returns that.
   *
   * @param afterEach Runs microtasks, where they may run while Qt is suspended.
   */
  serve(status: number, afterEach: () => void = NO_MICROTASKS): number {
    while (status === Status.Call) {
      this.#depth++;
      const id = this.#channel.id;
      try {
        this.#serveOne(id, afterEach);
      } catch (error) {
        this.#refuse(id, error);
      } finally {
        this.#depth--;
      }
      status = this.#symbols.qta_reply();
    }
    return status;
  }

  #serveOne(id: number, afterEach: () => void): void {
    const reader = this.#reader.begin();
    if (id >= 0) {
      const args = reader.read() as readonly unknown[];
      // Among the destroyed may be the sender, if the signal is `destroyed`.
      if (this.#channel.news > 0) this.#wrappers.reportNews(reader);
      this.#receivers.get(id)?.(args);
      afterEach();
    } else if (id === Request.Override) {
      this.#overrides!(reader, afterEach);
    } else if (id === Request.Function) {
      const target = reader.read();
      const method = reader.read() as number;
      const args = reader.read() as readonly unknown[];
      const outcome = this.#functions?.(target, method, args);
      afterEach();
      this.#replyOutcome(outcome);
    } else if (id === Request.Descriptor) {
      const descriptor = reader.read() as number;
      const type = reader.read() as number;
      this.#descriptors.get(2 * descriptor + type)?.();
      afterEach();
    } else {
      const fields = reader.read() as Record<string, unknown>;
      const result = this.#eventReceivers.get(id)?.(fields);
      afterEach();
      const token = ++this.#lastToken;
      this.#reply(result?.(token) ?? EventResult.Continue, token);
    }
  }

  #replyOutcome(outcome: ReturnType<FunctionServer> | undefined): void {
    outcome ??= [FunctionResult.Threw, [
      "Error",
      "No function server is registered",
    ]];
    try {
      this.#reply(...outcome);
    } catch (error) {
      this.#reply(FunctionResult.Threw, [
        "TypeError",
        nameAndMessage(error)[1],
      ]);
    }
  }

  /** Qt gets its reply whatever has been thrown: events go on, functions throw the error in QML. */
  #refuse(id: number, error: unknown): void {
    report("Exception while serving a request of Qt", error);
    if (id === Request.Function) {
      this.#reply(FunctionResult.Threw, nameAndMessage(error));
    } else if (id < 0 && id !== Request.Descriptor && id !== Request.Override) {
      this.#reply(EventResult.Continue, 0);
    }
  }

  #reply(result: number, value: unknown): void {
    this.#writer.begin().write(result).write(value);
    this.#writer.end();
  }
}
