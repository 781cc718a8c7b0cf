/**
 * Colours.
 *
 * @module
 */

import { channelsOfName, namedColors } from "./color_names.ts";

/** The fields of a literal colour. */
export interface ColorLike {
  /** 0 to 255. */
  readonly red: number;
  /** 0 to 255. */
  readonly green: number;
  /** 0 to 255. */
  readonly blue: number;
  /** 0 (transparent) to 255 (opaque). */
  readonly alpha: number;
}

/** Qt calculates with 16 bits for each channel. */
const MOST = 65_535;

/** Hue, from 0 to 360, or -1 of a grey; saturation and value from 0 to 1. */
type Hsv = readonly [hue: number, saturation: number, value: number];

/**
 * A colour, as [QColor](https://doc.qt.io/qt-6/qcolor.html), with 8 bits for each channel. It does not change: its methods
 * return others.
 *
 * Where Qt expects a colour, its name does as well: `"tomato"`, `"#ff6347"`, or with alpha first `"#80ff6347"`. Where Qt has
 * a colour that is not valid, there is null.
 *
 * @example
 * ```ts
 * import { QColor } from "@qtasyncio/qtasyncio";
 * import { assertEquals } from "@std/assert";
 *
 * const color = new QColor("tomato");
 * assertEquals([color.red, color.green, color.blue], [255, 99, 71]);
 * assertEquals(color.darker().name(), "#7f3123");
 * assertEquals(color.withAlpha(128).name("HexArgb"), "#80ff6347");
 * ```
 */
export class QColor implements ColorLike {
  /** 0 to 255. */
  readonly red: number;
  /** 0 to 255. */
  readonly green: number;
  /** 0 to 255. */
  readonly blue: number;
  /** 0 (transparent) to 255 (opaque). */
  readonly alpha: number;

  /**
   * Makes a colour of its name.
   *
   * @param name One of [SVG's names](https://www.w3.org/TR/SVG11/types.html#ColorKeywords), `"transparent"`, or hexadecimal
   * digits: `"#rgb"`, `"#rrggbb"`, `"#aarrggbb"`, `"#rrrgggbbb"` or `"#rrrrggggbbbb"`.
   * @throws {RangeError} If no colour has the name.
   */
  constructor(name: string);
  /**
   * Makes a colour.
   *
   * @param red 0 to 255.
   * @param green 0 to 255.
   * @param blue 0 to 255.
   * @param alpha 0 (transparent) to 255 (opaque).
   */
  constructor(red: number, green: number, blue: number, alpha?: number);
  constructor(red: number | string, green = 0, blue = 0, alpha = 255) {
    if (typeof red === "string" && arguments.length === 1) {
      const channels = channelsOfName(red);
      if (channels === undefined) {
        throw new RangeError(
          `No colour is called ${
            JSON.stringify(red)
          }: expected an SVG colour name or "#rrggbb"`,
        );
      }
      [red, green, blue, alpha] = channels;
    }
    this.red = red as number;
    this.green = green;
    this.blue = blue;
    this.alpha = alpha;
  }

  /** Whether a colour has the name; as [isValidColorName](https://doc.qt.io/qt-6/qcolor.html#isValidColorName). */
  static isValidColorName(name: string): boolean {
    return channelsOfName(name) !== undefined;
  }

  /** The names that Qt knows, as [colorNames](https://doc.qt.io/qt-6/qcolor.html#colorNames). */
  static colorNames(): string[] {
    return [...namedColors().keys()];
  }

  /**
   * A colour of its name; as [fromString](https://doc.qt.io/qt-6/qcolor.html#fromString).
   *
   * @throws {RangeError} If no colour has the name.
   */
  static fromString(name: string): QColor {
    return new QColor(name);
  }

  /**
   * As [fromRgb](https://doc.qt.io/qt-6/qcolor.html#fromRgb): of channels from 0 to 255, or of one number 0xRRGGBB, whose
   * bits above these do not count.
   */
  static fromRgb(
    red: number,
    green?: number,
    blue?: number,
    alpha = 255,
  ): QColor {
    return green === undefined || blue === undefined
      ? new QColor(red >> 16 & 255, red >> 8 & 255, red & 255)
      : new QColor(red, green, blue, alpha);
  }

  /** As [fromRgba](https://doc.qt.io/qt-6/qcolor.html#fromRgba): of a number 0xAARRGGBB. */
  static fromRgba(rgba: number): QColor {
    return QColor.fromRgb(rgba).withAlpha(rgba >>> 24);
  }

