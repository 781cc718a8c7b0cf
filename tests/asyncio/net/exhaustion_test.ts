/** A server whose process runs out of descriptors. */

import { assertEquals } from "@std/assert";
import { readLines } from "../../_support/lines.ts";

const MOD = new URL("../../../src/asyncio/mod.ts", import.meta.url).href;
const NET = new URL("../../../net.ts", import.meta.url).href;

/** More than the server's process can have open, less than its listener lets wait. */
const CONNECTIONS = 250;

const SERVER = `
  import { getRunningLoop, run, sleep } from ${JSON.stringify(MOD)};
  import ${JSON.stringify(NET)};
  await run(async () => {
    const loop = getRunningLoop();
    // Deno prepares its own signal handling shortly after the start, and panics without descriptors.
    await sleep(1500);
    const server = await loop.createServer(() => ({
      connectionMade: (transport) => transport.write(new Uint8Array([1])),
    }), "127.0.0.1", 0);
    console.log(server.sockets[0].port);
    await server.serveForever();
  });`;

Deno.test("a server that ran out of descriptors accepts again when connections are closed", async () => {
  const file = Deno.makeTempFileSync({ suffix: ".js" });
  Deno.writeTextFileSync(file, SERVER);
  const child = new Deno.Command("/bin/sh", {
    args: [
      "-c",
      'ulimit -n 200; exec "$@"',
      "sh",
      Deno.execPath(),
      ...["run", "-A", "--no-check", file],
    ],
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const connections: Deno.TcpConn[] = [];
  const errors = new Response(child.stderr).text();
  try {
    const lines = readLines(child.stdout);
    const port = Number((await lines.next()).value);
    for (let i = 0; i < CONNECTIONS; i++) {
      connections.push(await Deno.connect({ hostname: "127.0.0.1", port }));
    }
    const first = connections.splice(0, 100);
    const greet = async (connection: Deno.Conn) =>
      assertEquals(await connection.read(new Uint8Array(1)), 1);
    await Promise.all(first.map(greet));
    for (const connection of first) connection.close();
    await Promise.all(connections.map(greet));
    child.kill();
    for await (const _ of lines);
  } finally {
    for (const connection of connections) connection.close();
    await child.status;
    Deno.removeSync(file);
  }
  assertEquals(await errors, "");
});
