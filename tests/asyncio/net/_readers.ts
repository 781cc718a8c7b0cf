/** What the tests of readers share. */

import { assertEquals } from "@std/assert";
import { createTask, type Task } from "../../../src/asyncio/mod.ts";
import { StreamReader } from "../../../net.ts";
import { bytes, rounds } from "./_support.ts";

/** Makes a reader that has been fed with texts, and ended by `null`. */
export function fed(...parts: (string | null)[]): StreamReader {
  return feed(new StreamReader(), ...parts);
}

export function feed(
  reader: StreamReader,
  ...parts: (string | null)[]
): StreamReader {
  for (const part of parts) {
    if (part === null) reader.feedEof();
    else reader.feedData(bytes(part));
  }
  return reader;
}

/** Begins a read and lets it wait. */
export async function waiting<T>(read: PromiseLike<T>): Promise<[Task<T>]> {
  const task = createTask(read);
  await rounds(2);
  assertEquals(task.done(), false);
  // A task that an async function returns would be awaited.
  return [task];
}
