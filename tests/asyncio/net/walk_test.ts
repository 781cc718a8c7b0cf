/** Every function of net.ts, without permission, with scoped ones, and with all: in processes of their own. */

import { assert, assertEquals, assertMatch } from "@std/assert";
import * as net from "../../../net.ts";
import { BaseEventLoop } from "../../../src/asyncio/mod.ts";
import { NetworkLoop } from "../../../src/asyncio/io/loop_net.ts";
import { SystemLoop } from "../../../src/asyncio/io/loop_system.ts";
import { certificates } from "../../_support/certificates.ts";
import { Program } from "../../_support/program.ts";

const MOD = new URL("../../../src/asyncio/mod.ts", import.meta.url).href;
const NET = new URL("../../../net.ts", import.meta.url).href;

/** What a call needs: nothing, or a permission that its error must name. */
type Need = null | RegExp;

interface Call {
  /** An expression; what it makes is closed. */
  code: string;
  need: Need;
}

/** Which functions are called how. A name may have several calls. */
const CALLS: Readonly<Record<string, readonly Call[]>> = {
  createConnection: [
    {
      code: `loop.createConnection(f, "127.0.0.1", PORT)`,
      need: /--allow-net=127\.0\.0\.1:PORT\b/,
    },
    {
      code: `loop.createConnection(f, "localhost", PORT)`,
      need: /--allow-net=localhost:PORT\b/,
    },
    {
      code:
        `loop.createConnection(f, "127.0.0.1", TLS_PORT, { tls: CLIENT, tlsHandshakeTimeout: 60_000 })`,
      need: /--allow-net=127\.0\.0\.1:TLS_PORT\b/,
    },
  ],
  createServer: [
    {
      code: `loop.createServer(f, "127.0.0.1", 0)`,
      need: /--allow-net=127\.0\.0\.1\b/,
    },
    {
      code: `loop.createServer(f, "127.0.0.1", 0, { tls: SERVER })`,
      need: /--allow-net=127\.0\.0\.1\b/,
    },
  ],
  createUnixConnection: [{
    code: `loop.createUnixConnection(f, PATH)`,
    need: /--allow-read=PATH\b/,
  }],
  createUnixServer: [{
    code: `loop.createUnixServer(f, PATH + "-server")`,
    need: /--allow-read=PATH-server\b/,
  }],
  openConnection: [{
    code: `net.openConnection("127.0.0.1", PORT)`,
    need: /--allow-net=127\.0\.0\.1:PORT\b/,
  }],
  openUnixConnection: [{
    code: `net.openUnixConnection(PATH)`,
    need: /--allow-read=PATH\b/,
  }],
  startServer: [{
    code: `net.startServer(() => {}, "127.0.0.1", 0)`,
    need: /--allow-net=127\.0\.0\.1\b/,
  }],
  startUnixServer: [{
    code: `net.startUnixServer(() => {}, PATH + "-server")`,
    need: /--allow-read=PATH-server\b/,
  }],
  connectAcceptedSocket: [{
    code: `loop.connectAcceptedSocket(f, conn)`,
    need: null,
  }],
  connectReadPipe: [{
    code: `loop.connectReadPipe(f, new Response("x").body)`,
    need: null,
  }],
  connectWritePipe: [{
    code: `loop.connectWritePipe(f, new WritableStream())`,
    need: null,
  }],
  createDatagramEndpoint: [{
    code:
      `loop.createDatagramEndpoint(f, { localAddr: { hostname: "127.0.0.1" } })`,
    need: /--allow-net=127\.0\.0\.1\b/,
  }],
  startTls: [{
    code:
      `loop.createConnection(f, "127.0.0.1", TLS_PORT).then(([t]) => loop.startTls(t, f(), CLIENT, { serverHostname: "localhost" }))`,
    need: /--allow-net=127\.0\.0\.1:TLS_PORT\b/,
  }],
  sendfile: [{
    code:
      `loop.createConnection(f, "127.0.0.1", PORT).then(async ([t]) => { await loop.sendfile(t, await Deno.open(PATH + "-file")); return [t]; })`,
    need: /--allow-net=127\.0\.0\.1:PORT\b/,
  }],
  getaddrinfo: [
    { code: `loop.getaddrinfo("127.0.0.1", 80)`, need: null },
    {
      code: `loop.getaddrinfo("localhost", 80)`,
      need: /--allow-net=localhost\b/,
    },
  ],
  getnameinfo: [{
    code:
      `loop.getnameinfo({ hostname: "127.0.0.1", port: 80 }, ["numerichost", "numericserv"])`,
    need: null,
  }],
  subprocessExec: [{
    code: `loop.subprocessExec(() => ({}), "true")`,
    need: /--allow-run=true\b/,
  }],
  subprocessShell: [{
    code: `loop.subprocessShell(() => ({}), "exit 0")`,
    need: /--allow-run=\/bin\/sh\b/,
  }],
  createSubprocessExec: [{
    code: `net.createSubprocessExec("true").then((p) => p.wait())`,
    need: /--allow-run=true\b/,
  }],
  createSubprocessShell: [{
    code: `net.createSubprocessShell("exit 0").then((p) => p.wait())`,
    need: /--allow-run=\/bin\/sh\b/,
  }],
  addSignalHandler: [{
    code: `loop.addSignalHandler("SIGUSR2", () => {})`,
    need: null,
  }],
  removeSignalHandler: [{
    code: `loop.removeSignalHandler("SIGUSR2")`,
    need: null,
  }],
};

