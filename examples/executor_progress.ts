/**
 * A window with a progress bar: a Worker counts primes, the window stays alive, and Cancel cancels.
 *
 *     deno run --allow-ffi examples/executor_progress.ts
 *
 * The Worker gets `countPrimes()` by its source; it reports progress by `currentJob().progress()`, which also ends it
 * when the job was cancelled.
 *
 * @module
 */

import {
  CancelledError,
  currentJob,
  getRunningLoop,
  QApplication,
  QHBoxLayout,
  QLabel,
  QMainWindow,
  QProgressBar,
  QPushButton,
  QVBoxLayout,
  QWidget,
  run,
  type Task,
  toWorker,
  withOptions,
} from "../widgets.ts";

/** Counts the primes below `limit`, the slow way. Runs in a Worker: it uses nothing from around it. */
function countPrimes(limit: number): number {
  const steps = 200;
  let count = 0;
  for (let step = 0; step < steps; step++) {
    const end = Math.ceil((step + 1) * limit / steps);
    for (let n = Math.ceil(step * limit / steps); n < end; n++) {
      let divisor = 2;
      while (divisor * divisor <= n && n % divisor !== 0) divisor++;
      if (n > 1 && divisor * divisor > n) count++;
    }
    currentJob().progress((step + 1) / steps);
  }
  return count;
}

/** Builds the window; it is not shown yet. */
export function createWindow(limit: number): QMainWindow {
  const window = new QMainWindow({ windowTitle: "Counting primes" });
  const widget = new QWidget();
  const column = new QVBoxLayout({}, widget);
  window.setCentralWidget(widget);

  const label = new QLabel({
    objectName: "label",
    text: `How many primes are below ${limit.toLocaleString("en")}?`,
  });
  const bar = new QProgressBar({ maximum: 1000, value: 0 });
  const row = new QHBoxLayout();
  const start = new QPushButton({ objectName: "start", text: "Start" });
  const cancel = new QPushButton({
    objectName: "cancel",
    text: "Cancel",
    enabled: false,
  });
  column.addWidget(label);
  column.addWidget(bar);
  column.addLayout(row);
  row.addWidget(start);
  row.addWidget(cancel);

  const counting = withOptions(countPrimes, {
    onProgress: (done: number) => bar.value = Math.round(1000 * done),
  });
  let task: Task<number> | undefined;

  start.clicked.connect(async () => {
    // In this order, so that the keyboard's focus goes from one to the other.
    cancel.enabled = true;
    start.enabled = false;
    bar.value = 0;
    label.text = "Counting …";
    try {
      task = getRunningLoop().createTask(toWorker(counting, limit));
      label.text = `There are ${(await task).toLocaleString("en")}.`;
    } catch (error) {
      if (!(error instanceof CancelledError)) throw error;
      label.text = "Cancelled.";
    } finally {
      start.enabled = true;
      cancel.enabled = false;
    }
    console.log(label.text);
  });
  cancel.clicked.connect(() => task?.cancel());

  window.resize(320, 120);
  return window;
}

if (import.meta.main) {
  await using _app = new QApplication();
  createWindow(Number(Deno.args[0] ?? 5_000_000)).show();
  await run(undefined, { handleSigint: true });
}
