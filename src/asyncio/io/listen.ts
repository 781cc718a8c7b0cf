/**
 * Listening: what is behind a loop's `createServer()`.
 *
 * @module
 */

import { internalsOf } from "../core/internals.ts";
import type { ListenOptions } from "node:net";
import { Coroutine } from "../core/coroutine.ts";
import { type AbstractEventLoop, coreOf, newFuture } from "../core/future.ts";
import { describeValue } from "../core/_util.ts";
import type { Descriptor } from "./_adopt.ts";
import {
  type AddressFamily,
  type AddressFlag,
  checkHost,
  checkPort,
  familyOf,
  lookUp,
} from "./addresses.ts";
import { checkFactory, connected } from "./connect.ts";
import { addressesOf, adopt, type SocketLike } from "./_adopt.ts";
import { codeOf, networkError } from "./_errors.ts";
import { nodeNet } from "./_node.ts";
import { hostAndPort, requireNet } from "./_permissions.ts";
import type { Connection, ProtocolFactory, ProtocolLike } from "./protocols.ts";
import { Server, type ServerParts } from "./server.ts";
import { SocketListener } from "./_socket_listener.ts";
import { serverSide } from "./_tls.ts";
import type { TlsSide } from "./_tls.ts";
import { checkServer, type ServerTlsOptions } from "./tls_options.ts";

/** Options that all kinds of servers share. */
export interface ServerOptions extends ServerTlsOptions {
  /**
   * How many connections wait in the kernel until they are accepted.
   *
   * @default {100}
   */
  backlog?: number | undefined;
  /**
   * Whether the server accepts connections at once. If not, they wait until its `startServing()` or `serveForever()`.
   *
   * @default {true}
   */
  startServing?: boolean | undefined;
}

/** Options of a loop's `createServer()`. */
export interface TcpServerOptions extends ServerOptions {
  /**
   * The family of addresses to use: 4, 6, or 0 for both.
   *
   * @default {0}
   */
  family?: AddressFamily | undefined;
  /** How to look the host up, as `getaddrinfo()`'s flags. */
  flags?: readonly AddressFlag[] | undefined;
  /** A socket that is bound, in place of host and port. */
  sock?: Descriptor | undefined;
  /** Whether a port may be used again shortly after it was: always so. */
  reuseAddress?: true | undefined;
  /**
   * Whether others may listen on the same port, too.
   *
   * @default {false}
   */
  reusePort?: boolean | undefined;
  /**
   * Whether the kernel is to find out about connections that are dead.
   *
   * @default {false}
   */
  keepAlive?: boolean | undefined;
}

/** As `BaseEventLoop.createServer()`. */
export function createServer(
  loop: AbstractEventLoop,
  factory: ProtocolFactory<ProtocolLike>,
  host: string | readonly string[] | null,
  port: number | null,
  options: TcpServerOptions = {},
): Coroutine<Server> {
  return new Coroutine(async () => {
    checkFactory(factory);
    const side = serverTls(options);
    const { sock } = options;
    if (sock !== undefined && (host !== null || port !== null)) {
      throw new TypeError(
        "host and port cannot be given together with sock: pass null for both",
      );
    }
    if (options.reuseAddress !== undefined && options.reuseAddress !== true) {
      throw new TypeError(
        "reuseAddress must be true or left out: the platform always sets it",
      );
    }
    const targets = sock === undefined
      ? await findTargets(loop, host, port, options)
      : [{ fd: checkDescriptor(sock) }];
    const listeners = await listenAll(loop, targets, options, side);
    return serve(loop, { factory, listeners }, options);
  }, "createServer()");
}

/** The side of a server by its options; `null` if it does not use TLS. */
export function serverTls(options: ServerTlsOptions): TlsSide | null {
  const tls = checkServer(options);
  return tls === null ? null : serverSide(tls);
}

type ListenTarget = ListenOptions | { fd: number };

function checkDescriptor(sock: Descriptor): number {
  const fd: unknown = sock?.fd;
  if (typeof fd !== "number" || !Number.isInteger(fd) || fd < 0) {
    throw new TypeError(
      `sock must be { fd: number }, got ${describeValue(sock)}`,
    );
  }
  return fd;
}

