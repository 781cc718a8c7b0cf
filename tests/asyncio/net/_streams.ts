/** What the tests of streams share. */

import {
  openConnection,
  type Server,
  startServer,
  type Streams,
  type TlsOptions,
} from "../../../net.ts";
import { portOf, until } from "./_support.ts";

/** A stream to a server, and the server's end of it. */
export interface Connected extends AsyncDisposable {
  server: Server;
  near: Streams;
  far: Streams;
}

/** Opens a stream to a server of its own. */
export async function connect(
  limit?: number,
  tls?: { client: TlsOptions; server: TlsOptions },
): Promise<Connected> {
  let far: Streams | undefined;
  const server = await startServer(
    (reader, writer) => {
      far = [reader, writer];
    },
    "127.0.0.1",
    0,
    { limit, tls: tls?.server },
  );
  const near = await openConnection("127.0.0.1", portOf(server), {
    limit,
    tls: tls?.client,
  });
  await until(() => far);
  return {
    server,
    near,
    far: far!,
    async [Symbol.asyncDispose]() {
      near[1].transport.abort();
      server.close();
      server.abortClients();
      await server.waitClosed();
    },
  };
}
