/**
 * Calls between TypeScript and Qt: property, method, signal, 0 ms timer, an event that another thread posts. Where it
 * can be, on objects that pyside_bridge.py has, too.
 *
 * @module
 */

import {
  once,
  QCoreApplication,
  QObject,
  QStringListModel,
  QTimer,
  run,
} from "../../mod.ts";
import { openTesting, Probe } from "../../tests/_support/probe.ts";
import { nanoseconds, pause, percentile, print, scaled } from "../_program.ts";

const CALLS = scaled(1_000_000);
const SLOTS = scaled(2_000_000);
const POSTS = scaled(2_000);
const OBJECTS = scaled(20_000);
const NAMES = ["hello world", "hello, world"] as const;

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

/** What it takes until a task goes on that waits for a signal with one argument. */
function awaited(times: number): Promise<unknown> {
  return run(async () => {
    const object = new QObject();
    const begin = performance.now();
    for (let i = 0; i < times; i++) {
      const renamed = once(object.objectNameChanged);
      object.objectName = NAMES[i & 1]!;
      await renamed;
    }
    return (performance.now() - begin) / times * 1e3;
  }, { keepRunning: false, quitQapp: false });
}

/** The objects are destroyed in Qt's next turn. */
async function createAndDestroy(times: number): Promise<number> {
  const begin = performance.now();
  for (let i = 1; i < times; i++) new QTimer().deleteLater();
  const last = new QTimer();
  const gone = new Promise<void>((resolve) =>
    last.destroyed.connect(() => resolve())
  );
  last.deleteLater();
  await gone;
  return (performance.now() - begin) / times * 1e3;
}

const named = new QObject({ objectName: NAMES[0] });
const heard = new QObject();
let changes = 0;
heard.objectNameChanged.connect(() => void changes++);
const model = new QStringListModel();
await awaited(CALLS / 50);
await createAndDestroy(OBJECTS / 4);

print({
  "slot calls /s": slotCalls,
  "QTimer(0) turns /s": timerTurns,
  "posted event → handler µs p50": percentile(latencies, 0.5),
  "posted event → handler µs p99": percentile(latencies, 0.99),
  "int property get ns": nanoseconds(CALLS, () => timer.interval),
  "int property set ns": nanoseconds(CALLS, () => {
    timer.interval = 7;
  }),
  "string property get ns": nanoseconds(CALLS, () => named.objectName),
  "string property set ns": nanoseconds(CALLS, () => {
    named.objectName = NAMES[0];
  }),
  "string property set → handler ns": nanoseconds(CALLS, () => {
    heard.objectName = NAMES[changes & 1]!;
  }),
  "signal → awaiting task µs": await awaited(CALLS / 20) as number,
  "invoke hasIndex(0, 0) ns": nanoseconds(CALLS, () => model.hasIndex(0, 0)),
  "create and destroy µs": await createAndDestroy(OBJECTS),
});
app.exit();
await exit;
