/**
 * A clock that is drawn in QML, and driven by an asynchronous loop in TypeScript.
 *
 *     deno run --allow-ffi examples/qml_clock.ts
 *
 * The button stops it and lets it go on. Closing the window ends the program.
 *
 * @module
 */

import { QGuiApplication, qmlClass, QmlEngine, run, sleep } from "../quick.ts";

const Clock = qmlClass("Clock", {
  // The hands, in turns from twelve o'clock.
  properties: { hours: 0, minutes: 0, seconds: 0, text: "", running: true },
  functions: {
    toggle(): void {
      this.running = !this.running;
    },
  },
});

/** What QML sees of the time. */
export type Clock = InstanceType<typeof Clock>;

/** Shows a time of day. */
export function show(clock: Clock, time: Date): void {
  const seconds = time.getSeconds();
  const minutes = time.getMinutes() + seconds / 60;
  clock.seconds = seconds / 60;
  clock.minutes = minutes / 60;
  clock.hours = (time.getHours() % 12 + minutes / 60) / 12;
  clock.text = [time.getHours(), time.getMinutes(), seconds]
    .map((n) => String(n).padStart(2, "0")).join(":");
}

/** Opens the window, with a clock that stands still. */
export async function openClock(): Promise<Clock> {
  const clock = new Clock();
  show(clock, new Date());
  const engine = new QmlEngine();
  engine.setContextProperty("clock", clock);
  await engine.load(new URL("qml_clock.qml", import.meta.url));
  return clock;
}

async function main(): Promise<void> {
  const clock = await openClock();
  while (true) {
    if (clock.running) show(clock, new Date());
    await sleep(1000 - Date.now() % 1000); // until the next second begins
  }
}

if (import.meta.main) {
  await using _app = new QGuiApplication();
  await run(main, { handleSigint: true });
}
