/**
 * What the development runner and the processes of the program's versions tell each other.
 *
 * @module
 */

/** Where a window is. */
export interface WindowPlace {
  /** Its title, by which the next version's window is known; then the order decides. */
  readonly title: string;
  /** Position and size of its content, in device-independent pixels. */
  readonly x: number;
  /** See `x`. */
  readonly y: number;
  /** See `x`. */
  readonly width: number;
  /** See `x`. */
  readonly height: number;
  /** Whether it fills the screen but for what the desktop shows at its edges. */
  readonly maximized: boolean;
  /** Whether it fills the screen. */
  readonly fullScreen: boolean;
}

/** What a version leaves to the next one. */
export interface Legacy {
  /** What it has kept, by name. */
  readonly kept: Map<string, unknown>;
  /** What cannot be kept: by name, why. */
  readonly refused: Map<string, string>;
  /** Its windows, in the order in which they were made. */
  readonly windows: readonly WindowPlace[];
}

/** Which of the library's modules a program uses. */
export type Kind = "core" | "widgets" | "quick";

/** From the runner. */
export type ToProgram =
  | { readonly type: "start"; readonly legacy: Legacy }
  | { readonly type: "leave" }
  | { readonly type: "notice"; readonly text: string }
  | { readonly type: "end" };

/** To the runner. */
export type FromProgram =
  | { readonly type: "ready" }
  | { readonly type: "kind"; readonly kind: Kind }
  | { readonly type: "shown" }
  | { readonly type: "legacy"; readonly legacy: Legacy };

/** What the first version starts with. */
export const NOTHING: Legacy = {
  kept: new Map(),
  refused: new Map(),
  windows: [],
};
