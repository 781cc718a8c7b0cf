/** A program that does not import net.ts loads no networking, and is told what to import. */

import { assertEquals, assertMatch } from "@std/assert";
import { Program } from "../../_support/program.ts";
import { isDenoNewEnough } from "./all.ts";

const test = isDenoNewEnough ? Deno.test : Deno.test.ignore;

const MOD = new URL("../../../src/asyncio/mod.ts", import.meta.url).href;
const NET = new URL("../../../net.ts", import.meta.url).href;

/** The network methods of a loop, by name. */
const METHODS = [
  "connectAcceptedSocket",
  "connectReadPipe",
  "connectWritePipe",
  "createConnection",
  "createServer",
  "createUnixConnection",
  "createUnixServer",
  "getaddrinfo",
  "getnameinfo",
  "subprocessExec",
  "subprocessShell",
];

async function lines(source: string): Promise<string[]> {
  const file = Deno.makeTempFileSync({ suffix: ".js" });
  try {
    Deno.writeTextFileSync(file, source);
    const { code, stdout, stderr } = await Program.run(file, {
      permissions: [],
    });
    assertEquals(stderr, []);
    assertEquals(code, 0);
    return stdout;
  } finally {
    Deno.removeSync(file);
  }
}

test("a network method of a loop names the import when networking is not loaded", async () => {
  const seen = await lines(`
    import { newEventLoop } from ${JSON.stringify(MOD)};
    const loop = newEventLoop();
    for (const name of ${JSON.stringify(METHODS)}) {
      try {
        loop[name]();
        console.log("no error");
      } catch (error) {
        console.log(error.name + ": " + error.message);
      }
    }
    loop.close();`);
  assertEquals(seen.length, METHODS.length);
  seen.forEach((line, index) => {
    assertMatch(
      line,
      new RegExp(
        `^RuntimeError: Cannot call loop\\.${
          METHODS[index]
        }\\(\\): networking is not loaded\\. Add import "@qtasyncio/qtasyncio/net"`,
      ),
    );
  });
});

test("importing net.ts later makes the methods of a loop that exists work", async () => {
  const seen = await lines(`
    import { newEventLoop } from ${JSON.stringify(MOD)};
    const loop = newEventLoop();
    await import(${JSON.stringify(NET)});
    const [address] = await loop.runUntilComplete(loop.getaddrinfo("127.0.0.1", 80));
    console.log(address.address.hostname ?? address.address);
    loop.close();`);
  assertEquals(seen, ["127.0.0.1"]);
});