async function findTargets(
  loop: AbstractEventLoop,
  host: string | readonly string[] | null,
  port: number | null,
  options: TcpServerOptions,
): Promise<ListenTarget[]> {
  if (port === null || port === undefined) {
    throw new TypeError(
      "createServer() needs a port, or the option sock: got neither",
    );
  }
  const number = checkPort(port);
  const hosts = Array.isArray(host) ? host : [host];
  if (hosts.length === 0) {
    throw new TypeError(
      "host must be an address, a list of at least one, or null, got an empty list",
    );
  }
  const { family, reusePort } = options;
  const flags = [...options.flags ?? [], "passive" as const];
  const found = new Set<string>();
  for (const each of hosts) {
    const name = checkHost(each);
    // A host that has only a name here may be granted by name alone.
    if (name !== null && familyOf(name) === 0) {
      requireNet("listening", name, number);
    }
    for (const { hostname } of await lookUp(loop, name, { family, flags })) {
      requireNet("listening", hostname, number);
      found.add(hostname);
    }
  }
  // The platform ignores `ipv6Only`: a socket for all of IPv6 takes what comes by IPv4, too.
  if (found.has("::") && await hasIpv6(loop)) found.delete("0.0.0.0");
  else if (found.has("0.0.0.0")) found.delete("::");
  return Array.from(found, (hostname) => ({
    host: hostname,
    port: number,
    ...reusePort && { reusePort },
  }));
}

/** Returns whether this machine knows IPv6. */
async function hasIpv6(loop: AbstractEventLoop): Promise<boolean> {
  try {
    (await listen(loop, { host: "::", port: 0 }, {}, null)).close();
    return true;
  } catch {
    return false;
  }
}

async function listenAll(
  loop: AbstractEventLoop,
  targets: readonly ListenTarget[],
  options: TcpServerOptions,
  side: TlsSide | null,
): Promise<SocketListener[]> {
  const listeners: SocketListener[] = [];
  try {
    for (const target of targets) {
      listeners.push(await listen(loop, target, options, side));
    }
  } catch (error) {
    for (const listener of listeners) listener.close();
    throw error;
  }
  return listeners;
}

/** Makes the server of its listeners. */
export function serve(
  loop: AbstractEventLoop,
  parts: ServerParts,
  { startServing = true }: ServerOptions,
): Server {
  return new Server(loop, parts, startServing);
}

/** Listens on one address. */
export async function listen(
  loop: AbstractEventLoop,
  target: ListenTarget,
  options: TcpServerOptions,
  side: TlsSide | null,
): Promise<SocketListener> {
  const { backlog = 100, keepAlive = false } = options;
  if (!Number.isInteger(backlog) || backlog < 0) {
    throw new RangeError(
      `backlog must be an integer >= 0, got ${describeValue(backlog)}`,
    );
  }
  const server = nodeNet().createServer({ allowHalfOpen: true });
  server.on("connection", (socket) => {
    // The platform does not do all of this by options of the server.
    socket.setNoDelay(true);
    if (keepAlive) socket.setKeepAlive(true);
  });
  const listening = newFuture<void>(internalsOf(loop));
  server.once("error", (error) => {
    // The platform's name for an address that this machine does not have.
    const isForeign = "host" in target && codeOf(error) === "EINVAL";
    const cause = isForeign
      ? Object.assign(error, { code: "EADDRNOTAVAIL" })
      : error;
    coreOf(listening).reject(
      networkError(cause, `listen on ${describe(target)}`),
    );
  });
  server.listen(
    { ...target, backlog },
    () => coreOf(listening).resolve(undefined),
  );
  try {
    await listening;
  } catch (error) {
    server.close();
    throw error;
  }
  return new SocketListener(loop, server, backlog, side);
}

function describe(target: ListenTarget): string {
  if ("fd" in target) return `descriptor ${target.fd}`;
  const { path, host, port } = target;
  return path ?? hostAndPort(host!, port!);
}

/** As `BaseEventLoop.connectAcceptedSocket()`. */
export function connectAcceptedSocket<P extends ProtocolLike>(
  loop: AbstractEventLoop,
  factory: ProtocolFactory<P>,
  sock: SocketLike,
  options: ServerTlsOptions = {},
): Coroutine<Connection<P>> {
  return new Coroutine(async () => {
    checkFactory(factory);
    const side = serverTls(options);
    const extra = addressesOf(sock);
    return await connected(loop, factory, adopt(sock), { side, extra });
  }, "connectAcceptedSocket()");
}
