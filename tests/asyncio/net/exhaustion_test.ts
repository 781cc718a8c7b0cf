/** Processes that run out of descriptors. */

import { assertEquals } from "@std/assert";
import { readLines } from "../../_support/lines.ts";
import { isDenoNewEnough } from "./all.ts";

const test = isDenoNewEnough ? Deno.test : Deno.test.ignore;

const MOD = new URL("../../../src/asyncio/mod.ts", import.meta.url).href;
const NET = new URL("../../../net.ts", import.meta.url).href;

/** How many descriptors a process may have. */
const LIMIT = 200;
/** More than that, less than a listener lets wait. */
const CONNECTIONS = 250;

const encoder = new TextEncoder();

/** A process whose descriptors are few. */
class Limited implements AsyncDisposable {
  readonly lines: AsyncGenerator<string, void, undefined>;
  readonly errors: Promise<string>;
  readonly #child: Deno.ChildProcess;
  readonly #input: WritableStreamDefaultWriter<Uint8Array>;
  readonly #file: string;

  constructor(body: string) {
    this.#file = Deno.makeTempFileSync({ suffix: ".js" });
    Deno.writeTextFileSync(
      this.#file,
      `
      import { getRunningLoop, run, sleep } from ${JSON.stringify(MOD)};
      import * as net from ${JSON.stringify(NET)};
      await run(async () => {
        const loop = getRunningLoop();
        const orders = net.StreamReader.from(Deno.stdin.readable).lines();
        // Deno prepares its own signal handling shortly after the start, and panics without descriptors.
        await sleep(1500);
        const server = await loop.createServer(() => ({
          connectionMade: (transport) => transport.write(new Uint8Array([1])),
        }), "127.0.0.1", 0);
        const { port } = server.sockets[0];
        console.log(port);
        const exhaust = () => {
          const files = [];
          try {
            for (;;) files.push(Deno.openSync("/dev/null"));
          } catch {
            return files;
          }
        };
        ${body}
        server.close();
        server.abortClients();
      });`,
    );
    this.#child = new Deno.Command("/bin/sh", {
      args: [
        "-c",
        `ulimit -n ${LIMIT}; exec "$@"`,
        "sh",
        Deno.execPath(),
        ...["run", "-A", "--no-check", this.#file],
      ],
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    this.lines = readLines(this.#child.stdout);
    this.errors = new Response(this.#child.stderr).text();
    this.#input = this.#child.stdin.getWriter();
  }

  async line(): Promise<string> {
    return (await this.lines.next()).value as string;
  }

  /** Lets it go on. */
  async order(): Promise<void> {
    await this.#input.write(encoder.encode("go on\n"));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#input.close().catch(() => {});
    for await (const _ of this.lines);
    await this.#child.status;
    Deno.removeSync(this.#file);
  }
}

async function greet(connection: Deno.Conn): Promise<void> {
  assertEquals(await connection.read(new Uint8Array(1)), 1);
}

test("a server that ran out of descriptors accepts again when connections are closed", async () => {
  await using server = new Limited("await orders.next();");
  const connections: Deno.TcpConn[] = [];
  const port = Number(await server.line());
  try {
    for (let i = 0; i < CONNECTIONS; i++) {
      connections.push(await Deno.connect({ hostname: "127.0.0.1", port }));
    }
    const first = connections.splice(0, 100);
    await Promise.all(first.map(greet));
    for (const connection of first) connection.close();
    await Promise.all(connections.map(greet));
  } finally {
    for (const connection of connections) connection.close();
  }
  await server.order();
  assertEquals(await server.errors, "");
});

test("a server accepts again when others have closed the descriptors that it lacked", async () => {
  await using server = new Limited(`
    const files = exhaust();
    console.log("full");
    await orders.next();
    for (const file of files) file.close();
    await orders.next();`);
  const port = Number(await server.line());
  assertEquals(await server.line(), "full");
  using connection = await Deno.connect({ hostname: "127.0.0.1", port });
  await server.order();
  await greet(connection);
  await server.order();
  assertEquals(await server.errors, "");
});

test("without a descriptor, every function throws an error with its code, and works afterwards", async () => {
  await using program = new Limited(`
    const end = (made) => {
      if (Array.isArray(made)) (made[1]?.close ? made[1] : made[0]).close();
      else if (made.close) made.close();
      else return made.wait();
    };
    const path = Deno.makeTempDirSync() + "/socket";
    const calls = {
      connection: () => net.openConnection("127.0.0.1", port),
      server: () => net.startServer(() => {}, "127.0.0.1", 0),
      unix: () => net.startUnixServer(() => {}, path),
      datagrams: () => loop.createDatagramEndpoint(() => ({}), { family: 4 }),
      program: () => net.createSubprocessExec("true", [], { stdout: net.PIPE }),
      other: () => net.createSubprocessExec("true", [], { argv0: "x" }),
      shell: () => net.createSubprocessShell("exit 0"),
    };
    for (const call of Object.values(calls)) await end(await call());
    const files = exhaust();
    const seen = [];
    for (const [name, call] of Object.entries(calls)) {
      try {
        await end(await call());
        seen.push(name + " done");
      } catch (error) {
        seen.push(name + " " + error.code + " " + /too many open/.test(error.message));
      }
    }
    for (const file of files) file.close();
    for (const call of Object.values(calls)) await end(await call());
    for (const line of seen) console.log(line);
    Deno.removeSync(path.replace("/socket", ""), { recursive: true });`);
  await program.line();
  const seen: string[] = [];
  for await (const line of program.lines) seen.push(line);
  assertEquals(await program.errors, "");
  assertEquals(
    seen,
    [
      "connection",
      "server",
      "unix",
      "datagrams",
      "program",
      "other",
      "shell",
    ].map((name) => `${name} EMFILE true`),
  );
});
