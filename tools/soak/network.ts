/**
 * What servers and clients do all day: random connections, reads, writes, cancellations and endings.
 *
 * @module
 */

import {
  CancelledError,
  createTask,
  gather,
  getRunningLoop,
  sleep,
  timeout,
  TimeoutError,
} from "../../mod.ts";
import {
  createSubprocessExec,
  openConnection,
  PIPE,
  type Server,
  startServer,
  type StreamReader,
  type Streams,
  type StreamWriter,
} from "../../net.ts";
import { openLocalConnection, startLocalServer } from "../../network.ts";

const HOST = "127.0.0.1";

/** Whether an error is one of those that endings in the middle bring. */
function isEnding(error: unknown): boolean {
  return error instanceof CancelledError || error instanceof TimeoutError ||
    error instanceof Deno.errors.ConnectionReset ||
    error instanceof Deno.errors.BrokenPipe ||
    error instanceof Deno.errors.UnexpectedEof;
}

/** Sends back what comes, and now and then ends in the middle. */
async function echo(reader: StreamReader, writer: StreamWriter): Promise<void> {
  try {
    for (;;) {
      const data = await reader.read(65_536);
      if (data.length === 0) break;
      writer.write(data);
      await writer.drain();
      const chance = Math.random();
      if (chance < 0.02) {
        writer.transport.abort();
        return;
      }
      if (chance < 0.05) break;
    }
    writer.close();
  } catch (error) {
    writer.close();
    if (!isEnding(error)) throw error;
  }
}

/** One client: connects, talks a little, and ends in one of many ways. */
async function talk(connect: () => PromiseLike<Streams>): Promise<void> {
  const [reader, writer] = await connect();
  try {
    for (let i = Math.random() * 4; i > 0; i--) {
      const size = Math.floor(Math.random() ** 4 * 200_000) + 1;
      writer.write(new Uint8Array(size));
      await writer.drain();
      await timeout(
        Math.random() < 0.1 ? 1 : 5000,
        async () => await reader.readexactly(size),
      );
    }
  } finally {
    if (Math.random() < 0.3) writer.transport.abort();
    else writer.close();
  }
}

/** Many clients at a server, some of which are cancelled at any moment. */
async function talkAll(
  times: number,
  server: Server,
  connect: () => PromiseLike<Streams>,
): Promise<void> {
  for (let i = 0; i < times; i++) {
    const tasks = Array.from(
      { length: 20 },
      () => createTask(() => talk(connect)),
    );
    for (const task of tasks) {
      if (Math.random() < 0.3) {
        getRunningLoop().callLater(Math.random() * 5, () => task.cancel());
      }
    }
    const results: unknown[] = await gather(tasks, { returnExceptions: true });
    for (const result of results) {
      if (result instanceof Error && !isEnding(result)) throw result;
    }
  }
  server.abortClients();
}

/** Connections by TCP. */
export async function connections(times: number): Promise<void> {
  await using server = await startServer(echo, HOST, 0);
  const { port } = server.sockets[0] as Deno.NetAddr;
  await talkAll(times, server, () => openConnection(HOST, port));
}

/** Connections by Qt's local sockets. */
export async function localSockets(times: number): Promise<void> {
  const name = `soak-${Deno.pid}`;
  await using server = await startLocalServer(echo, name);
  await talkAll(times, server, () => openLocalConnection(name));
}

/** Datagrams there and back. */
export async function datagrams(times: number): Promise<void> {
  const loop = getRunningLoop();
  for (let i = 0; i < times; i++) {
    const received = loop.createFuture<void>();
    const [server] = await loop.createDatagramEndpoint(() => ({
      datagramReceived(data: Uint8Array, address: Deno.NetAddr) {
        server.sendto(data, address);
      },
    }), { localAddr: { hostname: HOST, port: 0 } });
    const [client] = await loop.createDatagramEndpoint(() => ({
      datagramReceived: () => {
        if (!received.done()) received.setResult();
      },
    }), { remoteAddr: server.getExtraInfo("sockname") as Deno.NetAddr });
    client.sendto(new Uint8Array(1 + i % 1000));
    await received;
    if (i % 2 === 0) client.abort();
    client.close();
    server.close();
  }
  await sleep(0);
}

/** Programs that are started, used, and killed or waited for. */
export async function programs(times: number): Promise<void> {
  for (let i = 0; i < times; i++) {
    const process = await createSubprocessExec("cat", [], {
      stdin: PIPE,
      stdout: PIPE,
    });
    if (i % 3 === 0) process.kill();
    await process.communicate("some input");
  }
}
