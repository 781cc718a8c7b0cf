/** Servers in processes of their own, and how those end. */

import { assertEquals } from "@std/assert";
import { Program } from "../../_support/program.ts";
import { isDenoNewEnough } from "./all.ts";

const test = isDenoNewEnough ? Deno.test : Deno.test.ignore;

const MOD = new URL("../../../src/asyncio/mod.ts", import.meta.url).href;
const NET = new URL("../../../net.ts", import.meta.url).href;

test("one SIGINT ends serveForever(), its idle client and the loop (cpython#113538, #123720, #104344)", async () => {
  const file = Deno.makeTempFileSync({ suffix: ".js" });
  Deno.writeTextFileSync(
    file,
    `
    import { run } from ${JSON.stringify(MOD)};
    import { openConnection, startServer } from ${JSON.stringify(NET)};
    const ended = run(async () => {
      const server = await startServer(async (reader, writer) => {
        try {
          await reader.read();
        } finally {
          console.log("client served");
          writer.close();
        }
      }, "127.0.0.1", 0);
      await openConnection("127.0.0.1", server.sockets[0].port);
      console.log("serving");
      try {
        await server.serveForever();
      } finally {
        console.log("closed", server.sockets.length, String(server));
      }
    }, { handleSigint: true, keepRunning: false });
    await ended.catch((error) => console.log(error.constructor.name));`,
  );
  try {
    await using program = Program.start(file, { permissions: ["-A"] });
    await program.waitForLine("serving");
    program.kill("SIGINT");
    const { stdout, stderr } = await program.finished();
    assertEquals(stderr, []);
    assertEquals(stdout.sort(), [
      "KeyboardInterrupt",
      "client served",
      "closed 0 <Server closed connections=0>",
      "serving",
    ]);
  } finally {
    Deno.removeSync(file);
  }
});
