/** The parts of a transport over a socket, and what it hands over to another one. */

import type { Socket } from "node:net";
import type { ProtocolLike } from "./protocols.ts";
import type { TlsLayer } from "./_tls.ts";
import type { Transport } from "./transports.ts";

/** What an owner closes: a transport, or a handshake that is going on. */
export type Closable = Pick<Transport, "close" | "abort">;

/** What keeps count of its connections: a server. */
export interface ConnectionOwner {
  attach(connection: Closable): void;
  detach(connection: Closable): void;
}

/** What a transport is made of. */
export interface TransportParts {
  socket: Socket;
  protocol: ProtocolLike;
  /** What is known of the connection. */
  extra?: Record<string, unknown>;
  owner?: ConnectionOwner | null;
  tls?: TlsLayer | null;
}

/** What a transport leaves to the one that takes its place. */
export interface Remains {
  socket: Socket;
  /** Makes the socket read, or stop reading. */
  read: (on: boolean) => void;
  extra: Record<string, unknown>;
  owner: ConnectionOwner | null;
  /** What has come and was not delivered. */
  rest: Uint8Array[];
  /** The protocol that was told to pause its writing; `null` if it was not. */
  paused: ProtocolLike | null;
}