/** Functions that take nothing from the system, or need the loop of Qt, whose library is a permission of its own. */
const HARMLESS = new Set([
  "constructor",
  "addReader",
  "addWriter",
  "removeReader",
  "removeWriter",
]);

/** All functions of net.ts, and all methods that it gives a loop. */
function names(): string[] {
  const functions = Object.entries(net).filter(([, value]) =>
    typeof value === "function" && !/^class /.test(String(value))
  ).map(([name]) => name);
  const methods = [NetworkLoop, SystemLoop].flatMap(({ prototype }) =>
    Object.getOwnPropertyNames(prototype)
  );
  return [...functions, ...methods].filter((name) => !HARMLESS.has(name));
}

Deno.test("the walk knows every function of net.ts", () => {
  assert(BaseEventLoop.prototype instanceof NetworkLoop);
  assertEquals(names().filter((name) => !(name in CALLS)), []);
});

/** Makes all calls in a process with some permissions; gives what each came to. */
async function walk(
  values: Readonly<Record<string, string>>,
  permissions: readonly string[],
): Promise<{ name: string; need: Need; outcome: string }[]> {
  const replace = (text: string) =>
    text.replaceAll(/\b(TLS_PORT|PORT|PATH)\b/g, (name) => values[name]!);
  const calls = Object.entries(CALLS).flatMap(([name, list]) =>
    list.map((call) => ({ name, ...call }))
  );
  const { server, ca } = certificates();
  const source = `
    import { getRunningLoop, run, sleep } from ${JSON.stringify(MOD)};
    import * as net from ${JSON.stringify(NET)};
    const f = () => ({});
    const SERVER = ${JSON.stringify(server)};
    const CLIENT = ${JSON.stringify({ caCerts: [ca] })};
    const PATH = ${JSON.stringify(values.PATH)};
    const PORT = ${values.PORT};
    const TLS_PORT = ${values.TLS_PORT};
    const conn = {
      remoteAddr: null, localAddr: null, close() {},
      read: async () => null, write: async (data) => data.length, closeWrite: async () => {},
    };
    await run(async () => {
      const loop = getRunningLoop();
      const close = (made) => {
        for (const each of Array.isArray(made) ? made : [made]) {
          each?.transport?.abort?.();
          each?.abort?.();
          if (each instanceof net.Server) each.close();
        }
      };
      const attempt = async (make) => {
        try {
          close(await make());
          console.log("done");
        } catch (error) {
          console.log((error.constructor.name + ": " + error.message).replaceAll("\\n", " "));
        }
      };
      ${calls.map(({ code }) => `await attempt(() => ${code});`).join("\n")}
      await sleep(20);
      console.log("end");
    }, { keepRunning: false });`;
  const file = Deno.makeTempFileSync({ suffix: ".js" });
  try {
    Deno.writeTextFileSync(file, source);
    const { code, stdout, stderr } = await Program.run(file, {
      permissions: ["--no-prompt", ...permissions],
    });
    assertEquals(stderr, []);
    assertEquals(code, 0);
    assertEquals(stdout.pop(), "end");
    assertEquals(stdout.length, calls.length);
    return calls.map(({ name, need }, index) => ({
      name,
      need: need && new RegExp(replace(need.source)),
      outcome: stdout[index]!,
    }));
  } finally {
    Deno.removeSync(file);
  }
}

Deno.test("every function of net.ts works with its permissions, and names the one that is missing", async () => {
  const folder = Deno.makeTempDirSync();
  const path = `${folder}/socket`;
  Deno.writeTextFileSync(`${path}-file`, "content");
  const listeners = [
    Deno.listen({ hostname: "127.0.0.1", port: 0 }),
    Deno.listenTls({
      hostname: "127.0.0.1",
      port: 0,
      ...certificates().server,
    }),
    Deno.listen({ transport: "unix", path }),
  ];
  const serving = listeners.map(async (listener) => {
    for await (const conn of listener) {
      new Response((conn as Deno.Conn).readable).bytes().catch(() => {});
    }
  });
  const [port, tlsPort] = listeners.map((each) =>
    String((each.addr as Deno.NetAddr).port)
  );
  const values = { PORT: port!, TLS_PORT: tlsPort!, PATH: path };

  for (const { name, need, outcome } of await walk(values, [])) {
    if (need === null) assertEquals(outcome, "done", name);
    else {
      assertMatch(outcome, /^NotCapable: /, name);
      assertMatch(outcome, need, name);
    }
  }
  const paths = `${path},${path}-server`;
  const scoped = await walk(values, [
    `--allow-net=127.0.0.1,localhost,unix:${path},unix:${path}-server`,
    `--allow-read=${paths},${path}-file`,
    `--allow-write=${paths}`,
    "--allow-run=true,/bin/sh",
  ]);
  for (const granted of [scoped, await walk(values, ["-A"])]) {
    for (const { name, outcome } of granted) {
      assertEquals(outcome, "done", name);
    }
  }
  for (const listener of listeners) listener.close();
  await Promise.all(serving);
  Deno.removeSync(folder, { recursive: true });
});
