/** Unix sockets and a terminal of socat's. */

import { assertEquals } from "@std/assert";
import { getRunningLoop, run, sleep } from "../../src/asyncio/mod.ts";
import {
  createSubprocessExec,
  openUnixConnection,
  PIPE,
  startUnixServer,
} from "../../net.ts";
import { bytes, pattern, Recorder, until } from "../asyncio/net/_support.ts";
import { Folder } from "./_service.ts";

async function exists(path: string): Promise<void> {
  for (;;) {
    try {
      Deno.lstatSync(path);
      return;
    } catch {
      await sleep(20);
    }
  }
}

Deno.test("socat: unix sockets, as client and as server, with half close", async () => {
  using folder = new Folder();
  const data = pattern(1_000_000);
  await run(async () => {
    const theirs = `${folder.path}/theirs`;
    const socat = await createSubprocessExec("socat", [
      `UNIX-LISTEN:${theirs}`,
      "EXEC:cat",
    ]);
    await exists(theirs);
    const [reader, writer] = await openUnixConnection(theirs);
    writer.write(data);
    writer.writeEof();
    assertEquals(await reader.read(), data);
    await writer[Symbol.asyncDispose]();
    assertEquals(await socat.wait(), 0);

    const ours = `${folder.path}/ours`;
    await using _ = await startUnixServer(async (reader, writer) => {
      const all = await reader.read();
      writer.write(`${all.length} bytes`);
      writer.close();
    }, ours);
    const client = await createSubprocessExec(
      "socat",
      ["-t10", "-", `UNIX-CONNECT:${ours}`],
      { stdin: PIPE, stdout: PIPE },
    );
    const [output] = await client.communicate(data);
    assertEquals(new TextDecoder().decode(output!), "1000000 bytes");
  });
});

/** Opens a device; gives its descriptor. */
function openDevice(path: string): number {
  const libc = Deno.dlopen("libc.so.6", {
    open: { parameters: ["buffer", "i32"], result: "i32" },
  });
  const O_RDWR_NOCTTY = 0o402;
  const name = new TextEncoder().encode(`${path}\0`);
  const fd = libc.symbols.open(name, O_RDWR_NOCTTY);
  libc.close();
  assertEquals(fd >= 0, true);
  return fd;
}

Deno.test("socat: a terminal, by its descriptors", async () => {
  using folder = new Folder();
  const path = `${folder.path}/terminal`;
  await run(async () => {
    const loop = getRunningLoop();
    const socat = await createSubprocessExec("socat", [
      `PTY,link=${path},raw,echo=0`,
      "SYSTEM:echo ready; exec cat",
    ]);
    await exists(path);
    const [input, recorder] = await loop.connectReadPipe(
      () => new Recorder(),
      { fd: openDevice(path) },
    );
    const [output] = await loop.connectWritePipe(
      () => new Recorder(),
      { fd: openDevice(path) },
    );
    // The link is there before the terminal is set up, which socat cannot do while something is written to it.
    await until(() => recorder.text === "ready\n");
    const data = "a line of text\n".repeat(2000);
    output.write(bytes(data));
    await until(() => recorder.text === `ready\n${data}`);
    output.close();
    input.close();
    socat.terminate();
    await socat.wait();
  });
});
