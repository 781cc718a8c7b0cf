/** What the tests of local sockets share. */

import { startLocalServer } from "../../network.ts";

let counter = 0;

/** A path that nothing has used. */
export function freshPath(): string {
  return `/tmp/qtasyncio-local-${Deno.pid}-${++counter}`;
}

/** Makes the file of a socket that nothing listens at. */
export function leaveSocket(path: string): void {
  const listener = Deno.listen({ transport: "unix", path: `${path}.live` });
  // Deno removes it otherwise.
  Deno.renameSync(`${path}.live`, path);
  listener.close();
}

/** A server that sends back what it gets. */
export function startEcho(name: string): ReturnType<typeof startLocalServer> {
  return startLocalServer(async (reader, writer) => {
    for await (const line of reader) {
      writer.write(line);
      await writer.drain();
    }
    writer.close();
  }, name);
}
