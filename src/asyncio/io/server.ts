/**
 * Servers: listening sockets and the connections they accept.
 *
 * @module
 */

import { internalsOf, type RawContext } from "../core/internals.ts";
import { Coroutine } from "../core/coroutine.ts";
import { captureContext, runInContext } from "../core/_context.ts";
import { CancelledError, FatalError, RuntimeError } from "../core/errors.ts";
import { makeRunnable } from "../core/handle.ts";
import type { AbstractEventLoop, Future } from "../core/future.ts";
import { sleep } from "../run/sleep.ts";
import { codeOf } from "./_errors.ts";
import type { Accepted, Listener } from "./_listener.ts";
import type { ProtocolFactory, ProtocolLike } from "./protocols.ts";
import type { Closable, ConnectionOwner } from "./_transport_parts.ts";

/** What a server is made of. */
export interface ServerParts {
  factory: ProtocolFactory<ProtocolLike>;
  listeners: Listener[];
}

/** Errors that say that the process has run out of something. */
const EXHAUSTED = new Set(["EMFILE", "ENFILE", "ENOBUFS", "ENOMEM"]);

/** How long no second report of such an error is made, in milliseconds. */
const ACCEPT_RETRY_DELAY = 1000;

/**
 * The server that a loop's `createServer()` returns, as
 * [asyncio.Server](https://docs.python.org/3.13/library/asyncio-eventloop.html#asyncio.Server).
 *
 * `await using` closes it, closes its connections, and waits until they are gone.
 *
 * @example
 * ```ts
 * import { assert, assertEquals } from "@std/assert";
 * import "../../../net.ts";
 * import { getRunningLoop, run } from "../mod.ts";
 *
 * await run(async () => {
 *   const loop = getRunningLoop();
 *   const server = await loop.createServer(() => ({}), "127.0.0.1", 0);
 *   assert(server.isServing());
 *   server.close();
 *   await server.waitClosed();
 *   assertEquals(server.sockets, []);
 * });
 * ```
 */
export class Server implements AsyncDisposable {
  readonly #loop: AbstractEventLoop;
  readonly #factory: ProtocolFactory<ProtocolLike>;
  readonly #context: RawContext = captureContext();
  readonly #forget: () => void;
  readonly #connections = new Set<Closable>();
  #listeners: Listener[];
  #serving = false;
  #closed = false;
  /** Connections that came before the server was started. */
  #early: [Accepted, Listener][] = [];
  #waiters: Future<void>[] = [];
  #forever: Future<void> | null = null;
  #lastReport = -Infinity;

  /** Servers are made by their loop. */
  constructor(
    loop: AbstractEventLoop,
    { factory, listeners }: ServerParts,
    startServing: boolean,
  ) {
    this.#loop = loop;
    this.#factory = factory;
    this.#listeners = listeners;
    this.#forget = internalsOf(loop).atClose(() => this.#stopListening());
    for (const listener of listeners) {
      listener.begin({
        accepted: (connection) => this.#accepted(connection, listener),
        failed: (error) => this.#acceptFailed(error),
      });
    }
    if (startServing) this.#start();
  }

  /** The addresses that it listens on; none when it is closed. */
  get sockets(): readonly Deno.Addr[] {
    return this.#listeners.map(({ address }) => address);
  }

  /** Returns the loop that it belongs to. */
  getLoop(): AbstractEventLoop {
    return this.#loop;
  }

  /** Returns whether it accepts connections. */
  isServing(): boolean {
    return this.#serving;
  }

  /**
   * Begins to accept connections, if it does not yet.
   *
   * @throws {RuntimeError} if the server is closed.
   */
  startServing(): Coroutine<void> {
    return new Coroutine(async () => {
      this.#checkOpen();
      this.#start();
      await sleep(0);
    }, "Server.startServing()");
  }

  /**
   * Accepts connections until it is cancelled or closed. When it is cancelled, the server and its connections are
   * closed before the `CancelledError` is thrown.
   *
   * @throws {RuntimeError} if the server is closed, or is waited for by this method already.
   * @throws {CancelledError} always, at the end.
   */
  serveForever(): Coroutine<never> {
    return new Coroutine(() => this.#serveForever(), "Server.serveForever()");
  }

  async #serveForever(): Promise<never> {
    if (this.#forever !== null) {
      throw new RuntimeError(
        `server ${this} is already being awaited on serveForever()`,
      );
    }
    this.#checkOpen();
    this.#start();
    const forever = this.#forever = this.#loop.createFuture<void>();
    try {
      await forever;
    } catch (error) {
      if (error instanceof CancelledError) {
        this.close();
        this.closeClients();
        await this.waitClosed();
      }
      throw error;
    } finally {
      this.#forever = null;
    }
    throw new RuntimeError("unreachable");
  }

