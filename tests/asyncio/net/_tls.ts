/** What the suites of TLS share. */

import { getRunningLoop } from "../../../src/asyncio/mod.ts";
import type {
  ClientTlsOptions,
  ProtocolLike,
  Server,
  ServerTlsOptions,
  TlsOptions,
} from "../../../net.ts";
import { certificates } from "../../_support/certificates.ts";
import { type Pair, portOf, Recorder, until } from "./_support.ts";

/** The address of all tests. */
export const here = "127.0.0.1";

/** The options of a server for localhost. */
export function serverTls(more: Partial<TlsOptions> = {}): TlsOptions {
  return { ...certificates().server, ...more };
}

/** The options of a client that trusts the tests' authority. */
export function clientTls(more: Partial<TlsOptions> = {}): TlsOptions {
  return { caCerts: [certificates().ca], ...more };
}

/** Both ends of a connection with TLS. */
export type TlsPair<C extends ProtocolLike, S extends ProtocolLike> = Omit<
  Pair<C, S>,
  "port"
>;

/** Connects two protocols with TLS. */
export async function tlsPair<C extends ProtocolLike, S extends Recorder>(
  client: C,
  peer: S,
  clientOptions: ClientTlsOptions = {},
  serverOptions: ServerTlsOptions = {},
): Promise<TlsPair<C, S>> {
  const loop = getRunningLoop();
  const server = await loop.createServer(() => peer, here, 0, {
    tls: serverTls(),
    ...serverOptions,
  });
  const [transport] = await loop.createConnection(
    () => client,
    here,
    portOf(server),
    { tls: clientTls(), ...clientOptions },
  );
  await until(() => peer.transport);
  return {
    server,
    transport,
    client,
    peer,
    peerTransport: peer.transport,
    async [Symbol.asyncDispose]() {
      transport.abort();
      server.close();
      server.abortClients();
      await server.waitClosed();
    },
  };
}

/** Closes a server that expects nothing more. */
export async function close(server: Server): Promise<void> {
  server.close();
  server.abortClients();
  await server.waitClosed();
}

/** A buffered protocol that notes what it gets. */
export class Buffered extends Recorder {
  readonly memory = new Uint8Array(1000);
  getBuffer(): Uint8Array {
    return this.memory;
  }
  bufferUpdated(count: number): void {
    this.dataReceived(this.memory.slice(0, count));
  }
}
