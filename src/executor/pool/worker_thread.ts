/**
 * The thread of a Worker: starts it, exchanges messages with it, and ends it.
 *
 * @module
 */

import type { Worker } from "node:worker_threads";
import { nodeWorkerThreads } from "../../asyncio/io/_node.ts";
import { sources } from "../../place.ts";
import type { ErrorData } from "../../asyncio/threads/error_codec.ts";
import type { FromWorker, ToWorker, WorkerSetup } from "../shared/messages.ts";
import type { Slots } from "../shared/slots.ts";

/** A port of Node, which can be kept from keeping the process alive. */
type Port = MessagePort & { ref(): void; unref(): void };

/** Why a Worker exited. */
export interface ExitReason {
  message: string;
  cause: ErrorData | null;
}

/** Receives what a Worker sends, and its exit. */
export interface ThreadOwner {
  receive(message: FromWorker): void;
  exited(): void;
}

/** A Worker's thread and its port. */
export class WorkerThread {
  readonly #slots: Slots;
  readonly #owner: ThreadOwner;
  readonly #worker: Worker;
  /** For messages: Deno takes seconds to receive some megabytes from the Worker object itself. */
  readonly #port: Port;
  readonly #exited: Promise<void>;
  #referenced = true;
  /** Whether the Worker has been told to end. */
  isTerminating = false;
  /** Whether it has exited. */
  isGone = false;
  /** Why it exited; the first reason that is known counts. */
  exitReason: ExitReason = { message: "", cause: null };

  /** @param program The URL of the Workers' program. */
  constructor(owner: ThreadOwner, program: URL, name: string, slots: Slots) {
    this.#owner = owner;
    this.#slots = slots;
    const threads = nodeWorkerThreads();
    const { port1, port2 } = new threads.MessageChannel();
    this.#port = port1 as unknown as Port;
    const setup: WorkerSetup = {
      ...slots.buffers,
      port: port2 as unknown as MessagePort,
      name,
    };
    this.#worker = new threads.Worker(program, {
      workerData: setup,
      transferList: [port2],
      name,
    });
    this.#port.onmessage = (event: MessageEvent<FromWorker>) =>
      owner.receive(event.data);
    this.#worker.on("error", (error: Error) => {
      this.#setReason(`failed: ${error.message}`);
    });
    this.#exited = new Promise((resolve) => {
      this.#worker.on("exit", (code: number) => {
        this.#exit(code);
        resolve();
      });
    });
  }

  send(message: ToWorker, transfer: Transferable[] = []): void {
    this.#port.postMessage(message, transfer);
  }

  /** Notifies the Worker that slots have changed. */
  notify(): void {
    if (this.#slots.notifyWorker() && !this.isGone) this.send({ t: "wake" });
  }

  /** Sets whether the Worker keeps the process alive. */
  reference(wanted: boolean): void {
    if (this.#referenced === wanted) return;
    this.#referenced = wanted;
    if (wanted) {
      this.#worker.ref();
      this.#port.ref();
    } else {
      this.#worker.unref();
      this.#port.unref();
    }
  }

  /** Ends the Worker, whatever it does. Resolves when it has exited. */
  terminate(reason?: ExitReason): Promise<void> {
    if (reason !== undefined) this.exitReason = reason;
    if (!this.isTerminating) {
      this.isTerminating = true;
      // The program may wait for the exit.
      this.reference(true);
      this.#slots.terminate();
      this.notify();
      this.#worker.terminate();
    }
    return this.#exited;
  }

  #setReason(message: string): void {
    if (this.exitReason.message === "") {
      this.exitReason = { message, cause: null };
    }
  }

  #exit(code: number): void {
    this.isGone = true;
    this.#receiveRemaining();
    this.#setReason(`ended by itself, with exit code ${code}`);
    this.#owner.exited();
    this.#port.close();
  }

  /** Receives what the Worker had sent before it exited. */
  #receiveRemaining(): void {
    const { receiveMessageOnPort: receive } = nodeWorkerThreads();
    const port = this.#port as unknown as Parameters<
      typeof receive
    >[0];
    for (;;) {
      const received = receive(port);
      if (received === undefined) return;
      this.#owner.receive(received.message);
    }
  }
}

/*
 * Every Worker is started from one `data:` URL, which needs no permission, wherever this package was imported from.
 */

let url: URL | null = null;
let loading: Promise<URL> | null = null;

/** The URL, or null if the program has not been loaded yet. */
export function workerUrl(): URL | null {
  return url;
}

/** Loads the program of the Workers: a program that starts none does not load it. */
export function loadWorkerUrl(): Promise<URL> {
  return loading ??= import("./worker_program.ts").then((program) =>
    url = makeUrl(program.SOURCE, program.SOURCE_MAP)
  );
}

/** Stack traces and debuggers show the modules that were bundled: the map says where they are. */
function makeUrl(source: string, map: object): URL {
  const located = {
    ...map,
    sourceRoot: sources(),
  };
  // ASCII: a URL, the paths of this project, and the names in it. Deno wants a map in base64.
  const encoded = btoa(JSON.stringify(located));
  const code = `${source}
//# sourceMappingURL=data:application/json;base64,${encoded}
`;
  return new URL(`data:application/javascript,${encodeURIComponent(code)}`);
}
