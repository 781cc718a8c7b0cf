/** A listening socket, as a server sees it. */

import type { ConnectionOwner } from "./_transport_parts.ts";
import type { ProtocolLike } from "./protocols.ts";

/** A connection that was accepted and has no transport yet. */
export interface Accepted {
  /** Makes a transport of it. */
  connect(protocol: ProtocolLike, owner: ConnectionOwner): void;
  /** Closes it at once. */
  destroy(): void;
}

/** What a listener reports to its server. */
export interface ListenerEvents {
  accepted(connection: Accepted): void;
  failed(error: Error): void;
}

/** Something that accepts connections. */
export interface Listener {
  /** What it listens on. */
  readonly address: Deno.Addr;
  /** Whether it reports in microtasks, not in macrotasks. */
  readonly inMicrotasks: boolean;
  /** Begins to report; called once. */
  begin(events: ListenerEvents): void;
  /** Stops listening and removes what it has left in the file system. */
  close(): void;
}
