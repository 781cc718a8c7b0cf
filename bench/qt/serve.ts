/**
 * A web server, without Qt (`plain`), with a Qt that has nothing to do (`idle`), or with one that never rests (`busy`).
 * Prints its port, serves until standard input ends, and then prints how often Qt's timer of 0 ms has fired a second.
 *
 * @module
 */

import { print } from "../_program.ts";

const mode = Deno.args[0];
let turns = 0;
let application: AsyncDisposable | undefined;
if (mode !== "plain") {
  const { QCoreApplication, qtClass } = await import("../../mod.ts");
  const app = new QCoreApplication([]);
  void app.exec();
  application = app;
  if (mode === "busy") {
    const QTimer = qtClass("QTimer");
    new QTimer({ interval: 0, timeout: () => void turns++ }).start();
  }
}
const server = Deno.serve({
  hostname: "127.0.0.1",
  port: 0,
  onListen: ({ port }) => console.log(port),
}, () => new Response("Hello"));
const commands = Deno.stdin.readable.getReader();
await commands.read();
turns = 0;
const start = performance.now();
await commands.read();
print({ "turns /s": turns / (performance.now() - start) * 1e3 });
await server.shutdown();
await application?.[Symbol.asyncDispose]();
