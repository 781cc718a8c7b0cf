/**
 * Calls of members of Qt's headers, and their arguments: slots of 8 bytes, and behind them what takes more room.
 * `cpp_shim/core/calls/call.h` is the other end.
 *
 * @module
 */

import { Status } from "../../../ffi/abi.ts";
import type { Channel, View } from "../../../ffi/channel.ts";
import type { AsyncCalls } from "./async_calls.ts";
import type { Link } from "./link.ts";
import type { WireWriter } from "./wire_writer.ts";
import type { Created } from "./wrappers.ts";

/** Writes the arguments of one call. Places are in units of 8 bytes. */
export class SlotWriter {
  readonly #channel: Channel;
  readonly #wire: WireWriter;
  #view: View;
  #next = 0;
  // Counts what has been begun, here and by the wire's writer: getters among the values may begin something else.
  #epoch = 0;
  #wireEpoch = 0;

  constructor(channel: Channel, wire: WireWriter) {
    this.#channel = channel;
    this.#wire = wire;
    this.#view = channel.input;
  }

  /**
   * Starts over.
   *
   * @param count How many arguments there are.
   * @returns What {@linkcode SlotWriter.end} checks.
   */
  begin(count: number): number {
    this.#view = this.#channel.input;
    this.#next = count;
    this.#wireEpoch = this.#wire.epoch;
    return this.#epoch = (this.#epoch + 1) | 0;
  }

  /**
   * Lets the shim have what has been written.
   *
   * @throws {TypeError} If a getter among the values has made a call of its own, which took its place.
   */
  end(epoch: number): void {
    if (epoch !== this.#epoch || this.#wireEpoch !== this.#wire.epoch) {
      throw new TypeError(
        "Cannot pass the object to Qt: its getters call Qt; read them before the call",
      );
    }
    this.#channel.commit();
  }

  /** A number, a boolean as 0 or 1, or a handle. */
  number(at: number, value: number): void {
    this.#view.f64[at] = value;
  }

  /** An integer of 64 bits. */
  integer(at: number, value: bigint): void {
    this.#view.i64[at] = value;
  }

  /** The units of a string. */
  string(at: number, text: string): void {
    const { length } = text;
    const place = this.#reserve(at, 1 + ((length + 3) >> 2));
    this.#view.f64[place] = length;
    const { u16 } = this.#view;
    const first = (place + 1) * 4;
    for (let i = 0; i < length; i++) u16[first + i] = text.charCodeAt(i);
  }

  /** Bytes. */
  bytes(at: number, bytes: Uint8Array): void {
    const place = this.#reserve(at, 1 + ((bytes.length + 7) >> 3));
    this.#view.f64[place] = bytes.length;
    this.#view.bytes.set(bytes, (place + 1) * 8);
  }

  /** Several numbers. */
  numbers(at: number, numbers: readonly number[]): void {
    const place = this.#reserve(at, numbers.length);
    for (const [i, number] of numbers.entries()) {
      this.#view.f64[place + i] = number;
    }
  }

  /**
   * A list of slots.
   *
   * @returns The place of the first of them.
   */
  list(at: number, count: number): number {
    const place = this.#reserve(at, 1 + count);
    this.#view.f64[place] = count;
    return place + 1;
  }

  /** Any other value. */
  value(at: number, value: unknown): void {
    this.#view.f64[at] = this.#next;
    const end = this.#wire.append(this.#next * 8, value);
    this.#view = this.#channel.input;
    this.#wireEpoch = this.#wire.epoch;
    this.#next = (end + 7) >> 3;
  }

  /** Makes room behind the slots, and notes its place in a slot. */
  #reserve(at: number, size: number): number {
    const place = this.#next;
    this.#next = place + size;
    if (this.#next * 8 > this.#view.bytes.length) {
      this.#view = this.#channel.reserve(this.#next * 8);
    }
    this.#view.f64[at] = place;
    return place;
  }
}

/** What these calls share with those of members that the meta-object has. */
export interface CallHost {
  /** Whether the application has been disposed of. */
  isClosed(): boolean;
  /** @throws {ApplicationError} If it has been. */
  check(): void;
  /** What a synchronous call ends with: throws unless it has done what it should. */
  complete(status: number): void;
  /** The only result of the last call. */
  result(): unknown;
  /** What has happened meanwhile; of the call to an object's member, if that is what it was. */
  takeNews(handle?: number): void;
  /** @throws {Error} The error of a call. */
  fail(status: number): never;
}

/** Calls members of Qt's headers. Their arguments are in the slots. */
export class ApiCalls {
  /** Where arguments are written. */
  readonly slots: SlotWriter;

  readonly #link: Link;
  readonly #calls: AsyncCalls;
  readonly #host: CallHost;

  constructor(link: Link, calls: AsyncCalls, host: CallHost) {
    this.#link = link;
    this.#calls = calls;
    this.#host = host;
    this.slots = new SlotWriter(link.channel, link.writer);
  }

