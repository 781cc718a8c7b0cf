/**
 * Calls between TypeScript and Qt: property, method, signal, 0 ms timer, an event that another thread posts.
 *
 * @module
 */

import { QCoreApplication, qtClass } from "../../mod.ts";
import { openTesting, Probe } from "../../tests/_support/probe.ts";
import { nanoseconds, pause, percentile, print } from "../_program.ts";

const CALLS = 200_000;
const SLOTS = 2_000_000;
const POSTS = 2_000;

await using app = new QCoreApplication([]);
openTesting();
const probe = new Probe();
const exit = app.exec();
await pause(10);

let slots = 0;
probe.emitted.connect(() => {
  slots++;
});
probe.emitMany(SLOTS / 4);
slots = 0;
let start = performance.now();
probe.emitMany(SLOTS);
const slotCalls = slots / (performance.now() - start) * 1e3;

let turns = 0;
const QTimer = qtClass("QTimer");
const timer = new QTimer({ interval: 0, timeout: () => void turns++ });
timer.start();
await pause(200);
turns = 0;
start = performance.now();
await pause(1000);
const timerTurns = turns / (performance.now() - start) * 1e3;
timer.stop();

const handled = Promise.withResolvers<void>();
probe.posted.connect((index: number) => {
  probe.acknowledge();
  if (index === POSTS - 1) handled.resolve();
});
probe.postFromThread(POSTS, 300);
await handled.promise;
const latencies = probe.latencies() as number[];

print({
  "slot calls /s": slotCalls,
  "QTimer(0) turns /s": timerTurns,
  "posted event → handler µs p50": percentile(latencies, 0.5),
  "posted event → handler µs p99": percentile(latencies, 0.99),
  "int property get ns": nanoseconds(CALLS, () => probe.number),
  "int property set ns": nanoseconds(CALLS, () => {
    probe.number = 7;
  }),
  "string property get ns": nanoseconds(CALLS, () => probe.text),
  "string property set ns": nanoseconds(CALLS, () => {
    probe.text = "hello world";
  }),
  "invoke add(1, 2) ns": nanoseconds(CALLS, () => probe.add(1, 2)),
  "create and destroy µs": nanoseconds(20_000, () => {
    new Probe().deleteLater();
  }) / 1e3,
});
app.exit();
await exit;
