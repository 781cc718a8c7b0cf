/**
 * What a program writes, while it writes it: its output, streamed into a view that keeps the last 100 000 lines.
 *
 *     deno run --allow-ffi --allow-run examples/log_viewer.ts [program [arguments]]
 *
 * Without a program, it runs one that writes 100 000 lines. The view follows the end; scroll up, and it stays where it
 * is. Return in the search field goes to the next match. Closing the window ends the program, too.
 *
 * @module
 */

import {
  build,
  CancelledError,
  createTask,
  currentTask,
  QApplication,
  QHBoxLayout,
  QLabel,
  QLineEdit,
  QPlainTextEdit,
  QPushButton,
  QVBoxLayout,
  QWidget,
  run,
  sleep,
  state,
  stretch,
  type Task,
} from "../widgets.ts";

/** How many lines are kept. */
export const LINES = 100_000;

/** How many lines are added at a time: a few milliseconds' work. */
const BATCH = 250;

/** Writes 100 000 lines, as a server might. */
export const DEMONSTRATION: readonly string[] = [
  "awk",
  `BEGIN {
    split("INFO INFO INFO DEBUG WARN ERROR", level, " ")
    split("/ /index.html /api/todos /api/users /images/logo.png", path, " ")
    for (i = 1; i <= ${LINES}; i++)
      printf "12:%02d:%02d.%03d %-5s GET %s took %d ms (request %d)\\n",
        i / 60000, i / 1000 % 60, i % 1000, level[1 + i * 7 % 6],
        path[1 + i * 3 % 5], i * 37 % 240, i
  }`,
];

/** A window that shows the output of a program. */
export class LogViewer {
  readonly #command: readonly string[];
  readonly #running = state(false);
  readonly #status = state("");
  #lines = 0;
  #task: Task<void> | undefined;

  /** The last lines. */
  readonly view: QPlainTextEdit = build(QPlainTextEdit, {
    objectName: "view",
    readOnly: true,
    undoRedoEnabled: false,
    lineWrapMode: "NoWrap",
    maximumBlockCount: LINES,
    styleSheet: "font-family: monospace; font-size: 9pt",
  });
  readonly #search: QLineEdit = build(QLineEdit, {
    objectName: "search",
    placeholderText: "Search",
    clearButtonEnabled: true,
    returnPressed: () => this.#findNext(),
  });
  /** The window. */
  readonly window: QWidget;

  /** @param command The program and its arguments. */
  constructor(command: readonly string[]) {
    this.#command = command;
    this.window = build(
      QWidget,
      { windowTitle: `Output of ${command[0]}` },
      build(
        QVBoxLayout,
        {},
        build(
          QHBoxLayout,
          {},
          stretch(1, this.#search),
          build(QPushButton, {
            objectName: "stop",
            text: this.#running.map((running) =>
              running ? "Stop" : "Run again"
            ),
            clicked: () =>
              this.#running.value ? this.#task?.cancel() : void this.start(),
          }),
        ),
        this.view,
        build(QLabel, {
          objectName: "status",
          text: this.#status,
        }),
      ),
    );
    this.window.resize(900, 560);
  }

  /** What the line at the bottom says. */
  get status(): string {
    return this.#status.value;
  }

  /** Runs the program, from an empty view on. */
  start(): Task<void> {
    this.view.clear();
    this.#lines = 0;
    return this.#task = createTask(() => this.#follow());
  }

  async #follow(): Promise<void> {
    const [program = "", ...args] = this.#command;
    this.#running.value = true;
    const over = new AbortController();
    // Cancelling this task ends the program and its output, also while it says nothing.
    const signal = AbortSignal.any([currentTask()!.signal, over.signal]);
    try {
      const child = new Deno.Command(program, {
        args,
        stdin: "null",
        stdout: "piped",
        stderr: "piped",
        signal,
      }).spawn();
      await Promise.all([
        this.#show(child.stdout, signal),
        this.#show(child.stderr, signal),
      ]);
      const status = await child.status;
      this.#tell(`ended: ${status.signal ?? `exit code ${status.code}`}`);
    } catch (error) {
      this.#tell(error instanceof CancelledError ? "stopped" : `${error}`);
    } finally {
      over.abort();
      this.#running.value = false;
    }
  }

  /** Adds what comes, a few lines at a time; Qt draws, and the user scrolls, in between. */
  async #show(
    stream: ReadableStream<Uint8Array<ArrayBuffer>>,
    signal: AbortSignal,
  ): Promise<void> {
    const texts = stream.pipeThrough(new TextDecoderStream(), { signal });
    let rest = "";
    for await (const text of texts) {
      const lines = (rest + text).split("\n");
      rest = lines.pop()!;
      for (let i = 0; i < lines.length; i += BATCH) {
        this.#append(lines.slice(i, i + BATCH));
        await sleep(1);
      }
    }
    if (rest !== "") this.#append([rest]);
  }

  #append(lines: readonly string[]): void {
    this.view.appendPlainText(lines.join("\n"));
    this.#lines += lines.length;
    this.#tell("running");
  }

  #tell(text: string): void {
    const lines = this.#lines.toLocaleString("en").replaceAll(",", " ");
    this.#status.value = `${lines} lines; ${text}`;
  }

  #findNext(): void {
    const { text } = this.#search;
    if (text !== "" && !this.view.find(text)) {
      this.#tell(`no “${text}” further down`);
    }
  }
}

if (import.meta.main) {
  await using _app = new QApplication();
  const viewer = new LogViewer(
    Deno.args.length > 0 ? Deno.args : DEMONSTRATION,
  );
  viewer.window.show();
  await run(async () => void viewer.start(), { handleSigint: true });
}
