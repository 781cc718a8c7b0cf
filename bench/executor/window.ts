/**
 * How evenly a window's QTimer of 10 ms ticks while every Worker of the executor computes.
 *
 * @module
 */

import {
  QApplication,
  QMainWindow,
  QTimer,
  run,
  toWorker,
} from "../../widgets.ts";
import { percentile, print, scaled } from "../_program.ts";

// Long enough for a few ticks in a smoke run, too.
const busy = Math.max(200, scaled(2000));
const compute = (ms: number) => {
  const end = performance.now() + ms;
  while (performance.now() < end);
  return ms;
};

await using _app = new QApplication(["-platform", "offscreen"]);
const window = new QMainWindow();
window.show();
const gaps: number[] = [];
await run(async () => {
  await Promise.all([toWorker(compute, 50), toWorker(compute, 50)]);
  let last = performance.now();
  const timer = new QTimer({ interval: 10, timerType: "PreciseTimer" });
  timer.timeout.connect(() => {
    const now = performance.now();
    gaps.push(now - last);
    last = now;
  });
  timer.start();
  await Promise.all([toWorker(compute, busy), toWorker(compute, busy)]);
  timer.stop();
}, { keepRunning: false });
print({
  "timer of 10 ms beside busy Workers: p50 ms": percentile(gaps, 0.5),
  "timer of 10 ms beside busy Workers: p99 ms": percentile(gaps, 0.99),
  "timer of 10 ms beside busy Workers: most ms": Math.max(...gaps),
});
