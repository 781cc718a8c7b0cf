/** Handshakes of TLS: certificates, time limits, peers that go away. CPython's test_ssl. */

import {
  assert,
  assertEquals,
  assertInstanceOf,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import type { Socket } from "node:net";
import {
  CancelledError,
  createTask,
  sleep,
  TimeoutError,
} from "../../../src/asyncio/mod.ts";
import type { ClientTlsOptions, Transport } from "../../../net.ts";
import { certificates } from "../../_support/certificates.ts";
import { capturing, type NewLoop, thrownBy } from "../suites/_support.ts";
import {
  type Around,
  bytes,
  declare,
  pair,
  portOf,
  Recorder,
  rounds,
  until,
} from "./_support.ts";
import { clientTls, close, here, serverTls, tlsPair } from "./_tls.ts";

/** The cases, on the loops that `newLoop` makes. */
export function suite(
  name: string,
  newLoop: NewLoop,
  around?: Around,
): void {
  const test = declare(`${name} TLS`, newLoop, around);

  test("application protocols that do not match refuse the connection", async (loop) => {
    const peer = new Recorder();
    const server = await loop.createServer(() => peer, here, 0, {
      tls: serverTls({ alpnProtocols: ["h2"] }),
    });
    const error = await thrownBy(
      loop.createConnection(() => new Recorder(), here, portOf(server), {
        tls: clientTls({ alpnProtocols: ["x/1"] }),
      }),
    );
    assert(
      error instanceof Deno.errors.InvalidData ||
        error instanceof Deno.errors.ConnectionReset,
      String(error),
    );
    await close(server);
    assertEquals(peer.events, []);
  });

  test("a certificate of an authority that is not trusted is refused with InvalidData", async (loop) => {
    const [client, peer] = [new Recorder(), new Recorder()];
    const server = await loop.createServer(() => peer, here, 0, {
      tls: serverTls(),
    });
    for (const tls of [true, { caCerts: [certificates().otherCa] }]) {
      const error = await thrownBy(
        loop.createConnection(() => client, here, portOf(server), { tls }),
      ) as Error & { code: string };
      assertInstanceOf(error, Deno.errors.InvalidData);
      assertStringIncludes(error.code, "UNABLE_TO_");
    }
    await sleep(20);
    await close(server);
    assertEquals(client.events, []);
    assertEquals(peer.events, []);
  });

  test("a certificate for another host is refused, unless that is not checked", async (loop) => {
    const server = await loop.createServer(() => new Recorder(), here, 0, {
      tls: certificates().elsewhere,
    });
    const connect = (options: ClientTlsOptions) =>
      loop.createConnection(
        () => new Recorder(),
        "localhost",
        portOf(server),
        { tls: clientTls(), family: 4, ...options },
      );
    const error = await thrownBy(connect({})) as Error & { code: string };
    assertInstanceOf(error, Deno.errors.InvalidData);
    assertEquals(error.code, "ERR_TLS_CERT_ALTNAME_INVALID");
    for (
      const options of [
        { tls: clientTls({ unsafelyDisableHostnameVerification: true }) },
        { serverHostname: "example.org" },
      ]
    ) {
      const [transport] = await connect(options);
      transport.abort();
    }
    await close(server);
  });

  test("a server that asks for certificates refuses clients without one, and with a stranger's", async (loop) => {
    const { client, stranger, ca } = certificates();
    const peers: Recorder[] = [];
    const server = await loop.createServer(
      () => {
        peers.push(new Recorder());
        return peers.at(-1)!;
      },
      here,
      0,
      { tls: serverTls({ requestCert: true, caCerts: [ca] }) },
    );
    for (const own of [{}, stranger, client]) {
      const recorder = new Recorder();
      // A client of TLS 1.3 learns of the refusal after its handshake.
      try {
        const [transport] = await loop.createConnection(
          () => recorder,
          here,
          portOf(server),
          { tls: clientTls(own) },
        );
        if (own === client) {
          await until(() => peers[2]?.events.length === 1);
          transport.abort();
        }
        await recorder.lost();
      } catch (error) {
        assert(own !== client, String(error));
        assertInstanceOf(error, Error);
      }
    }
    await until(() => peers[2]!.error !== undefined);
    assertEquals(peers.map((peer) => peer.events[0]), [
      undefined,
      undefined,
      "made",
    ]);
    await close(server);
  });

  test("a handshake that does not end in time throws TimeoutError and closes the socket", async (loop) => {
    const silent = new Recorder();
    const server = await loop.createServer(() => silent, here, 0);
    const client = new Recorder();
    await assertRejects(
      () =>
        Promise.resolve(
          loop.createConnection(() => client, here, portOf(server), {
            tls: clientTls(),
            tlsHandshakeTimeout: 30,
          }),
        ),
      TimeoutError,
      "0.03 s",
    );
    await silent.lost();
    assertEquals(client.events, []);
    await close(server);
  });

  test("a client that does not shake hands in time is dropped, and the server goes on", async (loop) => {
    const peers: Recorder[] = [];
    const server = await loop.createServer(
      () => {
        peers.push(new Recorder());
        return peers.at(-1)!;
      },
      here,
      0,
      { tls: serverTls(), tlsHandshakeTimeout: 300 },
    );
    const [, slow] = await loop.createConnection(
      () => new Recorder(),
      here,
      portOf(server),
    );
    await slow.lost();
    const [transport] = await loop.createConnection(
      () => new Recorder(),
      here,
      portOf(server),
      { tls: clientTls() },
    );
    await until(() => peers[1]?.events.length === 1);
    assertEquals(peers[0]!.events, []);
    transport.abort();
    await close(server);
  });

  test("garbage and a client that goes away do not disturb a server", async (loop) => {
    const peers: Recorder[] = [];
    const server = await loop.createServer(
      () => {
        peers.push(new Recorder());
        return peers.at(-1)!;
      },
      here,
      0,
      { tls: serverTls() },
    );
    const port = portOf(server);
    const [plain, garbage] = await loop.createConnection(
      () => new Recorder(),
      here,
      port,
    );
    plain.write(bytes("GET / HTTP/1.0\r\n\r\n"));
    await garbage.lost();
    for (const end of ["close", "abort"] as const) {
      const [gone] = await loop.createConnection(
        () => new Recorder(),
        here,
        port,
      );
      gone.write(new Uint8Array([22, 3, 1, 2, 0]));
      gone[end]();
    }
    const plainServer = await loop.createServer(
      () => ({
        connectionMade: (t: Transport) => t.write(bytes("220 hello\r\n")),
      }),
      here,
      0,
    );
    const client = new Recorder();
    const error = await thrownBy(
      loop.createConnection(() => client, here, portOf(plainServer), {
        tls: clientTls(),
      }),
    );
    assertInstanceOf(error, Deno.errors.InvalidData);
    assertEquals(client.events, []);
    const [transport] = await loop.createConnection(
      () => new Recorder(),
      here,
      port,
      { tls: clientTls() },
    );
    await until(() => peers.at(-1)!.events.length === 1);
    transport.abort();
    await close(plainServer);
    await close(server);
    assertEquals(
      peers.slice(0, -1).map((peer) => peer.events),
      peers.slice(1).map(() => []),
    );
  });

  test("a peer that closes in the handshake is a ConnectionReset", async (loop) => {
    const server = await loop.createServer(
      () => ({ connectionMade: (t: Transport) => t.abort() }),
      here,
      0,
    );
    await assertRejects(
      () =>
        Promise.resolve(
          loop.createConnection(() => new Recorder(), here, portOf(server), {
            tls: clientTls(),
          }),
        ),
      Deno.errors.ConnectionReset,
    );
    await close(server);
  });

  test("waitClosed() and closeClients() of a server include handshakes", async (loop) => {
    const server = await loop.createServer(() => new Recorder(), here, 0, {
      tls: serverTls(),
    });
    const [, plain] = await loop.createConnection(
      () => new Recorder(),
      here,
      portOf(server),
    );
    // Connections are accepted in their order.
    const [later, laterClient] = await loop.createConnection(
      () => new Recorder(),
      here,
      portOf(server),
      { tls: clientTls(), serverHostname: "localhost" },
    );
    later.abort();
    await laterClient.lost();
    server.close();
    const closed = createTask(server.waitClosed());
    await rounds(3);
    assertEquals(closed.done(), false);
    server.closeClients();
    await closed;
    await plain.lost();
  });

  test("cancelling createConnection() at any moment of the handshake leaves nothing", async (loop) => {
    const peers: Recorder[] = [];
    const server = await loop.createServer(
      () => {
        peers.push(new Recorder());
        return peers.at(-1)!;
      },
      here,
      0,
      { tls: serverTls() },
    );
    for (let i = 0; i < 30; i++) {
      const client = new Recorder();
      const task = createTask(
        loop.createConnection(() => client, here, portOf(server), {
          tls: clientTls(),
        }),
      );
      if (i % 2 === 0) await sleep(i / 5);
      else await rounds(i);
      task.cancel();
      try {
        (await task)[0].abort();
        await client.lost();
        assertEquals(client.events, ["made", "lost"]);
      } catch (error) {
        assertInstanceOf(error, CancelledError);
        await sleep(1);
        assert(
          client.events.length === 0 || client.events.join() === "made,lost",
          String(client.events),
        );
      }
    }
    server.close();
    await server.waitClosed();
    assert(
      peers.every(({ events }) =>
        events.length === 0 || events.at(-1)!.startsWith("lost")
      ),
    );
  });

  Deno.test(`${name} TLS: the loop that is closed with connections and handshakes closes them and says nothing`, async () => {
    const said = await capturing("error", async () => {
      const loop = newLoop();
      const sockets: Socket[] = [];
      await loop.runUntilComplete(async () => {
        const p = await tlsPair(new Recorder(), new Recorder());
        const q = await pair(new Recorder(), new Recorder());
        for (const { transport, peerTransport } of [p, q]) {
          for (const each of [transport, peerTransport]) {
            sockets.push(each.getExtraInfo("socket") as Socket);
          }
        }
        createTask(
          loop.startTls(q.transport, q.client, clientTls(), {
            serverHostname: "localhost",
          }),
        ).cancel();
        createTask(loop.createConnection(() => ({}), here, q.port, {
          tls: clientTls(),
        })).cancel();
        await sleep(5);
      });
      loop.close();
      await new Promise((resolve) => setTimeout(resolve, 10));
      assert(sockets.every((socket) => socket.destroyed));
    });
    assertEquals(said, "");
  });
}
