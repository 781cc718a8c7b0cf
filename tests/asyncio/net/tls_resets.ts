/** TLS connections that are reset right behind what was sent: CPython delivers data in the turn that reads it. */

import { assertEquals } from "@std/assert";
import { connect, createServer, type Socket } from "node:net";
import type { Transport } from "../../../net.ts";
import type { NewLoop } from "../suites/_support.ts";
import { type Around, bytes, declare, portOf, Recorder } from "./_support.ts";
import { clientTls, close, here, serverTls } from "./_tls.ts";

/** How long bytes of one flight may be apart, in milliseconds. */
const FLIGHT = 50;

/** The cases, on the loops that `newLoop` makes. */
export function suite(
  name: string,
  newLoop: NewLoop,
  around?: Around,
): void {
  const test = declare(`${name} TLS resets`, newLoop, around);

  // In TLS 1.3, a client may send before the server has its end of the handshake; in TLS 1.2, a server.
  test("data that came with the handshake's end reaches the server", async (loop) => {
    const peer = new Recorder();
    // A reset may overtake the data in the kernel: then there was no handshake.
    while (peer.events.length === 0) {
      const server = await loop.createServer(() => peer, here, 0, {
        tls: serverTls(),
      });
      await using relay = await Relay.start(portOf(server), "client");
      const client = new Recorder();
      client.connectionMade = (transport: Transport) => {
        transport.write(bytes("all"));
        transport.close();
      };
      await loop.createConnection(() => client, here, relay.port, {
        tls: clientTls(),
      });
      await client.lost();
      server.close();
      await server.waitClosed();
    }
    assertEquals(peer.text, "all");
    assertEquals(peer.events.slice(0, 2), ["made", "data"]);
  });

  test("data that came with the handshake's end reaches the client", async (loop) => {
    const client = new Recorder();
    while (client.events.length === 0) {
      const peer = new Recorder();
      peer.connectionMade = (transport) => transport.write(bytes("all"));
      const server = await loop.createServer(() => peer, here, 0, {
        tls: serverTls({ maxVersion: "TLSv1.2" }),
      });
      await using relay = await Relay.start(portOf(server), "server");
      try {
        await loop.createConnection(() => client, here, relay.port, {
          tls: clientTls(),
        });
        await client.lost();
      } catch (error) {
        if (!(error instanceof Deno.errors.ConnectionReset)) throw error;
      }
      await close(server);
    }
    assertEquals(client.text, "all");
    assertEquals(client.events, ["made", "data", "lost ConnectionReset"]);
  });
}

/**
 * Passes on what two ends send. The second flight of one of them is kept until it is whole; then it is sent in one
 * piece with a reset behind it, before the other end has its turn.
 */
class Relay implements AsyncDisposable {
  readonly #server = createServer({ allowHalfOpen: true });

  static async start(port: number, from: "client" | "server"): Promise<Relay> {
    const relay = new Relay();
    relay.#server.on("connection", (near: Socket) => {
      const far = connect({ port, host: here, allowHalfOpen: true });
      for (const each of [near, far]) each.on("error", () => {});
      const [source, sink] = from === "client" ? [near, far] : [far, near];
      sink.on("data", (chunk) => source.write(chunk));
      sink.on("close", () => source.destroy());
      let flights = 0;
      const kept: Uint8Array[] = [];
      let timer: ReturnType<typeof setTimeout> | undefined;
      source.on("data", (chunk) => {
        kept.push(chunk);
        clearTimeout(timer);
        timer = setTimeout(() => {
          for (const each of kept.splice(0)) sink.write(each);
          if (++flights === 2) sink.resetAndDestroy();
        }, FLIGHT);
      });
      source.on("close", () => clearTimeout(timer));
    });
    await new Promise<void>((done) => relay.#server.listen(0, here, done));
    return relay;
  }

  get port(): number {
    return (this.#server.address() as { port: number }).port;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await new Promise<void>((done) => this.#server.close(() => done()));
  }
}
