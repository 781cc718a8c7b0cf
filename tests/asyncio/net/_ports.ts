/** Ports for tests. */

import type { BaseEventLoop } from "../../../src/asyncio/mod.ts";
import { portOf } from "./_support.ts";

/** Returns a closed port. */
export async function freePort(loop: BaseEventLoop): Promise<number> {
  const server = await loop.createServer(() => ({}), "127.0.0.1", 0);
  const port = portOf(server);
  server.close();
  await server.waitClosed();
  return port;
}
