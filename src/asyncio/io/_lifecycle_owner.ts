/** The transport as its lifecycle sees it. */

import type { BaseTransport } from "./transports.ts";

/** What a lifecycle asks of its transport. */
export interface LifecycleOwner extends BaseTransport {
  /** Makes the platform read, or stop reading. */
  setReading(on: boolean): void;
  /** Closes the descriptor at once. */
  destroy(): void;
  /** The protocol was told of the end; `keep` says whether it wants to go on writing. */
  peerEnded(keep: boolean): void;
  /** Whether what it receives belongs to nothing else. */
  readonly ownsChunks: boolean;
  /** Whether the platform reports in microtasks, not in macrotasks. */
  readonly inMicrotasks: boolean;
}
