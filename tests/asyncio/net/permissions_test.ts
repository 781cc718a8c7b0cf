/** What each function does without permission, with a scoped one, and with all: in processes of their own. */

import { assertEquals, assertMatch } from "@std/assert";
import { Program } from "../../_support/program.ts";
import { isDenoNewEnough } from "./all.ts";

const test = isDenoNewEnough ? Deno.test : Deno.test.ignore;

const MOD = new URL("../../../src/asyncio/mod.ts", import.meta.url).href;
const NET = new URL("../../../net.ts", import.meta.url).href;

/** Runs the body of a main coroutine with some permissions; gives what it logged. */
async function lines(
  body: string,
  ...permissions: string[]
): Promise<string[]> {
  const source = `
    import { getRunningLoop, run, sleep } from ${JSON.stringify(MOD)};
    import * as net from ${JSON.stringify(NET)};
    await run(async () => {
      const loop = getRunningLoop();
      const attempt = async (make) => {
        try {
          const made = await make();
          console.log("done");
          return made;
        } catch (error) {
          console.log(error.constructor.name + ": " + error.message);
        }
      };
      ${body}
      await sleep(20);
      console.log("end");
    });`;
  const file = Deno.makeTempFileSync({ suffix: ".js" });
  try {
    Deno.writeTextFileSync(file, source);
    const { code, stdout, stderr } = await Program.run(file, { permissions });
    assertEquals(stderr, []);
    assertEquals(code, 0);
    assertEquals(stdout.pop(), "end");
    return stdout;
  } finally {
    Deno.removeSync(file);
  }
}

const ALL = `
  await attempt(() => loop.createConnection(() => ({}), "127.0.0.1", 80));
  await attempt(() => loop.createConnection(() => ({}), "localhost", 80));
  await attempt(() => loop.createServer(() => ({}), "127.0.0.1", 0));
  await attempt(() => loop.createServer(() => ({}), "localhost", 0));
  await attempt(() => loop.createServer(() => ({}), null, 8080));
  await attempt(() => loop.createUnixServer(() => ({}), "/tmp/no-such"));
  await attempt(() => loop.createUnixConnection(() => ({}), "/tmp/no-such"));
  await attempt(() => loop.createUnixServer(() => ({}), "\\0no-such"));
  await attempt(() => loop.getaddrinfo("localhost", 80));
  await attempt(() => loop.createDatagramEndpoint(() => ({}), { family: 4 }));
  await attempt(() => loop.createDatagramEndpoint(() => ({}), {
    remoteAddr: { hostname: "127.0.0.1", port: 80 },
  }));
  await attempt(() => loop.createDatagramEndpoint(() => ({}), {
    localAddr: { hostname: "localhost", port: 80 },
  }));`;

test("without permission, every function throws NotCapable that names the flag, and nothing is uncaught", async () => {
  const seen = await lines(ALL);
  assertEquals(seen.length, 12);
  for (const line of seen) assertMatch(line, /^NotCapable: .*--allow-/);
  assertMatch(seen[0]!, /--allow-net=127\.0\.0\.1:80\b/);
  assertMatch(seen[1]!, /--allow-net=localhost:80\b/);
  assertMatch(seen[4]!, /--allow-net=0\.0\.0\.0:8080\b/);
  assertMatch(seen[5]!, /--allow-read=\/tmp\/no-such\b/);
});

test("getaddrinfo() of an address needs no permission", async () => {
  assertEquals(
    await lines(`await attempt(() => loop.getaddrinfo("127.0.0.1", 80));`),
    ["done"],
  );
});

test("a permission for a host's name lets a program connect to the host, with and without a port", async () => {
  const server = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = server.addr as Deno.NetAddr;
  const body = `
    const made = await attempt(() =>
      loop.createConnection(() => ({}), "localhost", ${port}));
    made?.[0].abort();
    await attempt(() => loop.createConnection(() => ({}), "127.0.0.1", ${port}));`;
  for (const flag of [`localhost:${port}`, "localhost"]) {
    const [first, second] = await lines(body, `--allow-net=${flag}`);
    assertEquals(first, "done");
    assertMatch(second!, /^NotCapable: .*--allow-net=127\.0\.0\.1/);
  }
  server.close();
});

