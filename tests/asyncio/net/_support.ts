/** What the suites of the second level share. */

import {
  type BaseEventLoop,
  type ExceptionContext,
  getRunningLoop,
  sleep,
} from "../../../src/asyncio/mod.ts";
import type {
  ProtocolLike,
  Server,
  TcpServerOptions,
  Transport,
} from "../../../net.ts";
import { type NewLoop, onLoop } from "../suites/_support.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** The bytes of a text. */
export function bytes(text: string): Uint8Array<ArrayBuffer> {
  return encoder.encode(text);
}

/** The text of bytes. */
export function text(data: Uint8Array): string {
  return decoder.decode(data);
}

/** Bytes that differ from place to place. */
export function pattern(size: number): Uint8Array<ArrayBuffer> {
  const data = new Uint8Array(size);
  for (let i = 0; i < size; i++) data[i] = (i * 7 + (i >> 8)) & 255;
  return data;
}

/** Declares the tests of a suite, each on a loop of its own. */
export type Declare = (
  title: string,
  body: (loop: BaseEventLoop, errors: ExceptionContext[]) => Promise<void>,
) => void;

/** Runs the body of a test with something around it: a dialog that is open, say. */
export type Around = (body: () => Promise<void>) => Promise<void>;

/** A suite: declares its tests on the loops that `newLoop` makes. */
export type Suite = (name: string, newLoop: NewLoop, around?: Around) => void;

/** Makes the `test()` of a suite. Whatever the exception handler is told must be taken out of `errors`. */
export function declare(
  name: string,
  newLoop: NewLoop,
  around: Around = (body) => body(),
): Declare {
  return (title, body) =>
    Deno.test(`${name}: ${title}`, () =>
      onLoop(newLoop, async (loop) => {
        const errors: ExceptionContext[] = [];
        loop.setExceptionHandler((_loop, context) => errors.push(context));
        await around(() => body(loop, errors));
        if (errors.length > 0) {
          throw new Error(
            `unexpected: ${errors.map((each) => each.message)}`,
            { cause: errors[0]!.exception },
          );
        }
      }));
}

/** Lets the loop make some rounds. */
export async function rounds(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await sleep(0);
}

/**
 * Waits until the platform has told of all programs that have ended: when it tells of a later one, it has. One whose start
 * was cancelled may yet have to begin.
 */
export async function toldOfEnds(): Promise<void> {
  for (let i = 0; i < 2; i++) {
    await sleep(20);
    await new Deno.Command("true").output();
  }
}

/** Waits until something is so; the test's time limit is the only one. */
export async function until(condition: () => unknown): Promise<void> {
  while (!condition()) await sleep(1);
}

/** A protocol that notes what it is told. */
export class Recorder implements ProtocolLike {
  readonly events: string[] = [];
  readonly chunks: Uint8Array[] = [];
  transport!: Transport;
  size = 0;
  error: unknown;
  keepOpen = false;

  connectionMade(transport: Transport): void {
    this.transport = transport;
    this.events.push("made");
  }
  dataReceived(data: Uint8Array): void {
    this.chunks.push(data);
    this.size += data.length;
    if (this.events.at(-1) !== "data") this.events.push("data");
  }
  eofReceived(): boolean {
    this.events.push("eof");
    return this.keepOpen;
  }
  pauseWriting(): void {
    this.events.push("pause");
  }
  resumeWriting(): void {
    this.events.push("resume");
  }
  connectionLost(error: Error | null): void {
    this.error = error;
    this.events.push(error === null ? "lost" : `lost ${error.name}`);
  }

  /** What was received, as text. */
  get text(): string {
    return this.chunks.map(text).join("");
  }

  /** What was received, in one piece. */
  get data(): Uint8Array {
    const data = new Uint8Array(this.size);
    let offset = 0;
    for (const chunk of this.chunks) {
      data.set(chunk, offset);
      offset += chunk.length;
    }
    return data;
  }

  /** Waits until the connection is lost. */
  lost(): Promise<void> {
    return until(() => this.error !== undefined);
  }
}

/** Both ends of a connection. */
export interface Pair<C extends ProtocolLike, S extends ProtocolLike>
  extends AsyncDisposable {
  server: Server;
  client: C;
  transport: Transport;
  peer: S;
  peerTransport: Transport;
  port: number;
}

/** Connects two protocols over TCP. */
export async function pair<C extends ProtocolLike, S extends ProtocolLike>(
  client: C,
  peer: S,
  options?: TcpServerOptions,
): Promise<Pair<C, S>> {
  const loop = getRunningLoop();
  let peerTransport: Transport | undefined;
  const made = peer.connectionMade;
  peer.connectionMade = function (transport: Transport) {
    peerTransport = transport;
    return made?.call(this, transport);
  };
  const server = await loop.createServer(() => peer, "127.0.0.1", 0, options);
  const port = portOf(server);
  const [transport] = await loop.createConnection(
    () => client,
    "127.0.0.1",
    port,
  );
  await until(() => peerTransport);
  return {
    server,
    client,
    transport,
    peer,
    peerTransport: peerTransport!,
    port,
    async [Symbol.asyncDispose]() {
      transport.abort();
      server.close();
      server.abortClients();
      await server.waitClosed();
    },
  };
}

/** The port of a server's first socket. */
export function portOf(server: Server): number {
  return (server.sockets[0] as Deno.NetAddr).port;
}

/** The descriptor of a file that this process has open, by the end of its path. */
export function descriptorOf(path: string): number {
  for (const { name } of Deno.readDirSync("/proc/self/fd")) {
    try {
      if (Deno.readLinkSync(`/proc/self/fd/${name}`).endsWith(path)) {
        return Number(name);
      }
    } catch {
      // It has been closed meanwhile: that of the folder itself, for one.
    }
  }
  throw new Error(`No descriptor of ${path} is open`);
}
