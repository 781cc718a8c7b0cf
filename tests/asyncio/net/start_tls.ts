/** Beginning TLS on a connection: CPython's test_sslproto, uvloop's test_tcp. */

import {
  assert,
  assertEquals,
  assertInstanceOf,
  assertRejects,
  assertStrictEquals,
  assertStringIncludes,
} from "@std/assert";
import {
  CancelledError,
  createTask,
  RuntimeError,
  TimeoutError,
} from "../../../src/asyncio/mod.ts";
import { openConnection, startServer } from "../../../net.ts";
import { type NewLoop, thrownBy } from "../suites/_support.ts";
import {
  type Around,
  bytes,
  declare,
  pair,
  pattern,
  portOf,
  Recorder,
  rounds,
  text,
  until,
} from "./_support.ts";
import { Buffered, clientTls, here, serverTls, tlsPair } from "./_tls.ts";

/** The cases, on the loops that `newLoop` makes. */
export function suite(
  name: string,
  newLoop: NewLoop,
  around?: Around,
): void {
  const test = declare(`${name} startTls()`, newLoop, around);

  test("startTls() takes over a connection as client and as server, for both kinds of protocols", async (loop) => {
    for (const [Client, Peer] of [[Recorder, Buffered], [Buffered, Recorder]]) {
      await using p = await pair(new Client!(), new Peer!());
      p.transport.write(bytes("plain"));
      await until(() => p.peer.text === "plain");
      const [client, peer] = [new Client!(), new Peer!()];
      const [theirs, mine] = await Promise.all([
        createTask(
          loop.startTls(p.peerTransport, peer, serverTls(), {
            serverSide: true,
          }),
        ),
        createTask(
          loop.startTls(p.transport, client, clientTls(), {
            serverHostname: "localhost",
          }),
        ),
      ]);
      assert(p.transport.isClosing() && p.peerTransport.isClosing());
      assertStrictEquals(mine.getProtocol(), client);
      assertEquals(mine.getExtraInfo("tlsVersion"), "TLSv1.3");
      assertEquals(
        mine.getExtraInfo("peername"),
        p.transport.getExtraInfo("peername"),
      );
      mine.write(bytes("secret"));
      theirs.write(pattern(100_000));
      await until(() => peer.text === "secret" && client.size === 100_000);
      mine.close();
      await until(() => client.error !== undefined && peer.error !== undefined);
      // The protocols that were there before know of nothing that came later.
      assertEquals(p.client.events, ["made"]);
      assertEquals(p.peer.events, ["made", "data"]);
      assertEquals(client.events, ["data", "lost"]);
      assertEquals(peer.events, ["data", "eof", "lost"]);
      p.server.close();
      await p.server.waitClosed();
    }
  });

  test("startTls() over TLS puts one into the other", async (loop) => {
    await using p = await tlsPair(new Recorder(), new Recorder());
    const [client, peer] = [new Recorder(), new Recorder()];
    const [, mine] = await Promise.all([
      createTask(
        loop.startTls(p.peerTransport, peer, serverTls(), { serverSide: true }),
      ),
      createTask(
        loop.startTls(p.transport, client, clientTls(), {
          serverHostname: "localhost",
        }),
      ),
    ]);
    mine.write(pattern(500_000));
    mine.close();
    await peer.lost();
    assertEquals(peer.data, pattern(500_000));
    await client.lost();
  });

  test("startTls() that is cancelled closes the connection and reports nothing", async (loop) => {
    await using p = await pair(new Recorder(), new Recorder());
    const task = createTask(
      loop.startTls(p.transport, p.client, clientTls(), {
        serverHostname: "localhost",
      }),
    );
    await until(() => p.peer.size > 0);
    task.cancel();
    await assertRejects(() => Promise.resolve(task), CancelledError);
    await Promise.all([p.client.lost(), p.peer.lost()]);
    assertEquals(p.client.events, ["made", "lost"]);
  });

  test("startTls() that fails or takes too long closes the connection with the error", async (loop) => {
    for (const isSlow of [false, true]) {
      const client = new Recorder();
      await using p = await pair(client, new Recorder());
      if (!isSlow) p.peerTransport.write(bytes("this is not TLS, you see"));
      const error = await thrownBy(
        loop.startTls(p.transport, client, clientTls(), {
          serverHostname: "localhost",
          tlsHandshakeTimeout: isSlow ? 50 : 5000,
        }),
      );
      assertInstanceOf(
        error,
        isSlow ? TimeoutError : Deno.errors.InvalidData,
      );
      await client.lost();
      assertStrictEquals(client.error, error);
      await p.peer.lost();
    }
  });

  test("startTls() while writing is paused: a new protocol is not resumed unasked, the old one is not left paused (uvloop#564)", async (loop) => {
    for (const isSame of [true, false]) {
      const received = loop.createFuture<string>();
      await using server = await startServer(
        async (reader, writer) => {
          await using _ = writer;
          await reader.readexactly(8 << 20);
          await writer.startTls(serverTls());
          received.setResult(text(await reader.readexactly(6)));
        },
        here,
        0,
      );
      const client = new Recorder();
      const [transport] = await loop.createConnection(
        () => client,
        here,
        portOf(server),
      );
      transport.write(new Uint8Array(8 << 20));
      assertEquals(client.events, ["made", "pause"]);
      const next = isSame ? client : new Recorder();
      const secured = await loop.startTls(transport, next, clientTls(), {
        serverHostname: "localhost",
      });
      secured.write(bytes("secret"));
      assertEquals(await received, "secret");
      await rounds(3);
      assertEquals(client.events.slice(0, 3), [
        "made",
        "pause",
        ...isSame ? ["resume"] : [],
      ]);
      await next.lost();
      if (!isSame) assertEquals(next.events, ["eof", "lost"]);
    }
  });

  test("StreamWriter.startTls() in the middle of a conversation, as client and as server", async (loop) => {
    const plain: string[] = [];
    await using server = await startServer(
      async (reader, writer) => {
        await using _ = writer;
        for await (const line of reader.lines()) {
          if (writer.getExtraInfo("tlsVersion") === null) plain.push(line);
          writer.write(`${line.toUpperCase()}\n`);
          await writer.drain();
          if (line === "starttls") await writer.startTls(serverTls());
        }
      },
      here,
      0,
    );
    const [reader, writer] = await openConnection(here, portOf(server));
    const ask = async (line: string) => {
      writer.write(`${line}\n`);
      await writer.drain();
      return text(await reader.readline());
    };
    const { transport } = writer;
    assertEquals(await ask("hello"), "HELLO\n");
    assertEquals(await ask("starttls"), "STARTTLS\n");
    await writer.startTls(clientTls(), { serverHostname: "localhost" });
    assert(writer.transport !== transport);
    assertEquals(writer.getExtraInfo("tlsVersion"), "TLSv1.3");
    assertEquals(writer.canWriteEof(), false);
    assertEquals(await ask("secret"), "SECRET\n");
    assertEquals(await ask("more"), "MORE\n");
    assertEquals(plain, ["hello", "starttls"]);
    writer.close();
    await writer.waitClosed();
    assertEquals((await reader.read()).length, 0);
    void loop;
  });

  test("StreamWriter.startTls() with the client's handshake in the same segment as its request (cpython#142352, uvloop#707)", async (loop) => {
    await using server = await startServer(
      async (reader, writer) => {
        await using _ = writer;
        assertEquals(text(await reader.readline()), "STARTTLS\n");
        await writer.startTls(serverTls());
        for await (const line of reader) writer.write(line);
      },
      here,
      0,
    );
    // Puts the request in front of the first bytes that the client sends.
    let isFirst = true;
    await using proxy = await startServer(
      async (reader, writer) => {
        const [back, forth] = await openConnection(here, portOf(server));
        await using _ = writer;
        await using __ = forth;
        const pump = createTask(async () => {
          for (let data; (data = await back.read(65_536)).length > 0;) {
            writer.write(data);
          }
          writer.close();
        });
        for (let data; (data = await reader.read(65_536)).length > 0;) {
          if (isFirst) forth.writelines(["STARTTLS\n", data]);
          else forth.write(data);
          isFirst = false;
        }
        forth.close();
        await pump;
      },
      here,
      0,
    );
    const [reader, writer] = await openConnection(here, portOf(proxy), {
      tls: clientTls(),
    });
    writer.write("one\ntwo\n");
    assertEquals(text(await reader.readline()), "one\n");
    assertEquals(text(await reader.readline()), "two\n");
    writer.close();
    await writer.waitClosed();
    void loop;
  });

  test("StreamWriter.startTls() of a client refuses what came before TLS and was not read", async () => {
    await using server = await startServer(
      (_reader, writer) => writer.write("220 ready\r\n250 injected\r\n"),
      here,
      0,
    );
    const [reader, writer] = await openConnection(here, portOf(server));
    assertEquals(text(await reader.readline()), "220 ready\r\n");
    const error = await thrownBy(
      writer.startTls(clientTls(), { serverHostname: "localhost" }),
    ) as Error;
    assertInstanceOf(error, RuntimeError);
    assertStringIncludes(error.message, "14 unread bytes");
    assertEquals(text(await reader.readline()), "250 injected\r\n");
    writer.close();
    await writer.waitClosed();
  });

  test("StreamWriter.startTls() that fails makes the reader fail with the same error", async () => {
    await using server = await startServer(
      async (reader, writer) => {
        await reader.read(1);
        writer.write("this is not TLS, you see");
        await reader.read();
        writer.close();
      },
      here,
      0,
    );
    const [reader, writer] = await openConnection(here, portOf(server));
    const error = await thrownBy(
      writer.startTls(clientTls(), { serverHostname: "localhost" }),
    );
    assertInstanceOf(error, Deno.errors.InvalidData);
    await assertRejects(
      () => Promise.resolve(writer.waitClosed()),
      Deno.errors.InvalidData,
    );
    assertStrictEquals(reader.exception(), error);
    assertEquals(writer.isClosing(), true);
    const again = await thrownBy(
      writer.startTls(clientTls(), { serverHostname: "localhost" }),
    );
    assertStrictEquals(again, error);
  });

  test("abort() of the old transport ends a handshake, and closeClients() does", async (loop) => {
    for (const end of ["abort", "close", "closeClients"] as const) {
      const peer = new Recorder();
      await using p = await pair(new Recorder(), peer);
      const task = createTask(
        loop.startTls(p.peerTransport, peer, serverTls(), { serverSide: true }),
      );
      await rounds(3);
      if (end === "closeClients") p.server.closeClients();
      else p.peerTransport[end]();
      await assertRejects(
        () => Promise.resolve(task),
        Deno.errors.ConnectionReset,
      );
      await peer.lost();
      assertEquals(peer.events, ["made", "lost"]);
    }
  });
}