  /** The description of a class by its name or id; null if the open libraries have none. */
  describe(key: string | number): string | null {
    const { reader, writer, symbols } = this.#link;
    // An object of this class may have been met in the middle of a list.
    const resume = reader.interrupt();
    try {
      writer.begin().write(key);
      writer.end();
      this.#done(symbols.qta_api_describe());
      return reader.begin().read() as string | null;
    } finally {
      resume();
    }
  }

  /**
   * Calls a member with numbers alone that has one result at most.
   *
   * @returns The result if it is a number, a boolean as 0 or 1, and 0 if there is none; or NaN: then
   * {@linkcode ApiCalls.otherResult} has to be called.
   */
  callNumbers(
    member: number,
    handle: number,
    a: number,
    b: number,
    c: number,
    d: number,
  ): number {
    this.#host.check();
    const { symbols } = this.#link;
    const number = symbols.qta_api_call_numbers(member, handle, a, b, c, d);
    if (!Number.isNaN(number)) this.#host.complete(Status.Done);
    return number;
  }

  /** As {@linkcode ApiCalls.callNumbers}, without a fiber. */
  callDirectNumbers(
    member: number,
    handle: number,
    a: number,
    b: number,
    c: number,
    d: number,
  ): number {
    this.#host.check();
    const { symbols } = this.#link;
    return symbols.qta_api_direct_numbers(member, handle, a, b, c, d);
  }

  /**
   * The result of a call with numbers alone that has returned NaN; numbers and booleans are numbers.
   *
   * @param handle The object whose member has been called.
   * @throws {Error} The error of the call.
   */
  otherResult(handle: number): unknown {
    const status = this.#link.symbols.qta_api_number_status();
    if (status !== Status.Number) {
      this.#host.complete(status);
      return this.#host.result();
    }
    const { number } = this.#link.channel;
    this.#host.complete(Status.Done);
    this.#host.takeNews(handle);
    return number;
  }

  /** Calls a member without a fiber. */
  callDirect(member: number, handle: number, count: number): void {
    this.#host.check();
    this.#done(this.#link.symbols.qta_api_direct(member, handle, count));
  }

  /** Calls a member. */
  call(member: number, handle: number, count: number): void {
    this.#host.check();
    const { symbols } = this.#link;
    this.#host.complete(symbols.qta_api_call(member, handle, count));
  }

  /**
   * As {@linkcode ApiCalls.call}, but the call may open an event loop of its own.
   *
   * @param write Writes the arguments, when the call starts.
   * @param read Reads the results.
   */
  callAsync(
    member: number,
    handle: number,
    count: number,
    write: () => void,
    read: () => unknown,
  ): Promise<unknown> {
    this.#host.check();
    const start = () => {
      write();
      return this.#link.symbols.qta_api_call(member, handle, count);
    };
    return this.#calls.begin(start, () => {}, read);
  }

  /** The only result of the last call. */
  onlyResult(): unknown {
    return this.#host.result();
  }

  /** To be called when the last call has none. */
  noResult(): void {
    this.#host.takeNews();
  }

  /** The results of the last call. */
  results(count: number): unknown[] {
    const reader = this.#link.reader.begin();
    const results = Array.from({ length: count }, () => reader.read());
    this.#host.takeNews();
    return results;
  }

  /** The object that the last call has created. */
  createdResult(): Created {
    return this.#link.reader.begin().readHandle();
  }

  /** Says which functions a class of the program's overrides. Returns its number. */
  addClass(virtuals: readonly number[]): number {
    this.#host.check();
    const { channel, symbols } = this.#link;
    if (virtuals.length * 8 > channel.input.bytes.length) {
      channel.reserve(virtuals.length * 8);
    }
    const epoch = this.slots.begin(virtuals.length);
    for (const [at, id] of virtuals.entries()) this.slots.number(at, id);
    this.slots.end(epoch);
    this.#done(symbols.qta_api_class(virtuals.length));
    return channel.id;
  }

  /**
   * Has an object's class ask for what it overrides.
   *
   * @throws {TypeError} If its class in C++ does not allow it.
   */
  override(handle: number, number: number): void {
    this.#host.check();
    this.#done(this.#link.symbols.qta_api_override(handle, number));
  }

  /** Copies a value that is an object. */
  copy(handle: number): object {
    this.#host.check();
    this.#done(this.#link.symbols.qta_api_copy(handle));
    return this.#host.result() as object;
  }

  /** Ends an object that is no QObject. Does nothing if the application has ended it. */
  end(handle: number): void {
    if (this.#host.isClosed()) return;
    this.#host.complete(this.#link.symbols.qta_api_end(handle));
    this.#host.takeNews();
  }

  #done(status: number): void {
    if (status !== Status.Done) this.#host.fail(status);
  }
}
