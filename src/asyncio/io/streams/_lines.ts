/** Iterating over lines. */

import { Coroutine } from "../../core/coroutine.ts";

/** Gives lines until one is empty, which only the end is. */
export function iterateLines<T>(
  readline: () => Promise<Uint8Array<ArrayBuffer>>,
  convert: (line: Uint8Array<ArrayBuffer>) => T,
): AsyncIterableIterator<T> {
  const iterator: AsyncIterableIterator<T> = {
    // A coroutine, so that a task made of it can be cancelled; the language asks for no more than a thenable.
    next: () =>
      new Coroutine<IteratorResult<T, undefined>>(async () => {
        const line = await readline();
        return line.length === 0
          ? { done: true, value: undefined }
          : { done: false, value: convert(line) };
      }, "StreamReader.next()") as unknown as Promise<IteratorResult<T>>,
    [Symbol.asyncIterator]: () => iterator,
  };
  return iterator;
}
