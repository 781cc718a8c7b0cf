/**
 * The Worker's end of a connection with a loop.
 *
 * It needs nothing else of this package, so that a Worker loads quickly.
 *
 * @module
 */

import { known } from "../core/future.ts";
import { errorFromData } from "./error_codec.ts";
import type { ReplyMessage } from "./_port_messages.ts";
import type { PortHandlers } from "./ports.ts";

/** The result of a handler, as the Worker gets it. */
export type RemoteResult<R> = Promise<Awaited<R>>;

/**
 * A loop on another thread. Give it the port that `loop.openPort()` made.
 *
 * @typeParam H the handlers that `openPort()` was given.
 *
 * @example In a Worker
 * ```ts
 * import { RemoteLoop } from "./remote_loop.ts";
 *
 * interface Handlers {
 *   progress(percent: number): void;
 * }
 *
 * addEventListener("message", (event) => {
 *   const remote = new RemoteLoop<Handlers>((event as MessageEvent).data);
 *   remote.callSoonThreadsafe("progress", 50);
 * });
 * ```
 */
export class RemoteLoop<H extends PortHandlers<H>> implements Disposable {
  readonly #port: MessagePort;
  readonly #waiting = new Map<
    number,
    { resolve: (value: never) => void; reject: (error: unknown) => void }
  >();
  #lastId = 0;
  #closed = false;

  /** Takes a port over. */
  constructor(port: MessagePort) {
    this.#port = port;
  }

  /**
   * Queues a call of the handler `name` on the loop's thread, and does not wait.
   *
   * @param args must be cloneable.
   * @throws {Error} if the port is closed.
   * @throws {DOMException} if an argument cannot be cloned.
   */
  callSoonThreadsafe<K extends keyof H & string>(
    name: K,
    ...args: Parameters<H[K]>
  ): void {
    this.#checkOpen();
    this.#port.postMessage({ id: null, name, args });
  }

  /**
   * Calls the handler `name` on the loop's thread and waits for its result.
   *
   * @param args must be cloneable, and so must the result be.
   * @throws {Error} if the port is closed, now or before the result comes.
   * @throws {Error} What the handler throws, restored with its name, message, fields and, if it is known here, its class.
   */
  call<K extends keyof H & string>(
    name: K,
    ...args: Parameters<H[K]>
  ): RemoteResult<ReturnType<H[K]>> {
    const id = ++this.#lastId;
    const reply = new Promise((resolve, reject) => {
      this.#checkOpen();
      this.#port.postMessage({ id, name, args });
      // Listening keeps the Worker alive: only while a call waits.
      this.#port.onmessage ??= this.#onReply;
      this.#waiting.set(id, { resolve, reject });
    });
    return known(reply, () => this.#waiting.delete(id)) as never;
  }

  readonly #onReply = (event: MessageEvent<ReplyMessage>): void => {
    const { id, value, error } = event.data;
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error === undefined) waiting?.resolve(value as never);
    else {
      // Other things can be thrown, too; those who wait get an error.
      waiting?.reject(
        error.isError ? errorFromData(error) : new Error(error.message),
      );
    }
  };

  /** Closes the connection; calls that wait for a result fail. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#port.onmessage = null;
    this.#port.close();
    for (const { reject } of this.#waiting.values()) {
      reject(closedError());
    }
    this.#waiting.clear();
  }

  /** As {@linkcode RemoteLoop.close}. */
  [Symbol.dispose](): void {
    this.close();
  }

  #checkOpen(): void {
    if (this.#closed) throw closedError();
  }
}

function closedError(): Error {
  return new Error("Cannot call the loop: the port to it is closed");
}
