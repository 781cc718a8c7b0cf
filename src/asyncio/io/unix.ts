/**
 * Unix sockets: what is behind a loop's `createUnixConnection()` and `createUnixServer()`.
 *
 * @module
 */

import { Coroutine } from "../core/coroutine.ts";
import type { AbstractEventLoop } from "../core/future.ts";
import { describeValue } from "../core/_util.ts";
import { addressesOf, adopt, type SocketLike } from "./_adopt.ts";
import { checkFactory, clientTls, connected } from "./connect.ts";
import { networkError } from "./_errors.ts";
import { nodePath, nodeUrl } from "./_node.ts";
import { listen, serve, type ServerOptions, serverTls } from "./listen.ts";
import { requirePermission } from "./_permissions.ts";
import type { Connection, ProtocolFactory, ProtocolLike } from "./protocols.ts";
import type { Server } from "./server.ts";
import { connectFirst } from "./_staggered.ts";
import { keepOthers } from "./_socket_file.ts";
import type { ClientTlsOptions } from "./tls_options.ts";

/** Options of a loop's `createUnixConnection()`. */
export interface UnixConnectionOptions extends ClientTlsOptions {
  /** A connected socket to use, in place of the path. */
  sock?: SocketLike | undefined;
}

/** Options of a loop's `createUnixServer()`. */
export interface UnixServerOptions extends ServerOptions {
  /**
   * Whether the socket's file is removed when the server is closed, if it is still the server's own.
   *
   * @default {true}
   */
  cleanupSocket?: boolean | undefined;
}

/** How many bytes the address of a socket has for a path. */
const LONGEST_PATH = 107;

const encoder = new TextEncoder();

/** A path that sockets take: abstract ones begin with a zero. */
function checkPath(path: unknown): string {
  const text = path instanceof URL ? nodeUrl().fileURLToPath(path) : path;
  if (typeof text !== "string" || text === "" || text.includes("\0", 1)) {
    throw new TypeError(
      `path must be a path, a file URL or an abstract name ("\\0…"), got ${
        describeValue(path)
      }`,
    );
  }
  const { length } = encoder.encode(text);
  if (length > LONGEST_PATH) {
    throw new RangeError(
      `path must have ${LONGEST_PATH} bytes at most, as the system demands, got ${length}: ${
        show(text)
      }`,
    );
  }
  return text;
}

function isAbstract(path: string): boolean {
  return path.startsWith("\0");
}

/** Shows a path in a message. */
function show(path: string): string {
  return path.replace("\0", "@");
}

function requirePath(what: string, path: string): void {
  if (isAbstract(path)) {
    requirePermission({ name: "net" }, what, "--allow-net");
    return;
  }
  const absolute = nodePath().resolve(path);
  for (const name of ["read", "write"] as const) {
    requirePermission({ name, path }, what, `--allow-${name}=${path}`);
  }
  requirePermission(
    { name: "net", host: `unix:${absolute}` },
    what,
    `--allow-net=unix:${absolute}`,
  );
}

/** As `BaseEventLoop.createUnixConnection()`. */
export function createUnixConnection<P extends ProtocolLike>(
  loop: AbstractEventLoop,
  factory: ProtocolFactory<P>,
  path: string | URL | null,
  options: UnixConnectionOptions = {},
): Coroutine<Connection<P>> {
  return new Coroutine(async () => {
    checkFactory(factory);
    const side = clientTls(options, null);
    const { sock } = options;
    if (sock !== undefined) {
      if (path !== null) {
        throw new TypeError(
          "path cannot be given together with sock: pass null for it",
        );
      }
      const extra = addressesOf(sock);
      return await connected(loop, factory, adopt(sock), { side, extra });
    }
    const name = checkPath(path);
    requirePath(`connecting to ${show(name)}`, name);
    const { socket, errors } = await connectFirst(loop, [{ path: name }], null);
    if (socket === null) {
      throw networkError(errors[0]!.error, `connect to ${show(name)}`);
    }
    const extra = {
      peername: { transport: "unix", path: name },
      sockname: { transport: "unix", path: "" },
    };
    return await connected(loop, factory, socket, { side, extra });
  }, "createUnixConnection()");
}

/** As `BaseEventLoop.createUnixServer()`. */
export function createUnixServer(
  loop: AbstractEventLoop,
  factory: ProtocolFactory<ProtocolLike>,
  path: string | URL,
  options: UnixServerOptions = {},
): Coroutine<Server> {
  return new Coroutine(async () => {
    checkFactory(factory);
    const side = serverTls(options);
    const name = checkPath(path);
    requirePath(`listening on ${show(name)}`, name);
    if (!isAbstract(name)) removeStale(name);
    const listener = await listen(loop, { path: name }, options, side);
    listener.extra = {
      sockname: { transport: "unix", path: name },
      peername: { transport: "unix", path: "" },
    };
    if (!isAbstract(name)) {
      keepOthers(listener, name, options.cleanupSocket ?? true);
    }
    return serve(loop, { factory, listeners: [listener] }, options);
  }, "createUnixServer()");
}

/** Removes a socket's file; any other file stays, and listening will fail. */
function removeStale(path: string): void {
  try {
    if (Deno.lstatSync(path).isSocket) Deno.removeSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return;
    throw networkError(error, `listen on ${path}`);
  }
}
