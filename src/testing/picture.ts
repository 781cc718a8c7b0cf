/**
 * Comparing what is drawn with a picture that has been approved.
 *
 * @module
 */

import { resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

import type { QObject } from "../qt/objects/qobject.ts";
import { anyDriver, settle } from "./driver.ts";
import type { Driver } from "./element.ts";
import { findElement } from "./finding.ts";
import type { Target } from "./query.ts";
import { poll } from "./waiting.ts";

/** How much a picture may differ from the approved one. */
export interface PictureOptions {
  /**
   * How much each of red, green and blue of a pixel may differ: 0 to 255.
   *
   * @default {24}
   */
  readonly threshold?: number;
  /**
   * Which share of the pixels may differ by more: 0 to 1.
   *
   * @default {0.001}
   */
  readonly tolerance?: number;
  /**
   * The folder of the approved pictures, as a `file:` URL or a path. By default `__pictures__` beside the test's file.
   */
  readonly folder?: string | URL;
}

/**
 * What an element looks like now, as a PNG file.
 *
 * @throws {TypeError} If it is nothing that is drawn by itself.
 */
export function pictureOf(target: Target): Uint8Array<ArrayBuffer> {
  const { object } = findElement(target);
  if (object === null || !isGrabbable(object)) {
    throw new TypeError(
      `Cannot take a picture of ${target}: expected a widget or a window`,
    );
  }
  return object.grab();
}

function isGrabbable(
  object: QObject,
): object is QObject & { grab(): Uint8Array<ArrayBuffer> } {
  return "grab" in object && typeof object.grab === "function";
}

/** A picture that is the same as the one before: a window that has just been shown becomes active. */
async function stablePicture(
  target: Target,
  timeout: number,
): Promise<Uint8Array<ArrayBuffer>> {
  let before: Uint8Array | undefined;
  return await poll(
    async () => {
      await settle(anyDriver(), timeout);
      const now = pictureOf(target);
      const same = before?.length === now.length &&
        before.every((byte, i) => byte === now[i]);
      before = now;
      return same ? now : undefined;
    },
    timeout,
    {
      what: () => "a picture that does not change",
      seen: () => "each one differs from the one before",
    },
  );
}

/** Whether the program has been started to approve pictures: `deno test -A -- --update`. */
function updating(): boolean {
  return Deno.args.includes("--update");
}

/** The files of a picture. */
class Files {
  readonly #folder: URL;
  readonly #name: string;

  constructor(folder: string | URL, name: string) {
    const url = folder instanceof URL
      ? new URL(folder)
      : folder.startsWith("file:")
      ? new URL(folder)
      : pathToFileURL(resolve(folder));
    if (!url.pathname.endsWith("/")) url.pathname += "/";
    this.#folder = url;
    this.#name = name.replaceAll(/[^\p{L}\p{N}._-]+/gu, "_");
  }

  /** The file of one kind. */
  of(kind: "" | ".actual" | ".difference"): URL {
    return new URL(
      `${encodeURIComponent(this.#name)}${kind}.png`,
      this.#folder,
    );
  }

  async read(): Promise<Uint8Array | undefined> {
    try {
      return await Deno.readFile(this.of(""));
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return undefined;
      throw error;
    }
  }

  async write(kind: "" | ".actual" | ".difference", png: Uint8Array) {
    await Deno.mkdir(this.#folder, { recursive: true });
    await Deno.writeFile(this.of(kind), png);
  }

  async removeOld(): Promise<void> {
    for (const kind of [".actual", ".difference"] as const) {
      await Deno.remove(this.of(kind)).catch(() => {});
    }
  }
}

const path = (url: URL): string => fileURLToPath(url);

/**
 * Compares what an element looks like with the approved picture.
 *
 * @param origin The URL of the test's file, if it is known.
 */
export async function matchPicture(
  target: Target,
  name: string,
  options: PictureOptions,
  origin: string | undefined,
  timeout: number,
): Promise<void> {
  const folder = options.folder ??
    (origin === undefined ? "__pictures__" : new URL("__pictures__", origin));
  const actual = await stablePicture(target, timeout);
  await comparePicture(anyDriver(), actual, name, folder, options);
}

/** Compares a picture with the approved one. */
async function comparePicture(
  driver: Driver,
  actual: Uint8Array,
  name: string,
  folder: string | URL,
  { threshold = 24, tolerance = 0.001 }: PictureOptions,
): Promise<void> {
  const files = new Files(folder, name);
  const expected = await files.read();
  if (expected === undefined && !updating()) {
    await files.write(".actual", actual);
    throw new Error(
      `There is no approved picture ${path(files.of(""))}: look at ${
        path(files.of(".actual"))
      }, and approve it with \`deno test -A -- --update\``,
    );
  }
  if (expected === undefined) {
    await files.write("", actual);
    return await files.removeOld();
  }
  const [width, height, actualWidth, actualHeight, pixels, largest, picture] =
    driver.compare(expected, actual, threshold);
  const sameSize = width === actualWidth && height === actualHeight;
  const share = pixels / (width * height);
  if (sameSize && share <= tolerance) return await files.removeOld();
  if (updating()) {
    await files.write("", actual);
    return await files.removeOld();
  }
  await files.write(".actual", actual);
  await files.write(".difference", picture);
  const what = sameSize
    ? `${pixels} of ${width * height} pixels (${
      (share * 100).toFixed(2)
    } %) differ by more than ${threshold}, at most by ${largest}; ${
      tolerance * 100
    } % may`
    : `its size is ${actualWidth}×${actualHeight}, expected ${width}×${height}`;
  throw new Error(
    `The picture is not the approved one, ${path(files.of(""))}: ${what}. See ${
      path(files.of(".difference"))
    }; to approve it, \`deno test -A -- --update\``,
  );
}
