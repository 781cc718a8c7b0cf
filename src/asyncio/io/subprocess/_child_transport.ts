/** The transport over a child process. */

import { describeValue } from "../../core/_util.ts";
import { internalsOf, type RawContext } from "../../core/internals.ts";
import { captureContext } from "../../core/_context.ts";
import { Coroutine } from "../../core/coroutine.ts";
import { makeRunnable } from "../../core/handle.ts";
import { type AbstractEventLoop, known } from "../../core/future.ts";
import type { ProtocolLike } from "../protocols.ts";
import { ReadableTransport } from "../_readable_transport.ts";
import { SocketTransport } from "../_socket_transport.ts";
import type { ReadTransport, WriteTransport } from "../transports.ts";
import { WritableTransport } from "../_writable_transport.ts";
import type { Child } from "./_child.ts";
import { spawn } from "./_command.ts";
import type { SubprocessOptions } from "./stdio.ts";
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
    () => start(loop, factory, () => spawn(program, args, options)),
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
    );
  }, "subprocessShell()");
}

async function start<P extends SubprocessProtocolLike>(
  loop: AbstractEventLoop,
  factory: SubprocessFactory<P>,
  begin: () => Child | Promise<Child>,
): Promise<SubprocessConnection<P>> {
  if (typeof factory !== "function") {
    throw new TypeError(
      `protocol factory must be a function, got ${describeValue(factory)}`,
    );
  }
  const protocol = factory();
  const begun = begin();
  const child = begun instanceof Promise ? await known(begun) : begun;
  const transport = new ChildTransport(loop, child, protocol);
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

type Pipe = ReadableTransport | WritableTransport | SocketTransport;

/** A {@linkcode SubprocessTransport} over a program of the platform's. */
export class ChildTransport extends SubprocessTransport {
  readonly #loop: AbstractEventLoop;
  readonly #child: Child;
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
    child: Child,
    protocol: SubprocessProtocolLike,
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
    this.#addPipe(0, child.stdin);
    this.#addPipe(1, child.stdout);
    this.#addPipe(2, child.stderr);
    child.exited.then((returncode) => this.#exited(returncode));
  }

  #addPipe(
    fd: number,
    stream: Child["stdin"] | Child["stdout"],
  ): void {
    if (stream === null) return;
    const pipe = this.#open(stream, {
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

  #open(
    stream: NonNullable<Child["stdin"] | Child["stdout"]>,
    protocol: ProtocolLike,
    name: string,
  ): Pipe {
    const loop = this.#loop;
    if (stream instanceof ReadableStream) {
      return new ReadableTransport(loop, stream, protocol, name);
    }
    if (stream instanceof WritableStream) {
      return new WritableTransport(loop, stream, protocol, name);
    }
    const extra = { pipe: stream, peername: null, sockname: null };
    return new SocketTransport(loop, { socket: stream, protocol, extra });
  }

  #exited(returncode: number): void {
    this.#returncode = returncode;
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
    if (!this.#child.kill(signal)) throw this.#gone();
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
    return name === "subprocess" ? this.#child.process : fallback;
  }

  /** Describes the transport, for messages and logs. */
  override toString(): string {
    const state = this.#returncode === null
      ? "running"
      : `returncode=${this.#returncode}`;
    return `<SubprocessTransport pid=${this.#child.pid} ${state}>`;
  }
}
