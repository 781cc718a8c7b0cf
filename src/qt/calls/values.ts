/**
 * Qt's value types, where JavaScript has none of its own.
 *
 * They are plain, immutable data. Where Qt expects one, an object literal with the same fields does as well
 * (`widget.size = { width: 200, height: 100 }`); the classes matter where Qt takes any type (a `QVariant`) and has to
 * know which one is meant.
 *
 * @module
 */

export { type ColorLike, QColor } from "./values/color.ts";

/**
 * A size in whole pixels, as [QSize](https://doc.qt.io/qt-6/qsize.html).
 *
 * @example
 * ```ts
 * import { QSize } from "@qtasyncio/qtasyncio";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(new QSize(200, 100).width, 200);
 * ```
 */
export class QSize {
  /** Pixels; a whole number. */
  readonly width: number;
  /** Pixels; a whole number. */
  readonly height: number;

  /**
   * Makes a size.
   *
   * @param width Pixels; a whole number.
   * @param height Pixels; a whole number.
   */
  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
  }
}

/** A size with fractions, as [QSizeF](https://doc.qt.io/qt-6/qsizef.html). */
export class QSizeF {
  /** The width. */
  readonly width: number;
  /** The height. */
  readonly height: number;

  /**
   * Makes a size.
   *
   * @param width The width.
   * @param height The height.
   */
  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
  }
}

/** A point in whole pixels, as [QPoint](https://doc.qt.io/qt-6/qpoint.html). */
export class QPoint {
  /** Pixels to the right; a whole number. */
  readonly x: number;
  /** Pixels down; a whole number. */
  readonly y: number;

  /**
   * Makes a point.
   *
   * @param x Pixels to the right; a whole number.
   * @param y Pixels down; a whole number.
   */
  constructor(x: number, y: number) {
    this.x = x;
    this.y = y;
  }
}

/** A point with fractions, as [QPointF](https://doc.qt.io/qt-6/qpointf.html). */
export class QPointF {
  /** To the right. */
  readonly x: number;
  /** Down. */
  readonly y: number;

  /**
   * Makes a point.
   *
   * @param x To the right.
   * @param y Down.
   */
  constructor(x: number, y: number) {
    this.x = x;
    this.y = y;
  }
}

/** A rectangle in whole pixels, as [QRect](https://doc.qt.io/qt-6/qrect.html). */
export class QRect {
  /** The left edge; a whole number. */
  readonly x: number;
  /** The upper edge; a whole number. */
  readonly y: number;
  /** Pixels; a whole number. */
  readonly width: number;
  /** Pixels; a whole number. */
  readonly height: number;

  /**
   * Makes a rectangle.
   *
   * @param x The left edge; a whole number.
   * @param y The upper edge; a whole number.
   * @param width Pixels; a whole number.
   * @param height Pixels; a whole number.
   */
  constructor(x: number, y: number, width: number, height: number) {
    this.x = x;
    this.y = y;
    this.width = width;
    this.height = height;
  }
}

/** A rectangle with fractions, as [QRectF](https://doc.qt.io/qt-6/qrectf.html). */
export class QRectF {
  /** The left edge. */
  readonly x: number;
  /** The upper edge. */
  readonly y: number;
  /** The width. */
  readonly width: number;
  /** The height. */
  readonly height: number;

  /**
   * Makes a rectangle.
   *
   * @param x The left edge.
   * @param y The upper edge.
   * @param width The width.
   * @param height The height.
   */
  constructor(x: number, y: number, width: number, height: number) {
    this.x = x;
    this.y = y;
    this.width = width;
    this.height = height;
  }
}

/** A line in whole pixels, as [QLine](https://doc.qt.io/qt-6/qline.html). */
export class QLine {
  /** Where it begins, to the right; a whole number. */
  readonly x1: number;
  /** Where it begins, down; a whole number. */
  readonly y1: number;
  /** Where it ends, to the right; a whole number. */
  readonly x2: number;
  /** Where it ends, down; a whole number. */
  readonly y2: number;

