/** examples/socks.ts: a proxy that carries each end by itself, and says why it cannot connect. */

import { assertEquals } from "@std/assert";
import { startProxy } from "../../examples/socks.ts";
import { run } from "../../mod.ts";
import {
  openConnection,
  type Server,
  startServer,
  type Streams,
} from "../../net.ts";
import { bytes, pattern, portOf, text } from "../asyncio/net/_support.ts";
import { onCore } from "../_support/probe.ts";

const LOCAL = [1, 127, 0, 0, 1];

/** Asks the proxy to connect; gives the streams and what it replied. */
async function ask(
  proxy: Server,
  ...request: number[]
): Promise<[Streams, reply: number]> {
  const streams = await openConnection("127.0.0.1", portOf(proxy));
  const [reader, writer] = streams;
  writer.write(Uint8Array.of(5, 2, 0, 2));
  assertEquals([...await reader.readexactly(2)], [5, 0]);
  writer.write(Uint8Array.of(5, ...request));
  const reply = await reader.readexactly(10);
  assertEquals(reply[0], 5);
  return [streams, reply[1]!];
}

function port(server: Server): number[] {
  return [portOf(server) >> 8, portOf(server) & 255];
}

Deno.test("examples/socks.ts carries bytes both ways, and each end by itself", () =>
  onCore(() =>
    run(async () => {
      await using proxy = await startProxy(0);
      await using server = await startServer(
        async (reader, writer) => {
          await using _ = writer;
          const all = await reader.read();
          writer.write(bytes(`${all.length} bytes`));
          writer.write(all);
        },
        "127.0.0.1",
        0,
      );
      const data = pattern(500_000);
      const name = bytes("localhost");
      for (const address of [LOCAL, [3, name.length, ...name]]) {
        const [[reader, writer], reply] = await ask(
          proxy,
          ...[1, 0, ...address, ...port(server)],
        );
        assertEquals(reply, 0);
        await using _ = writer;
        writer.write(data);
        writer.writeEof();
        assertEquals(text(await reader.readexactly(12)), "500000 bytes");
        assertEquals(await reader.read(), data);
      }
    }, { keepRunning: false })
  ));

Deno.test("examples/socks.ts says why it cannot connect, and closes the connection", () =>
  onCore(() =>
    run(async () => {
      await using proxy = await startProxy(0);
      const closed = await startServer(() => {}, "127.0.0.1", 0);
      const closedPort = port(closed);
      await closed[Symbol.asyncDispose]();
      const unknown = bytes("no-such-host.invalid");
      for (
        const [request, expected] of [
          [[1, 0, ...LOCAL, ...closedPort], 5],
          [[1, 0, 3, unknown.length, ...unknown, 0, 80], 4],
          [[2, 0, ...LOCAL, 0, 80], 7],
          [[1, 0, 9, 0, 0], 8],
        ] as const
      ) {
        const [[reader, writer], reply] = await ask(proxy, ...request);
        assertEquals(reply, expected);
        await reader.read().then(() => {}, () => {});
        writer.close();
      }
      const [reader, writer] = await openConnection("127.0.0.1", portOf(proxy));
      writer.write(Uint8Array.of(5, 1, 2));
      assertEquals([...(await reader.read()).subarray(0, 2)], [5, 255]);
      writer.close();
    }, { keepRunning: false })
  ));
