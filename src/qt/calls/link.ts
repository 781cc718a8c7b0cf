/**
 * What every part of the bridge works on.
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