test("a permission for an address lets a program listen there, and nowhere else", async () => {
  const [here, there] = await lines(
    `
    const server = await attempt(() =>
      loop.createServer(() => ({}), "127.0.0.1", 0));
    server.close();
    await attempt(() => loop.createServer(() => ({}), "127.0.0.2", 0));`,
    "--allow-net=127.0.0.1",
  );
  assertEquals(here, "done");
  assertMatch(there!, /^NotCapable: .*--allow-net=127\.0\.0\.2/);
});

test("a permission for an address lets a program send datagrams there, and nowhere else", async () => {
  const seen = await lines(
    `
    let errors = 0;
    const made = await attempt(() => loop.createDatagramEndpoint(() => ({
      errorReceived(error) {
        console.log(error.constructor.name + ": " + error.message);
        errors++;
      },
    }), { localAddr: { hostname: "127.0.0.1", port: 0 } }));
    const [transport] = made;
    const { port } = transport.getExtraInfo("sockname");
    transport.sendto(new Uint8Array(1), { hostname: "127.0.0.1", port });
    transport.sendto(new Uint8Array(1), { hostname: "127.0.0.2", port: 80 });
    transport.sendto(new Uint8Array(1), { hostname: "localhost", port: 80 });
    while (errors < 2) await sleep(1);
    transport.close();`,
    "--allow-net=127.0.0.1",
  );
  assertEquals(seen.length, 3);
  assertEquals(seen[0], "done");
  assertMatch(seen[1]!, /^NotCapable: .*--allow-net=127\.0\.0\.2:80/);
  assertMatch(seen[2]!, /^NotCapable: .*--allow-net=localhost:80/);
});

test("permissions for a path let a program use the unix socket there, and no other", async () => {
  const folder = Deno.makeTempDirSync();
  const path = `${folder}/socket`;
  const seen = await lines(
    `
    const server = await attempt(() =>
      loop.createUnixServer(() => ({}), ${JSON.stringify(path)}));
    const made = await attempt(() =>
      loop.createUnixConnection(() => ({}), ${JSON.stringify(path)}));
    made[0].close();
    server.close();
    await attempt(() =>
      loop.createUnixServer(() => ({}), ${JSON.stringify(path + "2")}));`,
    `--allow-net=unix:${path}`,
    `--allow-read=${path}`,
    `--allow-write=${path}`,
  );
  assertEquals(seen.slice(0, 2), ["done", "done"]);
  assertMatch(seen[2]!, /^NotCapable: /);
  assertEquals([...Deno.readDirSync(folder)], []);
  Deno.removeSync(folder);
});

test("programs need --allow-run for themselves, a shell for /bin/sh, and nothing more", async () => {
  const body = `
    const end = async (process) => process && (await process.wait());
    await end(await attempt(() => net.createSubprocessExec("true")));
    await end(await attempt(() => net.createSubprocessShell("exit 0")));
    await end(await attempt(() =>
      net.createSubprocessExec("true", [], { stdout: net.PIPE, stderr: net.STDOUT })));`;
  for (const line of await lines(body)) {
    assertMatch(line, /^NotCapable: .*--allow-run=/);
  }
  const [program, shell, joined] = await lines(body, "--allow-run=true");
  assertEquals(program, "done");
  assertMatch(shell!, /^NotCapable: .*--allow-run=\/bin\/sh/);
  assertMatch(joined!, /^NotCapable: .*--allow-run=\/bin\/sh/);
  assertEquals(await lines(body, "--allow-run"), ["done", "done", "done"]);
});

test("descriptors, passFds and argv0 need --allow-env, and say so", async () => {
  const body = `
    const end = async (process) => process && (await process.wait());
    for (const options of [{ stdout: { fd: 1 } }, { passFds: [0] }, { argv0: "x" }]) {
      await end(await attempt(() => net.createSubprocessExec("true", [], options)));
    }`;
  for (const flags of [[], ["--allow-run"], ["--allow-env"]]) {
    const seen = await lines(body, ...flags);
    assertEquals(seen.length, 3);
    for (const line of seen) {
      assertMatch(
        line,
        /^NotCapable: start true: .*--allow-run=true and --allow-env/,
      );
    }
  }
  assertEquals(
    await lines(body, "--allow-run", "--allow-env"),
    ["done", "done", "done"],
  );
});
