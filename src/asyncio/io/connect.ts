/**
 * Connecting: what is behind a loop's `createConnection()`.
 *
 * @module
 */

import type { Socket } from "node:net";
import { Coroutine } from "../core/coroutine.ts";
import type { AbstractEventLoop } from "../core/future.ts";
import { describeValue } from "../core/_util.ts";
import { addressesOf, adopt, type SocketLike } from "./_adopt.ts";
import {
  type AddressFamily,
  type AddressFlag,
  checkAddress,
  checkHost,
  checkPort,
  familyOf,
  type HostAddress,
  lookUp,
} from "./addresses.ts";
import { begun } from "./_begun.ts";
import { networkError } from "./_errors.ts";
import { handshake } from "./_handshake.ts";
import { hostAndPort, isGranted, requireNet } from "./_permissions.ts";
import type { Connection, ProtocolFactory, ProtocolLike } from "./protocols.ts";
import { SocketTransport } from "./_socket_transport.ts";
import {
  connectFirst,
  type ConnectTarget,
  interleave,
  type RaceResult,
} from "./_staggered.ts";
import { clientSide, peerInfo, type TlsLayer, type TlsSide } from "./_tls.ts";
import { checkClient, type ClientTlsOptions } from "./tls_options.ts";

/** How long one address may take before the next is tried beside it, in ms. */
const HAPPY_EYEBALLS_DELAY = 250;

/** An address to connect from. */
export interface LocalAddress {
  /** A name or an address of this machine. */
  hostname: string;
  /**
   * A port; 0 for any.
   *
   * @default {0}
   */
  port?: number | undefined;
}

/** Options of a loop's `createConnection()`. */
export interface ConnectionOptions extends ClientTlsOptions {
  /**
   * The family of addresses to use: 4, 6, or 0 for both.
   *
   * @default {0}
   */
  family?: AddressFamily | undefined;
  /** How to look the host up, as `getaddrinfo()`'s flags. */
  flags?: readonly AddressFlag[] | undefined;
  /** A connected socket to use, in place of host and port. */
  sock?: SocketLike | undefined;
  /** The address to connect from. */
  localAddr?: LocalAddress | undefined;
  /**
   * How long one address may take before the next one is tried beside it, in milliseconds; `null`: they are tried one
   * after the other.
   *
   * @default {250}
   */
  happyEyeballsDelay?: number | null | undefined;
  /**
   * How many addresses of the first family are tried before one of the other.
   *
   * @default {1}
   */
  interleave?: number | undefined;
  /**
   * Whether all errors are thrown, in an `AggregateError`, when no address can be connected to.
   *
   * @default {false}
   */
  allErrors?: boolean | undefined;
}

/** As `BaseEventLoop.createConnection()`. */
export function createConnection<P extends ProtocolLike>(
  loop: AbstractEventLoop,
  factory: ProtocolFactory<P>,
  host: string | null,
  port: number | null,
  options: ConnectionOptions = {},
): Coroutine<Connection<P>> {
  return new Coroutine(async () => {
    checkFactory(factory);
    const side = clientTls(options, host || null);
    const socket = await findSocket(loop, host, port, options);
    const extra = options.sock && addressesOf(options.sock);
    return await connected(loop, factory, socket, { side, extra });
  }, "createConnection()");
}

/** The side of a client by its options; `null` if it does not use TLS. */
export function clientTls(
  options: ClientTlsOptions,
  host: string | null,
): TlsSide | null {
  const tls = checkClient(options, host);
  return tls === null ? null : clientSide(tls);
}

/** Refuses what is not a function. */
export function checkFactory(factory: unknown): void {
  if (typeof factory === "function") return;
  throw new TypeError(
    `protocol factory must be a function, got ${describeValue(factory)}`,
  );
}

function findSocket(
  loop: AbstractEventLoop,
  host: string | null,
  port: number | null,
  options: ConnectionOptions,
): Socket | Promise<Socket> {
  const { sock } = options;
  if (sock !== undefined) {
    if (host !== null || port !== null) {
      throw new TypeError(
        "host and port cannot be given together with sock: pass null for both",
      );
    }
    return adopt(sock);
  }
  if (port === null || port === undefined) {
    throw new TypeError(
      "createConnection() needs a host and a port, or the option sock: got neither",
    );
  }
  return connectTcp(loop, checkHost(host), checkPort(port), options);
}

/** Makes a transport of a connected socket and waits until its protocol knows of it. */
export async function connected<P extends ProtocolLike>(
  loop: AbstractEventLoop,
  factory: ProtocolFactory<P>,
  socket: Socket,
  { side, extra = {} }: {
    side: TlsSide | null;
    extra?: Record<string, unknown> | undefined;
  },
): Promise<Connection<P>> {
  let transport: SocketTransport | null = null;
  try {
    const protocol = factory();
    let tls: TlsLayer | null = null;
    if (side !== null) {
      tls = await handshake(loop, socket, side);
      extra = { ...extra, ...peerInfo(tls.socket) };
    }
    transport = new SocketTransport(loop, { socket, protocol, extra, tls });
    return await begun(loop, transport, protocol);
  } catch (error) {
    if (transport === null) socket.destroy();
    throw error;
  }
}

