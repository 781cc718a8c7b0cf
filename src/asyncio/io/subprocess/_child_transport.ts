/** The transport over a child process. */

import { internalsOf, type RawContext } from "../../core/internals.ts";
import { captureContext } from "../../core/_context.ts";
import { Coroutine } from "../../core/coroutine.ts";
import { makeRunnable } from "../../core/handle.ts";
import type { AbstractEventLoop } from "../../core/future.ts";
import type { ProtocolLike } from "../protocols.ts";
import { ReadableTransport } from "../_readable_transport.ts";
import type { ReadTransport, WriteTransport } from "../transports.ts";
import { WritableTransport } from "../_writable_transport.ts";
import { spawn } from "./_command.ts";
import { PIPE, type SubprocessOptions } from "./stdio.ts";
import {
  type SubprocessProtocolLike,
  SubprocessTransport,
} from "./transport.ts";

/** What a shell is started as. */
const SHELL = "/bin/sh";

/** Options of a loop's `subprocessExec()` and `subprocessShell()`. */
export type SubprocessFactory<P extends SubprocessProtocolLike> = () => P;

/** A program's transport together with its protocol. */
export type SubprocessConnection<P extends SubprocessProtocolLike> = [
  transport: SubprocessTransport,
  protocol: P,
];

/** As `BaseEventLoop.subprocessExec()`. */
export function subprocessExec<P extends SubprocessProtocolLike>(
  loop: AbstractEventLoop,
  factory: SubprocessFactory<P>,
  program: string | URL,
  args: readonly string[],
  options: SubprocessOptions,
): Coroutine<SubprocessConnection<P>> {
  return new Coroutine(
    () => start(loop, factory, () => spawn(program, args, options), options),
    "subprocessExec()",
  );
}

/** As `BaseEventLoop.subprocessShell()`. */
export function subprocessShell<P extends SubprocessProtocolLike>(
  loop: AbstractEventLoop,
  factory: SubprocessFactory<P>,
  command: string,
  options: SubprocessOptions,
): Coroutine<SubprocessConnection<P>> {
  return new Coroutine(() => {
    if (typeof command !== "string") {
      throw new TypeError(
        `command must be a string, got ${typeof command}: use createSubprocessExec() for a program with arguments`,
      );
    }
    return start(
      loop,
      factory,
      () => spawn(SHELL, ["-c", command], options),
      options,
    );
  }, "subprocessShell()");
}

async function start<P extends SubprocessProtocolLike>(
  loop: AbstractEventLoop,
  factory: SubprocessFactory<P>,
  begin: () => Deno.ChildProcess,
  options: SubprocessOptions,
): Promise<SubprocessConnection<P>> {
  if (typeof factory !== "function") {
    throw new TypeError("protocol factory must be a function");
  }
  const protocol = factory();
  const transport = new ChildTransport(loop, begin(), protocol, options);
  try {
    const made = loop.createFuture<void>();
    loop.callSoon(() => {
      if (!made.done()) made.setResult();
    });
    await made;
  } catch (error) {
    transport.close();
    throw error;
  }
  return [transport, protocol];
}

type Pipe = ReadableTransport | WritableTransport;

/** A {@linkcode SubprocessTransport} over a `Deno.ChildProcess`. */
export class ChildTransport extends SubprocessTransport {
  readonly #loop: AbstractEventLoop;
  readonly #child: Deno.ChildProcess;
  readonly #context: RawContext = captureContext();
  readonly #pipes = new Map<number, Pipe>();
  readonly #forget: () => void;
  #protocol: SubprocessProtocolLike;
  #openPipes = 0;
  #returncode: number | null = null;
  #closed = false;
  #lost = false;