  /**
   * As [fromRgbF](https://doc.qt.io/qt-6/qcolor.html#fromRgbF): of channels from 0 to 1.
   *
   * @throws {RangeError} If one is not.
   */
  static fromRgbF(red: number, green: number, blue: number, alpha = 1): QColor {
    const channels = [red, green, blue, alpha].map((one) => {
      checkShare("a channel", one);
      return Math.round(one * 255);
    });
    return new QColor(...channels as [number, number, number, number]);
  }

  /**
   * As [fromHsv](https://doc.qt.io/qt-6/qcolor.html#fromHsv): hue from 0 to 359, or -1 of a grey, the others from 0 to 255.
   *
   * @throws {RangeError} If saturation or value is not.
   */
  static fromHsv(
    hue: number,
    saturation: number,
    value: number,
    alpha = 255,
  ): QColor {
    return QColor.fromHsvF(
      hue < 0 ? -1 : hue % 360 / 360,
      saturation / 255,
      value / 255,
    ).withAlpha(alpha);
  }

  /**
   * As [fromHsvF](https://doc.qt.io/qt-6/qcolor.html#fromHsvF): of numbers from 0 to 1, the hue -1 of a grey.
   *
   * @throws {RangeError} If one is not.
   */
  static fromHsvF(
    hue: number,
    saturation: number,
    value: number,
    alpha = 1,
  ): QColor {
    if (hue !== -1) checkShare("the hue", hue);
    checkShare("the saturation", saturation);
    checkShare("the value", value);
    checkShare("a channel", alpha);
    return ofHsv(
      [hue < 0 ? -1 : hue * 360, saturation, value],
      Math.round(alpha * 255),
    );
  }

  /**
   * As [fromHsl](https://doc.qt.io/qt-6/qcolor.html#fromHsl): hue from 0 to 359, or -1 of a grey, the others from 0 to 255.
   *
   * @throws {RangeError} If saturation or lightness is not.
   */
  static fromHsl(
    hue: number,
    saturation: number,
    lightness: number,
    alpha = 255,
  ): QColor {
    checkShare("the saturation", saturation / 255);
    checkShare("the lightness", lightness / 255);
    const l = lightness / 255;
    const value = l + saturation / 255 * Math.min(l, 1 - l);
    const s = value === 0 ? 0 : 2 * (1 - l / value);
    return ofHsv([hue < 0 ? -1 : hue % 360, s, value], alpha);
  }

  /** True: where Qt has a colour that is not, there is null. */
  isValid(): boolean {
    return true;
  }

  /** 0 to 1. */
  redF(): number {
    return this.red / 255;
  }

  /** 0 to 1. */
  greenF(): number {
    return this.green / 255;
  }

  /** 0 to 1. */
  blueF(): number {
    return this.blue / 255;
  }

  /** 0 to 1. */
  alphaF(): number {
    return this.alpha / 255;
  }

  /** The number 0xFFRRGGBB, as [rgb](https://doc.qt.io/qt-6/qcolor.html#rgb). */
  rgb(): number {
    return this.withAlpha(255).rgba();
  }

  /** The number 0xAARRGGBB, as [rgba](https://doc.qt.io/qt-6/qcolor.html#rgba). */
  rgba(): number {
    const { red, green, blue, alpha } = this;
    return (alpha << 24 | red << 16 | green << 8 | blue) >>> 0;
  }

  /** Red, green, blue and alpha, each 0 to 255. */
  getRgb(): [red: number, green: number, blue: number, alpha: number] {
    return [this.red, this.green, this.blue, this.alpha];
  }

  /** Red, green, blue and alpha, each 0 to 1. */
  getRgbF(): [red: number, green: number, blue: number, alpha: number] {
    return [this.redF(), this.greenF(), this.blueF(), this.alphaF()];
  }

  /** 0 to 359; -1 of a grey. */
  hue(): number {
    const [hue] = hsvOf(this);
    return hue < 0 ? -1 : Math.floor(hue) % 360;
  }

  /** 0 (a grey) to 255. */
  saturation(): number {
    return eightBits(hsvOf(this)[1]);
  }

  /** 0 (black) to 255. */
  value(): number {
    return Math.max(this.red, this.green, this.blue);
  }

  /** 0 (black) to 255 (white). */
  lightness(): number {
    const { red, green, blue } = this;
    return Math.max(red, green, blue) + Math.min(red, green, blue) >> 1;
  }

