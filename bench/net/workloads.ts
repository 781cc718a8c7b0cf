/**
 * What is measured of asyncio's second level. Each workload has a twin of the same name in peers.py, some also in deno.ts.
 *
 * @module
 */

import {
  CancelledError,
  createTask,
  gather,
  getRunningLoop,
  sleep,
} from "../../src/asyncio/mod.ts";
import {
  BufferedProtocol,
  createSubprocessExec,
  openConnection,
  PIPE,
  Protocol,
  type ProtocolLike,
  type Server,
  startServer,
  type TlsOptions,
  type Transport,
} from "../../net.ts";
import { certificates } from "../../tests/_support/certificates.ts";
import { type Figures, percentile, scaled } from "../_program.ts";
import { DURATION, echoRow, SIZES } from "./_echoes.ts";
import { datagramEcho } from "./_datagrams.ts";
import { netIdle, netIdleClients } from "./idle.ts";

const HOST = "127.0.0.1";

function portOf(server: Server): number {
  return (server.sockets[0] as Deno.NetAddr).port;
}

class Echo extends Protocol {
  #transport!: Transport;
  override connectionMade(transport: Transport): void {
    this.#transport = transport;
  }
  override dataReceived(data: Uint8Array): void {
    this.#transport.write(data);
  }
}

/** Receives into two buffers in turn. */
abstract class TwoBuffers extends BufferedProtocol {
  protected transport!: Transport;
  readonly #buffers = [new Uint8Array(262_144), new Uint8Array(262_144)];
  #current = 0;
  override connectionMade(transport: Transport): void {
    this.transport = transport;
  }
  override getBuffer(): Uint8Array {
    return this.#buffers[this.#current]!;
  }
  override bufferUpdated(count: number): void {
    const data = this.#buffers[this.#current]!.subarray(0, count);
    this.#current ^= 1;
    this.received(data);
  }
  abstract received(data: Uint8Array): void;
}

/** Sends a message and, when it has come back, the next, until the time is up. */
class Rally {
  count = 0;
  readonly #message: Uint8Array;
  readonly #end: number;
  readonly #over: () => void;
  #got = 0;

  constructor(size: number, end: number, over: () => void) {
    this.#message = new Uint8Array(size).fill(97);
    this.#end = end;
    this.#over = over;
  }

