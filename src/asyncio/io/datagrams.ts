/**
 * Datagrams: what is behind a loop's `createDatagramEndpoint()`.
 *
 * @module
 */

import type { Socket } from "node:dgram";
import { Coroutine } from "../core/coroutine.ts";
import { type AbstractEventLoop, coreOf, newFuture } from "../core/future.ts";
import { internalsOf } from "../core/internals.ts";
import { describeValue } from "../core/_util.ts";
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
import { checkFactory, type LocalAddress } from "./connect.ts";
import { SocketDatagramTransport } from "./_datagram_transport.ts";
import { ignoreError, networkError } from "./_errors.ts";
import { nodeDgram } from "./_node.ts";
import { hostAndPort, requireNet } from "./_permissions.ts";
import type { DatagramProtocolLike } from "./protocols.ts";
import type { DatagramAddress, DatagramTransport } from "./transports.ts";

/** Options of a loop's `createDatagramEndpoint()`. */
export interface DatagramOptions {
  /** The address to receive on. Default: all of this machine, and any port. */
  localAddr?: LocalAddress | undefined;
  /** The only address to send to and to receive from. */
  remoteAddr?: DatagramAddress | undefined;
  /**
   * The family of addresses to use: 4, 6, or 0 for what the addresses are. Without addresses it must be 4 or 6.
   *
   * @default {0}
   */
  family?: AddressFamily | undefined;
  /** How to look the hosts up, as `getaddrinfo()`'s flags. */
  flags?: readonly AddressFlag[] | undefined;
  /**
   * Whether other sockets may be bound to the same address, too. The platform sets SO_REUSEADDR for it: of several
   * sockets, one receives the datagrams; broadcasts are received by all.
   *
   * @default {false}
   */
  reusePort?: boolean | undefined;
  /**
   * Whether datagrams may be sent to broadcast addresses.
   *
   * @default {false}
   */
  allowBroadcast?: boolean | undefined;
  /** A socket of `node:dgram` that is bound, in place of the addresses; the transport closes it. */
  sock?: Socket | undefined;
}

/** A datagram transport together with its protocol. */
export type DatagramEndpoint<P extends DatagramProtocolLike> = [
  transport: DatagramTransport,
  protocol: P,
];

/** Where a socket is to be bound and connected. */
interface Target {
  family: 4 | 6;
  local: { hostname: string; port: number };
  remote: { hostname: string; port: number } | null;
}

/** As `BaseEventLoop.createDatagramEndpoint()`. */
export function createDatagramEndpoint<P extends DatagramProtocolLike>(
  loop: AbstractEventLoop,
  factory: () => P,
  options: DatagramOptions = {},
): Coroutine<DatagramEndpoint<P>> {
  return new Coroutine(async () => {
    checkFactory(factory);
    const socket = options.sock === undefined
      ? await openFirst(loop, await findTargets(loop, options), options)
      : checkSocket(options);
    let transport: SocketDatagramTransport | null = null;
    try {
      const protocol = factory();
      transport = new SocketDatagramTransport(loop, socket, protocol);
      transport.start();
      const made = loop.createFuture<void>();
      loop.callSoon(() => {
        if (!made.done()) made.setResult();
      });
      await made;
      return [transport, protocol];
    } catch (error) {
      if (transport === null) socket.close();
      else transport.discard();
      throw error;
    }
  }, "createDatagramEndpoint()");
}

function checkSocket({ sock, ...others }: DatagramOptions): Socket {
  for (const [name, value] of Object.entries(others)) {
    if (value !== undefined && value !== false && value !== 0) {
      throw new TypeError(
        `option ${name} cannot be given together with sock: set it on the socket itself`,
      );
    }
  }
  if (!(sock instanceof nodeDgram().Socket)) {
    throw new TypeError(
      `sock must be a dgram.Socket that is bound, got ${describeValue(sock)}`,
    );
  }
  try {
    sock.address();
  } catch (error) {
    throw new TypeError("sock must be a dgram.Socket that is bound", {
      cause: error,
    });
  }
  return sock;
}

