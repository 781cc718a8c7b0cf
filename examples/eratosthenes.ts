/**
 * The sieve of Eratosthenes, by concurrent tasks: each prime that is found starts one that strikes its multiples out,
 * one at a time, while the search goes on.
 *
 *     deno run --allow-ffi examples/eratosthenes.ts [milliseconds for each step, 100 by default]
 *
 * @module
 */

import {
  createTask,
  getRunningLoop,
  QApplication,
  QGridLayout,
  QLabel,
  QVBoxLayout,
  QWidget,
  run,
  sleep,
  type Task,
} from "../widgets.ts";

const ROWS = 40;
const COLUMNS = 40;
const NUMBERS = ROWS * COLUMNS;

/** All of them fit on the screen of a small laptop. */
const SMALL = "font-size: 7.5pt";
const BOLD = "font-weight: bold";

/** The window: a line of text above all numbers. */
export class Board {
  /** The window. */
  readonly window: QWidget = new QWidget({
    objectName: "board",
    windowTitle: "Sieve of Eratosthenes",
  });
  readonly #status = new QLabel({
    objectName: "status",
    alignment: "AlignCenter",
    styleSheet: "font-size: 14pt",
  });
  readonly #labels: QLabel[] = [];

  /** Builds the window; it is not shown yet. */
  constructor() {
    const layout = new QVBoxLayout({}, this.window);
    layout.addWidget(this.#status);
    const grid = new QGridLayout({ spacing: 3 });
    layout.addLayout(grid, 1);
    // Room for bold figures from the start: nothing moves when a number is struck out.
    using widest = new QLabel({
      text: `${NUMBERS}`,
      styleSheet: `${SMALL}; ${BOLD}`,
    });
    const { width } = widest.sizeHint;
    for (let number = 1; number <= NUMBERS; number++) {
      const label = new QLabel({
        text: `${number}`,
        alignment: "AlignCenter",
        minimumWidth: width,
        styleSheet: SMALL,
      });
      const index = number - 1;
      grid.addWidget(label, Math.floor(index / COLUMNS), index % COLUMNS);
      this.#labels.push(label);
    }
  }

  /** What the line of text says. */
  get status(): string {
    return this.#status.text;
  }

  set status(text: string) {
    this.#status.text = text;
  }

  /** Strikes a number out, in a colour. */
  strikeOut(number: number, color: string): void {
    const label = this.#labels[number - 1]!;
    label.styleSheet = `color: ${color}; ${SMALL}; ${BOLD}`;
  }
}

/** Finds the primes on a board. */
export class Sieve {
  readonly #board: Board;
  readonly #tick: number;
  readonly #struck = new Set<number>([1]);
  #done = false;

  /** @param tick How long a step takes, in milliseconds. */
  constructor(board: Board, tick: number) {
    this.#board = board;
    this.#tick = tick;
  }

  /** The numbers that have not been struck out. */
  get primes(): number[] {
    const all = Array.from({ length: NUMBERS }, (_, index) => index + 1);
    return all.filter((number) => !this.#struck.has(number));
  }

  /** Looks for the next number that is left, again and again, and starts a task for each. */
  async start(): Promise<void> {
    const text = createTask(() => this.#updateText());
    const tasks: Task<void>[] = [];
    for (let base = 2; base <= NUMBERS / 2; base++) {
      if (this.#struck.has(base)) continue;
      await sleep(this.#tick);
      if (this.#struck.has(base)) continue;
      tasks.push(createTask(() => this.#strikeMultiplesOut(base)));
    }
    for (const task of tasks) await task;
    this.#done = true;
    await text;
  }

  async #strikeMultiplesOut(base: number): Promise<void> {
    const color = randomColor();
    for (let multiple = 2 * base; multiple <= NUMBERS; multiple += base) {
      if (!this.#struck.has(multiple)) {
        this.#struck.add(multiple);
        this.#board.strikeOut(multiple, color);
      }
      await sleep(this.#tick);
    }
  }

  async #updateText(): Promise<void> {
    const loop = getRunningLoop();
    while (!this.#done) {
      await sleep(this.#tick);
      this.#board.status = Math.floor(loop.time() / 1000) % 2 === 1
        ? "⚙️ ...Calculating prime numbers... ⚙️"
        : "👩‍💻 ...Hacking the universe... 👩‍💻";
    }
    this.#board.status =
      "🥳 Congratulations! You found all the prime numbers and solved mathematics. 🥳";
  }
}

/** Dark enough to be read. */
function randomColor(): string {
  const channel = () => 64 + Math.floor(Math.random() * 129);
  return `rgb(${channel()}, ${channel()}, ${channel()})`;
}

if (import.meta.main) {
  await using _app = new QApplication();
  const board = new Board();
  const sieve = new Sieve(board, Number(Deno.args[0] ?? 100));
  board.window.show();
  await run(() => sieve.start(), { handleSigint: true });
}
