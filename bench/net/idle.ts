/**
 * Connections that do nothing: the servers' ends in this process, the clients' in another, since a process may not open
 * descriptors for both.
 *
 * @module
 */

import { getRunningLoop, sleep } from "../../src/asyncio/mod.ts";
import {
  createSubprocessExec,
  openConnection,
  PIPE,
  startServer,
  StreamReader,
} from "../../net.ts";
import { collectGarbage } from "../../tests/_support/gc.ts";
import { type Figures, processorTime, scaled } from "../_program.ts";

const HOST = "127.0.0.1";
const COUNT = scaled(10_000);
/** Made before the memory is looked at: what all connections share is there then. */
const WARM = 100;

/** The resident memory of this process, in KiB. */
function residentMemory(): number {
  collectGarbage();
  const status = Deno.readTextFileSync("/proc/self/status");
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]);
}

/** How much processor time passes while nothing happens. */
async function idleTime(): Promise<number> {
  await sleep(scaled(1_500));
  const before = processorTime();
  await sleep(scaled(3_000));
  return processorTime() - before;
}

/** The servers' ends. */
export async function netIdle(): Promise<Figures> {
  let accepted = 0;
  let wanted = WARM;
  let reached = getRunningLoop().createFuture<void>();
  await using server = await startServer(
    () => {
      if (++accepted === wanted) reached.setResult();
    },
    HOST,
    0,
    { backlog: 1000 },
  );
  const { port } = server.sockets[0] as Deno.NetAddr;
  const program = new URL("./loop.ts", import.meta.url).pathname;
  const args = ["run", "-A", "--no-check", program, "pure", "netIdleClients"];
  const clients = await createSubprocessExec(
    Deno.execPath(),
    [...args, String(port)],
    { stdin: PIPE, stdout: PIPE },
  );
  const lines = clients.stdout!.lines();
  await reached;
  reached = getRunningLoop().createFuture();
  wanted += COUNT;
  const before = residentMemory();
  clients.stdin!.write("open\n");
  await reached;
  const memory = residentMemory() - before;
  const theirs = JSON.parse((await lines.next()).value);
  clients.stdin!.write("rest\n");
  const time = await idleTime();
  const { cpu } = JSON.parse((await lines.next()).value);
  clients.stdin!.close();
  await clients.wait();
  return {
    "10 000 idle connections, KiB for both ends": (memory + theirs.memory) /
      COUNT,
    "10 000 idle connections, ms of CPU in 3 s": time + cpu,
  };
}

/** The clients' ends; what they say and are told goes by the standard streams. */
export async function netIdleClients(): Promise<Figures> {
  const port = Number(Deno.args[2]);
  const orders = StreamReader.from(Deno.stdin.readable).lines();
  const connections: unknown[] = [];
  const open = async (count: number): Promise<void> => {
    for (let i = 0; i < count; i++) {
      connections.push(await openConnection(HOST, port));
    }
  };
  await open(WARM);
  await orders.next();
  const before = residentMemory();
  await open(COUNT);
  console.log(JSON.stringify({ memory: residentMemory() - before }));
  await orders.next();
  console.log(JSON.stringify({ cpu: await idleTime() }));
  await orders.next();
  return { connections: connections.length };
}
