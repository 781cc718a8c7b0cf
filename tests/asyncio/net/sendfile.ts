/** Sending files: CPython's test_sendfile. */

import {
  assert,
  assertEquals,
  assertInstanceOf,
  assertRejects,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import {
  type BaseEventLoop,
  CancelledError,
  createTask,
  RuntimeError,
} from "../../../src/asyncio/mod.ts";
import { StreamWriter } from "../../../net.ts";
import { type NewLoop, thrownBy } from "../suites/_support.ts";
import {
  type Around,
  bytes,
  declare,
  pair,
  pattern,
  Recorder,
  rounds,
  text,
  until,
} from "./_support.ts";
import { type TlsPair, tlsPair } from "./_tls.ts";

type Connect = (
  client: Recorder,
  peer: Recorder,
) => Promise<TlsPair<Recorder, Recorder>>;

/** Opens a file with this content that has no name any more. */
function fileOf(data: Uint8Array): Deno.FsFile {
  const path = Deno.makeTempFileSync();
  Deno.writeFileSync(path, data);
  const file = Deno.openSync(path);
  Deno.removeSync(path);
  return file;
}

function position(file: Deno.FsFile): number {
  return file.seekSync(0, Deno.SeekMode.Current);
}

/** The cases, on the loops that `newLoop` makes. */
export function suite(
  name: string,
  newLoop: NewLoop,
  around?: Around,
): void {
  const test = declare(`${name} sendfile()`, newLoop, around);
  const kinds: [kind: string, connect: Connect][] = [
    ["plain", pair],
    ["TLS", tlsPair],
  ];

  for (const [kind, connect] of kinds) {
    test(`16 MiB arrive over ${kind}, and their number is returned`, async (loop) => {
      const data = pattern(16 << 20);
      using file = fileOf(data);
      await using p = await connect(new Recorder(), new Recorder());
      p.transport.write(bytes("before"));
      assertEquals(await loop.sendfile(p.transport, file), data.length);
      // The protocol was not told of what happened meanwhile.
      assertEquals(p.client.events, ["made"]);
      assertEquals(position(file), data.length);
      p.transport.write(bytes("after"));
      p.transport.close();
      await p.peer.lost();
      const received = p.peer.data;
      assertEquals(text(received.subarray(0, 6)), "before");
      assertEquals(received.subarray(6, -5), data);
      assertEquals(text(received.subarray(-5)), "after");
    });

    test(`offset and count choose what is sent over ${kind}; an empty file is nothing`, async (loop) => {
      const data = pattern(1000);
      using file = fileOf(data);
      using empty = fileOf(new Uint8Array(0));
      await using p = await connect(new Recorder(), new Recorder());
      const send = (options: object) =>
        loop.sendfile(p.transport, file, options);
      assertEquals(await send({ offset: 100, count: 50 }), 50);
      assertEquals(position(file), 150);
      assertEquals(await send({ offset: 990, count: 50 }), 10);
      assertEquals(position(file), 1000);
      assertEquals(await send({ offset: 2000 }), 0);
      assertEquals(await send({ count: 0 }), 0);
      assertEquals(position(file), 0);
      assertEquals(await loop.sendfile(p.transport, empty), 0);
      await until(() => p.peer.size === 60);
      assertEquals(p.peer.data.subarray(0, 50), data.subarray(100, 150));
      assertEquals(p.peer.data.subarray(50), data.subarray(990));
    });

    test(`a peer that reads slowly slows it over ${kind}; writes are refused, and nothing is received meanwhile`, async (loop) => {
      const data = pattern(8 << 20);
      using file = fileOf(data);
      await using p = await connect(new Recorder(), new Recorder());
      p.peerTransport.pauseReading();
      const task = createTask(loop.sendfile(p.transport, file));
      p.peerTransport.write(bytes("hello"));
      await until(() => p.transport.getWriteBufferSize() > 65_536);
      await rounds(5);
      assert(p.transport.getWriteBufferSize() < 2 << 20);
      const refused = [
        () => p.transport.write(bytes("x")),
        () => p.transport.writelines([bytes("x")]),
      ];
      for (const write of refused) {
        assertThrows(
          write,
          RuntimeError,
          "unable to write; sendfile is in progress",
        );
      }
      await assertRejects(
        () => Promise.resolve(loop.sendfile(p.transport, file)),
        RuntimeError,
        "in progress",
      );
      assertEquals(p.client.size, 0);
      p.peerTransport.resumeReading();
      assertEquals(await task, data.length);
      await until(() => p.peer.size === data.length && p.client.size === 5);
      assertEquals(p.peer.data, data);
    });

    test(`cancelling it over ${kind} leaves the file behind what was sent`, async (loop) => {
      const data = pattern(8 << 20);
      using file = fileOf(data);
      await using p = await connect(new Recorder(), new Recorder());
      p.peerTransport.pauseReading();
      const task = createTask(loop.sendfile(p.transport, file, { offset: 5 }));
      await until(() => p.transport.getWriteBufferSize() > 65_536);
      task.cancel();
      await assertRejects(() => Promise.resolve(task), CancelledError);
      const end = position(file);
      p.peerTransport.resumeReading();
      p.transport.close();
      await p.peer.lost();
      assertEquals(p.peer.size, end - 5);
      assertEquals(p.peer.data, data.subarray(5, end));
    });

    test(`a connection lost meanwhile over ${kind} is a ConnectionReset`, async (loop) => {
      using file = fileOf(new Uint8Array(16 << 20));
      await using p = await connect(new Recorder(), new Recorder());
      p.peerTransport.pauseReading();
      const task = createTask(loop.sendfile(p.transport, file));
      await until(() => p.transport.getWriteBufferSize() > 65_536);
      p.transport.abort();
      await assertRejects(
        () => Promise.resolve(task),
        Deno.errors.ConnectionReset,
      );
      await p.client.lost();
      assertEquals(p.client.events, ["made", "lost"]);
    });
  }

  test("what it cannot do is refused", async (loop: BaseEventLoop) => {
    using file = fileOf(pattern(10));
    const p = await pair(new Recorder(), new Recorder());
    // deno-lint-ignore no-explicit-any -- what a program without types may pass
    const any = loop as any;
    const { transport } = p;
    const stream = StreamWriter.to(new WritableStream());
    const cases: [PromiseLike<unknown>, new () => Error, string][] = [
      [any.sendfile(transport, 5), TypeError, "file"],
      [any.sendfile(transport, file, { offset: "1" }), TypeError, "offset"],
      [any.sendfile(transport, file, { offset: -1 }), RangeError, "offset"],
      [any.sendfile(transport, file, { count: -1 }), RangeError, "count"],
      [any.sendfile(transport, file, { count: 1.5 }), RangeError, "count"],
      [any.sendfile(5, file), RuntimeError, "not supported"],
      [any.sendfile(stream.transport, file), RuntimeError, "not supported"],
      [
        any.sendfile(transport, file, { fallback: false }),
        Deno.errors.NotSupported,
        "fallback",
      ],
    ];
    for (const [made, ErrorClass, part] of cases) {
      const error = await thrownBy(made) as Error;
      assertInstanceOf(error, ErrorClass);
      assertStringIncludes(error.message, part);
    }
    transport.write(bytes("still"));
    await until(() => p.peer.text === "still");
    transport.writeEof();
    const ended = await thrownBy(loop.sendfile(transport, file)) as Error;
    assertStringIncludes(ended.message, "writeEof");
    transport.close();
    const closing = await thrownBy(loop.sendfile(transport, file)) as Error;
    assertInstanceOf(closing, RuntimeError);
    assertStringIncludes(closing.message, "the transport is closing");
    stream.close();
    await stream.waitClosed();
    await p[Symbol.asyncDispose]();
  });
}
