/** The protocol between a child process and its streams. */

import type { AbstractEventLoop, Future } from "../../core/future.ts";
import { StreamProtocol } from "../streams/_stream_protocol.ts";
import { feedOf, StreamReader } from "../streams/reader.ts";
import { StreamWriter } from "../streams/writer.ts";
import type { Transport } from "../transports.ts";
import type {
  SubprocessProtocolLike,
  SubprocessTransport,
} from "./transport.ts";

/** Feeds the readers of a program's output, and lets its end be waited for. */
export class ProcessProtocol implements SubprocessProtocolLike {
  stdin: StreamWriter | null = null;
  stdout: StreamReader | null = null;
  stderr: StreamReader | null = null;
  exited = false;
  readonly #loop: AbstractEventLoop;
  readonly #limit: number | undefined;
  readonly #input: StreamProtocol;
  readonly #waiters = new Set<Future<void>>();
  #transport!: SubprocessTransport;
  #openPipes = 0;

  constructor(loop: AbstractEventLoop, limit: number | undefined) {
    this.#loop = loop;
    this.#limit = limit;
    this.#input = new StreamProtocol(loop, null);
  }

  connectionMade(transport: SubprocessTransport): void {
    this.#transport = transport;
    this.stdout = this.#reader(1);
    this.stderr = this.#reader(2);
    const input = transport.getPipeTransport(0) as Transport | null;
    if (input === null) return;
    this.#openPipes++;
    this.#input.connectionMade(input);
    this.stdin = new StreamWriter(this.#loop, input, this.#input, null);
  }

  #reader(fd: number): StreamReader | null {
    const pipe = this.#transport.getPipeTransport(fd) as Transport | null;
    if (pipe === null) return null;
    this.#openPipes++;
    const reader = new StreamReader({ limit: this.#limit, loop: this.#loop });
    feedOf(reader).source = pipe;
    return reader;
  }

  pipeDataReceived(fd: number, data: Uint8Array<ArrayBuffer>): void {
    (fd === 1 ? this.stdout : this.stderr)?.feedData(data);
  }

  pipeConnectionLost(fd: number, error: Error | null): void {
    if (fd === 0) this.#input.connectionLost(error);
    else {
      const reader = fd === 1 ? this.stdout : this.stderr;
      if (error === null) reader?.feedEof();
      else reader?.setException(error);
    }
    this.#openPipes--;
    this.#maybeClose();
  }

  pauseWriting(): void {
    this.#input.pauseWriting();
  }

  resumeWriting(): void {
    this.#input.resumeWriting();
  }

  processExited(): void {
    this.exited = true;
    for (const waiter of this.#waiters) {
      if (!waiter.done()) waiter.setResult();
    }
    this.#maybeClose();
  }

  #maybeClose(): void {
    if (this.exited && this.#openPipes === 0) this.#transport.close();
  }

  /** Waits until the program has ended. */
  async wait(): Promise<void> {
    if (this.exited) return;
    const waiter = this.#loop.createFuture<void>();
    this.#waiters.add(waiter);
    // The program must be able to end: buffers output that was not read from yet, without a limit.
    for (const reader of [this.stdout, this.stderr]) {
      if (reader !== null) feedOf(reader).expand(false);
    }
    try {
      await waiter;
    } finally {
      this.#waiters.delete(waiter);
    }
  }
}
