/**
 * Qt's value types, where JavaScript has none of its own.
 *
 * They are plain, immutable data. Where Qt expects one, an object literal with the same fields does as well
 * (`widget.size = { width: 200, height: 100 }`); the classes matter where Qt takes any type (a `QVariant`) and has to
 * know which one is meant.
 *
 * @module
 */

/**
 * A size in whole pixels, as [QSize](https://doc.qt.io/qt-6/qsize.html).
 *
 * @example
 * ```ts
 * import { QSize } from "./values.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(new QSize(200, 100).width, 200);
 * ```
 */
export class QSize {
  /**
   * @param width Pixels; a whole number.
   * @param height Pixels; a whole number.
   */
  constructor(readonly width: number, readonly height: number) {}
}

/** A size with fractions, as [QSizeF](https://doc.qt.io/qt-6/qsizef.html). */
export class QSizeF {
  /**
   * @param width Any number.
   * @param height Any number.
   */
  constructor(readonly width: number, readonly height: number) {}
}

/** A point in whole pixels, as [QPoint](https://doc.qt.io/qt-6/qpoint.html). */
export class QPoint {
  /**
   * @param x Pixels to the right; a whole number.
   * @param y Pixels down; a whole number.
   */
  constructor(readonly x: number, readonly y: number) {}
}

/** A point with fractions, as [QPointF](https://doc.qt.io/qt-6/qpointf.html). */
export class QPointF {
  /**
   * @param x To the right.
   * @param y Down.
   */
  constructor(readonly x: number, readonly y: number) {}
}

/** A rectangle in whole pixels, as [QRect](https://doc.qt.io/qt-6/qrect.html). */
export class QRect {
  /**
   * @param x The left edge; a whole number.
   * @param y The upper edge; a whole number.
   * @param width Pixels; a whole number.
   * @param height Pixels; a whole number.
   */
  constructor(
    readonly x: number,
    readonly y: number,
    readonly width: number,
    readonly height: number,
  ) {}
}

/** A rectangle with fractions, as [QRectF](https://doc.qt.io/qt-6/qrectf.html). */
export class QRectF {
  /**
   * @param x The left edge.
   * @param y The upper edge.
   * @param width Any number.
   * @param height Any number.
   */
  constructor(
    readonly x: number,
    readonly y: number,
    readonly width: number,
    readonly height: number,
  ) {}
}

/**
 * A colour, as [QColor](https://doc.qt.io/qt-6/qcolor.html), with 8 bits for each channel.
 *
 * Where Qt expects a colour, its name does as well: `"tomato"`, `"#ff6347"`, or with alpha first `"#80ff6347"`.
 */
export class QColor {
  /**
   * @param red 0 to 255.
   * @param green 0 to 255.
   * @param blue 0 to 255.
   * @param alpha 0 (transparent) to 255 (opaque).
   */
  constructor(
    readonly red: number,
    readonly green: number,
    readonly blue: number,
    readonly alpha: number = 255,
  ) {}
}

/**
 * A value of a Qt type that has no form in JavaScript (a font, an icon, a model index …).
 *
 * It can be passed back to Qt wherever Qt expects that type. Qt's value is freed when this one is garbage collected,
 * at the latest with the application.
 */
export class QtOpaqueValue {
  /** The shim's id of the value. */
  readonly #id: number;

  /**
   * Made by the bridge, never by a program.
   *
   * @param id The shim's id of the value.
   * @param typeName Qt's name of the type, such as `"QFont"`.
   */
  constructor(id: number, readonly typeName: string) {
    this.#id = id;
  }

  /** `QtOpaqueValue(QFont)`. */
  toString(): string {
    return `QtOpaqueValue(${this.typeName})`;
  }

  /** @internal */
  static idOf(value: QtOpaqueValue): number {
    return value.#id;
  }
}
