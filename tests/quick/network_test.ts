/** What documents of QML may ask the network for: what Deno permits. */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { runCode } from "../_support/code.ts";
import { SHIM_FOLDER } from "../_support/probe.ts";

const PIXEL = Uint8Array.fromBase64(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
);

/** A web server that notes what it was asked for; `elsewhere` is the host that it redirects to. */
class Site implements AsyncDisposable {
  readonly requests: string[] = [];
  elsewhere = "";
  readonly #server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    async (request) => {
      const { pathname } = new URL(request.url);
      this.requests.push(
        `${request.method} ${pathname} ${await request.text()}`.trim(),
      );
      switch (pathname) {
        case "/away":
          return Response.redirect(`http://${this.elsewhere}/text`);
        case "/around":
          return Response.redirect(`http://${this.host}/text`);
        case "/picture.png":
          return new Response(PIXEL, {
            headers: { "content-type": "image/png" },
          });
        case "/Main.qml":
          return new Response(
            "import QtQml\nQtObject { property var part: Part { } }",
          );
        case "/qmldir":
          return new Response("Part 1.0 Part.qml\n");
        case "/Part.qml":
          return new Response("import QtQml\nQtObject { property int n: 42 }");
        case "/text":
          return new Response("the text", { headers: { "x-kind": "test" } });
        default:
          return new Response("none", { status: 404 });
      }
    },
  );

  get host(): string {
    return `127.0.0.1:${this.#server.addr.port}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.shutdown();
  }
}

const PROGRAM = `
import { QGuiApplication, QmlEngine, QQuickView, run, sleep } from "${new URL(
  "../../quick.ts",
  import.meta.url,
)}";
await using app = new QGuiApplication(["-platform", "offscreen"]);
const engine = new QmlEngine();
async function settled(get) {
  for (;;) {
    const value = get();
    if (value) return value;
    await sleep(5);
  }
}
/** Sends a request from QML; answers its status, a header, and the text. */
async function fetchByQml(url, method = "GET", body = "") {
  const root = await engine.loadData(\`import QtQml
    QtObject {
      property string got
      Component.onCompleted: {
        const request = new XMLHttpRequest();
        request.onreadystatechange = () => {
          if (request.readyState === XMLHttpRequest.DONE)
            got = [request.status, request.getResponseHeader("x-kind"), request.responseText].join("|");
        };
        request.open("\${method}", "\${url}");
        request.send("\${body}");
      }
    }\`);
  return await settled(() => root.got);
}
const reports = [];
function main(body) {
  return run((loop) => {
    globalThis.console.error = (...args) => reports.push(args.map(String).join(" "));
    return body();
  }, { keepRunning: false });
}
`;

/** Runs a program whose \`ALLOWED\` and \`REFUSED\` are hosts; only the first one is granted. */
async function runWith(
  body: string,
  permissions?: readonly string[],
): Promise<{ lines: string[]; allowed: string[]; refused: string[] }> {
  await using allowed = new Site();
  await using refused = new Site();
  allowed.elsewhere = refused.host;
  const { stdout, stderr, code } = await runCode(
    `${PROGRAM}
     const ALLOWED = "http://${allowed.host}", REFUSED = "http://${refused.host}";
     await main(async () => {${body}});
     for (const line of reports) console.log("reported", line.replace(REFUSED, "REFUSED").split("\\n")[0]);`,
    {
      permissions: permissions ??
        [`--allow-ffi=${SHIM_FOLDER}`, `--allow-net=${allowed.host}`],
    },
  );
  // What a view of Qt's own says of its document.
  const said = stderr.filter((line) => !line.endsWith("Access denied"));
  assertEquals([code, said], [0, []], stdout.join("\n"));
  return {
    lines: stdout.map((line) => line.replaceAll(refused.host, "REFUSED")),
    allowed: allowed.requests,
    refused: refused.requests,
  };
}

Deno.test("XMLHttpRequest in QML reaches the hosts that --allow-net covers, and no other", async () => {
  const { lines, allowed, refused } = await runWith(`
    console.log(await fetchByQml(ALLOWED + "/text"));
    console.log(await fetchByQml(ALLOWED + "/nothing"));
    console.log(await fetchByQml(ALLOWED + "/text", "POST", "a body"));
    console.log(await fetchByQml(ALLOWED + "/around"));
    console.log(await fetchByQml(REFUSED + "/text"));
    console.log(await fetchByQml(REFUSED + "/text?again"));`);
  assertEquals(lines.slice(0, 6), [
    "200|test|the text",
    "404||none",
    "200|test|the text",
    "200|test|the text",
    "0||",
    "0||",
  ]);
  assertEquals(allowed, [
    "GET /text",
    "GET /nothing",
    "POST /text a body",
    "GET /around",
    "GET /text",
  ]);
  assertEquals(refused, []);
  assertEquals(lines.slice(6), [
    "reported Problem in QML NotCapable: Cannot load REFUSED/text in QML: Deno does not permit it; run again with --allow-net=REFUSED",
  ]);
});

Deno.test("a redirection in QML does not lead to a host that --allow-net does not cover", async () => {
  const { lines, allowed, refused } = await runWith(
    `console.log(await fetchByQml(ALLOWED + "/away"));`,
  );
  assertEquals(lines[0], "0||");
  assertStringIncludes(lines[1] ?? "", "--allow-net=REFUSED");
  assertEquals([allowed, refused], [["GET /away"], []]);
});

Deno.test("load() takes documents and what they import from hosts that --allow-net covers, and no other", async () => {
  const { lines, allowed, refused } = await runWith(`
    console.log((await engine.load(ALLOWED + "/Main.qml")).part.n);
    for (const load of [
      () => engine.load(REFUSED + "/Main.qml"),
      () => engine.load(new URL(REFUSED + "/Main.qml")),
    ]) {
      await load().then(() => console.log("loaded"), (error) => console.log(error.name, error.message));
    }
    await engine.loadData("import QtQml\\nQtObject { property var part: Part { } }", REFUSED + "/x.qml")
      .then(() => console.log("loaded"), (error) => console.log(error.name));
    await engine.loadData('import QtQml\\nimport "' + REFUSED + '/folder" as Far\\nQtObject { property var part: Far.Part { } }')
      .then(() => console.log("loaded"), (error) => console.log(error.name));`);
  const refusal =
    "NotCapable Cannot load http://REFUSED/Main.qml in QML: Deno does not permit it; run again with --allow-net=REFUSED";
  assertEquals(lines.slice(0, 5), [
    "42",
    refusal,
    refusal,
    "QmlError",
    "QmlError",
  ]);
  assert(allowed.includes("GET /Part.qml"));
  assertEquals(refused, []);
});

Deno.test("pictures and views of QML come from hosts that --allow-net covers, and no other", async () => {
  const { lines, allowed, refused } = await runWith(`
    const show = async (host) => {
      const image = await engine.loadData('import QtQuick\\nImage { source: "' + host + '/picture.png" }');
      await settled(() => image.status !== "Loading" && image.status !== 2);
      return image.implicitWidth;
    };
    console.log(await show(ALLOWED), await show(REFUSED));
    const view = new QQuickView();
    view.source = REFUSED + "/Main.qml";
    await settled(() => view.status !== "Loading" && view.status !== 2);
    console.log(view.status);`);
  assertEquals(lines.slice(0, 2), ["1 0", "Error"]);
  assertEquals([allowed, refused], [["GET /picture.png"], []]);
});

Deno.test("a request of QML's may end before it is permitted", async () => {
  const { lines } = await runWith(`
    const root = await engine.loadData(\`import QtQml
      QtObject {
        property int left: 20
        Component.onCompleted: {
          for (let i = 0; i < 20; i++) {
            const request = new XMLHttpRequest();
            request.open("GET", i % 2 ? "\${ALLOWED}/text" : "\${REFUSED}/text");
            request.send();
            request.abort();
            left--;
          }
        }
      }\`);
    console.log(root.left);
    const image = await engine.loadData('import QtQuick\\nImage { source: "' + ALLOWED + '/picture.png" }');
    image.deleteLater();
    engine.deleteLater();
    await sleep(50);
    console.log("done");`);
  assertEquals(lines.slice(0, 2), ["0", "done"]);
});

Deno.test("QML reaches every host with an unrestricted --allow-net, and none where nothing is granted", async () => {
  const text = `console.log(await fetchByQml(REFUSED + "/text"));`;
  assertEquals((await runWith(text, ["-A"])).lines, ["200|test|the text"]);
  const { lines, refused } = await runWith(text, ["--allow-ffi"]);
  assertEquals([lines[0], refused], ["0||", []]);
});