  /** Stops listening. Connections go on. Does nothing the second time. */
  close(): void {
    if (this.#closed) return;
    this.#stopListening();
    this.#forget();
    if (this.#forever !== null && !this.#forever.done()) this.#forever.cancel();
    this.#wake();
  }

  /** Closes all connections: what they have to send is sent. */
  closeClients(): void {
    for (const connection of [...this.#connections]) connection.close();
  }

  /** Closes all connections at once: what they have to send is dropped. */
  abortClients(): void {
    for (const connection of [...this.#connections]) connection.abort();
  }

  /** Waits until {@linkcode Server.close} has been called and no connection is left. */
  waitClosed(): Coroutine<void> {
    return new Coroutine(async () => {
      if (this.#isOver) return;
      const waiter = this.#loop.createFuture<void>();
      this.#waiters.push(waiter);
      try {
        await waiter;
      } finally {
        this.#waiters = this.#waiters.filter((each) => each !== waiter);
      }
    }, "Server.waitClosed()");
  }

  /** Closes the server and its connections and waits until they are gone. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.close();
    this.closeClients();
    await this.waitClosed();
  }

  #checkOpen(): void {
    if (this.#closed) {
      throw new RuntimeError(`server ${this} is closed: make a new one`);
    }
  }

  #start(): void {
    if (this.#serving || this.#closed) return;
    this.#serving = true;
    const early = this.#early;
    this.#early = [];
    for (const [connection, listener] of early) {
      this.#accepted(connection, listener);
    }
  }

  /** What its connections tell it. */
  readonly #owner: ConnectionOwner = {
    attach: (connection) => this.#connections.add(connection),
    detach: (connection) => {
      this.#connections.delete(connection);
      this.#wake();
    },
  };

  get #isOver(): boolean {
    return this.#closed && this.#connections.size === 0;
  }

  #wake(): void {
    if (!this.#isOver || this.#loop.isClosed()) return;
    for (const waiter of this.#waiters) {
      if (!waiter.done()) waiter.setResult();
    }
  }

  #stopListening(): void {
    this.#closed = true;
    this.#serving = false;
    for (const [connection] of this.#early) connection.destroy();
    this.#early = [];
    for (const listener of this.#listeners) listener.close();
    this.#listeners = [];
  }

  #accepted(connection: Accepted, listener: Listener): void {
    if (this.#closed || this.#loop.isClosed()) {
      connection.destroy();
    } else if (!this.#serving) {
      this.#early.push([connection, listener]);
    } else {
      const loop = internalsOf(this.#loop);
      const connect = makeRunnable(
        loop,
        this.#context,
        this.#connect,
        connection,
      );
      if (listener.inMicrotasks) loop.enqueueFromOutside(connect);
      else loop.runFromMacrotask(connect);
    }
  }

  readonly #connect = (connection: Accepted): void => {
    let protocol: ProtocolLike;
    try {
      protocol = this.#factory();
    } catch (error) {
      connection.destroy();
      if (error instanceof FatalError) throw error;
      this.#loop.callExceptionHandler({
        message: "Error on transport creation for incoming connection",
        exception: error,
      });
      return;
    }
    connection.connect(protocol, this.#owner);
  };

  /** Connections that cannot be accepted wait in the kernel. */
  #acceptFailed(error: Error): void {
    if (this.#loop.isClosed()) return;
    const now = this.#loop.time();
    if (now - this.#lastReport < ACCEPT_RETRY_DELAY) return;
    this.#lastReport = now;
    runInContext(this.#context, () =>
      this.#loop.callExceptionHandler({
        message: EXHAUSTED.has(codeOf(error))
          ? "socket.accept() out of system resource"
          : "Accept failed on a socket",
        exception: error,
      }));
  }

  /** Describes the server, for messages and logs. */
  toString(): string {
    const count = this.#connections.size;
    const state = this.#closed
      ? "closed"
      : this.#serving
      ? "serving"
      : "not serving";
    return `<Server ${state} connections=${count}>`;
  }

  /** Describes the server when the console prints it. */
  [Symbol.for("Deno.customInspect")](): string {
    return this.toString();
  }
}
