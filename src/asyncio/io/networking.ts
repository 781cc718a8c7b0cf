/**
 * Makes the network methods of loops work, when it is imported.
 *
 * @module
 */

import { OLDEST_DENO_FOR_NETWORK, requireDeno } from "../core/_platform.ts";
import { getaddrinfo, getnameinfo } from "./addresses.ts";
import { createConnection } from "./connect.ts";
import { connectAcceptedSocket, createServer } from "./listen.ts";
import { provideNetworking } from "./loop_net.ts";
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
  createServer,
  createUnixConnection,
  createUnixServer,
  getaddrinfo,
  getnameinfo,
  sendfile,
  startTls,
  subprocessExec,
  subprocessShell,
});
