import { assert, assertEquals, assertStrictEquals } from "@std/assert";
import * as network from "../../network.ts";
import { QGuiApplication, QmlEngine, run, sleep } from "../../quick.ts";
import { runCode } from "../_support/code.ts";
import { type DynamicClass, valueClass } from "./_classes.ts";

const offscreen = ["-platform", "offscreen"];
const { QNetworkAccessManager, QTcpServer, QTcpSocket } =
  network as unknown as Record<string, DynamicClass>;
const QHostAddress = valueClass("QHostAddress");

Deno.test("Qt Network is opened by the first use of a class of it", async () => {
  await run(async () => {
    const server = new QTcpServer!();
    assert(server.listen(new QHostAddress("127.0.0.1")));
    assertEquals(server.serverAddress().toString(), "127.0.0.1");
    assertEquals(`${server.serverAddress()}`, "127.0.0.1");

    const owner = new QNetworkAccessManager!({ objectName: "owner" });
    const socket = new QTcpSocket!(owner);
    assertStrictEquals(socket.parent(), owner);
    const received = new Promise<Uint8Array>((resolve) =>
      socket.readyRead.connect(() => resolve(socket.readAll()))
    );
    server.newConnection.connect(() => {
      const peer = server.nextPendingConnection();
      assertEquals(peer instanceof QTcpSocket!, true);
      peer.write(new TextEncoder().encode("hello"));
    });
    socket.connectToHost("127.0.0.1", server.serverPort());
    assertEquals(new TextDecoder().decode(await received), "hello");
    assertEquals(socket.state(), "ConnectedState");
  }, { keepRunning: false });
});

Deno.test("a program that only imports network.ts does not load Qt Network", async () => {
  const { stdout } = await runCode(
    `
    import { QCoreApplication } from "@qtasyncio/qtasyncio";
    import "@qtasyncio/qtasyncio/network";
    await using _app = new QCoreApplication();
    const maps = await Deno.readTextFile("/proc/self/maps");
    console.log(/Qt6Core/.test(maps), /Qt6Network/.test(maps));
  `,
    { permissions: ["-A"] },
  );
  assertEquals(stdout, ["true false"]);
});

Deno.test("items of Qt Quick have the methods of the headers", async () => {
  await using _app = new QGuiApplication(offscreen);
  using engine = new QmlEngine();
  await run(async () => {
    await engine.loadData(`
      import QtQuick
      Window {
        visible: true
        Rectangle { objectName: "r"; x: 10; y: 20; width: 50; height: 30; Text { text: "hi" } }
      }
    `);
    await sleep(0);
    // deno-lint-ignore no-explicit-any -- types come with the classes
    const window: any = engine.rootObjects()[0];
    const rectangle = window.findChild("r");
    const { x, y } = rectangle.mapToScene({ x: 1, y: 2 });
    assertEquals([x, y], [11, 22]);
    assertStrictEquals(rectangle.window(), window);
    assertStrictEquals(
      rectangle.childAt(1, 1),
      rectangle.childItems()[0],
    );
    assertEquals(window.contentItem.childItems(), [rectangle]);
    assertEquals(rectangle.cursor().shape(), "ArrowCursor");
  }, { keepRunning: false });
});
