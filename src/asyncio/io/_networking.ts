/**
 * What the network methods of a loop call: provided by `networking.ts` when the program imports it, so that programs
 * without networking do not load these modules.
 */

import { RuntimeError } from "../core/errors.ts";
import type { getaddrinfo, getnameinfo } from "./addresses.ts";
import type { createConnection } from "./connect.ts";
import type { connectAcceptedSocket, createServer } from "./listen.ts";
import type { connectReadPipe, connectWritePipe } from "./pipes.ts";
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
  createServer: typeof createServer;
  createUnixConnection: typeof createUnixConnection;
  createUnixServer: typeof createUnixServer;
  getaddrinfo: typeof getaddrinfo;
  getnameinfo: typeof getnameinfo;
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
 * @throws {RuntimeError} If the program has not imported `net.ts`.
 */
export function networking<K extends keyof Networking>(name: K): Networking[K] {
  if (provided === null) {
    throw new RuntimeError(
      `Cannot call loop.${name}(): networking is not loaded. Add import "@qtasyncio/qtasyncio/net" (net.ts)`,
    );
  }
  return provided[name];
}
