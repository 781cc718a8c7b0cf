/**
 * Reads PNG pictures, as far as screenshots go: 8 bits, RGB or RGBA, not
 * interlaced.
 *
 * @module
 */

/** A picture. */
export class Picture {
  /** Width in pixels. */
  readonly width: number;
  /** Height in pixels. */
  readonly height: number;
  /** The file that it was read from. */
  readonly png: Uint8Array<ArrayBuffer>;
  readonly #rows: Uint8Array;
  readonly #channels: number;

  private constructor(
    png: Uint8Array<ArrayBuffer>,
    header: Header,
    rows: Uint8Array,
  ) {
    this.png = png;
    this.width = header.width;
    this.height = header.height;
    this.#channels = header.channels;
    this.#rows = rows;
  }

  /**
   * Reads a PNG file.
   *
   * @param png The file's bytes.
   * @returns The picture.
   * @throws {TypeError} If it is not a PNG file of a kind that this can read.
   */
  static async decode(png: Uint8Array<ArrayBuffer>): Promise<Picture> {
    const header = readHeader(png);
    const data = new Blob(imageData(png)).stream()
      .pipeThrough(new DecompressionStream("deflate"));
    const filtered = new Uint8Array(await new Response(data).arrayBuffer());
    return new Picture(png, header, unfilter(filtered, header));
  }

  /** The colour of a pixel as `0xRRGGBB`. */
  pixel(x: number, y: number): number {
    if (x < 0 || y < 0 || x >= this.width || y >= this.height) {
      throw new RangeError(
        `Pixel (${x}, ${y}) is outside of ${this.width} x ${this.height}`,
      );
    }
    const at = (y * this.width + x) * this.#channels;
    const [red = 0, green = 0, blue = 0] = this.#rows.subarray(at, at + 3);
    return red << 16 | green << 8 | blue;
  }

  /** How many different colours there are. */
  colours(): number {
    const seen = new Set<number>();
    for (let y = 0; y < this.height; y++) {
      for (let x = 0; x < this.width; x++) seen.add(this.pixel(x, y));
    }
    return seen.size;
  }

  /** Whether both pictures have the same size and the same pixels. */
  equals(other: Picture): boolean {
    return this.differences(other) === 0;
  }

  /** How many pixels differ; all of them if the sizes do. */
  differences(other: Picture): number {
    if (this.width !== other.width || this.height !== other.height) {
      return Math.max(this.width * this.height, other.width * other.height);
    }
    let count = 0;
    for (let y = 0; y < this.height; y++) {
      for (let x = 0; x < this.width; x++) {
        if (this.pixel(x, y) !== other.pixel(x, y)) count++;
      }
    }
    return count;
  }
}

interface Header {
  width: number;
  height: number;
  channels: number;
}

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

function readHeader(png: Uint8Array): Header {
  if (!SIGNATURE.every((byte, index) => png[index] === byte)) {
    throw new TypeError("Not a PNG file");
  }
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  const depth = view.getUint8(24);
  const channels = new Map([[2, 3], [6, 4]]).get(view.getUint8(25));
  const interlaced = view.getUint8(28) !== 0;
  if (depth !== 8 || channels === undefined || interlaced) {
    throw new TypeError("Not a plain PNG file of 8 bits, RGB or RGBA");
  }
  return { width: view.getUint32(16), height: view.getUint32(20), channels };
}

function imageData(png: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer>[] {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  const parts: Uint8Array<ArrayBuffer>[] = [];
  for (let at = SIGNATURE.length; at + 12 <= png.length;) {
    const length = view.getUint32(at);
    const type = String.fromCharCode(...png.subarray(at + 4, at + 8));
    if (type === "IDAT") parts.push(png.subarray(at + 8, at + 8 + length));
    at += 12 + length;
  }
  return parts;
}

/** Undoes the filters of PNG (specification, section 9), row by row. */
function unfilter(filtered: Uint8Array, header: Header): Uint8Array {
  const { width, height, channels } = header;
  const stride = width * channels;
  const rows = new Uint8Array(stride * height);
  for (let y = 0; y < height; y++) {
    const from = y * (stride + 1);
    const to = y * stride;
    const filter = filtered[from] ?? 0;
    for (let x = 0; x < stride; x++) {
      const left = x >= channels ? rows[to + x - channels] ?? 0 : 0;
      const up = y > 0 ? rows[to + x - stride] ?? 0 : 0;
      const corner = x >= channels && y > 0
        ? rows[to + x - stride - channels] ?? 0
        : 0;
      const raw = filtered[from + 1 + x] ?? 0;
      rows[to + x] = raw + predict(filter, left, up, corner);
    }
  }
  return rows;
}

function predict(
  filter: number,
  left: number,
  up: number,
  corner: number,
): number {
  switch (filter) {
    case 0:
      return 0;
    case 1:
      return left;
    case 2:
      return up;
    case 3:
      return (left + up) >> 1;
    case 4: {
      const guess = left + up - corner;
      const [toLeft, toUp, toCorner] = [
        Math.abs(guess - left),
        Math.abs(guess - up),
        Math.abs(guess - corner),
      ];
      if (toLeft <= toUp && toLeft <= toCorner) return left;
      return toUp <= toCorner ? up : corner;
    }
    default:
      throw new TypeError(`Unknown PNG filter ${filter}`);
  }
}