  /** Hue, saturation, value and alpha. */
  getHsv(): [hue: number, saturation: number, value: number, alpha: number] {
    return [this.hue(), this.saturation(), this.value(), this.alpha];
  }

  /**
   * `"#rrggbb"`, or with alpha `"#aarrggbb"`; as [name](https://doc.qt.io/qt-6/qcolor.html#name).
   *
   * @param format Which of them.
   */
  name(format: "HexRgb" | "HexArgb" = "HexRgb"): string {
    const digits = this.rgba().toString(16).padStart(8, "0");
    return `#${format === "HexRgb" ? digits.slice(2) : digits}`;
  }

  /**
   * A lighter colour, as [lighter](https://doc.qt.io/qt-6/qcolor.html#lighter).
   *
   * @param factor In percent: 150 is lighter by a half. Below 100 the colour is darker.
   */
  lighter(factor: number = 150): QColor {
    if (factor <= 0) return this;
    if (factor < 100) return this.darker(10_000 / factor);
    const [hue, saturation, value] = hsvOf(this);
    const lighter = Math.trunc(Math.round(value * MOST) * factor / 100);
    // What is lighter than the lightest is less saturated instead.
    const surplus = Math.max(0, lighter - MOST);
    const s = Math.max(0, Math.round(saturation * MOST) - surplus);
    return ofHsv([hue, s / MOST, Math.min(lighter, MOST) / MOST], this.alpha);
  }

  /**
   * A darker colour, as [darker](https://doc.qt.io/qt-6/qcolor.html#darker).
   *
   * @param factor In percent: 200 is half as bright. Below 100 the colour is lighter.
   */
  darker(factor: number = 200): QColor {
    if (factor <= 0) return this;
    if (factor < 100) return this.lighter(10_000 / factor);
    const [hue, saturation, value] = hsvOf(this);
    const darker = Math.trunc(Math.round(value * MOST) * 100 / factor);
    return ofHsv([hue, saturation, darker / MOST], this.alpha);
  }

  /**
   * The same colour with another alpha.
   *
   * @param alpha 0 (transparent) to 255 (opaque).
   */
  withAlpha(alpha: number): QColor {
    return new QColor(this.red, this.green, this.blue, alpha);
  }

  /** Whether another colour has the same channels. */
  equals(other: ColorLike): boolean {
    return this.red === other.red && this.green === other.green &&
      this.blue === other.blue && this.alpha === other.alpha;
  }

  /** Its name, with alpha if it is not opaque. */
  toString(): string {
    return this.name(this.alpha === 255 ? "HexRgb" : "HexArgb");
  }
}

function checkShare(what: string, share: number): void {
  if (share >= 0 && share <= 1) return;
  throw new RangeError(
    `Cannot make a QColor: expected ${what} from 0 to 1 of its range, got ${share} of it`,
  );
}

/** The 8 bits that Qt makes of a share of its 16. */
function eightBits(share: number): number {
  const number = Math.round(Math.fround(share * MOST)) + 128;
  return number - (number >> 8) >> 8;
}

/** As Qt rounds it on the way. */
function hsvOf({ red, green, blue }: ColorLike): Hsv {
  const most = Math.max(red, green, blue);
  const delta = most - Math.min(red, green, blue);
  if (delta === 0) return [-1, 0, most / 255];
  const sextant = most === red
    ? (green - blue) / delta
    : most === green
    ? 2 + (blue - red) / delta
    : 4 + (red - green) / delta;
  const hue = Math.round((sextant < 0 ? sextant + 6 : sextant) * 6_000) / 100;
  return [hue, Math.round(delta / most * MOST) / MOST, most / 255];
}

/** In Qt's own steps: others round in other ways. */
function ofHsv([hue, saturation, value]: Hsv, alpha: number): QColor {
  const { fround } = Math;
  const h = hue < 0 || hue === 360 ? 0 : fround(Math.round(hue * 100) / 6_000);
  const s = hue < 0 ? 0 : fround(saturation);
  const v = fround(value);
  const share = (of: number) => fround(v * fround(1 - of));
  const f = fround(h - Math.trunc(h));
  const p = share(s);
  const q = share(fround(s * f));
  const t = share(fround(s * fround(1 - f)));
  const [red, green, blue] = ([
    [value, t, p],
    [q, value, p],
    [p, value, t],
    [p, q, value],
    [t, p, value],
    [value, p, q],
  ] as const)[Math.trunc(h)]!;
  return new QColor(eightBits(red), eightBits(green), eightBits(blue), alpha);
}
