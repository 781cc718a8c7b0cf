/** createConnection(). CPython's test_base_events and test_events. */

import {
  assert,
  assertEquals,
  assertInstanceOf,
  assertRejects,
  assertStrictEquals,
  assertStringIncludes,
} from "@std/assert";
import { CancelledError, createTask, sleep } from "../../../src/asyncio/mod.ts";
import { type NewLoop, thrownBy } from "../suites/_support.ts";
import {
  type Around,
  declare,
  descriptorOf,
  portOf,
  Recorder,
  rounds,
  until,
} from "./_support.ts";
import { freePort } from "./_ports.ts";

/** The cases, on the loops that `newLoop` makes. */
export function suite(
  name: string,
  newLoop: NewLoop,
  around?: Around,
): void {
  const test = declare(name, newLoop, around);

  const here = "127.0.0.1";

  const factory = () => new Recorder();

  test("createConnection() of a factory that throws closes the socket and throws the same", async (loop) => {
    const peer = new Recorder();
    await using server = await loop.createServer(() => peer, here, 0);
    const failure = new Error("factory");
    assertStrictEquals(
      await thrownBy(
        loop.createConnection(
          () => {
            throw failure;
          },
          here,
          portOf(server),
        ),
      ),
      failure,
    );
    await peer.lost();
  });

  test("createConnection() connects from localAddr", async (loop) => {
    const peer = new Recorder();
    await using server = await loop.createServer(() => peer, here, 0);
    const port = await freePort(loop);
    const [transport] = await loop.createConnection(
      factory,
      here,
      portOf(server),
      { localAddr: { hostname: "127.0.0.3", port } },
    );
    await until(() => peer.transport);
    assertEquals(peer.transport.getExtraInfo("peername"), {
      transport: "tcp",
      hostname: "127.0.0.3",
      port,
    });
    transport.abort();
    const error = await assertRejects(
      () =>
        Promise.resolve(
          loop.createConnection(factory, here, portOf(server), {
            localAddr: { hostname: "::1" },
          }),
        ),
      Deno.errors.AddrNotAvailable,
    );
    assertStringIncludes((error as Error).message, "localAddr");
  });

  test("createConnection() to a closed port throws ConnectionRefused with its code", async (loop) => {
    const port = await freePort(loop);
    const error = await assertRejects(
      () => Promise.resolve(loop.createConnection(factory, here, port)),
      Deno.errors.ConnectionRefused,
    ) as Error & { code?: string };
    assertEquals(
      error.message,
      `connect to ${here}:${port}: connection refused`,
    );
    assertEquals(error.code, "ECONNREFUSED");
    assert(error.cause);
  });

  test("createConnection() names all addresses that refused, or throws all errors", async (loop) => {
    const port = await freePort(loop);
    const connect = (allErrors: boolean) =>
      loop.createConnection(factory, null, port, { allErrors });
    const error = await thrownBy(connect(false)) as Error;
    assertInstanceOf(error, Deno.errors.ConnectionRefused);
    assertEquals(
      error.message,
      `connect to localhost:${port} (127.0.0.1, ::1): connection refused`,
    );
    const all = await thrownBy(connect(true));
    assertInstanceOf(all, AggregateError);
    assertEquals(
      all.errors.map((each) => each.message),
      [`127.0.0.1:${port}`, `[::1]:${port}`].map((address) =>
        `connect to ${address}: connection refused`
      ),
    );
  });

  test("createConnection() to an unknown host throws NotFound", async (loop) => {
    const error = await assertRejects(
      () =>
        Promise.resolve(
          loop.createConnection(factory, "no-such-host.invalid", 80),
        ),
      Deno.errors.NotFound,
    );
    assertStringIncludes((error as Error).message, "no-such-host.invalid");
  });

  for (const happyEyeballsDelay of [null, 0, 250]) {
    test(`createConnection() with happyEyeballsDelay ${happyEyeballsDelay} connects to the address that answers`, async (loop) => {
      const peer = new Recorder();
      await using server = await loop.createServer(() => peer, "::1", 0);
      const [transport] = await loop.createConnection(
        factory,
        null,
        portOf(server),
        { happyEyeballsDelay },
      );
      assertEquals(
        (transport.getExtraInfo("peername") as Deno.NetAddr).hostname,
        "::1",
      );
      transport.close();
      await peer.lost();
    });
  }

  test("createConnection() and createServer() refuse arguments that do not fit", async (loop) => {
    // deno-lint-ignore no-explicit-any -- these are wrong
    const any = loop as any;
    const cases: [() => PromiseLike<unknown>, typeof Error, string][] = [
      [() => any.createConnection(factory, null, null), TypeError, "sock"],
      [
        () => any.createConnection(factory, here, 80, { sock: { fd: 0 } }),
        TypeError,
        "together with sock",
      ],
      [() => any.createConnection(5, here, 80), TypeError, "factory"],
      [() => any.createConnection(factory, 5, 80), TypeError, "host"],
      [() => any.createConnection(factory, here, "80"), TypeError, "port"],
      [() => any.createConnection(factory, here, 65_536), RangeError, "65536"],
      [() => any.createConnection(factory, here, -1), RangeError, "-1"],
      [
        () => any.createConnection(factory, here, 80, { family: 5 }),
        RangeError,
        "family",
      ],
      [
        () =>
          any.createConnection(factory, here, 80, { localAddr: ["::1", 0] }),
        TypeError,
        "localAddr must be { hostname, port }",
      ],
      [
        () =>
          any.createConnection(factory, here, 80, { happyEyeballsDelay: -1 }),
        RangeError,
        "happyEyeballsDelay",
      ],
      [
        () => any.createConnection(factory, here, 80, { interleave: "a" }),
        RangeError,
        "interleave",
      ],
      [
        () => any.createUnixConnection(factory, "/tmp/a\0b"),
        TypeError,
        "path",
      ],
      [
        () => any.createUnixServer(factory, `/tmp/${"x".repeat(103)}`),
        RangeError,
        "107 bytes at most",
      ],
      [
        () => any.createConnection(factory, null, null, { sock: 5 }),
        TypeError,
        "sock",
      ],
      [() => any.createServer(factory, here, null), TypeError, "port"],
      [() => any.createServer(factory, [], 0), TypeError, "empty"],
      [
        () => any.createServer(factory, here, 0, { sock: { fd: 0 } }),
        TypeError,
        "together with sock",
      ],
      [
        () => any.createServer(factory, here, 0, { backlog: -1 }),
        RangeError,
        "backlog",
      ],
      [
        () => any.createServer(factory, here, 0, { reuseAddress: false }),
        TypeError,
        "reuseAddress",
      ],
      [() => any.createUnixServer(factory, ""), TypeError, "path"],
      [() => any.createUnixConnection(factory, null), TypeError, "path"],
    ];
    for (const [make, ErrorClass, part] of cases) {
      const error = await thrownBy(make()) as Error;
      assertInstanceOf(error, ErrorClass, String(error));
      assertStringIncludes(error.message, part);
    }
  });

  test("a regular file is refused as sock", async (loop) => {
    using file = Deno.openSync(new URL(import.meta.url));
    void file;
    const fd = descriptorOf("connecting.ts");
    const error = await thrownBy(
      loop.connectAcceptedSocket(factory, { fd }),
    ) as Error;
    assertInstanceOf(error, TypeError);
    assertStringIncludes(error.message, `descriptor ${fd}`);
  });

  test("cancelling createConnection() at any moment leaves no connection", async (loop) => {
    const peers: Recorder[] = [];
    await using server = await loop.createServer(
      () => {
        const peer = new Recorder();
        peers.push(peer);
        return peer;
      },
      here,
      0,
    );
    for (let i = 0; i < 60; i++) {
      const client = new Recorder();
      const task = createTask(
        loop.createConnection(() => client, here, portOf(server)),
      );
      if (i % 3 === 0) await sleep(i / 60);
      else await rounds(i % 7);
      task.cancel();
      try {
        const [transport] = await task;
        transport.abort();
        await client.lost();
        assertEquals(client.events, ["made", "lost"]);
      } catch (error) {
        assertInstanceOf(error, CancelledError);
        await sleep(1);
        const { events } = client;
        assert(
          events.length === 0 || events.join() === "made,lost",
          `${events}`,
        );
      }
    }
    await until(() => peers.every((peer) => peer.error !== undefined));
  });

  test("cancelling a look-up drops it", async (loop) => {
    const task = createTask(loop.createConnection(factory, "localhost", 1));
    await rounds(1);
    task.cancel();
    await assertRejects(() => task, CancelledError);
    // The platform's thread goes on with it.
    await loop.getaddrinfo("localhost", 1);
    await sleep(50);
  });
}
