/** What local sockets refuse, and what goes wrong with them. */

import {
  assert,
  assertEquals,
  assertMatch,
  assertRejects,
  assertThrows,
} from "@std/assert";
import {
  ApplicationError,
  createTask,
  once,
  QCoreApplication,
  run,
  RuntimeError,
  sleep,
} from "../../mod.ts";
import {
  createLocalConnection,
  createLocalServer,
  openLocalConnection,
  QLocalServer,
  QLocalSocket,
  startLocalServer,
} from "../../network.ts";
import { pattern, text, until } from "../asyncio/net/_support.ts";
import { test } from "./_io.ts";
import { Program } from "../_support/program.ts";
import { waitFor } from "../_support/wait.ts";
import { freshPath, leaveSocket, startEcho } from "./_local_sockets.ts";

const NETWORK = new URL("../../network.ts", import.meta.url).href;

const MOD = new URL("../../mod.ts", import.meta.url).href;

function descriptors(): number {
  return [...Deno.readDirSync("/proc/self/fd")].length;
}

test("connecting where no server is says so", async () => {
  const path = freshPath();
  const error = await assertRejects(
    async () => await openLocalConnection(path),
    Deno.errors.NotFound,
    `connect to ${path}: no such file`,
  );
  assertEquals((error as { code?: string }).code, "ENOENT");
  leaveSocket(path);
  await assertRejects(
    async () => await openLocalConnection(path),
    Deno.errors.ConnectionRefused,
    path,
  );
  Deno.removeSync(path);
});

test("wrong arguments of local sockets are refused by name", async () => {
  const make = () => ({});
  for (const name of ["", "\0", "a\0b", 5, null, {}] as string[]) {
    for (
      const attempt of [
        openLocalConnection(name),
        createLocalConnection(make, name),
        startLocalServer(() => {}, name),
        createLocalServer(make, name),
      ]
    ) {
      await assertRejects(
        async () => void await attempt,
        TypeError,
        "name must be",
      );
    }
  }
  const path = freshPath();
  await assertRejects(
    async () => await createLocalServer(make, path, { backlog: -1 }),
    RangeError,
    "backlog",
  );
  await assertRejects(
    async () => await startLocalServer(5 as never, path),
    TypeError,
    "callback",
  );
  await assertRejects(
    async () => await openLocalConnection(path, { limit: 0 }),
    RangeError,
    "limit",
  );
  await assertRejects(
    async () =>
      await createLocalServer(make, path, {
        socketOptions: "Nobody" as "NoOptions",
      }),
    TypeError,
    "socketOptions",
  );
});

test("an error of a local server's callback is reported, and the connection closed", async (errors) => {
  const path = freshPath();
  await using _server = await startLocalServer(() => {
    throw new Error("no");
  }, path);
  const [reader, writer] = await openLocalConnection(path);
  assertEquals((await reader.read()).length, 0);
  writer.close();
  assertEquals(errors.length, 1);
  assertMatch(errors.pop()!.message!, /client_connected_cb/);
});

test("a connection that is cancelled leaves no socket", async () => {
  const path = freshPath();
  // Nobody accepts: at some time the kernel lets no more wait.
  const listener = Deno.listen({ transport: "unix", path });
  const before = descriptors();
  const tasks = Array.from(
    { length: 20 },
    () => createTask(openLocalConnection(path)),
  );
  await sleep(0);
  for (const task of tasks) task.cancel();
  for (const task of tasks) await task.catch(() => {});
  for (const task of tasks) {
    if (!task.cancelled()) task.result()[1].transport.abort();
  }
  await until(() => descriptors() === before);
  listener.close();
});

test("Qt's own classes are there, too", async () => {
  const path = freshPath();
  const server = new QLocalServer();
  assertEquals(server.listen(path), true);
  const socket = new QLocalSocket();
  const accepted = once(server.newConnection);
  socket.connectToServer(path);
  await accepted;
  const peer = server.nextPendingConnection() as QLocalSocket;
  peer.write("hello");
  await once(socket.readyRead);
  assertEquals(text(socket.readAll()), "hello");
  assertEquals(server.nextPendingConnection(), null);
  const gone = once(socket.disconnected);
  peer.disconnectFromServer();
  await gone;
  socket.deleteLater();
  server.close();
  server.deleteLater();
});

Deno.test("a loop that is closed with local connections open closes their descriptors", async () => {
  await using _app = new QCoreApplication([]);
  const path = freshPath();
  let before = 0;
  await run(async () => {
    // What Qt and Deno keep for themselves is open by now.
    await using server = await startEcho(path);
    const [, writer] = await openLocalConnection(path);
    writer.close();
    await writer.waitClosed();
    server.close();
    before = descriptors();
  }, { keepRunning: false });
  await run(async () => {
    const server = await startEcho(path);
    for (let i = 0; i < 5; i++) {
      const [, writer] = await openLocalConnection(path);
      writer.write(pattern(1_000_000));
    }
    assert(server.isServing());
    assert(descriptors() > before + 5);
  }, { keepRunning: false });
  await waitFor(
    `no more than ${before} descriptors`,
    () => descriptors() <= before || undefined,
  );
  assertThrows(() => Deno.lstatSync(path), Deno.errors.NotFound);
});

Deno.test("without a loop or an application, local sockets say what is missing", async () => {
  await assertRejects(
    async () => await openLocalConnection("anything"),
    RuntimeError,
  );
  assertThrows(() => new QLocalSocket(), ApplicationError);
});

Deno.test("local sockets need permission for their path, or for the network", async () => {
  const path = freshPath();
  const file = Deno.makeTempFileSync({ suffix: ".js" });
  Deno.writeTextFileSync(
    file,
    `
    import { QCoreApplication, run } from ${JSON.stringify(MOD)};
    import * as local from ${JSON.stringify(NETWORK)};
    await using _app = new QCoreApplication();
    await run(async () => {
      const attempt = async (make) => {
        try {
          return await make();
        } catch (error) {
          console.log(error.constructor.name + ": " + error.message);
        }
      };
      for (const name of ["${path}", "\\0${path}"]) {
        const server = await attempt(() => local.startLocalServer(
          (_reader, writer) => { writer.write("hello"); writer.close(); }, name));
        const streams = await attempt(() => local.openLocalConnection(name));
        if (streams) console.log((await streams[0].read()).length);
        server?.close();
      }
    }, { keepRunning: false });`,
  );
  const lines = async (...permissions: string[]) => {
    const result = await Program.run(file, {
      permissions: ["--allow-ffi", ...permissions],
    });
    assertEquals([result.stderr, result.code], [[], 0]);
    return result.stdout;
  };
  const none = await lines();
  assertEquals(none.length, 4);
  for (const line of none) assertMatch(line, /^NotCapable: .*--allow-/);
  assertMatch(none[0]!, new RegExp(`--allow-read=${path}\\b`));
  assertMatch(none[2]!, /--allow-net\b/);
  const scoped = await lines(`--allow-read=${path}`, `--allow-write=${path}`);
  assertEquals(scoped.length, 3);
  assertEquals(scoped[0], "5");
  assertEquals((await lines("--allow-net")).at(-1), "5");
  Deno.removeSync(file);
});
