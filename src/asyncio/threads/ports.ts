/**
 * The loop's end of a connection with a Worker.
 *
 * @module
 */

import { captureContext } from "../core/_context.ts";
import { makeRunnable } from "../core/handle.ts";
import { type AbstractEventLoop, coreOf } from "../core/future.ts";
import { internalsOf } from "../core/internals.ts";
import { errorToData } from "./error_codec.ts";
import type { CallMessage, ReplyMessage } from "./_port_messages.ts";
import { isPromiseLike } from "../core/_util.ts";

/** Functions that a Worker can call on the loop's thread, by name. */
export type PortHandlers<H> = {
  [K in keyof H]: (...args: never[]) => unknown;
};

type Handler = (...args: unknown[]) => unknown;

/**
 * A way by which a Worker posts to a loop. Made by `loop.openPort()`.
 *
 * @typeParam H the handlers; the Worker's `RemoteLoop` takes the same type.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { RemoteLoop, run } from "../mod.ts";
 *
 * await run(async () => {
 *   const { getRunningLoop } = await import("../mod.ts");
 *   const handlers = { double: (n: number) => 2 * n };
 *   using port = getRunningLoop().openPort(handlers);
 *   // In a program, the Worker gets the port: worker.postMessage(port.port, [port.port]).
 *   const remote = new RemoteLoop<typeof handlers>(port.port);
 *   assert(await remote.call("double", 21) === 42);
 *   remote.close();
 * });
 * ```
 */
export class LoopPort<H extends PortHandlers<H>> implements Disposable {
  /** The end for the Worker: to be transferred, and given to `RemoteLoop`. */
  readonly port: MessagePort;
  readonly #loop: AbstractEventLoop;
  readonly #handlers: H;
  readonly #own: MessagePort;
  readonly #forget: () => void;
  #closed = false;

  /** Made by `loop.openPort()`. */
  constructor(loop: AbstractEventLoop, handlers: H) {
    const internals = internalsOf(loop);
    this.#forget = internals.atClose(() => this.close());
    const { port1, port2 } = new MessageChannel();
    this.#loop = loop;
    this.#handlers = handlers;
    this.#own = port1;
    this.port = port2;
    port1.onmessage = (event: MessageEvent<CallMessage>) => {
      if (this.#closed) return;
      internals.enqueueFromOutside(
        makeRunnable(internals, captureContext(), this.#handle, event.data),
      );
    };
  }

  readonly #handle = (message: CallMessage): void => {
    const { id, name, args } = message;
    const handler = Object.hasOwn(this.#handlers, name)
      ? this.#handlers[name as keyof H] as unknown as Handler
      : undefined;
    if (handler === undefined) {
      this.#failed(
        id,
        new TypeError(
          `The port has no handler "${name}": openPort() was given ${
            Object.keys(this.#handlers).join(", ") || "none"
          }`,
        ),
      );
      return;
    }
    let result: unknown;
    let isPromise: boolean;
    try {
      result = handler(...args);
      isPromise = isPromiseLike(result);
    } catch (error) {
      this.#failed(id, error);
      return;
    }
    if (!isPromise) {
      this.#reply(id, result);
      return;
    }
    const task = this.#loop.createTask(result as PromiseLike<unknown>, {
      name: `port:${name}`,
    });
    task.addDoneCallback(() => {
      if (task.cancelled()) this.#failed(id, coreOf(task).error());
      else if (task.exception() !== null) this.#failed(id, task.exception());
      else this.#reply(id, task.result());
    });
  };

  #reply(id: number | null, value: unknown): void {
    if (id === null || this.#closed) return;
    try {
      this.#own.postMessage({ id, value } satisfies ReplyMessage);
    } catch (error) {
      this.#failed(id, error);
    }
  }

  #failed(id: number | null, error: unknown): void {
    if (id === null || this.#closed) {
      this.#loop.callExceptionHandler({
        message: "Exception in a callback posted by a Worker",
        exception: error,
      });
      return;
    }
    this.#own.postMessage(
      { id, error: errorToData(error) } satisfies ReplyMessage,
    );
  }

  /** Closes the connection. Does nothing the second time. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#own.onmessage = null;
    this.#own.close();
    this.port.close();
    this.#forget();
  }

  /** As {@linkcode LoopPort.close}. */
  [Symbol.dispose](): void {
    this.close();
  }
}
