/** Beginning a transport that a program is to get. */

import type { AbstractEventLoop } from "../core/future.ts";

/** A transport that is made and has not begun. */
interface Beginning {
  /** Has the protocol told of the connection, then reads. */
  start(): void;
  /** Closes what the program does not know of yet. */
  discard(): void;
}

/** Waits until the protocol knows of its transport; a cancellation closes it. */
export async function begun<T extends Beginning, P>(
  loop: AbstractEventLoop,
  transport: T,
  protocol: P,
): Promise<[T, P]> {
  transport.start();
  const made = loop.createFuture<void>();
  loop.callSoon(() => {
    if (!made.done()) made.setResult();
  });
  try {
    await made;
  } catch (error) {
    transport.discard();
    throw error;
  }
  return [transport, protocol];
}
