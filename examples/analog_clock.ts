/**
 * An analog clock, painted with QPainter.
 *
 *     deno run --allow-ffi examples/analog_clock.ts
 *
 * @module
 */

import {
  QApplication,
  QPainter,
  type QPaintEvent,
  QPoint,
  QPolygon,
  QSize,
  QTimer,
  QWidget,
  run,
} from "../widgets.ts";

const HOUR_HAND = [[5, 14], [-5, 14], [-4, -71], [4, -71]] as const;
const MINUTE_HAND = [[4, 14], [-4, 14], [-3, -89], [3, -89]] as const;
const SECOND_HAND = [[1, 14], [-1, 14], [-1, -89], [1, -89]] as const;

/** A clock that shows a time of the day, by default the present one. */
export class AnalogClock extends QWidget {
  #time = new Date();
  readonly #hands = [HOUR_HAND, MINUTE_HAND, SECOND_HAND].map((hand) =>
    new QPolygon(hand.map(([x, y]) => new QPoint(x, y)))
  );

  /** The time that the clock shows. */
  get time(): Date {
    return this.#time;
  }
  set time(time: Date) {
    this.#time = time;
    this.update(); // calls paintEvent() soon
  }

  override get sizeHint(): QSize {
    return new QSize(240, 240);
  }

  protected override paintEvent(_event: QPaintEvent): void {
    const { width, height, palette } = this;
    const side = Math.min(width, height) / 200;
    // Painting ends with this function, as a widget's painter must.
    using painter = new QPainter(this);
    painter.setRenderHint("Antialiasing");
    painter.translate(width / 2, height / 2);
    painter.scale(side, side);

    painter.setPen(palette.color("Text"));
    for (let minute = 0; minute < 60; minute++) {
      painter.drawLine(minute % 5 === 0 ? 88 : 92, 0, 96, 0);
      painter.rotate(6);
    }

    const seconds = this.#time.getSeconds();
    const minutes = this.#time.getMinutes() + seconds / 60;
    const hours = this.#time.getHours() + minutes / 60;
    const turns = [hours / 12, minutes / 60, seconds / 60];
    painter.setPen("NoPen");
    for (const [i, hand] of this.#hands.entries()) {
      painter.setBrush(i === 2 ? "tomato" : palette.text());
      painter.save();
      painter.rotate(turns[i]! * 360);
      painter.drawConvexPolygon(hand);
      painter.restore();
    }
    painter.drawEllipse(-3, -3, 6, 6);
  }
}

if (import.meta.main) {
  await using _app = new QApplication();
  const clock = new AnalogClock({ windowTitle: "Analog clock" });
  const timer = new QTimer(clock, { interval: 1000 });
  timer.timeout.connect(() => clock.time = new Date());
  timer.start();
  clock.show();
  await run();
}
