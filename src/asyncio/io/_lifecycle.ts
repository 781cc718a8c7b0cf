/**
 * The life of a connection as its protocol sees it: made once, data and the end in order, lost once and last.
 *
 * A transport tells its `Lifecycle` what the platform reports, from wherever that comes; the lifecycle tells the
 * protocol, in turns of the loop and in the context in which the transport was made.
 */

import { captureContext } from "../core/_context.ts";
import { FatalError, RuntimeError } from "../core/errors.ts";
import { makeRunnable } from "../core/handle.ts";
import type { AbstractEventLoop } from "../core/future.ts";
import { Fifo } from "../core/_fifo.ts";
import {
  internalsOf,
  type LoopInternals,
  type RawContext,
} from "../core/internals.ts";
import { isPeerGone } from "./_errors.ts";
import type { ProtocolLike } from "./protocols.ts";
import { Recurrent } from "./_recurrent.ts";
import type { LifecycleOwner } from "./_lifecycle_owner.ts";

type Chunk = Uint8Array<ArrayBuffer>;

/** Stands in the inbox for the end of what the peer sends. */
const END = null;

/** What waits for a loop that is busy or stopped; above this, the platform is asked to stop reading. In bytes. */
const INBOX_LIMIT = 256 * 1024;

/** The inbox of connections that have received nothing; nothing is put in it. */
const EMPTY = new Fifo<never>();

/** The state between a transport and its protocol. */
export class Lifecycle {
  protocol: ProtocolLike;
  /** Whether `close()` or `abort()` was called, or the connection was lost. */
  closing = false;
  /** Whether `connectionLost()` is called, or is going to be. */
  lost = false;
  /** Whether the program paused the reading. */
  paused = false;

  readonly #loop: AbstractEventLoop;
  readonly #internals: LoopInternals;
  readonly #transport: LifecycleOwner;
  readonly #context: RawContext = captureContext();
  /** Made with the first chunk that has to wait: most connections are idle. */
  #inbox: Fifo<Chunk | typeof END> = EMPTY;
  /** What a buffered protocol has not taken yet of the first chunk. */
  #rest: Chunk | null = null;
  #inboxSize = 0;
  /** Whether the platform was asked to stop reading because of the inbox. */
  #choked = false;
  #made = false;
  /** How the connection was lost: told behind what waits in the inbox. */
  #loss: readonly [error: Error | null, message: string] | null = null;
  #discarded = false;
  readonly #delivery: Recurrent;
  readonly #released: () => void;
  readonly #forget: () => void;

