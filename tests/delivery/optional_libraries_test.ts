/** Libraries of Qt that only some programs need. */

import { assertEquals, assertMatch } from "@std/assert";
import { hider } from "../_support/hidden_libraries.ts";
import { Program } from "../_support/program.ts";

const ROOT = new URL("../../", import.meta.url).href;

/** Runs the body of a main coroutine; gives what it logged. */
async function lines(
  body: string,
  env: Readonly<Record<string, string>>,
): Promise<string[]> {
  const file = await Deno.makeTempFile({ suffix: ".js" });
  try {
    await Deno.writeTextFile(
      file,
      `
      import { QBuffer, QCoreApplication, run } from "${ROOT}mod.ts";
      import * as network from "${ROOT}network.ts";
      import * as serial from "${ROOT}serial.ts";
      await using _app = new QCoreApplication();
      await run(async () => {
        const attempt = async (make) => {
          try {
            await make();
            console.log("done");
          } catch (error) {
            console.log(error.name + ": " + error.message.replaceAll("\\n", " "));
          }
        };
        const loaded = (name) => Deno.readTextFileSync("/proc/self/maps")
          .includes("libQt6" + name + ".so");
        ${body}
      }, { keepRunning: false });`,
    );
    const { stdout, stderr } = await Program.run(file, {
      permissions: ["-A"],
      env,
    });
    assertEquals(stderr, []);
    return stdout;
  } finally {
    await Deno.remove(file);
  }
}

Deno.test("without Qt Network and Qt Serial Port, what needs them says so, and all else works", async () => {
  await using hidden = await hider();
  const [device, socket, created, port, again] = await lines(
    `
    await attempt(async () => {
      const buffer = new QBuffer();
      buffer.open(3);
      const [, writer] = network.openDevice(buffer);
      writer.close();
      await writer.waitClosed();
    });
    await attempt(() => network.openLocalConnection("nowhere"));
    await attempt(() => new network.QLocalServer());
    await attempt(() => serial.openSerialConnection("/dev/null"));
    await attempt(() => new serial.QSerialPort());`,
    hidden.hide("libQt6Network", "libQt6SerialPort"),
  );
  assertEquals(device, "done");
  for (const line of [socket!, created!]) {
    assertMatch(line, /^ShimError: .*missing-qt.*libqt6network6/s);
  }
  for (const line of [port!, again!]) {
    assertMatch(line, /^ShimError: .*missing-qt.*libqt6serialport6/s);
  }
});

Deno.test("Qt Network and Qt Serial Port are loaded when the first object of theirs is created", async () => {
  const seen = await lines(
    `
    console.log(loaded("Network"), loaded("SerialPort"));
    await attempt(() => network.openLocalConnection("nowhere"));
    console.log(loaded("Network"), loaded("SerialPort"));
    new serial.QSerialPort();
    console.log(loaded("Network"), loaded("SerialPort"));`,
    {},
  );
  assertEquals(seen[0], "false false");
  assertMatch(seen[1]!, /^NotFound: /);
  assertEquals(seen.slice(2), ["true false", "true true"]);
});
