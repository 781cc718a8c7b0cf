/** What connections are to the kernel: options of sockets, and that none is left. */

import { assertEquals, assertRejects } from "@std/assert";
import { CancelledError, createTask, sleep } from "../../../src/asyncio/mod.ts";
import type { NewLoop } from "../suites/_support.ts";
import {
  descriptorOf,
  type Row,
  rows,
  setBacklog,
  socketOption,
} from "./_sockets.ts";
import { type Around, declare, pair, Recorder, until } from "./_support.ts";

const SOL_SOCKET = 1;
const SO_KEEPALIVE = 9;
const IPPROTO_TCP = 6;
const TCP_NODELAY = 1;

/** The descriptor of a socket. The kernel's table may lack a row while others come and go. */
async function findSocket(fits: (row: Row) => boolean): Promise<number> {
  let row: Row | undefined;
  await until(() => row = rows().find(fits));
  return descriptorOf(row);
}

/** The cases, on the loops that `newLoop` makes. */
export function suite(
  name: string,
  newLoop: NewLoop,
  around?: Around,
): void {
  const test = declare(name, newLoop, around);

  test("both ends of a connection send at once; the server's looks for dead clients if asked", async () => {
    for (const keepAlive of [false, true]) {
      await using p = await pair(new Recorder(), new Recorder(), { keepAlive });
      const { port } = p.peerTransport.getExtraInfo("peername") as Deno.NetAddr;
      const client = await findSocket((row) =>
        row.state === "established" && row.localPort === port
      );
      const server = await findSocket((row) =>
        row.state === "established" && row.remotePort === port
      );
      assertEquals(socketOption(client, IPPROTO_TCP, TCP_NODELAY), 1);
      assertEquals(socketOption(server, IPPROTO_TCP, TCP_NODELAY), 1);
      assertEquals(
        socketOption(server, SOL_SOCKET, SO_KEEPALIVE),
        Number(keepAlive),
      );
    }
  });

  test("cancelling createConnection() to a listener with a full backlog leaves no socket", async (loop) => {
    using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const { port } = listener.addr as Deno.NetAddr;
    const socket = await findSocket((row) =>
      row.state === "listening" && row.localPort === port
    );
    setBacklog(socket, 0);
    const tasks = Array.from({ length: 6 }, () =>
      createTask(
        loop.createConnection(() => new Recorder(), "127.0.0.1", port),
      ));
    const connecting = () =>
      rows().filter((row) =>
        row.remotePort === port && row.state === "connecting"
      );
    await until(() => connecting().length > 0);
    await sleep(20);
    const pending = tasks.filter((task) => !task.done());
    assertEquals(pending.length > 0, true);
    for (const task of pending) task.cancel();
    for (const task of pending) {
      await assertRejects(() => Promise.resolve(task), CancelledError);
    }
    await until(() => connecting().length === 0);
    for (const task of tasks) {
      if (!task.cancelled()) (await task)[0].abort();
    }
  });
}