  /**
   * @param released called when the connection is over, after `connectionLost()`.
   */
  constructor(
    loop: AbstractEventLoop,
    transport: LifecycleOwner,
    protocol: ProtocolLike,
    released: () => void,
  ) {
    this.#loop = loop;
    this.#internals = internalsOf(loop);
    this.#transport = transport;
    this.protocol = protocol;
    this.#released = released;
    this.#delivery = new Recurrent(this.#context, () => this.#deliver());
    this.#forget = this.#internals.atClose(() => {
      if (loop.getDebug() && !this.lost) {
        console.warn(`unclosed transport ${transport}`);
      }
      this.lost = this.closing = true;
      transport.destroy();
    });
  }

  /** Makes a runnable that runs in the transport's context. */
  recurrent(fn: () => void): Recurrent {
    return new Recurrent(this.#context, fn);
  }

  /** Tells the protocol that it is connected, then calls `started` and delivers what has come. */
  begin(started: () => void = () => {}): void {
    this.#internals.enqueue(
      makeRunnable(
        this.#internals,
        this.#context,
        function connectionMade(self: Lifecycle) {
          if (self.#discarded) return;
          self.#made = true;
          try {
            self.protocol.connectionMade?.(self.#transport);
          } catch (error) {
            self.#failedIn("connectionMade", error);
            return;
          }
          if (self.closing) return;
          started();
          if (self.#inbox.size > 0) self.#delivery.queue(self.#internals);
        },
        this as Lifecycle,
      ),
    );
  }

  /** Takes over a connection that the protocol knows of. */
  continue(): void {
    this.#made = true;
  }

  /** Stops telling the protocol, for another transport; gives what was not delivered. */
  leave(): Chunk[] {
    this.closing = true;
    const rest = this.#rest === null ? [] : [this.#rest];
    while (this.#inbox.size > 0) {
      const chunk = this.#inbox.take();
      if (chunk !== undefined && chunk !== END) rest.push(chunk);
    }
    return rest;
  }

  /** The connection is another transport's. */
  left(): void {
    this.lost = true;
    this.#forget();
    this.#released();
  }

  /** Drops a connection before the program has it; no method of the protocol is called. */
  discard(): void {
    if (this.#made) {
      this.closing = true;
      this.lose(null);
    } else if (!this.lost) {
      this.#discarded = this.lost = this.closing = true;
      this.#forget();
      this.#released();
    }
    this.#transport.destroy();
  }

  /** Bytes have come from the platform. */
  received(chunk: Chunk): void {
    if (this.closing) return;
    this.#put(chunk);
    this.#inboxSize += chunk.length;
    // Streams of the web give their chunks one after the other, before the loop has its turn.
    const limit = this.#transport.inMicrotasks ? 0 : INBOX_LIMIT;
    if (this.#inboxSize > limit && !this.#choked) {
      this.#choked = true;
      this.#transport.setReading(false);
    }
    if (!this.paused) this.#deliverSoon();
  }

  /** The platform has reached the end of what the peer sends. */
  ended(): void {
    if (this.closing) return;
    this.#put(END);
    if (!this.paused) this.#deliverSoon();
  }

  #put(item: Chunk | typeof END): void {
    if (this.#inbox === EMPTY) this.#inbox = new Fifo();
    this.#inbox.put(item);
  }

  #deliverSoon(): void {
    if (this.#transport.inMicrotasks) {
      this.#delivery.runFromMicrotask(this.#internals);
    } else this.#delivery.runFromMacrotask(this.#internals);
  }

  /** The platform reports an error: the connection is lost, once what came before has been delivered. */
  failed(error: Error, message: string): void {
    if (this.lost || this.#loss !== null) return;
    this.#transport.destroy();
    this.#loseBehind([error, message]);
  }

  /** The platform has closed the connection: it is lost, once what came before has been delivered. */
  closed(): void {
    if (!this.lost && this.#loss === null) this.#loseBehind([null, ""]);
  }

  #loseBehind(loss: readonly [Error | null, string]): void {
    this.#loss = loss;
    const isBehind = this.#inbox.size > 0 || this.#rest !== null;
    if (!isBehind || this.paused || this.closing) this.#fail();
  }

  #fail(): void {
    if (this.lost || this.#loss === null) return;
    const [error, message] = this.#loss;
    if (error !== null) {
      if (!isPeerGone(error)) this.#report(message, error);
      else if (this.#loop.getDebug()) {
        console.debug(`${this.#transport}: ${error.message}`);
      }
    }
    this.lose(error);
  }

  /** Queues `connectionLost()`, once. */
  lose(error: unknown): void {
    if (this.lost) return;
    this.lost = this.closing = true;
    if (this.#loop.isClosed()) return;
    this.#internals.enqueue(
      makeRunnable(
        this.#internals,
        this.#context,
        function connectionLost(self: Lifecycle) {
          try {
            self.protocol.connectionLost?.(error as Error | null);
          } finally {
            self.#forget();
            self.#released();
          }
        },
        this as Lifecycle,
      ),
    );
  }

  /** Stops telling the protocol of what comes. */
  pause(): void {
    if (this.closing || this.paused) return;
    this.paused = true;
    this.#transport.setReading(false);
    this.#fail();
  }

  /** Goes on telling the protocol. */
  resume(): void {
    if (this.closing || !this.paused) return;
    this.paused = false;
    if (this.#rest !== null || this.#inbox.size > 0) {
      this.#delivery.queue(this.#internals);
    }
    if (!this.#choked) this.#transport.setReading(true);
  }

  /** Calls `pauseWriting()` at once, or `resumeWriting()`. */
  tellWriter(method: "pauseWriting" | "resumeWriting"): void {
    try {
      this.protocol[method]?.();
    } catch (error) {
      if (error instanceof FatalError) this.#internals.fatal(error);
      else this.#report(`protocol.${method}() failed`, error);
    }
  }

  #deliver(): void {
    if (!this.#made || this.closing || this.paused) return;
    const chunk = this.#rest ??
      (this.#inbox.size > 0 ? this.#inbox.take() : undefined);
    if (chunk === undefined) return;
    if (chunk === END) {
      this.#deliverEnd();
      return;
    }
    const { protocol } = this;
    if (protocol.getBuffer === undefined) {
      this.#rest = null;
      this.#inboxSize -= chunk.length;
      try {
        protocol.dataReceived?.(chunk);
      } catch (error) {
        this.#failedIn("dataReceived", error);
        return;
      }
    } else if (!this.#fill(protocol, chunk)) return;
    if (this.closing) return;
    if (this.#inbox.size > 0 || this.#rest !== null) {
      if (!this.paused) this.#delivery.queue(this.#internals);
    } else if (this.#loss !== null) {
      this.#fail();
    } else if (this.#choked) {
      this.#choked = false;
      if (!this.paused) this.#transport.setReading(true);
    }
  }

  /** Hands a buffered protocol as much of a chunk as its next buffer takes. */
  #fill(protocol: ProtocolLike, chunk: Chunk): boolean {
    let method: "getBuffer" | "bufferUpdated" = "getBuffer";
    try {
      const buffer = protocol.getBuffer!(-1);
      if (!(buffer instanceof Uint8Array) || buffer.length === 0) {
        throw new RuntimeError(
          "getBuffer() returned an empty buffer: expected a Uint8Array of at least one byte",
        );
      }
      const count = Math.min(buffer.length, chunk.length);
      buffer.set(count === chunk.length ? chunk : chunk.subarray(0, count));
      this.#rest = count === chunk.length ? null : chunk.subarray(count);
      this.#inboxSize -= count;
      method = "bufferUpdated";
      protocol.bufferUpdated?.(count);
      return true;
    } catch (error) {
      this.#failedIn(method, error);
      return false;
    }
  }

  #deliverEnd(): void {
    let keep: boolean | void | undefined;
    try {
      keep = this.protocol.eofReceived?.();
    } catch (error) {
      this.#failedIn("eofReceived", error);
      return;
    }
    this.#transport.peerEnded(Boolean(keep));
    this.#fail();
  }

  /** A method of the protocol threw: the connection is closed. */
  #failedIn(method: keyof ProtocolLike, error: unknown): void {
    if (error instanceof FatalError) this.#internals.fatal(error);
    else {
      this.#report(`Fatal error: protocol.${method}() call failed.`, error);
    }
    this.#transport.destroy();
    this.lose(error);
  }

  #report(message: string, exception: unknown): void {
    this.#loop.callExceptionHandler({
      message,
      exception,
      transport: this.#transport,
      protocol: this.protocol,
    });
  }
}
