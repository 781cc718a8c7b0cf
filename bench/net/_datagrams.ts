/**
 * Datagrams that a server sends back.
 *
 * @module
 */

import { getRunningLoop } from "../../src/asyncio/mod.ts";
import type { DatagramTransport } from "../../net.ts";

const HOST = "127.0.0.1";

/** Counts how many datagrams go there and back in a time, in milliseconds. */
export async function datagramEcho(duration: number): Promise<number> {
  const loop = getRunningLoop();
  let serving!: DatagramTransport;
  const [server] = await loop.createDatagramEndpoint(() => ({
    connectionMade(transport: DatagramTransport) {
      serving = transport;
    },
    datagramReceived(data: Uint8Array, address: Deno.NetAddr) {
      serving.sendto(data, address);
    },
  }), { localAddr: { hostname: HOST, port: 0 } });
  const end = performance.now() + duration;
  const done = loop.createFuture<void>();
  const message = new Uint8Array(64).fill(97);
  let count = 0;
  const [client] = await loop.createDatagramEndpoint(() => ({
    datagramReceived() {
      count++;
      if (performance.now() < end) client.sendto(message);
      else if (!done.done()) done.setResult();
    },
  }), { remoteAddr: server.getExtraInfo("sockname") as Deno.NetAddr });
  client.sendto(message);
  await done;
  client.close();
  server.close();
  return count;
}
