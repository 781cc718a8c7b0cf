/** The protocol between a transport and a pair of reader and writer. */

import {
  type AbstractEventLoop,
  coreOf,
  type Future,
} from "../../core/future.ts";
import type { ProtocolLike } from "../protocols.ts";
import type { Transport } from "../transports.ts";
import type { Feed } from "./_feed.ts";

/** Futures that wait for one thing and can be cancelled one by one. */
class WaitList {
  readonly #loop: AbstractEventLoop;
  readonly #futures = new Set<Future<void>>();

  constructor(loop: AbstractEventLoop) {
    this.#loop = loop;
  }

  async wait(): Promise<void> {
    const future = this.#loop.createFuture<void>();
    this.#futures.add(future);
    try {
      await future;
    } finally {
      this.#futures.delete(future);
    }
  }

  end(error: Error | null): void {
    for (const future of this.#futures) {
      if (future.done()) continue;
      if (error === null) future.setResult();
      else coreOf(future).fail(error);
    }
  }
}

/** Feeds a reader, and lets a writer wait. */
export class StreamProtocol implements ProtocolLike {
  readonly #loop: AbstractEventLoop;
  readonly #feed: Feed | null;
  readonly #connected: ((protocol: StreamProtocol) => void) | null;
  readonly #drains: WaitList;
  readonly #closes: WaitList;
  #transport: Transport | null = null;
  #paused = false;
  #lost = false;
  #error: Error | null = null;

  constructor(
    loop: AbstractEventLoop,
    feed: Feed | null,
    connected: ((protocol: StreamProtocol) => void) | null = null,
  ) {
    this.#loop = loop;
    this.#feed = feed;
    this.#connected = connected;
    this.#drains = new WaitList(loop);
    this.#closes = new WaitList(loop);
  }

  connectionMade(transport: Transport): void {
    this.#transport = transport;
    if (this.#feed !== null) this.#feed.source = transport;
    this.#connected?.(this);
  }

  /** The transport, once it is connected. */
  get transport(): Transport {
    return this.#transport!;
  }

  dataReceived(data: Uint8Array<ArrayBuffer>): void {
    this.#feed?.data(data);
  }

  eofReceived(): boolean {
    this.#feed?.end();
    // A transport that only reads has nothing to keep open.
    return (this.#transport as Partial<Transport>).canWriteEof?.() ?? false;
  }

  pauseWriting(): void {
    this.#paused = true;
  }

  resumeWriting(): void {
    this.#paused = false;
    this.#drains.end(null);
  }

  connectionLost(error: Error | null): void {
    this.#lost = true;
    this.#error = error;
    if (error === null) this.#feed?.end();
    else this.#feed?.fail(error);
    this.#drains.end(error);
    this.#closes.end(error);
  }

  /** Waits until the writer may go on. */
  async drain(): Promise<void> {
    if (this.#lost) throw new Deno.errors.ConnectionReset("Connection lost");
    if (this.#paused) await this.#drains.wait();
  }

  /** Waits until the connection is lost. */
  async closed(): Promise<void> {
    if (!this.#lost) await this.#closes.wait();
    else if (this.#error !== null) throw this.#error;
  }
}
