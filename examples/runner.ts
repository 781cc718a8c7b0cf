/**
 * Runs a command line and shows what it writes: output in the colour of the text, errors in red. Stop asks the program to
 * end and, two seconds later, makes it.
 *
 *     deno run --allow-ffi --allow-run=/bin/sh examples/runner.ts
 *
 * However fast the program writes, the window does not freeze: a program whose output is not read has to wait.
 *
 * @module
 */

import {
  build,
  createTask,
  type Future,
  gather,
  QApplication,
  QHBoxLayout,
  QLabel,
  QLineEdit,
  QPlainTextEdit,
  QProgressDialog,
  QPushButton,
  QVBoxLayout,
  QWidget,
  run,
  sleep,
  state,
  timeout,
  TimeoutError,
  waitFor,
} from "../widgets.ts";
import {
  createSubprocessShell,
  PIPE,
  type Process,
  type StreamReader,
} from "../net.ts";

/** How long a program may take to end when it is asked to, in milliseconds. */
const PATIENCE = 2000;
/** How long its last lines may take to come, in milliseconds. */
const REST = 500;
/** How many lines are kept. */
const LINES = 5000;
/** How many lines are shown at once; then the window has its turn. */
const BATCH = 200;

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}

function inRed(text: string): string {
  return `<font color="#c01c28">${escape(text)}</font>`;
}

/** A command, its program, and the window. */
export class Runner {
  /** What it does at the moment. */
  readonly status = state("ready");
  readonly window: QWidget;
  readonly command: QLineEdit;
  readonly log: QPlainTextEdit;
  readonly start: QPushButton;
  readonly stop: QPushButton;
  #process: Process | null = null;

  constructor(command = "") {
    this.command = build(QLineEdit, {
      text: command,
      placeholderText: "A command for the shell",
      returnPressed: () => void createTask(() => this.run()),
    });
    this.log = build(QPlainTextEdit, {
      readOnly: true,
      maximumBlockCount: LINES,
    });
    this.start = build(QPushButton, {
      text: "Run",
      clicked: () => void createTask(() => this.run()),
    });
    this.stop = build(QPushButton, {
      text: "Stop",
      enabled: false,
      clicked: () => void createTask(() => this.end()),
    });
    this.window = build(
      QWidget,
      { windowTitle: "Runner", minimumWidth: 560, minimumHeight: 320 },
      build(
        QVBoxLayout,
        {},
        build(QHBoxLayout, {}, this.command, this.start, this.stop),
        this.log,
        build(QLabel, { text: this.status }),
      ),
    );
  }

  /** Runs the command until it ends. */
  async run(): Promise<void> {
    if (this.#process !== null) return;
    this.log.clear();
    const process = await createSubprocessShell(this.command.text, {
      stdout: PIPE,
      stderr: PIPE,
      startNewSession: true,
    });
    this.#process = process;
    this.#showRunning(true);
    this.status.value = `running, process ${process.pid}`;
    try {
      const reading = gather([
        this.#show(process.stdout!, escape),
        this.#show(process.stderr!, inRed),
      ]);
      const code = await process.wait();
      await this.#finish(reading);
      this.status.value = code < 0
        ? `ended by signal ${-code}`
        : `ended with code ${code}`;
    } finally {
      this.#process = null;
      this.#showRunning(false);
    }
  }

  /** Waits for the last lines. Other programs that it has started may still have its pipes. */
  async #finish(reading: Future<unknown>): Promise<void> {
    try {
      await waitFor(reading, REST);
    } catch (error) {
      if (!(error instanceof TimeoutError)) throw error;
    }
  }

  #showRunning(running: boolean): void {
    this.start.enabled = !running;
    this.stop.enabled = running;
  }

  async #show(
    reader: StreamReader,
    toHtml: (line: string) => string,
  ): Promise<void> {
    let count = 0;
    for await (const line of reader.lines()) {
      this.log.appendHtml(`<pre>${toHtml(line)}</pre>`);
      if (++count % BATCH === 0) await sleep(0);
    }
  }

  /** Asks the program to end, and makes it if it does not; a dialog shows how much time it has left. */
  async end(): Promise<void> {
    const process = this.#process;
    if (process === null) return;
    this.status.value = "stopping";
    process.terminate();
    const dialog = new QProgressDialog({
      windowTitle: "Runner",
      labelText: "The program has been asked to end.",
      maximum: PATIENCE,
      minimumDuration: 500,
    });
    const clock = createTask(async () => {
      for (let passed = 0; passed < PATIENCE; passed += 100) {
        dialog.value = passed;
        await sleep(100);
      }
    });
    try {
      await timeout(PATIENCE, async () => await process.wait());
    } catch (error) {
      if (!(error instanceof TimeoutError)) throw error;
      process.kill();
    } finally {
      clock.cancel();
      dialog.deleteLater();
    }
  }
}

if (import.meta.main) {
  await using _app = new QApplication();
  await run(() => new Runner("ls -l / /none").window.show());
}
