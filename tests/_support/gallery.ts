/**
 * Pictures of the examples.
 *
 * @module
 */

/**
 * Keeps a picture, for a person to look at and for the gallery, if QTASYNCIO_TEST_PICTURES names a folder.
 *
 * @param name The name of the file, without `.png`.
 * @param png The picture.
 */
export async function keepPicture(
  name: string,
  png: Uint8Array<ArrayBuffer>,
): Promise<void> {
  const folder = Deno.env.get("QTASYNCIO_TEST_PICTURES");
  if (folder !== undefined) await Deno.writeFile(`${folder}/${name}.png`, png);
}
