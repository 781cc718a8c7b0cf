/**
 * Runs a program, and puts the next version in its place when its files are saved.
 *
 * Each version has a process of its own: nothing of the last one stays, and memory does not grow. While one runs, the
 * next process is ready already, with Deno, this library and Qt's libraries loaded, and waits for what is saved.
 *
 * @module
 */

import { basename } from "node:path";
import { changes } from "./changes.ts";
import { type Kind, NOTHING } from "./messages.ts";
import { type Command, Version } from "./version.ts";

/** How to develop a program. */
export interface DevelopOptions {
  /** Its main module: a path or a URL. */
  main: string;
  /**
   * Deno's flags for it.
   *
   * @default {["--allow-ffi"]}
   */
  flags?: readonly string[];
  /**
   * Its arguments.
   *
   * @default {[]}
   */
  args?: readonly string[];
  /**
   * The folder that is watched.
   *
   * @default {the current one}
   */
  watch?: string;
  /**
   * Whether the last version ends before the next one starts, for programs that need a port or a file alone.
   *
   * @default {false}
   */
  stopFirst?: boolean;
  /** Ends it. */
  signal?: AbortSignal;
}

/**
 * Runs a program until it ends, and starts it again when its files are saved: the new window comes where the old one was,
 * and the old one goes when the new one has been drawn. What the program keeps with `keep()`, the new version starts with.
 * A version that does not get as far as a window leaves the old one where it is.
 *
 * @param options The program.
 * @returns Its exit code.
 *
 * @example
 * ```ts ignore
 * import { develop } from "@qtasyncio/qtasyncio/dev";
 *
 * Deno.exit(await develop({ main: "main.ts" }));
 * ```
 */
export async function develop(options: DevelopOptions): Promise<number> {
  return await new Runner(options).run();
}

/** What ended a wait. */
type Event = "saved" | "settings" | "exited";

class Runner {
  readonly #options: DevelopOptions;
  readonly #command: Command;
  readonly #stop = new AbortController();
  #kind: Kind = "core";
  #current: Version;
  #next: Version | undefined;
  #failed = false;

  constructor(options: DevelopOptions) {
    this.#options = options;
    const { main, flags = ["--allow-ffi"], args = [] } = options;
    this.#command = { main, flags, args };
    options.signal?.addEventListener("abort", () => this.#stop.abort());
    this.#current = this.#prepare();
  }

  async run(): Promise<number> {
    const folder = await Deno.realPath(this.#options.watch ?? ".");
    const saves = changes(folder, this.#stop.signal);
    const stopped = new Promise<Event>((resolve) =>
      this.#stop.signal.addEventListener("abort", () => resolve("exited"))
    );
    let saved = nextSave(saves);
    try {
      await this.#current.start(NOTHING);
      for (;;) {
        this.#prepareNext();
        const event = await Promise.race([
          saved,
          stopped,
          this.#current.exited.then(() => "exited" as const),
        ]);
        if (this.#stop.signal.aborted) return 0;
        if (event === "exited") {
          const { code } = await this.#current.exited;
          if (code === 0) return 0;
          this.#say(
            `the program ended with the exit code ${code}; it starts again when a file is saved`,
          );
          if (await Promise.race([saved, stopped]) === "exited") return code;
        }
        saved = nextSave(saves);
        if (event === "settings") this.#discardNext();
        await this.#replace();
      }
    } finally {
      this.#stop.abort();
      this.#discardNext();
      await this.#current.end();
      await saved;
    }
  }

  #prepare(): Version {
    return new Version(this.#command, this.#kind, (kind) => {
      this.#kind = kind;
    });
  }

  /** Has the next process ready, unless there is one, as soon as it is known what the program needs. */
  #prepareNext(): void {
    const version = this.#current;
    const prepare = () => {
      if (this.#current !== version || this.#stop.signal.aborted) return;
      if (this.#next !== undefined && this.#next.kind !== this.#kind) {
        this.#discardNext();
      }
      this.#next ??= this.#prepare();
    };
    if (version.hasWindow || version.isGone) prepare();
    else void Promise.race([version.shown, version.exited]).then(prepare);
  }

  #discardNext(): void {
    this.#next?.kill();
    this.#next = undefined;
  }

  async #replace(): Promise<void> {
    const old = this.#current;
    const next = this.#next !== undefined && !this.#next.isGone
      ? this.#next
      : this.#prepare();
    this.#next = undefined;
    const legacy = await old.leave() ?? NOTHING;
    for (const [name, why] of legacy.refused) {
      this.#say(`cannot keep "${name}": ${why}`);
    }
    // Who has shown no window has nothing that could stay until the new version shows its own.
    if (this.#options.stopFirst || !old.hasWindow) await old.end();
    const start = performance.now();
    await next.start(legacy);
    if (old.isGone) {
      this.#current = next;
      return;
    }
    const outcome = await Promise.race([
      next.shown.then(() => "shown" as const),
      next.exited,
      old.exited.then(() => "alone" as const),
    ]);
    if (typeof outcome !== "string") {
      this.#failed = true;
      const name = basename(this.#command.main);
      this.#say(
        `${name} ended with the exit code ${outcome.code} before it showed a window; the version before stays`,
      );
      old.notify(`${name} failed: see the terminal`);
      return;
    }
    this.#current = next;
    this.#failed = false;
    this.#say(`reloaded in ${Math.round(performance.now() - start)} ms`);
    void old.end();
  }

  #say(text: string): void {
    console.error(`dev: ${text}`);
  }
}

async function nextSave(
  saves: AsyncGenerator<{ readonly settings: boolean }>,
): Promise<Event> {
  const { value, done } = await saves.next();
  if (done) return "exited";
  return value.settings ? "settings" : "saved";
}
