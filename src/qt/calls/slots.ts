/**
 * Arguments of members of Qt's headers: slots of 8 bytes, and behind them what takes more room.
 * `cpp_shim/core/calls/api_call.h` is the other end.
 *
 * @module
 */

import type { Channel, View } from "../../../ffi/channel.ts";
import type { WireWriter } from "./wire.ts";

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
        "Cannot pass an object to Qt whose getters call Qt with values of their own",
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
