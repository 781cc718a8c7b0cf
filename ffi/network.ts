/**
 * The shim's library for local sockets, and the one that calls the members of Qt Network's headers.
 *
 * @module
 */

import { networkSymbols } from "./abi.ts";
import { mismatchOf } from "./inspect.ts";
import { prefetch, type SearchOptions, Shim } from "./search.ts";

await prefetch("qtasyncio_api_network");

/** The network library, opened. */
export type NetworkLibrary = Deno.DynamicLibrary<typeof networkSymbols>;

/** Where the network library is found. */
export const networkShim: Shim<typeof networkSymbols> = await Shim.prepare(
  "qtasyncio_network",
  networkSymbols,
  ({ symbols }) => mismatchOf(symbols.qta_network_abi_hash()),
);

/**
 * Opens the network library. The core library must be open.
 *
 * @throws {ShimError} If it cannot be found, loaded or used.
 */
export function openNetwork(options: SearchOptions = {}): NetworkLibrary {
  return networkShim.open(options).library;
}
