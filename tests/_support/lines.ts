/**
 * Text streams by lines.
 *
 * @module
 */

/**
 * Splits a stream into lines. A last line without an end counts, too; leaving
 * the loop early cancels the stream.
 *
 * @param stream UTF-8 text.
 * @returns Its lines, without their ends.
 */
export async function* readLines(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
): AsyncGenerator<string, void, undefined> {
  let rest = "";
  for await (const text of stream.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
  if (rest !== "") yield rest;
}
