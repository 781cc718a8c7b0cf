/**
 * 64 bytes there and back over TCP, server and client in one process.
 *
 * @module
 */

import type { Figures } from "../_program.ts";

/** Makes so many round trips on one connection. */
export async function echo(count: number): Promise<Figures> {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const serve = async (): Promise<void> => {
    using server = await listener.accept();
    const bytes = new Uint8Array(64);
    for (;;) {
      const got = await server.read(bytes);
      if (got === null) return;
      await writeAll(server, bytes.subarray(0, got));
    }
  };
  const served = serve();
  const client = await Deno.connect({
    hostname: "127.0.0.1",
    port: (listener.addr as Deno.NetAddr).port,
  });
  client.setNoDelay(true);
  const message = new Uint8Array(64).fill(120);
  const answer = new Uint8Array(64);
  const begin = performance.now();
  for (let i = 0; i < count; i++) {
    await writeAll(client, message);
    for (let got = 0; got < 64;) {
      const more = await client.read(answer);
      if (more === null) throw new Error("The server has closed");
      got += more;
    }
  }
  const duration = performance.now() - begin;
  client.close();
  await served;
  listener.close();
  return {
    "TCP echo, 1 connection, round trips /s": count / duration * 1000,
  };
}

async function writeAll(
  connection: Deno.Conn,
  bytes: Uint8Array,
): Promise<void> {
  for (let sent = 0; sent < bytes.length;) {
    sent += await connection.write(bytes.subarray(sent));
  }
}
