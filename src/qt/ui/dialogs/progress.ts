/**
 * Showing how far something has come.
 *
 * @module
 */

import { CancelledError, type Task } from "../../../asyncio/mod.ts";
import { runningLoop } from "../../../asyncio/core/running.ts";
import { isInstance } from "../../../asyncio/core/_util.ts";
import { type DialogOptions, present } from "./dialog.ts";
import type { QProgressBar } from "../../generated/widgets/qprogressbar.d.ts";
import type { QProgressDialog as Dialog } from "../../generated/widgets/qprogressdialog.d.ts";
import { QProgressDialog } from "../../generated/widgets/classes.js";

/** Options of {@linkcode showProgress}. */
export interface ProgressOptions extends DialogOptions {
  /** What is being done. */
  readonly label: string;
  /**
   * The value when nothing is done.
   *
   * @default {0}
   */
  readonly minimum?: number;
  /**
   * The value when all is done. With 0 the bar only shows that something goes on.
   *
   * @default {100}
   */
  readonly maximum?: number;
}

/** How far something has come: what a function that is called by {@linkcode showProgress} tells the user. */
export interface Progress {
  /** How far. */
  value: number;
  /** The value when all is done. */
  maximum: number;
  /** What is being done. */
  label: string;
  /** Aborted when the user dismisses the dialog: for `fetch` and the like. */
  readonly signal: AbortSignal;
}

/**
 * Does something that takes long, and shows how far it has come, as
 * [QProgressDialog](https://doc.qt.io/qt-6/qprogressdialog.html).
 *
 * When the user dismisses the dialog (Cancel, Escape, its window closed), the function is asked to end: its
 * `progress.signal` is aborted, and where an event loop runs, the function is a task of it, which is cancelled. The
 * dialog goes at once; `showProgress` waits for the function's end. It is the same when the task that waits for it is
 * cancelled, or the `signal` of the options is aborted; then it rejects.
 *
 * @typeParam T What the function returns.
 * @param options What to show.
 * @param work What to do.
 * @returns What the function returned, also if it did so although it was asked to end; null if the user has ended it.
 * Rejects with what it throws, with the reason of the `AbortSignal`, or with a {@linkcode DestroyedObjectError} if the
 * parent is destroyed first.
 *
 * @example
 * ```ts
 * import { QApplication, run, showProgress, sleep } from "@qtasyncio/qtasyncio/widgets";
 * import { assertEquals } from "@std/assert";
 *
 * await using app = new QApplication(["-platform", "offscreen"]);
 * await run(async () => {
 *   const sum = await showProgress({ label: "Adding up …", maximum: 10 }, async (progress) => {
 *     let sum = 0;
 *     for (let i = 1; i <= 10; i++) {
 *       await sleep(1);
 *       sum += i;
 *       progress.value = i;
 *     }
 *     return sum;
 *   });
 *   assertEquals(sum, 55);
 * }, { keepRunning: false });
 * ```
 */
export async function showProgress<T>(
  options: ProgressOptions,
  work: (progress: Progress) => Promise<T>,
): Promise<T | null> {
  const progress = new ShownProgress(
    new QProgressDialog({}, options.parent),
    options,
  );
  let running: Running<T> | undefined;
  let finished: number;
  try {
    finished = await present(progress.dialog, options, (dialog) => {
      dialog.canceled.connect(() => dialog.done(FINISHED.dismissed));
      running = start(work, progress);
      void running.settled.then(() => {
        if (!dialog.isDestroyed) dialog.done(FINISHED.done);
      });
    }, (_, code) => code);
  } catch (error) {
    // The signal, the task that waits, or the end of the parent.
    progress.abort(error);
    running?.cancel();
    await running?.settled;
    throw error;
  }
  if (finished !== FINISHED.done) {
    progress.abort(new DOMException("The user has dismissed it", "AbortError"));
    running!.cancel();
  }
  const outcome = await running!.settled;
  if (outcome.status === "fulfilled") return outcome.value;
  const { reason } = outcome;
  const asked = reason === progress.signal.reason ||
    isInstance(reason, CancelledError) ||
    isInstance(reason, DOMException) && reason.name === "AbortError";
  if (finished !== FINISHED.done && asked) return null;
  throw reason;
}

/** What dialogs finish with. */
const FINISHED = { dismissed: 0, done: 1 } as const;

/** Work under way. */
interface Running<T> {
  readonly settled: Promise<PromiseSettledResult<T>>;
  cancel(): void;
}

/** Begins, as a task where a loop runs. */
function start<T>(
  work: (progress: Progress) => Promise<T>,
  progress: Progress,
): Running<T> {
  const loop = runningLoop();
  if (loop === null) {
    const settled = Promise.allSettled([(async () => await work(progress))()]);
    return { settled: settled.then(([outcome]) => outcome), cancel() {} };
  }
  const task: Task<T> = loop.createTask(() => work(progress));
  const settled = new Promise<PromiseSettledResult<T>>((resolve) => {
    task.addDoneCallback(() => {
      const reason = task.cancelled() ? new CancelledError() : task.exception();
      resolve(
        reason === null
          ? { status: "fulfilled", value: task.result() }
          : { status: "rejected", reason },
      );
    });
  });
  return { settled, cancel: () => void task.cancel() };
}

/** Progress in a dialog; once that is gone, reports are dropped. */
class ShownProgress implements Progress {
  readonly #controller = new AbortController();
  readonly #bar: QProgressBar;

  constructor(readonly dialog: Dialog, options: ProgressOptions) {
    dialog.autoClose = dialog.autoReset = false;
    dialog.labelText = options.label;
    // The dialog's own setter of the value would handle all other events before it returns.
    this.#bar = dialog.children().find((child) =>
      child.inherits("QProgressBar")
    ) as QProgressBar;
    this.#bar.setRange(options.minimum ?? 0, options.maximum ?? 100);
    this.#bar.value = this.#bar.minimum;
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  abort(reason: unknown): void {
    this.#controller.abort(reason);
  }

  get value(): number {
    return this.#bar.isDestroyed ? 0 : this.#bar.value;
  }

  set value(value: number) {
    if (!this.#bar.isDestroyed) this.#bar.value = value;
  }

  get maximum(): number {
    return this.#bar.isDestroyed ? 0 : this.#bar.maximum;
  }

  set maximum(value: number) {
    if (!this.#bar.isDestroyed) this.#bar.maximum = value;
  }

  get label(): string {
    return this.dialog.isDestroyed ? "" : this.dialog.labelText;
  }

  set label(text: string) {
    if (!this.dialog.isDestroyed) this.dialog.labelText = text;
  }
}
