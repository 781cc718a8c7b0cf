/**
 * Two shelves: pictures are dragged from one to the other, and to and from other programs.
 *
 *     deno run --allow-ffi examples/drag_pictures.ts
 *
 * With Ctrl, a picture is copied.
 *
 * @module
 */

import {
  QApplication,
  QDrag,
  type QDragEnterEvent,
  type QDropEvent,
  QFrame,
  QHBoxLayout,
  QImage,
  QLabel,
  QMimeData,
  type QMouseEvent,
  QPainter,
  QPixmap,
  QPoint,
  QSize,
  QWidget,
  run,
} from "../widgets.ts";

/** Where pictures lie. */
export class Shelf extends QFrame {
  /** Makes an empty one. */
  constructor() {
    super({ frameShape: "StyledPanel", acceptDrops: true });
  }

  override get sizeHint(): QSize {
    return new QSize(200, 200);
  }

  /** Puts a picture down, with its middle at a place. */
  put(pixmap: QPixmap, { x, y }: { x: number; y: number }): void {
    const picture = new QLabel({ pixmap }, this);
    picture.adjustSize();
    picture.move(
      Math.round(x - picture.width / 2),
      Math.round(y - picture.height / 2),
    );
    picture.show();
  }

  protected override mousePressEvent(event: QMouseEvent): void {
    const picture = this.childAt(event.position().x, event.position().y);
    if (picture instanceof QLabel) void this.#drag(picture);
  }

  protected override dragEnterEvent(event: QDragEnterEvent): void {
    if (event.mimeData()?.hasImage()) event.acceptProposedAction();
  }

  protected override dropEvent(event: QDropEvent): void {
    const image = event.mimeData()?.imageData();
    if (!(image instanceof QImage)) return;
    this.put(QPixmap.fromImage(image), event.position());
    event.acceptProposedAction();
  }

  /** An override returns at once: what takes longer goes on as an async function. */
  async #drag(picture: QLabel): Promise<void> {
    const { pixmap } = picture;
    const data = new QMimeData();
    data.setImageData(pixmap.toImage());
    const drag = new QDrag(this);
    drag.setMimeData(data);
    drag.setPixmap(pixmap);
    drag.setHotSpot(new QPoint(picture.width / 2, picture.height / 2));
    const action = await drag.exec("CopyAction|MoveAction", "MoveAction");
    if (action === "MoveAction") picture.deleteLater();
  }
}

/** A picture of a colour. */
function disc(color: string): QPixmap {
  const pixmap = new QPixmap(60, 60);
  pixmap.fill("transparent");
  using painter = new QPainter(pixmap);
  painter.setRenderHint("Antialiasing");
  painter.setPen("NoPen");
  painter.setBrush(color);
  painter.drawEllipse(2, 2, 56, 56);
  return pixmap;
}

/** The window. */
export function shelves(): QWidget {
  const window = new QWidget({ windowTitle: "Drag pictures" });
  const layout = new QHBoxLayout(window);
  const [left, right] = [new Shelf(), new Shelf()];
  layout.addWidget(left);
  layout.addWidget(right);
  left.put(disc("tomato"), { x: 60, y: 50 });
  left.put(disc("seagreen"), { x: 130, y: 110 });
  right.put(disc("royalblue"), { x: 60, y: 140 });
  return window;
}

if (import.meta.main) {
  await using _app = new QApplication();
  shelves().show();
  await run();
}
