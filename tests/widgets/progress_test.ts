/** Progress dialogs: the work, the dialog and the waiting task end together. */

import { assertEquals, assertRejects } from "@std/assert";
import {
  createTask,
  type Progress,
  type QApplication,
  QProgressBar,
  QProgressDialog,
  QPushButton,
  QWidget,
  run,
  showProgress,
  sleep,
} from "../../widgets.ts";
import { onWidgets } from "../_support/probe.ts";
import { waitFor } from "../_support/wait.ts";

function inLoop(
  body: (app: QApplication, window: QWidget) => Promise<void>,
): Promise<void> {
  return onWidgets(async (app) => {
    const window = new QWidget();
    window.show();
    await run(() => body(app, window), { keepRunning: false });
  });
}

function opened(app: QApplication): Promise<QProgressDialog> {
  return waitFor("the dialog", () => {
    const widget = app.activeModalWidget();
    return widget instanceof QProgressDialog ? widget : undefined;
  }, { interval: 1 });
}

/** Clicks on the button. */
function cancel(dialog: QProgressDialog): void {
  const button = dialog.children().find((child) =>
    child instanceof QPushButton
  ) as QPushButton;
  button.click();
}

const forever = { label: "Working …" };

Deno.test("showProgress() shows the progress and resolves to the result", () =>
  inLoop(async (app) => {
    const bar = await showProgress(
      { label: "Copying …", maximum: 3, title: "Copy" },
      async (progress) => {
        const dialog = await opened(app);
        progress.value = 2;
        progress.label = "Nearly";
        const bar = dialog.children().find((child) =>
          child instanceof QProgressBar
        ) as QProgressBar;
        assertEquals([dialog.windowTitle, dialog.labelText], [
          "Copy",
          "Nearly",
        ]);
        return [bar.minimum, bar.value, bar.maximum];
      },
    );
    assertEquals(bar, [0, 2, 3]);
    assertEquals(app.activeModalWidget(), null);
  }));

Deno.test("showProgress() stays open when the last value has come, until the work is done", () =>
  inLoop(async (app) => {
    const done = showProgress({ ...forever, maximum: 1 }, async (progress) => {
      await opened(app);
      progress.value = 1;
      await sleep(20);
      return (await opened(app)).visible;
    });
    assertEquals(await done, true);
  }));

const DISMISSALS: Record<string, (dialog: QProgressDialog) => void> = {
  Cancel: cancel,
  "Escape": (dialog: QProgressDialog) => dialog.keyClick("Key_Escape"),
  "closing the window": (dialog: QProgressDialog) => void dialog.close(),
};
for (const [how, dismiss] of Object.entries(DISMISSALS)) {
  Deno.test(`${how} cancels the work, aborts its signal, and showProgress() resolves to null after its end`, () =>
    inLoop(async (app) => {
      const seen: unknown[] = [];
      const done = showProgress(forever, async (progress) => {
        try {
          await sleep(60_000);
        } finally {
          seen.push(progress.signal.aborted);
          await sleep(5);
          progress.value = 50; // ignored
          seen.push("ended");
        }
      });
      dismiss(await opened(app));
      assertEquals(await done, null);
      assertEquals(seen, [true, "ended"]);
    }));
}

Deno.test("showProgress() gives the result of work that ended although it was dismissed", () =>
  inLoop(async (app) => {
    const done = showProgress(forever, async (progress) => {
      try {
        await sleep(60_000);
      } catch {
        assertEquals(progress.signal.aborted, true);
      }
      return "half of it";
    });
    cancel(await opened(app));
    assertEquals(await done, "half of it");
  }));

Deno.test("showProgress() rejects with what the work throws", () =>
  inLoop(async (app) => {
    const failing = () => Promise.reject(new RangeError("disk full"));
    await assertRejects(
      () => showProgress(forever, failing),
      RangeError,
      "disk full",
    );
    assertEquals(app.activeModalWidget(), null);
  }));

Deno.test("cancelling the task that waits for showProgress() ends the work first", () =>
  inLoop(async (app) => {
    const seen: string[] = [];
    const task = createTask(() =>
      showProgress(forever, async () => {
        try {
          await sleep(60_000);
        } finally {
          await sleep(2);
          seen.push("ended");
        }
      })
    );
    await opened(app);
    task.cancel();
    await task.catch(() => {});
    assertEquals([task.cancelled(), seen], [true, ["ended"]]);
    assertEquals(app.activeModalWidget(), null);
  }));

Deno.test("showProgress() ends the work and rejects when its signal is aborted, and does not begin it afterwards", () =>
  inLoop(async (app) => {
    const controller = new AbortController();
    const options = { ...forever, signal: controller.signal };
    let begun = 0;
    const work = (progress: Progress) => {
      begun++;
      return new Promise((_, reject) => {
        progress.signal.addEventListener("abort", () => reject("stopped"));
      });
    };
    const done = showProgress(options, work);
    await opened(app);
    controller.abort(new Error("enough"));
    await assertRejects(() => done, Error, "enough");
    await assertRejects(() => showProgress(options, work), Error, "enough");
    assertEquals(begun, 1);
  }));

Deno.test("showProgress() needs no event loop around it", () =>
  onWidgets(async (app) => {
    assertEquals(await showProgress(forever, () => Promise.resolve(1)), 1);
    const done = showProgress(
      forever,
      (progress) =>
        new Promise<never>((_, reject) => {
          progress.signal.addEventListener(
            "abort",
            () => reject(progress.signal.reason),
          );
        }),
    );
    cancel(await opened(app));
    assertEquals(await done, null);
  }));
