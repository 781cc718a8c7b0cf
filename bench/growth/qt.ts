/**
 * What one object and one connection cost when there are many.
 *
 * @module
 */

import { QCoreApplication, QObject } from "../../mod.ts";
import { openTesting, Probe } from "../../tests/_support/probe.ts";
import { type Figures, pause, print, scaled } from "../_program.ts";

await using app = new QCoreApplication([]);
openTesting();
const exit = app.exec();
await pause(10);
const figures: Figures = {};

/** How often a size is measured: what is made for small ones must not be the compiler's. */
function roundsOf(size: number): number {
  return Math.ceil(scaled(20_000) / size);
}

/** The objects are destroyed in Qt's next turn. */
async function objects(size: number): Promise<void> {
  const all: QObject[] = [];
  for (let i = 0; i < size; i++) all.push(new QObject());
  const gone = new Promise<void>((resolve) => {
    all.at(-1)!.destroyed.connect(() => resolve());
  });
  for (const object of all) object.deleteLater();
  await gone;
}

await objects(scaled(20_000));
for (let size = 100; size <= scaled(100_000); size *= 10) {
  const rounds = roundsOf(size);
  const begin = performance.now();
  for (let i = 0; i < rounds; i++) await objects(size);
  figures[`objects made and destroyed × ${size}, µs each`] =
    (performance.now() - begin) * 1000 / (rounds * size);
}
for (let size = 1; size <= scaled(10_000); size *= 10) {
  const probe = new Probe();
  let calls = 0;
  for (let i = 0; i < size; i++) probe.emitted.connect(() => void calls++);
  const times = Math.max(1, scaled(1_000_000) / size);
  probe.emitMany(Math.ceil(times / 4));
  calls = 0;
  const begin = performance.now();
  probe.emitMany(times);
  figures[`slots of one signal × ${size}, ns each`] =
    (performance.now() - begin) * 1e6 / calls;
  probe.deleteLater();
}
print(figures);
app.exit();
await exit;
