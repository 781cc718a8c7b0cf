/** What TLS connections carry, and how they end. CPython's test_ssl and test_sslproto. */

import {
  assert,
  assertEquals,
  assertInstanceOf,
  assertStringIncludes,
} from "@std/assert";
import type { Socket } from "node:net";
import { createTask, sleep, TimeoutError } from "../../../src/asyncio/mod.ts";
import type { Transport } from "../../../net.ts";
import { certificates } from "../../_support/certificates.ts";
import { capturing, type NewLoop, thrownBy } from "../suites/_support.ts";
import {
  type Around,
  bytes,
  declare,
  pattern,
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

  test("client and server exchange 1 MiB each way", async () => {
    await using p = await tlsPair(new Recorder(), new Recorder());
    assertEquals([p.client.events, p.peer.events], [["made"], ["made"]]);
    const [there, back] = [pattern(1 << 20), pattern(1 << 20).reverse()];
    p.transport.write(there);
    p.peerTransport.write(back);
    await until(() => p.peer.size >= 1 << 20 && p.client.size >= 1 << 20);
    assertEquals(p.peer.data, there);
    assertEquals(p.client.data, back);
    p.transport.close();
    await Promise.all([p.client.lost(), p.peer.lost()]);
    const part = p.client.events.filter((each) => !/pause|resume/.test(each));
    assertEquals(part, ["made", "data", "lost"]);
    assertEquals(p.peer.events.slice(-2), ["eof", "lost"]);
  });

  test("the default write buffer of TLS is 512 KiB", async () => {
    await using p = await tlsPair(new Recorder(), new Recorder());
    assertEquals(p.transport.getWriteBufferLimits(), [131_072, 524_288]);
    assertEquals(p.transport.canWriteEof(), false);
    const error = await thrownBy(
      Promise.try(() => p.transport.writeEof()),
    );
    assertInstanceOf(error, Deno.errors.NotSupported);
  });

  test("getExtraInfo() tells of TLS, also after the end", async () => {
    const { client, ca } = certificates();
    await using p = await tlsPair(new Recorder(), new Recorder(), {
      tls: clientTls({ ...client, alpnProtocols: ["x/1", "http/1.1"] }),
    }, {
      tls: serverTls({
        alpnProtocols: ["http/1.1", "h2"],
        requestCert: true,
        caCerts: [ca],
      }),
    });
    const common = (transport: Transport) => [
      transport.getExtraInfo("tlsVersion"),
      transport.getExtraInfo("alpnProtocol"),
      typeof (transport.getExtraInfo("cipher") as { name: string }).name,
      (transport.getExtraInfo("peercert") as { subject: { CN: string } })
        .subject.CN,
    ];
    const expected = ["TLSv1.3", "http/1.1", "string"];
    p.transport.close();
    await p.client.lost();
    assertEquals(common(p.transport), [...expected, "localhost"]);
    assertEquals(common(p.peerTransport), [...expected, "ada"]);
    assertEquals(
      (p.transport.getExtraInfo("peername") as Deno.NetAddr).port,
      (p.peerTransport.getExtraInfo("sockname") as Deno.NetAddr).port,
    );
  });

  test("without ALPN and a client's certificate, getExtraInfo() has none", async () => {
    await using p = await tlsPair(new Recorder(), new Recorder());
    assertEquals(p.transport.getExtraInfo("alpnProtocol", "none"), "none");
    assertEquals(p.peerTransport.getExtraInfo("peercert"), null);
  });

  test("a peer that sends and closes at once: all data, then the end", async () => {
    const client = new Recorder();
    const sender = new Recorder();
    const data = pattern(300_000);
    sender.connectionMade = (transport: Transport) => {
      sender.transport = transport;
      transport.write(data);
      transport.close();
    };
    await using _ = await tlsPair(client, sender);
    await client.lost();
    assertEquals(client.data, data);
    assertEquals(client.events, ["made", "data", "eof", "lost"]);
  });

  test("a client that sends and closes as soon as it is connected: the server gets all", async (loop) => {
    const peers: Recorder[] = [];
    const clients: Recorder[] = [];
    const server = await loop.createServer(
      () => {
        peers.push(new Recorder());
        return peers.at(-1)!;
      },
      here,
      0,
      { tls: serverTls() },
    );
    for (let i = 0; i < 20; i++) {
      const client = new Recorder();
      clients.push(client);
      client.connectionMade = (transport: Transport) => {
        transport.write(bytes("all"));
        transport.close();
      };
      await loop.createConnection(() => client, here, portOf(server), {
        tls: clientTls(),
      });
      await client.lost();
    }
    server.close();
    await server.waitClosed();
    assertEquals(clients.map((each) => each.error), Array(20).fill(null));
    assertEquals(
      peers.map(({ text, events }) => [text, ...events]),
      Array(20).fill(["all", "made", "data", "eof", "lost"]),
    );
  });

  test("write() after close() is dropped", async () => {
    await using p = await tlsPair(new Recorder(), new Recorder());
    p.transport.write(bytes("before"));
    p.transport.close();
    p.transport.write(bytes("after"));
    await p.peer.lost();
    assertEquals(p.peer.text, "before");
  });

  test("eofReceived() that returns true warns, and the connection is closed", async () => {
    const peer = new Recorder();
    peer.keepOpen = true;
    const warned = await capturing("warn", async () => {
      await using p = await tlsPair(new Recorder(), peer);
      p.transport.close();
      await peer.lost();
    });
    assertStringIncludes(warned, "no effect with TLS");
    assertEquals(peer.events, ["made", "eof", "lost"]);
  });

  test("an end without close_notify is an end", async () => {
    await using p = await tlsPair(new Recorder(), new Recorder());
    p.transport.write(bytes("x"));
    await until(() => p.peer.size === 1);
    const socket = p.transport.getExtraInfo("socket") as Socket;
    socket.end();
    await p.peer.lost();
    assertEquals(p.peer.events, ["made", "data", "eof", "lost"]);
  });

  test("a peer that resets is a ConnectionReset", async () => {
    await using p = await tlsPair(new Recorder(), new Recorder());
    (p.transport.getExtraInfo("socket") as Socket).resetAndDestroy();
    await p.peer.lost();
    assertEquals(p.peer.events, ["made", "lost ConnectionReset"]);
  });

  test("ends that close at the same moment, with and without unsent data, report nothing", async () => {
    for (let i = 0; i < 40; i++) {
      await using p = await tlsPair(new Recorder(), new Recorder());
      for (const transport of [p.transport, p.peerTransport]) {
        const sizes = [100, 5000, 70_000, 400_000];
        for (let k = 0; k < i % 3; k++) {
          transport.write(pattern(sizes[(i + k) % 4]!));
        }
        transport.setWriteBufferLimits({ high: 0 });
        await rounds(i % 4);
      }
      p.transport.close();
      p.peerTransport.close();
      await p.client.lost();
      await p.peer.lost();
    }
  });

  test("nothing is delivered after pauseReading(), the peer has to wait, and all comes after resumeReading()", async () => {
    const data = pattern(8 << 20);
    await using p = await tlsPair(new Recorder(), new Recorder());
    p.peerTransport.pauseReading();
    assertEquals(p.peerTransport.isReading(), false);
    p.transport.write(data);
    p.transport.close();
    await sleep(100);
    assertEquals(p.peer.events, ["made"]);
    assert(p.transport.getWriteBufferSize() > 0);
    p.peerTransport.resumeReading();
    await p.peer.lost();
    assertEquals(p.peer.size, data.length);
    assertEquals(p.peer.data, data);
    assertEquals(p.peer.events, ["made", "data", "eof", "lost"]);
    await p.client.lost();
  });

  test("pauseWriting() and resumeWriting() follow what waits", async () => {
    await using p = await tlsPair(new Recorder(), new Recorder());
    p.peerTransport.pauseReading();
    for (let i = 0; i < 1000; i++) p.transport.write(pattern(16_384));
    assertEquals(p.client.events, ["made", "pause"]);
    p.peerTransport.resumeReading();
    await until(() => p.peer.size === 16_384_000);
    await until(() => p.client.events.length === 3);
    assertEquals(p.client.events, ["made", "pause", "resume"]);
    assertEquals(p.transport.getWriteBufferSize(), 0);
  });

  test("abort() drops what waits", async () => {
    await using p = await tlsPair(new Recorder(), new Recorder());
    p.peerTransport.pauseReading();
    p.transport.write(new Uint8Array(16 << 20));
    p.transport.abort();
    await p.client.lost();
    assertEquals(p.client.events, ["made", "pause", "lost"]);
    p.peerTransport.resumeReading();
    await p.peer.lost();
    assert(p.peer.size < 16 << 20);
  });

  test("a peer that never answers close_notify is given up after tlsShutdownTimeout (cpython#83939)", async (loop) => {
    // Reads neither what is sent nor the end.
    await using p = await tlsPair(new Recorder(), new Recorder(), {
      tlsShutdownTimeout: 50,
    });
    p.peerTransport.pauseReading();
    p.transport.write(new Uint8Array(16 << 20));
    p.transport.close();
    await p.client.lost();
    assertInstanceOf(p.client.error, TimeoutError);
    assertEquals(p.client.events, ["made", "pause", "lost TimeoutError"]);
    void loop;
  });

  test("a client that stops reading a download and closes: the server sees the end, the client holds little (uvloop#471)", async () => {
    const sender = new Recorder();
    let sent = 0;
    const block = new Uint8Array(65_536);
    const send = () => {
      while (sent < 1 << 30 && !sender.transport.isClosing() && !full) {
        sender.transport.write(block);
        sent += block.length;
      }
    };
    let full = false;
    sender.pauseWriting = () => full = true;
    sender.resumeWriting = () => {
      full = false;
      send();
    };
    await using p = await tlsPair(new Recorder(), sender);
    send();
    await until(() => p.client.size > 1 << 20);
    p.transport.pauseReading();
    const received = p.client.size;
    await sleep(100);
    assertEquals(p.client.size, received);
    assert(sent - received < 24 << 20, `${sent - received} bytes on their way`);
    p.transport.close();
    await p.peer.lost();
    await p.client.lost();
    assertEquals(p.client.size, received);
    assert(sent < 1 << 30);
  });

  test("single writes and writes in parts of any size arrive whole while the reader pauses (denoland/deno#33378)", async () => {
    for (const size of [1024, 48 * 1024 + 1, 97 * 1024, 1 << 20]) {
      for (const parts of [1, 3]) {
        const data = pattern(size);
        const reader = new Recorder();
        let count = 0;
        const { dataReceived } = reader;
        reader.dataReceived = function (chunk) {
          dataReceived.call(this, chunk);
          if (count++ % 2 === 0) {
            this.transport.pauseReading();
            setTimeout(() => this.transport.resumeReading(), 1);
          }
        };
        await using p = await tlsPair(new Recorder(), reader);
        const step = Math.ceil(size / parts);
        for (let i = 0; i < size; i += step) {
          p.transport.write(data.subarray(i, i + step));
        }
        p.transport.close();
        await reader.lost();
        assertEquals(reader.data, data);
        assertEquals(reader.events, ["made", "data", "eof", "lost"]);
      }
    }
  });

  test("unix sockets and accepted sockets have TLS, too", async (loop) => {
    const path = `\0tls ${crypto.randomUUID()}`;
    const peer = new Recorder();
    const server = await loop.createUnixServer(() => peer, path, {
      tls: serverTls(),
    });
    const [transport, client] = await loop.createUnixConnection(
      () => new Recorder(),
      path,
      { tls: clientTls(), serverHostname: "localhost" },
    );
    transport.write(bytes("unix"));
    await until(() => peer.text === "unix");
    transport.close();
    await client.lost();
    await close(server);

    const net = await import("node:net");
    const accepted = loop.createFuture<Socket>();
    const listener = net.createServer((socket) => accepted.setResult(socket));
    await new Promise<void>((resolve) => listener.listen(0, here, resolve));
    const { port } = listener.address() as { port: number };
    const connecting = createTask(
      loop.createConnection(() => new Recorder(), here, port, {
        tls: clientTls(),
      }),
    );
    const [other] = await loop.connectAcceptedSocket(
      () => new Recorder(),
      await accepted,
      { tls: serverTls() },
    );
    const [mine, receiver] = await connecting;
    other.write(bytes("accepted"));
    await until(() => receiver.text === "accepted");
    mine.close();
    await receiver.lost();
    listener.close();
  });
}
