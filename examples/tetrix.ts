/**
 * The falling pieces of Qt's Tetrix, in one widget.
 *
 *     deno run --allow-ffi examples/tetrix.ts
 *
 * The arrow keys move and turn a piece, Space drops it, P pauses.
 *
 * @module
 */

import {
  QApplication,
  QFrame,
  type QKeyEvent,
  QPainter,
  type QPaintEvent,
  QSize,
  QTimer,
  run,
} from "../widgets.ts";
import { Key } from "../enums.ts";

const [COLUMNS, ROWS, CELL] = [10, 20, 18];

type Cells = readonly (readonly [x: number, y: number])[];

const PIECES: readonly Cells[] = [
  [[0, -1], [0, 0], [-1, 0], [-1, 1]],
  [[0, -1], [0, 0], [1, 0], [1, 1]],
  [[0, -1], [0, 0], [0, 1], [0, 2]],
  [[-1, 0], [0, 0], [1, 0], [0, 1]],
  [[0, 0], [1, 0], [0, 1], [1, 1]],
  [[-1, -1], [0, -1], [0, 0], [0, 1]],
  [[1, -1], [0, -1], [0, 0], [0, 1]],
];
const COLORS = "tomato seagreen royalblue goldenrod orchid darkturquoise coral"
  .split(" ");

const emptyRow = () => Array<number>(COLUMNS).fill(-1);

/** The board: cells with the numbers of their pieces, and the piece that falls. */
export class Tetrix extends QFrame {
  /** The pieces in the cells, row by row; -1 is an empty cell. */
  readonly cells: number[][] = Array.from({ length: ROWS }, emptyRow);
  #rows = 0;
  #piece = 0;
  #falling: Cells = [];
  readonly #choose: () => number;
  readonly #timer = new QTimer(this, { interval: 500 });

  /** @param choose Returns the next piece, 0 to 6; by default a random one. */
  constructor(choose = (): number => Math.floor(Math.random() * 7)) {
    super({ frameShape: "Panel", frameShadow: "Sunken" });
    this.#choose = choose;
    this.focusPolicy = "StrongFocus";
    this.#timer.timeout.connect(() => void this.#fall());
    this.#timer.start();
    this.#next();
  }

  override get sizeHint(): QSize {
    return new QSize(COLUMNS * CELL + 2, ROWS * CELL + 2);
  }

  protected override paintEvent(event: QPaintEvent): void {
    super.paintEvent(event); // the frame
    using painter = new QPainter(this);
    painter.translate(1, 1);
    const draw = (x: number, y: number, piece: number) => {
      const color = COLORS[piece];
      if (color === undefined) return;
      painter.fillRect(x * CELL, y * CELL, CELL - 1, CELL - 1, color);
    };
    for (const [y, row] of this.cells.entries()) {
      for (const [x, piece] of row.entries()) draw(x, y, piece);
    }
    for (const [x, y] of this.#falling) draw(x, y, this.#piece);
  }

  protected override keyPressEvent(event: QKeyEvent): void {
    const key = event.key();
    if (key === Key.Key_P) this.#timer[this.#timer.active ? "stop" : "start"]();
    if (key === Key.Key_Left) this.#move((x, y) => [x - 1, y]);
    else if (key === Key.Key_Right) this.#move((x, y) => [x + 1, y]);
    else if (key === Key.Key_Down) this.#fall();
    else if (key === Key.Key_Up) {
      const [cx, cy] = this.#falling[1] ?? [0, 0]; // turns about its second cell
      this.#move((x, y) => [cx + cy - y, cy + x - cx]);
    } else if (key === Key.Key_Space) { while (this.#fall()); }
    else if (key !== Key.Key_P) super.keyPressEvent(event);
  }

  #next(): void {
    this.#piece = this.#choose();
    this.#falling = [];
    const start = PIECES[this.#piece]!;
    if (!this.#move((x, y) => [x + 4, y + 1], start)) this.#timer.stop();
    const end = this.#falling.length === 0 ? ", game over" : "";
    this.windowTitle = `Tetrix, rows: ${this.#rows}${end}`;
  }

  #move(to: (x: number, y: number) => [number, number], cells = this.#falling) {
    const moved = cells.map(([x, y]) => to(x, y));
    if (!moved.every(([x, y]) => this.cells[y]?.[x] === -1)) return false;
    this.#falling = moved;
    this.update();
    return true;
  }

  #fall(): boolean {
    if (this.#move((x, y) => [x, y + 1])) return this.#falling.length > 0;
    for (const [x, y] of this.#falling) this.cells[y]![x] = this.#piece;
    const left = this.cells.filter((row) => row.includes(-1));
    const full = ROWS - left.length;
    this.#rows += full;
    this.cells.splice(
      0,
      ROWS,
      ...Array.from({ length: full }, emptyRow),
      ...left,
    );
    this.#next();
    return false;
  }
}

if (import.meta.main) {
  await using _app = new QApplication();
  new Tetrix().show();
  await run();
}
