/**
 * Unix sockets: what is behind a loop's `createUnixConnection()` and `createUnixServer()`.
 *
 * @module
 */

import { Coroutine } from "../core/coroutine.ts";
import type { AbstractEventLoop } from "../core/future.ts";
import { describeValue } from "../core/_util.ts";
import { adopt, type SocketLike } from "./_adopt.ts";
import { checkFactory, connected } from "./connect.ts";
import { networkError } from "./_errors.ts";
import { nodePath, nodeUrl } from "./_node.ts";
import { listen, serve, type ServerOptions } from "./listen.ts";
import { requirePermission } from "./_permissions.ts";
import type { Connection, ProtocolFactory, ProtocolLike } from "./protocols.ts";
import type { Listener, Server } from "./server.ts";
import { connectFirst } from "./_staggered.ts";
import { unlinked } from "./_socket_file.ts";

/** Options of a loop's `createUnixConnection()`. */
export interface UnixConnectionOptions {
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

/** A path that sockets take: abstract ones begin with a zero. */
function checkPath(path: unknown): string {
  const text = path instanceof URL ? nodeUrl().fileURLToPath(path) : path;
  if (typeof text !== "string" || text === "") {
    throw new TypeError(
      `path must be a path, a file URL or an abstract name ("\\0…"), got ${
        describeValue(path)
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
  { sock }: UnixConnectionOptions = {},
): Coroutine<Connection<P>> {
  return new Coroutine(async () => {
    checkFactory(factory);
    if (sock !== undefined) {
      if (path !== null) {
        throw new TypeError(
          "path cannot be given together with sock: pass null for it",
        );
      }
      return await connected(loop, factory, adopt(sock));
    }
    const name = checkPath(path);
    requirePath(`connecting to ${show(name)}`, name);
    const { socket, errors } = await connectFirst(loop, [{ path: name }], null);
    if (socket === null) {
      throw networkError(errors[0]!.error, `connect to ${show(name)}`);
    }
    return await connected(loop, factory, socket, {
      peername: { transport: "unix", path: name },
      sockname: { transport: "unix", path: "" },
    });
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
    const name = checkPath(path);
    requirePath(`listening on ${show(name)}`, name);
    if (!isAbstract(name)) removeStale(name);
    const listener = await listen(loop, { path: name }, options);
    listener.extra = {
      sockname: { transport: "unix", path: name },
      peername: { transport: "unix", path: "" },
    };
    if (!isAbstract(name)) {
      keepOthers(listener, name, options.cleanupSocket ?? true);
    }
    return serve(loop, factory, [listener], options);
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

/** On close, the platform removes any file at the path: keeps a file that is not the server's socket. */
function keepOthers(listener: Listener, path: string, cleanup: boolean): void {
  const own = Deno.lstatSync(path);
  const close = listener.close;
  listener.close = () => {
    unlinked(
      path,
      (file) => !cleanup || file.ino !== own.ino || file.dev !== own.dev,
      close,
    );
  };
}
