/**
 * Beginning TLS on a connection: what is behind a loop's `startTls()`.
 *
 * @module
 */

import { Coroutine } from "../core/coroutine.ts";
import { CancelledError, RuntimeError } from "../core/errors.ts";
import type { AbstractEventLoop } from "../core/future.ts";
import { describeValue } from "../core/_util.ts";
import { clientTls } from "./connect.ts";
import { handshake } from "./_handshake.ts";
import { serverTls } from "./listen.ts";
import type { ProtocolLike } from "./protocols.ts";
import { SocketTransport } from "./_socket_transport.ts";
import { peerInfo, type TlsSide } from "./_tls.ts";
import type { TlsOptions, TlsTimeouts } from "./tls_options.ts";
import type { Transport } from "./transports.ts";

/** Options of a loop's `startTls()`. */
export interface StartTlsOptions extends TlsTimeouts {
  /**
   * Whether this is the side of the server.
   *
   * @default {false}
   */
  serverSide?: boolean | undefined;
  /** For clients: the name that the server's certificate must be for. */
  serverHostname?: string | undefined;
}

/** As {@linkcode AbstractEventLoop.startTls}. */
export function startTls(
  loop: AbstractEventLoop,
  transport: Transport,
  protocol: ProtocolLike,
  tls: true | TlsOptions,
  options: StartTlsOptions = {},
): Coroutine<Transport> {
  return new Coroutine(
    () => upgrade(loop, transport, protocol, sideOf(tls, options)),
    "startTls()",
  );
}

/** The side of TLS by the options of `startTls()`. */
export function sideOf(
  tls: true | TlsOptions,
  { serverSide = false, serverHostname, ...timeouts }: StartTlsOptions,
): TlsSide {
  if (serverSide && serverHostname !== undefined) {
    throw new TypeError(
      "serverHostname cannot be given together with serverSide: only clients check a host name",
    );
  }
  const side = serverSide
    ? serverTls({ ...timeouts, tls: tls as TlsOptions })
    : clientTls({ ...timeouts, tls, serverHostname }, null);
  if (side === null) {
    throw new TypeError(`tls must be true or an object of options, got ${tls}`);
  }
  return side;
}

/**
 * Puts TLS between a connection and its protocol.
 *
 * @param read what the protocol was told already, but belongs to the handshake.
 */
export async function upgrade(
  loop: AbstractEventLoop,
  old: Transport,
  protocol: ProtocolLike,
  side: TlsSide,
  read: Uint8Array = new Uint8Array(0),
): Promise<Transport> {
  if (!(old instanceof SocketTransport)) {
    throw new TypeError(
      `transport must be that of a socket, got ${describeValue(old)}`,
    );
  }
  if (old.isClosing()) {
    throw new RuntimeError("Cannot call startTls(): the transport is closing");
  }
  const { socket, extra, owner, paused, ...start } = old.leave();
  if (read.length > 0) start.rest.unshift(read);
  try {
    const tls = await handshake(loop, socket, side, start);
    const transport = new SocketTransport(loop, {
      socket,
      protocol,
      extra: { ...extra, ...peerInfo(tls.socket) },
      owner,
      tls,
    });
    old.left();
    transport.continue(paused);
    return transport;
  } catch (error) {
    old.lose(
      protocol,
      error instanceof CancelledError ? null : error as Error,
    );
    throw error;
  }
}
