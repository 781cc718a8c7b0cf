/**
 * The echo workloads in plain Deno, with one buffer for each connection: what the platform itself can do.
 *
 *     deno run -A bench/net/deno.ts WORKLOAD
 *
 * @module
 */

import { type Figures, print } from "../_program.ts";
import { echoRow, SIZES } from "./_echoes.ts";

async function writeAll(
  connection: Deno.Conn,
  bytes: Uint8Array,
): Promise<void> {
  for (let sent = 0; sent < bytes.length;) {
    sent += await connection.write(sent === 0 ? bytes : bytes.subarray(sent));
  }
}

async function serve(connection: Deno.Conn): Promise<void> {
  using closing = connection;
  const bytes = new Uint8Array(262_144);
  for (;;) {
    const got = await closing.read(bytes);
    if (got === null) return;
    await writeAll(closing, bytes.subarray(0, got));
  }
}

async function echo(
  size: number,
  connections: number,
  duration: number,
): Promise<number> {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr as Deno.NetAddr;
  const served: Promise<void>[] = [];
  const accept = async (): Promise<void> => {
    for (let i = 0; i < connections; i++) {
      const connection = await listener.accept() as Deno.TcpConn;
      connection.setNoDelay(true);
      served.push(serve(connection));
    }
  };
  const accepted = accept();
  const end = performance.now() + duration;
  let total = 0;
  const client = async (): Promise<void> => {
    using connection = await Deno.connect({ hostname: "127.0.0.1", port });
    connection.setNoDelay(true);
    const message = new Uint8Array(size).fill(97);
    const answer = new Uint8Array(262_144);
    // Both ways at once: more than the kernel keeps would else wait for each other.
    while (performance.now() < end) {
      const sent = writeAll(connection, message);
      for (let got = 0; got < size;) {
        const more = await connection.read(answer);
        if (more === null) throw new Error("The server has closed");
        got += more;
      }
      await sent;
      total++;
    }
  };
  await Promise.all(Array.from({ length: connections }, client));
  await accepted;
  await Promise.all(served);
  listener.close();
  return total;
}

const workloads: Record<string, [title: string, sizes: typeof SIZES]> = {
  netProtocol: ["protocol echo", SIZES],
  netBuffered: ["buffered protocol echo", [[65_536, 1]]],
};
const workload = workloads[Deno.args[0]!];
if (workload === undefined) {
  throw new RangeError(`No workload "${Deno.args[0]}"`);
}
const [title, sizes] = workload;
let figures: Figures = {};
for (const [size, connections] of sizes) {
  figures = {
    ...figures,
    ...await echoRow(
      title,
      size,
      connections,
      (duration) => echo(size, connections, duration),
    ),
  };
}
print(figures);