  constructor(
    loop: AbstractEventLoop,
    child: Deno.ChildProcess,
    protocol: SubprocessProtocolLike,
    options: SubprocessOptions,
  ) {
    super();
    this.#loop = loop;
    this.#child = child;
    this.#protocol = protocol;
    this.#forget = internalsOf(loop).atClose(() => {
      if (loop.getDebug()) console.warn(`unclosed transport ${this}`);
      this.#closed = this.#lost = true;
      child.unref();
    });
    this.#callSoon(function connectionMade(self) {
      self.#protocol.connectionMade?.(self);
    });
    if (options.stdin === PIPE) {
      this.#addPipe(
        0,
        (protocol, name) =>
          new WritableTransport(loop, child.stdin, protocol, name),
      );
    }
    if (options.stdout === PIPE) this.#addOutput(1, child.stdout);
    if (options.stderr === PIPE) this.#addOutput(2, child.stderr);
    child.status.then((status) => this.#exited(status));
  }

  #addOutput(
    fd: number,
    stream: ReadableStream<Uint8Array<ArrayBuffer>>,
  ): void {
    this.#addPipe(
      fd,
      (protocol, name) =>
        new ReadableTransport(this.#loop, stream, protocol, name),
    );
  }

  #addPipe(
    fd: number,
    make: (protocol: ProtocolLike, name: string) => Pipe,
  ): void {
    const pipe = make({
      dataReceived: (data) => this.#protocol.pipeDataReceived?.(fd, data),
      pauseWriting: () => this.#protocol.pauseWriting?.(),
      resumeWriting: () => this.#protocol.resumeWriting?.(),
      connectionLost: (error) => {
        this.#openPipes--;
        try {
          this.#protocol.pipeConnectionLost?.(fd, error);
        } finally {
          this.#finish();
        }
      },
    }, `pipe ${fd} of process ${this.#child.pid}`);
    this.#pipes.set(fd, pipe);
    this.#openPipes++;
    pipe.start();
  }

  #exited({ code, signal }: Deno.CommandStatus): void {
    // The platform counts signals from 128 on, as shells do.
    this.#returncode = signal === null ? code : 128 - code;
    if (this.#loop.isClosed()) return;
    this.#callSoon(function processExited(self) {
      try {
        self.#protocol.processExited?.();
      } finally {
        // The platform does not report that the reading end is closed.
        self.#pipes.get(0)?.close();
        self.#finish();
      }
    });
  }

  /** Ends it once the program has ended and all pipes are closed. */
  #finish(): void {
    if (this.#returncode === null || this.#openPipes > 0 || this.#lost) return;
    this.#lost = true;
    this.#closed = true;
    this.#callSoon(function connectionLost(self) {
      try {
        self.#protocol.connectionLost?.(null);
      } finally {
        self.#forget();
      }
    });
  }

  #callSoon(callback: (self: ChildTransport) => void): void {
    const loop = internalsOf(this.#loop);
    loop.enqueue(
      makeRunnable(loop, this.#context, callback, this as ChildTransport),
    );
  }

  getPid(): number {
    return this.#child.pid;
  }

  getReturncode(): number | null {
    return this.#returncode;
  }

  getPipeTransport(fd: number): ReadTransport | WriteTransport | null {
    return this.#pipes.get(fd) ?? null;
  }

  sendSignal(signal: Deno.Signal): void {
    if (this.#returncode !== null) throw this.#gone();
    try {
      this.#child.kill(signal);
    } catch (error) {
      const isOver = error instanceof TypeError &&
        error.message.includes("terminated");
      throw isOver ? this.#gone() : error;
    }
  }

  #gone(): Error {
    return new Deno.errors.NotFound(
      `Cannot send a signal: process ${this.#child.pid} has ended`,
    );
  }

  terminate(): void {
    this.sendSignal("SIGTERM");
  }

  kill(): void {
    this.sendSignal("SIGKILL");
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const pipe of this.#pipes.values()) pipe.close();
    if (this.#returncode !== null) return;
    try {
      this.kill();
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }

  isClosing(): boolean {
    return this.#closed;
  }

  setProtocol(protocol: SubprocessProtocolLike): void {
    this.#protocol = protocol;
  }

  getProtocol(): SubprocessProtocolLike {
    return this.#protocol;
  }

  getExtraInfo(name: string, fallback: unknown = null): unknown {
    return name === "subprocess" ? this.#child : fallback;
  }

  /** Describes the transport, for messages and logs. */
  override toString(): string {
    const state = this.#returncode === null
      ? "running"
      : `returncode=${this.#returncode}`;
    return `<SubprocessTransport pid=${this.#child.pid} ${state}>`;
  }
}
