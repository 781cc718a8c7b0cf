/**
 * A drawing board: the mouse draws, the picture is saved as a PNG file.
 *
 *     deno run --allow-ffi examples/scribble.ts
 *
 * @module
 */

import {
  getColor,
  getSaveFileName,
  QApplication,
  QColor,
  QImage,
  QMainWindow,
  type QMouseEvent,
  QPainter,
  type QPaintEvent,
  QPen,
  type QPointF,
  type QResizeEvent,
  QSize,
  QSpinBox,
  QWidget,
  run,
  showMessage,
} from "../widgets.ts";

/** What is drawn on. */
export class Board extends QWidget {
  /** The picture; it grows with the board. */
  image: QImage = white(new QSize(1, 1));
  /** How wide the pen is, in pixels. */
  penWidth = 3;
  /** What the pen draws. */
  penColor: QColor = new QColor(0x33, 0x66, 0x99);
  #last: QPointF | undefined;

  /** Makes the board empty. */
  clear(): void {
    this.image.fill("white");
    this.update();
  }

  protected override mousePressEvent(event: QMouseEvent): void {
    if (event.button() !== "LeftButton") return;
    this.#last = event.position();
    this.#lineTo(this.#last);
  }

  protected override mouseMoveEvent(event: QMouseEvent): void {
    this.#lineTo(event.position());
  }

  protected override mouseReleaseEvent(): void {
    this.#last = undefined;
  }

  protected override paintEvent(event: QPaintEvent): void {
    using painter = new QPainter(this);
    const changed = event.rect();
    painter.drawImage(changed, this.image, changed);
  }

  protected override resizeEvent(_event: QResizeEvent): void {
    const { width, height } = this.image.size();
    if (this.width <= width && this.height <= height) return;
    const grown = white(
      new QSize(Math.max(this.width, width), Math.max(this.height, height)),
    );
    using painter = new QPainter(grown);
    painter.drawImage(0, 0, this.image);
    this.image = grown;
  }

  #lineTo(point: QPointF): void {
    if (this.#last === undefined) return;
    using painter = new QPainter(this.image);
    painter.setRenderHint("Antialiasing");
    painter.setPen(
      new QPen(this.penColor, this.penWidth, "SolidLine", "RoundCap"),
    );
    painter.drawLine(this.#last, point);
    this.#last = point;
    this.update();
  }
}

function white(size: QSize): QImage {
  const image = new QImage(size, "Format_RGB32");
  image.fill("white");
  return image;
}

/** The window: a board and its tools. */
export function scribble(): QMainWindow {
  const window = new QMainWindow({ windowTitle: "Scribble" });
  const board = new Board();
  window.setCentralWidget(board);
  const tools = window.addToolBar("Tools");
  tools.addWidget(
    new QSpinBox({
      minimum: 1,
      maximum: 40,
      value: board.penWidth,
      suffix: " px",
      valueChanged: (width) => board.penWidth = width,
    }),
  );
  tools.addAction("Colour …").triggered.connect(async () => {
    const color = await getColor({ parent: window, initial: board.penColor });
    board.penColor = color ?? board.penColor;
  });
  tools.addAction("Clear").triggered.connect(() => board.clear());
  tools.addAction("Save …").triggered.connect(async () => {
    const path = await getSaveFileName({
      parent: window,
      fileName: "scribble.png",
      nameFilters: ["Pictures (*.png)"],
    });
    if (path === null || board.image.save(path)) return;
    await showMessage({ parent: window, text: `Cannot write ${path}` });
  });
  window.resize(420, 300);
  return window;
}

if (import.meta.main) {
  await using _app = new QApplication();
  scribble().show();
  await run();
}
