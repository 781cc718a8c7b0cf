/**
 * Types of what the parts of the bridge share.
 *
 * @module
 */

import type { Channel } from "../../../ffi/channel.ts";
import type { CoreLibrary } from "../../../ffi/core.ts";
import type { WireReader } from "./wire_reader.ts";
import type { WireWriter } from "./wire_writer.ts";
import type { Wrappers } from "./wrappers.ts";

/** The shim's functions, the buffers that it shares with TypeScript, and the wrappers of its objects. */
export interface Link {
  readonly symbols: CoreLibrary["symbols"];
  readonly channel: Channel;
  readonly writer: WireWriter;
  readonly reader: WireReader;
  readonly wrappers: Wrappers;
}

/** A library of the shim, which is closed with the bridge. */
export interface Library {
  close(): void;
}

/** A method in all its forms. */
export interface Overloads {
  readonly name: string;
  /** Their indices. */
  readonly indices: readonly number[];
  /** By a number of arguments: the index of the form that takes so many, if there is just one. */
  readonly byCount: readonly (number | undefined)[];
  /** How many arguments none of them can do without. */
  readonly required: number;
}
