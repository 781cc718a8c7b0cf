/**
 * The functions behind the network methods of loops, which `net.ts` provides.
 *
 * @module
 */

import { OLDEST_DENO_FOR_NETWORK, requireDeno } from "../core/_platform.ts";
import { RuntimeError } from "../core/errors.ts";
import type { AbstractEventLoop } from "../core/future.ts";
import type { getaddrinfo, getnameinfo } from "./addresses.ts";
import type { createConnection } from "./connect.ts";
import type { createDatagramEndpoint } from "./datagrams.ts";
import type { DescriptorCallbacks } from "./descriptors.ts";
import type { connectAcceptedSocket, createServer } from "./listen.ts";
import type { connectReadPipe, connectWritePipe } from "./pipes.ts";
import type { sendfile } from "./sendfile.ts";
import type { startTls } from "./start_tls.ts";
import type {
  subprocessExec,
  subprocessShell,
} from "./subprocess/_child_transport.ts";
import type { createUnixConnection, createUnixServer } from "./unix.ts";

/** The functions behind the loop's methods of the same names; each takes the loop first. */
export interface Networking {
  connectAcceptedSocket: typeof connectAcceptedSocket;
  connectReadPipe: typeof connectReadPipe;
  connectWritePipe: typeof connectWritePipe;
  createConnection: typeof createConnection;
  createDatagramEndpoint: typeof createDatagramEndpoint;
  createServer: typeof createServer;
  createUnixConnection: typeof createUnixConnection;
  createUnixServer: typeof createUnixServer;
  descriptorCallbacks: (loop: AbstractEventLoop) => DescriptorCallbacks;
  getaddrinfo: typeof getaddrinfo;
  getnameinfo: typeof getnameinfo;
  sendfile: typeof sendfile;
  startTls: typeof startTls;
  subprocessExec: typeof subprocessExec;
  subprocessShell: typeof subprocessShell;
}

let provided: Networking | null = null;

/** Makes the network methods of all loops work. */
export function provideNetworking(networking: Networking): void {
  provided = networking;
}

/**
 * Returns the function behind a network method of a loop.
 *
 * @param method the method that is called, if its name is another one.
 * @throws {RuntimeError} If the program has not imported `net.ts`, or this Deno is too old for it.
 */
export function networking<K extends keyof Networking>(
  name: K,
  method: string = name,
): Networking[K] {
  if (provided === null) {
    requireDeno(`loop.${method}()`, OLDEST_DENO_FOR_NETWORK);
    throw new RuntimeError(
      `Cannot call loop.${method}(): networking is not loaded. Add import "@qtasyncio/qtasyncio/net" (net.ts)`,
    );
  }
  return provided[name];
}