  begin(transport: Transport): void {
    transport.write(this.#message);
  }

  received(transport: Transport, count: number): void {
    this.#got += count;
    if (this.#got < this.#message.length) return;
    this.#got = 0;
    this.count++;
    if ((this.count & 15) === 0 && performance.now() >= this.#end) {
      transport.close();
      this.#over();
    } else transport.write(this.#message);
  }
}

async function protocolEcho(
  size: number,
  connections: number,
  duration: number,
  server: () => ProtocolLike,
  client: (rally: Rally) => ProtocolLike,
  tls: { server?: TlsOptions; client?: TlsOptions } = {},
): Promise<number> {
  const loop = getRunningLoop();
  await using listening = await loop.createServer(server, HOST, 0, {
    ...tls.server && { tls: tls.server },
  });
  const end = performance.now() + duration;
  const rallies: Rally[] = [];
  const over: PromiseLike<void>[] = [];
  for (let i = 0; i < connections; i++) {
    const done = loop.createFuture<void>();
    over.push(done);
    const rally = new Rally(size, end, () => done.setResult());
    rallies.push(rally);
    await loop.createConnection(() => client(rally), HOST, portOf(listening), {
      ...tls.client && { tls: tls.client },
    });
  }
  for (const each of over) await each;
  return rallies.reduce((sum, { count }) => sum + count, 0);
}

function plainClient(rally: Rally): ProtocolLike {
  let transport: Transport;
  return {
    connectionMade(made: Transport) {
      transport = made;
      rally.begin(made);
    },
    dataReceived: (data) => rally.received(transport, data.length),
  };
}

/** An echo by protocols. */
export function plainEcho(
  size: number,
  connections: number,
  duration: number,
  tls?: { server: TlsOptions; client: TlsOptions },
): Promise<number> {
  return protocolEcho(
    size,
    connections,
    duration,
    () => new Echo(),
    plainClient,
    tls,
  );
}

/** How much a peer can send by TLS to one that has paused its reading, in MiB. */
async function sentWhilePaused(
  tls: { server: TlsOptions; client: TlsOptions },
): Promise<number> {
  const loop = getRunningLoop();
  await using server = await loop.createServer(
    () => ({ connectionMade: (transport) => transport.pauseReading() }),
    HOST,
    0,
    { tls: tls.server },
  );
  let paused = false;
  const [transport] = await loop.createConnection(
    () => ({
      pauseWriting: () => paused = true,
      resumeWriting: () => paused = false,
    }),
    HOST,
    portOf(server),
    { tls: tls.client },
  );
  const piece = new Uint8Array(65_536);
  let written = 0;
  do {
    while (!paused) {
      transport.write(piece);
      written += piece.length;
    }
    await sleep(scaled(300));
  } while (!paused);
  const sent = written - transport.getWriteBufferSize();
  transport.abort();
  server.abortClients();
  return sent / 1_048_576;
}

async function streamsEcho(
  size: number,
  connections: number,
  duration: number,
): Promise<number> {
  await using server = await startServer(
    async (reader, writer) => {
      for (;;) {
        const data = await reader.read(262_144);
        if (data.length === 0) break;
        writer.write(data);
        await writer.drain();
      }
      writer.close();
    },
    HOST,
    0,
  );
  const end = performance.now() + duration;
  const message = new Uint8Array(size).fill(97);
  let total = 0;
  const client = async (): Promise<void> => {
    const [reader, writer] = await openConnection(HOST, portOf(server));
    while (performance.now() < end) {
      writer.write(message);
      await reader.readexactly(size);
      total++;
    }
    writer.close();
  };
  await gather(Array.from({ length: connections }, () => client()));
  return total;
}

async function perSecond(
  count: number,
  body: () => Promise<unknown>,
): Promise<number> {
  for (let i = 0; i < count / 4; i++) await body();
  const begin = performance.now();
  for (let i = 0; i < count; i++) await body();
  return count / (performance.now() - begin) * 1000;
}

/** The workloads, by name. */
export const workloads: Readonly<Record<string, () => Promise<Figures>>> = {
  async netProtocol() {
    let figures: Figures = {};
    for (const [size, connections] of SIZES) {
      figures = {
        ...figures,
        ...await echoRow(
          "protocol echo",
          size,
          connections,
          (duration) => plainEcho(size, connections, duration),
        ),
      };
    }
    return figures;
  },

  async netStreams() {
    let figures: Figures = {};
    for (const [size, connections] of SIZES) {
      figures = {
        ...figures,
        ...await echoRow(
          "streams echo",
          size,
          connections,
          (duration) => streamsEcho(size, connections, duration),
        ),
      };
    }
    return figures;
  },

  async netTls() {
    const { ca, server } = certificates();
    const tls = { server, client: { caCerts: [ca] } };
    let figures: Figures = {};
    for (const size of [64, 65_536]) {
      figures = {
        ...figures,
        ...await echoRow(
          "TLS echo",
          size,
          1,
          (duration) => plainEcho(size, 1, duration, tls),
        ),
      };
    }
    return {
      ...figures,
      "TLS: MiB that a paused reader lets its peer send": await sentWhilePaused(
        tls,
      ),
    };
  },

  netBuffered() {
    return echoRow(
      "buffered protocol echo",
      65_536,
      1,
      (duration) =>
        protocolEcho(
          65_536,
          1,
          duration,
          () =>
            new class extends TwoBuffers {
              override received(data: Uint8Array): void {
                this.transport.write(data);
              }
            }(),
          (rally) =>
            new class extends TwoBuffers {
              override connectionMade(transport: Transport): void {
                super.connectionMade(transport);
                rally.begin(transport);
              }
              override received(data: Uint8Array): void {
                rally.received(this.transport, data.length);
              }
            }(),
        ),
    );
  },

  async netDatagrams() {
    await datagramEcho(DURATION / 4);
    const begin = performance.now();
    const count = await datagramEcho(DURATION);
    return {
      "datagram echo, 64 B: round trips /s": count /
        (performance.now() - begin) * 1000,
    };
  },

  async netPrograms() {
    const input = new Uint8Array(1024).fill(97);
    return {
      "programs started and waited for /s": await perSecond(
        scaled(400),
        async () => await (await createSubprocessExec("true")).wait(),
      ),
      "communicate, 1 KiB through cat /s": await perSecond(
        scaled(200),
        async () => {
          const options = { stdin: PIPE, stdout: PIPE } as const;
          const process = await createSubprocessExec("cat", [], options);
          await process.communicate(input);
        },
      ),
    };
  },

  async netCancel() {
    await using server = await startServer(() => {}, HOST, 0);
    const [reader, writer] = await openConnection(HOST, portOf(server));
    const times: number[] = [];
    for (let i = 0; i < scaled(5_000); i++) {
      const task = createTask(async () => {
        try {
          await reader.readexactly(10);
        } catch (error) {
          if (!(error instanceof CancelledError)) throw error;
          times.push((performance.now() - begin) * 1000);
          throw error;
        }
      });
      await sleep(0);
      await sleep(0);
      const begin = performance.now();
      task.cancel();
      await task.catch(() => {});
    }
    writer.close();
    const late = times.slice(times.length / 5);
    return {
      "cancelling a read p50, µs": percentile(late, 0.5),
      "cancelling a read p99, µs": percentile(late, 0.99),
    };
  },

  netIdle,
  netIdleClients,
};
