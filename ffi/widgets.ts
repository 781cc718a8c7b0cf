/**
 * The shim's library for programs with widgets.
 *
 * @module
 */

import { widgetsSymbols } from "./abi.ts";
import { carried as gui } from "./carried/gui.ts";
import { carried as widgets } from "./carried/widgets.ts";
import { CarriedLibrary } from "./carried_library.ts";
import { mismatchOf } from "./inspect.ts";
import { prefetch, type SearchOptions, Shim } from "./search.ts";

for (const part of [gui, widgets]) CarriedLibrary.add(part);

/** The widgets library, opened. */
export type WidgetsLibrary = Deno.DynamicLibrary<typeof widgetsSymbols>;

/** Where the widgets library is found. */
export const widgetsShim: Shim<typeof widgetsSymbols> = await Shim.prepare(
  "qtasyncio_widgets",
  widgetsSymbols,
  ({ symbols }) => mismatchOf(symbols.qta_widgets_abi_hash()),
);
await prefetch("qtasyncio_api_gui", "qtasyncio_api_widgets");

/**
 * Opens the widgets library. The core library must be open.
 *
 * @throws {ShimError} If it cannot be found, loaded or used.
 */
export function openWidgets(options: SearchOptions = {}): WidgetsLibrary {
  return widgetsShim.open(options).library;
}
