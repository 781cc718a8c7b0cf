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

Deno.test("without the library of a further module of Qt's, the first use of it names its package", async () => {
  await using hidden = await hider();
  const [svg, again, other] = await lines(
    `
    const { QSvgRenderer } = await import("${ROOT}svg.ts");
    await attempt(() => new QSvgRenderer());
    await attempt(() => new QSvgRenderer());
    await attempt(() => new QBuffer());`,
    hidden.hide("libQt6Svg"),
  );
  for (const line of [svg!, again!]) {
    assertMatch(line, /^ShimError: .*missing-qt.*libqt6svg6/s);
  }
  assertEquals(other, "done");
});

Deno.test("where a further module has not been built, the first use of it says how to", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const built = new URL("../../cpp_shim/build/lib/", import.meta.url);
    for (const name of ["qtasyncio", "qtasyncio_api_core"]) {
      const file = `lib${name}.so`;
      await Deno.copyFile(new URL(file, built), `${folder}/${file}`);
    }
    const [line] = await lines(
      `
      const { QSqlQuery } = await import("${ROOT}sql.ts");
      await attempt(() => new QSqlQuery());`,
      { QTASYNCIO_SHIM: folder },
    );
    assertMatch(line!, /^ShimError: .*missing-shim.*setup --with=sql/s);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
