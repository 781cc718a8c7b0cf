/**
 * Easing curves: the list shows them, a QPropertyAnimation moves a ball by the one that is chosen.
 *
 *     deno run --allow-ffi examples/easing.ts
 *
 * @module
 */

import {
  build,
  QApplication,
  QEasingCurve,
  type QEasingCurveType,
  QHBoxLayout,
  QIcon,
  QLabel,
  QListWidget,
  QListWidgetItem,
  QPainter,
  QPainterPath,
  QPixmap,
  QPoint,
  QPropertyAnimation,
  QSize,
  QWidget,
  run,
} from "../widgets.ts";

const CURVES = [
  ...["Linear", "InQuad", "OutCubic", "InOutQuart", "InOutSine"],
  ...["OutBack", "InElastic", "OutElastic", "OutBounce"],
] as QEasingCurveType[];

/** A picture of a curve. */
function draw(curve: QEasingCurve, { width, height }: QSize): QPixmap {
  const pixmap = new QPixmap(width, height);
  pixmap.fill("white");
  const path = new QPainterPath();
  for (let x = 0; x <= width; x++) {
    const y = height * (0.75 - curve.valueForProgress(x / width) / 2);
    if (x === 0) path.moveTo(x, y);
    else path.lineTo(x, y);
  }
  using painter = new QPainter(pixmap);
  painter.setRenderHint("Antialiasing");
  painter.strokePath(path, "steelblue");
  painter.end();
  return pixmap;
}

/** The window. */
export class Easing extends QWidget {
  readonly #ball = new QLabel();
  /** What moves the ball: its property `pos`. */
  readonly animation: QPropertyAnimation = new QPropertyAnimation(
    this.#ball,
    "pos",
    this,
  );

  /** Makes the window. */
  constructor() {
    super({ windowTitle: "Easing curves" });
    const size = new QSize(64, 48);
    const list = new QListWidget();
    list.iconSize = size;
    for (const type of CURVES) {
      const icon = new QIcon(draw(new QEasingCurve(type), size));
      list.addItem(new QListWidgetItem(icon, type));
    }
    const stage = build(QWidget, { minimumSize: new QSize(160, 320) });
    this.setLayout(build(QHBoxLayout, {}, list, stage));
    this.#ball.setParent(stage);
    this.#ball.styleSheet = "background: tomato; border-radius: 20px";
    this.#ball.resize(40, 40);

    const { animation } = this;
    animation.duration = 1000;
    animation.startValue = new QPoint(60, 250);
    animation.endValue = new QPoint(60, 60);
    list.currentTextChanged.connect((type) => {
      animation.easingCurve = new QEasingCurve(type as QEasingCurveType);
      animation.stop();
      animation.start();
    });
    list.setCurrentRow(0);
    this.resize(420, 340);
  }
}

if (import.meta.main) {
  await using _app = new QApplication();
  new Easing().show();
  await run();
}
