/**
 * Stars in a table, by a delegate: it paints them, and its editor takes the mouse and arrow keys.
 *
 *     deno run --allow-ffi examples/stars.ts
 *
 * @module
 */

import {
  type QAbstractItemModel,
  QApplication,
  type QKeyEvent,
  type QModelIndex,
  type QMouseEvent,
  QPainter,
  QPointF,
  QPolygonF,
  type QRect,
  QSize,
  QStyledItemDelegate,
  type QStyleOptionViewItem,
  QTableWidget,
  QWidget,
  run,
} from "../widgets.ts";
import { Key } from "../enums.ts";

const [STARS, SIDE] = [5, 20];
const HINT = new QSize(STARS * SIDE, SIDE);

function paintStars(painter: QPainter, { x, y, height }: QRect, count: number) {
  const corners = Array.from({ length: 5 }, (_, i) => {
    const angle = i * 0.8 * Math.PI; // each second corner of a pentagon
    return new QPointF(Math.sin(angle), -Math.cos(angle));
  });
  const star = new QPolygonF(corners);
  painter.save();
  painter.setRenderHint("Antialiasing");
  painter.setPen("NoPen");
  painter.translate(x + SIDE / 2, y + height / 2);
  painter.scale(SIDE * 0.45, SIDE * 0.45);
  for (let i = 0; i < STARS; i++) {
    painter.setBrush(i < count ? "goldenrod" : "gainsboro");
    painter.drawPolygon(star, "WindingFill");
    painter.translate(1 / 0.45, 0);
  }
  painter.restore();
}

/** Edits a rating. */
export class StarEditor extends QWidget {
  /** How many stars there are: 0 to 5. */
  count = 0;
  /** Called when the user has chosen. */
  chosen: () => void = () => {};

  override get sizeHint(): QSize {
    return HINT;
  }

  protected override paintEvent(): void {
    using painter = new QPainter(this);
    paintStars(painter, this.rect, this.count);
  }

  protected override mouseMoveEvent(event: QMouseEvent): void {
    this.#show(Math.ceil(event.position().x / SIDE));
  }

  protected override mouseReleaseEvent(event: QMouseEvent): void {
    this.#show(Math.ceil(event.position().x / SIDE));
    this.chosen();
  }

  protected override keyPressEvent(event: QKeyEvent): void {
    const key = event.key();
    if (key === Key.Key_Left) this.#show(this.count - 1);
    else if (key === Key.Key_Right) this.#show(this.count + 1);
    else super.keyPressEvent(event);
  }

  #show(count: number): void {
    this.count = Math.max(0, Math.min(count, STARS));
    this.update();
  }
}

/** Shows numbers as stars. */
export class StarDelegate extends QStyledItemDelegate {
  override paint(
    painter: QPainter,
    option: QStyleOptionViewItem,
    index: QModelIndex,
  ): void {
    if (`${option.state}`.includes("State_Selected")) {
      painter.fillRect(option.rect, option.palette.highlight());
    }
    paintStars(painter, option.rect, Number(index.data()));
  }

  override sizeHint(): QSize {
    return HINT;
  }

  override createEditor(parent: QWidget): QWidget {
    const editor = new StarEditor(parent, {
      autoFillBackground: true,
      mouseTracking: true,
    });
    editor.chosen = () => {
      this.commitData.emit(editor);
      this.closeEditor.emit(editor, "NoHint");
    };
    return editor;
  }

  override setEditorData(editor: QWidget, index: QModelIndex): void {
    if (editor instanceof StarEditor) editor.count = Number(index.data());
  }

  override setModelData(
    editor: QWidget,
    model: QAbstractItemModel,
    index: QModelIndex,
  ): void {
    if (editor instanceof StarEditor) model.setData(index, editor.count);
  }
}

/** The window. */
export function ratings(
  titles: Readonly<Record<string, number>>,
): QTableWidget {
  const rows = Object.entries(titles);
  const table = new QTableWidget(rows.length, 2);
  table.windowTitle = "Ratings";
  table.setHorizontalHeaderLabels(["Title", "Rating"]);
  const delegate = new StarDelegate(table);
  table.setItemDelegateForColumn(1, delegate);
  const model = table.model()!;
  for (const [row, [title, stars]] of rows.entries()) {
    model.setData(model.index(row, 0), title);
    model.setData(model.index(row, 1), stars);
  }
  table.resizeColumnsToContents();
  table.resize(320, 180);
  return table;
}

if (import.meta.main) {
  await using _app = new QApplication();
  ratings({ "Nocturne": 4, "The Bells": 2, "Winter Journey": 5 }).show();
  await run();
}
