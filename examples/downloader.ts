/**
 * Several downloads at once, each with its progress, and a button to cancel it or to try again.
 *
 *     deno run --allow-ffi --allow-net=127.0.0.1 examples/downloader.ts
 *
 * The files come from a server in the same program, which is slow, and breaks one of them off at first.
 *
 * @module
 */

import {
  build,
  createTask,
  currentTask,
  QApplication,
  QGridLayout,
  QHBoxLayout,
  QLabel,
  QProgressBar,
  QPushButton,
  QVBoxLayout,
  QWidget,
  run,
  sleep,
  state,
  stretch,
  type Task,
} from "../widgets.ts";
import { at } from "../builder.ts";

/** A file, its progress, and the button beside it. */
export class Download {
  readonly #url: URL;
  readonly #status = state("waiting");
  readonly #button = state("Start");
  readonly #percent = state(0);
  #task: Task<void> | undefined;

  /** What stands in the window: name, progress, status, button. */
  readonly widgets: readonly QWidget[];

  /** @param url Where the file is. */
  constructor(url: URL) {
    this.#url = url;
    const name = url.pathname.slice(1);
    this.widgets = [
      build(QLabel, { text: name }),
      build(QProgressBar, { value: this.#percent, minimumWidth: 220 }),
      build(QLabel, {
        text: this.#status,
        minimumWidth: 170,
      }),
      build(QPushButton, {
        objectName: name,
        text: this.#button,
        clicked: () => this.running ? this.cancel() : void this.start(),
      }),
    ];
  }

  /** Whether it is under way. */
  get running(): boolean {
    return this.#task !== undefined && !this.#task.done();
  }

  /** Whether all of it has come. */
  get complete(): boolean {
    return this.#task !== undefined && isComplete(this.#task);
  }

  /** What is written beside the progress. */
  get status(): string {
    return this.#status.value;
  }

  /** Begins, from the first byte on. */
  start(): Task<void> {
    this.#button.value = "Cancel";
    this.#status.value = "connecting";
    const task = this.#task = createTask(() => this.#receive());
    // A task that is cancelled before it begins does nothing of its own.
    task.addDoneCallback(() => this.#ended(task));
    return task;
  }

  /** Ends it, wherever it is. */
  cancel(): void {
    this.#task?.cancel();
  }

  #ended(task: Task<void>): void {
    const complete = isComplete(task);
    this.#button.value = complete ? "Again" : "Retry";
    if (!complete) {
      this.#status.value = task.cancelled() ? "cancelled" : "broken off";
    }
  }

  async #receive(): Promise<void> {
    this.#percent.value = 0;
    const { signal } = currentTask()!;
    const response = await fetch(this.#url, { signal });
    if (!response.ok) {
      throw new Error(`The server says: ${response.statusText}`);
    }
    const size = Number(response.headers.get("x-size"));
    const begun = performance.now();
    let bytes = 0;
    for await (const chunk of response.body!) {
      bytes += chunk.length;
      const rate = bytes / (performance.now() - begun) / 1000;
      this.#percent.value = Math.floor(100 * bytes / size);
      this.#status.value = `${megabytes(bytes)}, ${rate.toFixed(1)} MB/s`;
    }
    if (bytes < size) throw new Error(`Only ${bytes} bytes of ${size} came`);
    this.#status.value = `${megabytes(bytes)}, done`;
  }
}

function isComplete(task: Task<void>): boolean {
  return task.done() && !task.cancelled() && task.exception() === null;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

/** Builds the window; it is not shown yet. */
export function createWindow(downloads: readonly Download[]): QWidget {
  return build(
    QWidget,
    { windowTitle: "Downloads" },
    build(
      QVBoxLayout,
      {},
      build(
        QGridLayout,
        {},
        ...downloads.flatMap(({ widgets }, row) =>
          widgets.map((widget, column) => at(row, column, widget))
        ),
      ),
      stretch(),
      build(
        QHBoxLayout,
        {},
        stretch(),
        build(QPushButton, {
          objectName: "cancelAll",
          text: "Cancel all",
          clicked: () => downloads.forEach((one) => one.cancel()),
        }),
        build(QPushButton, {
          objectName: "retryAll",
          text: "Retry all",
          clicked: () =>
            downloads.filter(({ running, complete }) => !running && !complete)
              .forEach((one) => void one.start()),
        }),
      ),
    ),
  );
}

/** The files of the server, and their sizes in bytes. */
export const FILES: Readonly<Record<string, number>> = {
  "moon.tiff": 6_000_000,
  "mars.tiff": 9_000_000,
  "venus.tiff": 4_000_000,
  "saturn.tiff": 12_000_000,
  "broken.tiff": 5_000_000,
};
const CHUNK = 50_000;

/** Serves {@linkcode FILES}; breaks off whatever is called `broken`, the first time. */
export class SlowServer implements AsyncDisposable {
  readonly #server: Deno.HttpServer<Deno.NetAddr>;
  readonly #pause: number;
  #brokenOff = false;

  /** @param pause How long it waits between two chunks, in milliseconds. */
  constructor(pause: number) {
    this.#pause = pause;
    const options = { hostname: "127.0.0.1", port: 0, onListen: () => {} };
    this.#server = Deno.serve(options, (request) => this.#answer(request));
  }

  /** Where the files are. */
  get urls(): URL[] {
    const base = `http://127.0.0.1:${this.#server.addr.port}`;
    return Object.keys(FILES).map((name) => new URL(name, base));
  }

  /** Ends it, and what it is sending. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.shutdown();
  }

  #answer(request: Request): Response {
    const name = new URL(request.url).pathname.slice(1);
    const size = FILES[name];
    if (size === undefined) return new Response(null, { status: 404 });
    const breaks = name.startsWith("broken") && !this.#brokenOff;
    if (breaks) this.#brokenOff = true;
    let sent = 0;
    const body = new ReadableStream({
      pull: async (controller) => {
        await new Promise((resolve) => setTimeout(resolve, this.#pause));
        controller.enqueue(new Uint8Array(Math.min(CHUNK, size - sent)));
        sent += CHUNK;
        if (sent >= (breaks ? size / 2 : size)) controller.close();
      },
    });
    return new Response(body, { headers: { "x-size": `${size}` } });
  }
}

if (import.meta.main) {
  await using _app = new QApplication();
  await using server = new SlowServer(20);
  const downloads = server.urls.map((url) => new Download(url));
  createWindow(downloads).show();
  await run(async () => {
    for (const download of downloads) {
      void download.start();
      await sleep(300);
    }
  }, { handleSigint: true });
}
