/**
 * A process for one version of a program.
 *
 * @module
 */

import { type ChildProcess, spawn } from "node:child_process";
import { moduleUrl } from "../place.ts";
import type { FromProgram, Kind, Legacy, ToProgram } from "./messages.ts";

/** How to run a program. */
export interface Command {
  /** Its main module, as Deno takes it. */
  readonly main: string;
  /** Deno's flags. */
  readonly flags: readonly string[];
  /** The program's arguments. */
  readonly args: readonly string[];
}

/** How a process ended. */
export interface Exit {
  /** The exit code; 128 and more if a signal ended it. */
  readonly code: number;
}

/** How long a version has to end in good order, in milliseconds. */
const PATIENCE = 2000;

/** A process that waits for its version, or runs it. */
export class Version {
  /** Which modules it has loaded ahead. */
  readonly kind: Kind;
  readonly #child: ChildProcess;
  readonly #ready = Promise.withResolvers<void>();
  readonly #shown = Promise.withResolvers<void>();
  readonly #exited = Promise.withResolvers<Exit>();
  #legacy: PromiseWithResolvers<Legacy> | undefined;
  #hasWindow = false;
  #isGone = false;

  /**
   * Starts the process. Its program waits for {@linkcode Version.start}.
   *
   * @param command The program.
   * @param kind What to load ahead.
   * @param onKind Gets what the program turns out to need.
   */
  constructor(command: Command, kind: Kind, onKind: (kind: Kind) => void) {
    this.kind = kind;
    const preload = moduleUrl(`src/dev/programs/${kind}.ts`).href;
    const { main, flags, args } = command;
    this.#child = spawn(
      Deno.execPath(),
      ["run", `--preload=${preload}`, ...flags, main, ...args],
      {
        stdio: ["inherit", "inherit", "inherit", "ipc"],
        serialization: "advanced",
      },
    );
    this.#child.on("message", (message) => {
      this.#receive(message as FromProgram, onKind);
    });
    this.#child.on("exit", (code, signal) => {
      this.#isGone = true;
      this.#exited.resolve({ code: code ?? (signal === null ? 1 : 128) });
      this.#legacy?.reject(new Error("The program has ended"));
    });
    this.#legacy?.promise.catch(() => {});
  }

  /** Resolves when its window has been drawn for the first time. */
  get shown(): Promise<void> {
    return this.#shown.promise;
  }

  /** Resolves when the process has ended. */
  get exited(): Promise<Exit> {
    return this.#exited.promise;
  }

  /** Whether it has shown a window. */
  get hasWindow(): boolean {
    return this.#hasWindow;
  }

  /** Whether the process has ended. */
  get isGone(): boolean {
    return this.#isGone;
  }

  /** Lets the program start, as soon as its process is ready. */
  async start(legacy: Legacy): Promise<void> {
    await Promise.race([this.#ready.promise, this.exited]);
    this.#send({ type: "start", legacy });
  }

  /** Asks for what the next version gets; undefined if it does not say. */
  async leave(): Promise<Legacy | undefined> {
    if (this.isGone) return undefined;
    const legacy = this.#legacy = Promise.withResolvers<Legacy>();
    const timer = setTimeout(
      () => legacy.reject(new Error("The program does not answer")),
      PATIENCE,
    );
    this.#send({ type: "leave" });
    try {
      return await legacy.promise;
    } catch {
      return undefined;
    } finally {
      clearTimeout(timer);
    }
  }

  /** Shows a notice in its windows. */
  notify(text: string): void {
    this.#send({ type: "notice", text });
  }

  /** Ends it: in good order, or by force when its time is up. */
  async end(): Promise<void> {
    if (this.isGone) return;
    this.#send({ type: "end" });
    const timer = setTimeout(() => this.kill(), PATIENCE);
    await this.exited;
    clearTimeout(timer);
  }

  /** Ends it at once. */
  kill(): void {
    this.#child.kill("SIGKILL");
  }

  #send(message: ToProgram): void {
    if (this.#child.connected) this.#child.send(message, () => {});
  }

  #receive(message: FromProgram, onKind: (kind: Kind) => void): void {
    switch (message.type) {
      case "ready":
        this.#ready.resolve();
        break;
      case "kind":
        onKind(message.kind);
        break;
      case "shown":
        this.#hasWindow = true;
        this.#shown.resolve();
        break;
      case "legacy":
        this.#legacy?.resolve(message.legacy);
    }
  }
}
