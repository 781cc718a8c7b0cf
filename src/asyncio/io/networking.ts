/**
 * Makes the network methods of loops work, when it is imported.
 *
 * @module
 */

import { OLDEST_DENO_FOR_NETWORK, requireDeno } from "../core/_platform.ts";
import { getaddrinfo, getnameinfo } from "./addresses.ts";
import { createConnection } from "./connect.ts";
import { createDatagramEndpoint } from "./datagrams.ts";
import { DescriptorCallbacks } from "./descriptors.ts";
import { connectAcceptedSocket, createServer } from "./listen.ts";
import { provideNetworking } from "./provided.ts";
import { sendfile } from "./sendfile.ts";
import { startTls } from "./start_tls.ts";
import { connectReadPipe, connectWritePipe } from "./pipes.ts";
import {
  subprocessExec,
  subprocessShell,
} from "./subprocess/_child_transport.ts";
import { createUnixConnection, createUnixServer } from "./unix.ts";

requireDeno("net.ts", OLDEST_DENO_FOR_NETWORK);
provideNetworking({
  connectAcceptedSocket,
  connectReadPipe,
  connectWritePipe,
  createConnection,
  createDatagramEndpoint,
  createServer,
  createUnixConnection,
  createUnixServer,
  descriptorCallbacks: (loop) => new DescriptorCallbacks(loop),
  getaddrinfo,
  getnameinfo,
  sendfile,
  startTls,
  subprocessExec,
  subprocessShell,
});