  /**
   * Makes a line.
   *
   * @param x1 Where it begins, to the right; a whole number.
   * @param y1 Where it begins, down; a whole number.
   * @param x2 Where it ends, to the right; a whole number.
   * @param y2 Where it ends, down; a whole number.
   */
  constructor(x1: number, y1: number, x2: number, y2: number) {
    this.x1 = x1;
    this.y1 = y1;
    this.x2 = x2;
    this.y2 = y2;
  }
}

/** A line with fractions, as [QLineF](https://doc.qt.io/qt-6/qlinef.html). */
export class QLineF {
  /** Where it begins, to the right. */
  readonly x1: number;
  /** Where it begins, down. */
  readonly y1: number;
  /** Where it ends, to the right. */
  readonly x2: number;
  /** Where it ends, down. */
  readonly y2: number;

  /**
   * Makes a line.
   *
   * @param x1 Where it begins, to the right.
   * @param y1 Where it begins, down.
   * @param x2 Where it ends, to the right.
   * @param y2 Where it ends, down.
   */
  constructor(x1: number, y1: number, x2: number, y2: number) {
    this.x1 = x1;
    this.y1 = y1;
    this.x2 = x2;
    this.y2 = y2;
  }
}

/** Margins in whole pixels, as [QMargins](https://doc.qt.io/qt-6/qmargins.html). */
export class QMargins {
  /** Pixels; a whole number. */
  readonly left: number;
  /** Pixels; a whole number. */
  readonly top: number;
  /** Pixels; a whole number. */
  readonly right: number;
  /** Pixels; a whole number. */
  readonly bottom: number;

  /**
   * Makes margins.
   *
   * @param left Pixels; a whole number.
   * @param top Pixels; a whole number.
   * @param right Pixels; a whole number.
   * @param bottom Pixels; a whole number.
   */
  constructor(left: number, top: number, right: number, bottom: number) {
    this.left = left;
    this.top = top;
    this.right = right;
    this.bottom = bottom;
  }
}

/** Margins with fractions, as [QMarginsF](https://doc.qt.io/qt-6/qmarginsf.html). */
export class QMarginsF {
  /** The left margin. */
  readonly left: number;
  /** The upper margin. */
  readonly top: number;
  /** The right margin. */
  readonly right: number;
  /** The lower margin. */
  readonly bottom: number;

  /**
   * Makes margins.
   *
   * @param left The left margin.
   * @param top The upper margin.
   * @param right The right margin.
   * @param bottom The lower margin.
   */
  constructor(left: number, top: number, right: number, bottom: number) {
    this.left = left;
    this.top = top;
    this.right = right;
    this.bottom = bottom;
  }
}

/**
 * A value of a Qt type that has no counterpart in JavaScript (a font, an icon …).
 *
 * It can be passed back to Qt wherever Qt expects that type. Qt's value is freed when this object is garbage-collected,
 * at the latest with the application.
 *
 * @typeParam Name Qt's name of the type: `QtOpaque<"QFont">` is a font.
 */
export class QtOpaque<Name extends string = string> {
  /** Qt's name of the type, such as `"QFont"`. */
  readonly typeName: Name;
  readonly #id: number;

  /**
   * Made by the bridge, never by a program.
   *
   * @param id The shim's id of the value.
   * @param typeName Qt's name of the type, such as `"QFont"`.
   */
  constructor(id: number, typeName: Name) {
    this.#id = id;
    this.typeName = typeName;
  }

  /** `QtOpaque(QFont)`. */
  toString(): string {
    return `QtOpaque(${this.typeName})`;
  }

  /** @internal */
  static idOf(value: QtOpaque): number {
    if (#id in value) return value.#id;
    throw new TypeError(
      "Cannot use the QtOpaque: expected one that Qt has returned",
    );
  }
}
