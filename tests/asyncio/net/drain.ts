/** drain() and waitClosed(). CPython's test_streams. */

import {
  assert,
  assertEquals,
  assertInstanceOf,
  assertRejects,
  assertStrictEquals,
} from "@std/assert";
import {
  CancelledError,
  createTask,
  sleep,
  TimeoutError,
  waitFor,
} from "../../../src/asyncio/mod.ts";
import { openConnection, startServer } from "../../../net.ts";
import { capturing, type NewLoop, thrownBy } from "../suites/_support.ts";
import {
  type Around,
  declare,
  pattern,
  portOf,
  rounds,
  until,
} from "./_support.ts";
import { connect } from "./_streams.ts";

/** The cases, on the loops that `newLoop` makes. */
export function suite(
  name: string,
  newLoop: NewLoop,
  around?: Around,
): void {
  const test = declare(name, newLoop, around);

  test("drain() returns at once below the high mark and waits above it until the peer reads (test_drain)", async () => {
    await using c = await connect();
    const [, writer] = c.near;
    const [reader] = c.far;
    let drained = 0;
    const total = 64;
    const task = createTask(async () => {
      for (let i = 0; i < total; i++) {
        writer.write(new Uint8Array(1 << 20));
        await writer.drain();
        drained++;
      }
    });
    await sleep(30);
    assert(drained < 20, `${drained} drained`);
    let size = 0;
    while (size < total << 20) size += (await reader.read(1 << 20)).length;
    await task;
    assertEquals(drained, total);
  });

  test("several tasks may drain at once (test_drain_raises)", async () => {
    await using c = await connect();
    const [, writer] = c.near;
    writer.write(new Uint8Array(16 << 20));
    const tasks = [1, 2, 3].map(() => createTask(writer.drain()));
    await rounds(3);
    assert(tasks.every((task) => !task.done()));
    tasks[1]!.cancel();
    await assertRejects(() => tasks[1]!, CancelledError);
    assertEquals((await c.far[0].readexactly(16 << 20)).length, 16 << 20);
    await Promise.all([tasks[0], tasks[2]]);
  });

  test("drain() throws once the peer has reset the connection (test_drain_raises)", async () => {
    await using c = await connect();
    const [reader, writer] = c.near;
    const socket = c.far[1].getExtraInfo("socket") as {
      resetAndDestroy(): void;
    };
    socket.resetAndDestroy();
    await until(() => reader.exception() !== null);
    assertInstanceOf(
      await thrownBy(writer.drain()),
      Deno.errors.ConnectionReset,
    );
    assertInstanceOf(
      await thrownBy(reader.read(1)),
      Deno.errors.ConnectionReset,
    );
    assertInstanceOf(
      await thrownBy(writer.waitClosed()),
      Deno.errors.ConnectionReset,
    );
    // Leaving the scope of a writer throws no error of its connection.
    await writer[Symbol.asyncDispose]();
  });

  test("drain() after close() throws ConnectionReset (test_drain_raises)", async () => {
    await using c = await connect();
    const [, writer] = c.near;
    writer.close();
    const error = await thrownBy(writer.drain());
    assertInstanceOf(error, Deno.errors.ConnectionReset);
    assertEquals(error.message, "Connection lost");
  });

  test("a drain that waits is told when the connection is lost", async () => {
    await using c = await connect();
    const [, writer] = c.near;
    writer.write(new Uint8Array(16 << 20));
    const task = createTask(writer.drain());
    await rounds(2);
    c.far[1].transport.abort();
    await thrownBy(task).catch(() => {});
    assert(task.done());
  });

  test("a loop of write() and drain() ends when the peer has closed", async () => {
    await using c = await connect();
    const [, writer] = c.near;
    let ticks = 0;
    const ticking = createTask(async () => {
      for (;;) {
        await sleep(0);
        ticks++;
      }
    });
    c.far[1].transport.abort();
    let error: unknown;
    await capturing("warn", async () => {
      error = await thrownBy(createTask(async () => {
        for (;;) {
          writer.write("line\n");
          await writer.drain();
        }
      }));
    });
    assert(
      error instanceof Deno.errors.ConnectionReset ||
        error instanceof Deno.errors.BrokenPipe,
      String(error),
    );
    assert(ticks > 0);
    ticking.cancel();
  });

  test("waitClosed() after close() waits for what is sent (test_wait_closed_on_close)", async () => {
    await using c = await connect();
    const [, writer] = c.near;
    writer.write(pattern(8 << 20));
    writer.close();
    const task = createTask(writer.waitClosed());
    await sleep(5);
    assertEquals(task.done(), false);
    const data = await c.far[0].read();
    await task;
    assertEquals(data, pattern(8 << 20));
  });

  test("waitClosed() that is cancelled can be called again", async () => {
    await using c = await connect();
    const [, writer] = c.near;
    await assertRejects(
      () => Promise.resolve(waitFor(writer.waitClosed(), 2)),
      TimeoutError,
    );
    writer.close();
    await writer.waitClosed();
  });

  test(
    "a callback that throws is reported and its connection closed (test_unhandled_exceptions)",
    async (_loop, errors) => {
      for (const isAsync of [true, false]) {
        const failure = new Error("callback");
        await using server = await startServer(
          isAsync
            ? async () => {
              await sleep(0);
              throw failure;
            }
            : () => {
              throw failure;
            },
          "127.0.0.1",
          0,
        );
        const [reader, writer] = await openConnection(
          "127.0.0.1",
          portOf(server),
        );
        assertEquals((await reader.read()).length, 0);
        writer.close();
        const [context, more] = errors.splice(0);
        assertEquals(
          context!.message,
          "Unhandled exception in client_connected_cb",
        );
        assertStrictEquals(context!.exception, failure);
        assert(context!.transport);
        assertEquals(more, undefined);
      }
    },
  );
}