async function findTargets(
  loop: AbstractEventLoop,
  options: DatagramOptions,
): Promise<Target[]> {
  const { localAddr, remoteAddr, family = 0 } = options;
  if (family !== 0 && family !== 4 && family !== 6) {
    throw new RangeError(
      `family must be 0, 4 or 6, got ${describeValue(family)}`,
    );
  }
  if (localAddr === undefined && remoteAddr === undefined && family === 0) {
    throw new TypeError(
      "unexpected address family: createDatagramEndpoint() needs localAddr, remoteAddr or family, got none of them",
    );
  }
  const locals = await resolve(loop, "localAddr", localAddr, options);
  const remotes = await resolve(loop, "remoteAddr", remoteAddr, options);
  const targets: Target[] = [];
  for (const each of [4, 6] as const) {
    const fits = (address: HostAddress): boolean => address.family === each;
    const local = locals?.find(fits);
    const remote = remotes?.find(fits);
    if (family !== 0 && family !== each) continue;
    if (locals !== null && local === undefined) continue;
    if (remotes !== null && remote === undefined) continue;
    const any = each === 4 ? "0.0.0.0" : "::";
    targets.push({
      family: each,
      local: {
        hostname: local?.hostname ?? any,
        port: localAddr?.port ?? 0,
      },
      remote: remote === undefined
        ? null
        : { hostname: remote.hostname, port: remoteAddr!.port },
    });
  }
  if (targets.length === 0) {
    throw new TypeError(
      "cannot get address information: localAddr and remoteAddr must have addresses of the same family",
    );
  }
  // What a look-up gave first is to be tried first.
  const first = (remotes ?? locals)?.[0]?.family;
  return targets.sort((a, b) =>
    Number(b.family === first) - Number(a.family === first)
  );
}

async function resolve(
  loop: AbstractEventLoop,
  name: "localAddr" | "remoteAddr",
  address: LocalAddress | DatagramAddress | undefined,
  { family, flags = [] }: DatagramOptions,
): Promise<HostAddress[] | null> {
  if (address === undefined) return null;
  checkAddress(address, name);
  const host = checkHost(address.hostname, `${name}.hostname`);
  const isLocal = name === "localAddr";
  const port = isLocal && address.port === undefined
    ? 0
    : checkPort(address.port, `${name}.port`);
  const doing = isLocal ? "receiving datagrams" : "sending datagrams";
  // A permission for a host's name does not cover its addresses.
  if (host !== null && familyOf(host) === 0) requireNet(doing, host, port);
  const found = await lookUp(loop, host, {
    family,
    type: "datagram",
    flags: isLocal ? [...flags, "passive"] : flags,
  });
  return found;
}

/** Opens the first socket that can be; throws the first error if none can. */
async function openFirst(
  loop: AbstractEventLoop,
  targets: Target[],
  options: DatagramOptions,
): Promise<Socket> {
  let first: unknown;
  for (const target of targets) {
    try {
      return await open(loop, target, options);
    } catch (error) {
      const isPlatform = error instanceof Error && "code" in error;
      if (!isPlatform) throw error;
      first ??= error;
    }
  }
  throw first;
}

async function open(
  loop: AbstractEventLoop,
  { family, local, remote }: Target,
  { reusePort = false, allowBroadcast = false }: DatagramOptions,
): Promise<Socket> {
  const where = hostAndPort(local.hostname, local.port);
  requireNet("receiving datagrams", local.hostname, local.port);
  if (remote !== null) {
    requireNet("sending datagrams", remote.hostname, remote.port);
  }
  const socket = nodeDgram().createSocket({
    type: family === 4 ? "udp4" : "udp6",
    reuseAddr: reusePort,
  });
  socket.on("error", ignoreError);
  try {
    await done(
      loop,
      socket,
      `bind to ${where}`,
      (ready) =>
        socket.bind({ address: local.hostname, port: local.port }, ready),
    );
    if (allowBroadcast) socket.setBroadcast(true);
    if (remote !== null) {
      const { hostname, port } = remote;
      await done(
        loop,
        socket,
        `connect to ${hostAndPort(hostname, port)}`,
        (ready) => socket.connect(port, hostname, ready),
      );
    }
    return socket;
  } catch (error) {
    socket.close();
    throw error;
  }
}

/** Waits until the socket reports that something is done, or that it failed. */
async function done(
  loop: AbstractEventLoop,
  socket: Socket,
  doing: string,
  begin: (ready: () => void) => void,
): Promise<void> {
  const future = newFuture<void>(internalsOf(loop));
  const failed = (error: Error): void =>
    coreOf(future).reject(networkError(error, doing));
  socket.once("error", failed);
  try {
    begin((error?: Error) => {
      if (error) failed(error);
      else coreOf(future).resolve(undefined);
    });
    await future;
  } finally {
    socket.off("error", failed);
  }
}
