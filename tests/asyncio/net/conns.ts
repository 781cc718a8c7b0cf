/** Connections of Deno as sockets of transports and streams. */

import { assertEquals } from "@std/assert";
import { sleep } from "../../../src/asyncio/mod.ts";
import { openConnection, openUnixConnection } from "../../../net.ts";
import type { NewLoop } from "../suites/_support.ts";
import {
  type Around,
  bytes,
  declare,
  pattern,
  Recorder,
  rounds,
  text,
  until,
} from "./_support.ts";
import { clientTls, here, serverTls } from "./_tls.ts";

/** Both ends of a connection of Deno. */
async function connected(): Promise<[Deno.TcpConn, Deno.TcpConn]> {
  using listener = Deno.listen({ hostname: here, port: 0 });
  const { port } = listener.addr as Deno.NetAddr;
  return await Promise.all([
    Deno.connect({ hostname: here, port }),
    listener.accept(),
  ]);
}

/** The cases, on the loops that `newLoop` makes. */
export function suite(
  name: string,
  newLoop: NewLoop,
  around?: Around,
): void {
  const test = declare(`${name} Deno.Conn`, newLoop, around);

  test("openConnection() takes one as sock", async () => {
    const [mine, theirs] = await connected();
    const [reader, writer] = await openConnection(null, null, { sock: mine });
    assertEquals(writer.getExtraInfo("peername"), mine.remoteAddr);
    assertEquals(writer.getExtraInfo("sockname"), mine.localAddr);
    writer.write("hello\n");
    await writer.drain();
    const buffer = new Uint8Array(10);
    assertEquals(await theirs.read(buffer), 6);
    await theirs.write(buffer.subarray(0, 6));
    assertEquals(text(await reader.readline()), "hello\n");
    const data = pattern(3 << 20);
    writer.write(data);
    writer.writeEof();
    const received = new Response(theirs.readable).bytes();
    assertEquals(await received, data);
    assertEquals((await reader.read()).length, 0);
    writer.close();
    await writer.waitClosed();
  });

  test("a peer that ends its direction while much is unsent gets it all", async (loop) => {
    const [mine, theirs] = await connected();
    const client = new Recorder();
    client.keepOpen = true;
    const [transport] = await loop.createConnection(() => client, null, null, {
      sock: mine,
    });
    const data = pattern(8 << 20);
    transport.write(data);
    await rounds(5);
    await theirs.closeWrite();
    await until(() => client.events.includes("eof"));
    transport.close();
    assertEquals(await new Response(theirs.readable).bytes(), data);
    await client.lost();
    assertEquals(client.error, null);
  });

  test("the peer's end and its loss come to the protocol", async (loop) => {
    for (const end of ["closeWrite", "close"] as const) {
      const [mine, theirs] = await connected();
      const client = new Recorder();
      await loop.createConnection(() => client, null, null, { sock: mine });
      await theirs.write(bytes("x"));
      await theirs[end]();
      await client.lost();
      assertEquals(client.events, ["made", "data", "eof", "lost"]);
      if (end === "closeWrite") theirs.close();
    }
  });

  test("pauseReading() and abort() work as for other sockets", async (loop) => {
    const [mine, theirs] = await connected();
    const [transport, client] = await loop.connectAcceptedSocket(
      () => new Recorder(),
      mine,
    );
    transport.pauseReading();
    await theirs.write(bytes("later"));
    await sleep(20);
    assertEquals(client.size, 0);
    transport.resumeReading();
    await until(() => client.text === "later");
    transport.write(new Uint8Array(32 << 20));
    transport.abort();
    await client.lost();
    assertEquals(client.events, ["made", "data", "pause", "lost"]);
    theirs.close();
  });

  test("TLS runs over them, too", async (loop) => {
    const [mine, theirs] = await connected();
    const serving = loop.createTask(
      loop.connectAcceptedSocket(() => new Recorder(), theirs, {
        tls: serverTls(),
      }),
    );
    const [transport, client] = await loop.createConnection(
      () => new Recorder(),
      null,
      null,
      { sock: mine, tls: clientTls(), serverHostname: "localhost" },
    );
    const [, peer] = await serving;
    transport.write(pattern(200_000));
    transport.close();
    await peer.lost();
    assertEquals(peer.data, pattern(200_000));
    await client.lost();
  });

  test("connections over unix sockets are taken, too", async () => {
    const path = `${Deno.makeTempDirSync()}/socket`;
    using listener = Deno.listen({ transport: "unix", path });
    const [mine, theirs] = await Promise.all([
      Deno.connect({ transport: "unix", path }),
      listener.accept(),
    ]);
    const [reader, writer] = await openUnixConnection(null, { sock: mine });
    await theirs.write(bytes("unix\n"));
    assertEquals(text(await reader.readline()), "unix\n");
    writer.close();
    await writer.waitClosed();
    theirs.close();
  });
}
