/** Listening sockets of `node:net`, and the connections they accept. */

import type { Server as NodeServer, Socket } from "node:net";
import type { AbstractEventLoop } from "../core/future.ts";
import type { TimerHandle } from "../core/handle.ts";
import { ignoreError } from "./_errors.ts";
import { Handshake } from "./_handshake.ts";
import type { Accepted, Listener, ListenerEvents } from "./_listener.ts";
import type { ProtocolLike } from "./protocols.ts";
import { describeAddress, serverAddress } from "./_socket_address.ts";
import { SocketTransport } from "./_socket_transport.ts";
import { peerInfo, type TlsLayer, type TlsSide } from "./_tls.ts";
import type { ConnectionOwner, TransportParts } from "./_transport_parts.ts";

/** After what time asyncio accepts again when the process has run out of descriptors, in milliseconds. */
const ACCEPT_RETRY_DELAY = 1000;

/** A {@linkcode Listener} over a server of `node:net`. */
export class SocketListener implements Listener {
  readonly inMicrotasks = false;
  /** What is known of each connection that it accepts. */
  extra: Record<string, unknown> = {};
  /** Closes it and removes what it has left in the file system. */
  close: () => void = () => {
    this.#timer?.cancel();
    this.#server.close();
  };

  readonly #loop: AbstractEventLoop;
  readonly #server: NodeServer;
  readonly #backlog: number;
  readonly #side: TlsSide | null;
  #timer: TimerHandle | null = null;

  /** @param side the server's side of TLS; `null` for plain connections. */
  constructor(
    loop: AbstractEventLoop,
    server: NodeServer,
    backlog: number,
    side: TlsSide | null,
  ) {
    this.#loop = loop;
    this.#server = server;
    this.#backlog = backlog;
    this.#side = side;
  }

  get address(): Deno.Addr {
    return this.extra.sockname as Deno.Addr ?? serverAddress(this.#server)!;
  }

  begin(events: ListenerEvents): void {
    this.#server.on("connection", (socket: Socket) => {
      socket.on("error", ignoreError);
      events.accepted(new AcceptedSocket(this, socket));
    });
    this.#server.on("error", (error) => events.failed(error));
    this.#timer = this.#loop.callLater(ACCEPT_RETRY_DELAY, this.#acceptAgain);
  }

  /**
   * Accepts what waits, every second. Deno 2.9 reports no error when the process has run out of descriptors, and a
   * listener accepts nothing more after it, until it is told to listen once more. Only the handle of its `net.Server`
   * can do that.
   */
  readonly #acceptAgain = (): void => {
    type Handle = { listen?(backlog: number): number };
    const { _handle } = this.#server as { _handle?: Handle | null };
    _handle?.listen?.(this.#backlog);
    this.#timer = this.#loop.callLater(ACCEPT_RETRY_DELAY, this.#acceptAgain);
  };

  /** Makes a transport of a socket. */
  connect(
    socket: Socket,
    protocol: ProtocolLike,
    owner: ConnectionOwner,
  ): void {
    const parts = { socket, protocol, extra: this.extra, owner };
    if (this.#side === null) new SocketTransport(this.#loop, parts).start();
    else this.#shakeHands(this.#side, parts, owner);
  }

  /** A handshake that fails concerns the client alone: the server goes on and reports nothing. */
  #shakeHands(
    side: TlsSide,
    parts: TransportParts,
    owner: ConnectionOwner,
  ): void {
    const done = (tls: TlsLayer | null, error: Error | null) => {
      if (tls !== null) {
        const extra = { ...parts.extra, ...peerInfo(tls.socket) };
        new SocketTransport(this.#loop, { ...parts, tls, extra }).start();
      } else if (this.#loop.getDebug()) {
        const reason = error?.message ?? "handshake aborted";
        console.debug(
          `server on ${describeAddress(this.address)}: ${reason}`,
        );
      }
      owner.detach(shaking);
    };
    const shaking = new Handshake(this.#loop, parts.socket, side, done);
    owner.attach(shaking);
    shaking.begin();
  }
}

class AcceptedSocket implements Accepted {
  readonly #listener: SocketListener;
  readonly #socket: Socket;

  constructor(listener: SocketListener, socket: Socket) {
    this.#listener = listener;
    this.#socket = socket;
  }

  connect(protocol: ProtocolLike, owner: ConnectionOwner): void {
    this.#listener.connect(this.#socket, protocol, owner);
  }

  destroy(): void {
    this.#socket.destroy();
  }
}
