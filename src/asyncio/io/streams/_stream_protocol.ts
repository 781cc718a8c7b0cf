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
  readonly #futures = new Set<Future<void>>();

  async wait(loop: AbstractEventLoop): Promise<void> {
    const future = loop.createFuture<void>();
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
  // Made when they are needed: most connections are idle.
  #drains: WaitList | null = null;
  #closes: WaitList | null = null;
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
  }

  connectionMade(transport: Transport): void {
    this.replaceTransport(transport);
    this.#connected?.(this);
  }

  /** The transport is this one now: at first, or when TLS has begun. */
  replaceTransport(transport: Transport): void {
    this.#transport = transport;
    this.#feed?.connect(transport);
  }

  /** Whether the connection was accepted by a server. */
  get isServerSide(): boolean {
    return this.#connected !== null;
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
    this.#drains?.end(null);
  }

  connectionLost(error: Error | null): void {
    this.#lost = true;
    this.#error = error;
    if (error === null) this.#feed?.end();
    else this.#feed?.fail(error);
    this.#drains?.end(error);
    this.#closes?.end(error);
  }

  /** Waits until the writer may go on. */
  async drain(): Promise<void> {
    if (this.#lost) throw new Deno.errors.ConnectionReset("Connection lost");
    if (this.#paused) await (this.#drains ??= new WaitList()).wait(this.#loop);
  }

  /** Waits until the connection is lost. */
  async closed(): Promise<void> {
    if (!this.#lost) await (this.#closes ??= new WaitList()).wait(this.#loop);
    else if (this.#error !== null) throw this.#error;
  }
}