async function connectTcp(
  loop: AbstractEventLoop,
  host: string | null,
  port: number,
  options: ConnectionOptions,
): Promise<Socket> {
  const { happyEyeballsDelay = HAPPY_EYEBALLS_DELAY } = options;
  checkDelay(happyEyeballsDelay);
  checkInterleave(options.interleave);
  const name = host ?? "localhost";
  const where = hostAndPort(name, port);
  const targets = await findTargets(loop, host, port, options);
  const result = await connectFirst(loop, targets, happyEyeballsDelay);
  if (result.socket !== null) return result.socket;
  throw connectError(where, result, options.allErrors ?? false);
}

function checkDelay(delay: unknown): void {
  if (delay === null) return;
  if (typeof delay !== "number") {
    throw new TypeError(
      `happyEyeballsDelay must be a number or null, got ${
        describeValue(delay)
      }`,
    );
  }
  if (!(delay >= 0)) {
    throw new RangeError(`happyEyeballsDelay must be >= 0, got ${delay}`);
  }
}

function checkInterleave(first: unknown): void {
  if (first === undefined || Number.isInteger(first) && first as number >= 0) {
    return;
  }
  throw new RangeError(
    `interleave must be an integer >= 0, got ${describeValue(first)}`,
  );
}

/**
 * A permission for a host's name covers neither its addresses nor, with a port, its look-up. Where only the name may be
 * used, Node gets the name.
 */
async function findTargets(
  loop: AbstractEventLoop,
  host: string | null,
  port: number,
  options: ConnectionOptions,
): Promise<ConnectTarget[]> {
  const { family = 0, flags, localAddr } = options;
  if (localAddr !== undefined) checkAddress(localAddr, "localAddr");
  const isName = host !== null && familyOf(host) === 0;
  const locals = localAddr === undefined
    ? null
    : await lookUp(loop, checkHost(localAddr.hostname, "localAddr.hostname"), {
      family,
    });
  const localPort = localAddr?.port === undefined
    ? undefined
    : checkPort(localAddr.port, "localAddr.port");
  if (isName) requireNet("connecting", host, port);
  if (isName && !isGranted({ name: "net", host })) {
    return [byName(host, port, options, locals, localPort)];
  }
  const found = await lookUp(loop, host, { family, flags });
  const denied = found.filter(({ hostname }) =>
    !isGranted({ name: "net", host: hostAndPort(hostname, port) })
  );
  if (isName && denied.length > 0) {
    return [byName(host, port, options, locals, localPort)];
  }
  for (const { hostname } of denied) requireNet("connecting", hostname, port);
  const targets: ConnectTarget[] = [];
  for (const address of interleave(found, options.interleave ?? 1)) {
    const local = locals?.find((each) => each.family === address.family);
    if (locals !== null && local === undefined) continue;
    targets.push({
      host: address.hostname,
      port,
      ...local && { localAddress: local.hostname },
      ...localPort !== undefined && { localPort },
    });
  }
  if (targets.length === 0) {
    throw new Deno.errors.AddrNotAvailable(
      `connect to ${
        hostAndPort(host ?? "localhost", port)
      }: no address of the family of localAddr (${localAddr!.hostname})`,
    );
  }
  return targets;
}

function byName(
  host: string,
  port: number,
  { family = 0, happyEyeballsDelay }: ConnectionOptions,
  locals: HostAddress[] | null,
  localPort: number | undefined,
): ConnectTarget {
  return {
    host,
    port,
    family: locals?.[0]?.family ?? family,
    ...locals && { localAddress: locals[0]!.hostname },
    ...localPort !== undefined && { localPort },
    autoSelectFamily: family === 0 && locals === null,
    autoSelectFamilyAttemptTimeout: Math.max(
      10,
      happyEyeballsDelay ?? HAPPY_EYEBALLS_DELAY,
    ),
  };
}

function connectError(
  where: string,
  { errors }: RaceResult,
  all: boolean,
): Error {
  const each = errors.flatMap(({ target, error }) => {
    const host = "host" in target ? target.host! : "";
    const failures = error instanceof AggregateError ? error.errors : [error];
    return failures.map((failure) => {
      const address = (failure as { address?: string }).address ?? host;
      const { port = 0 } = target as { port?: number };
      return {
        address,
        failure,
        error: networkError(
          failure,
          `connect to ${address === "" ? where : hostAndPort(address, port)}`,
        ),
      };
    });
  });
  const list = each.map(({ error }) => error);
  if (all) return new AggregateError(list, `connect to ${where}: all failed`);
  const [first] = each;
  const codes = new Set(each.map(({ failure }) => failure.code));
  if (codes.size === 1) {
    const addresses = each.map(({ address }) => address);
    const single = addresses.length === 1 &&
      where.includes(addresses[0]!);
    const shown = single ? "" : ` (${addresses.join(", ")})`;
    return networkError(first!.failure, `connect to ${where}${shown}`);
  }
  const message = `Multiple exceptions: ${
    list.map((error) => error.message).join(", ")
  }`;
  const ErrorClass = first!.error.constructor as new (
    message: string,
    options?: ErrorOptions,
  ) => Error;
  return new ErrorClass(message, { cause: new AggregateError(list) });
}
