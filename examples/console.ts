/**
 * A program without windows: a timer of Qt's, an awaited future, and a web server, all on one thread.
 *
 *     deno run --allow-ffi --allow-net examples/console.ts
 *
 * Ctrl+C ends it in good order. With a number as its argument it ends by itself after so many ticks.
 *
 * @module
 */

import {
  getRunningLoop,
  QCoreApplication,
  QTimer,
  run,
  sleep,
} from "../mod.ts";

async function main(ticksWanted: number): Promise<void> {
  const loop = getRunningLoop();
  const enough = loop.createFuture<number>();
  let ticks = 0;

  const timer = new QTimer({ interval: 250 });
  timer.timeout.connect(() => {
    console.log(`tick ${++ticks}`);
    if (ticks === ticksWanted && !enough.done()) enough.setResult(ticks);
  });
  timer.start();

  await using server = Deno.serve({
    hostname: "127.0.0.1",
    port: 0,
    onListen: ({ port }) => console.log(`Ask http://127.0.0.1:${port}/`),
  }, () => new Response(`${ticks} ticks so far\n`));

  // A request to ourselves, half way: the server answers while Qt's timer goes on.
  await sleep(125);
  const answer = await fetch(`http://127.0.0.1:${server.addr.port}/`);
  console.log(`The server says: ${(await answer.text()).trim()}`);

  console.log(`Enough: ${await enough} ticks`);
}

if (import.meta.main) {
  await using _app = new QCoreApplication();
  const ticksWanted = Number(Deno.args[0] ?? Infinity);
  await run(() => main(ticksWanted), {
    keepRunning: false,
    handleSigint: true,
  });
}
