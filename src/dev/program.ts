/**
 * The runner's part in a program's process. It is there before the program's main module is loaded (`deno run --preload`),
 * and holds that back until the runner starts this version: whatever takes time and is not the program's own is done
 * before then.
 *
 * @module
 */

import process from "node:process";
import type { QCoreApplication } from "../qt/app/application.ts";
import { HOST, isHolder } from "../qt/app/development.ts";
import type { DevelopmentHost } from "../qt/app/development.ts";
import type { FromProgram, Kind, Legacy, ToProgram } from "./messages.ts";
import { showNotice } from "./notice.ts";
import { Placement, placesOf } from "./windows.ts";

/**
 * What the main module waits for.
 *
 * @param libraries Open the libraries that the program needs: Qt's are loaded then, and stay.
 */
export async function waitForStart(
  libraries: readonly (() => { close(): void })[],
): Promise<void> {
  if (process.send === undefined) {
    throw new Error("Cannot run this module: only dev.ts starts it");
  }
  try {
    for (const open of libraries) open().close();
  } catch {
    // The program says what is wrong.
  }
  const program = new DevelopedProgram();
  await program.started;
}

function send(message: FromProgram): void {
  process.send!(message);
}

class DevelopedProgram {
  restored: Map<string, unknown> = new Map();
  readonly kept: Map<string, unknown> = new Map();
  readonly started: Promise<void>;
  #application: QCoreApplication | undefined;
  #placement = new Placement([]);
  #shown = false;

  constructor() {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.started = promise;
    process.on("message", (message) => {
      this.#receive(message as ToProgram, resolve);
    });
    // Without the runner, nothing would end it.
    process.on("disconnect", () => Deno.exit());
    send({ type: "ready" });
  }

  #receive(message: ToProgram, start: () => void): void {
    switch (message.type) {
      case "start": {
        const { kept, windows } = message.legacy;
        this.restored = kept;
        this.#placement = new Placement(windows);
        Object.defineProperty(globalThis, HOST, { value: this.#host() });
        // From now on, the program alone decides when it ends.
        (process as unknown as { channel: { unref(): void } }).channel.unref();
        start();
        break;
      }
      case "leave":
        send({ type: "legacy", legacy: this.#legacy() });
        break;
      case "notice":
        if (this.#application !== undefined) {
          showNotice(this.#application, message.text);
        }
        break;
      case "end":
        this.#end();
    }
  }

  #host(): DevelopmentHost {
    const { restored, kept } = this;
    return {
      restored,
      kept,
      started: (application) => this.#follow(application as QCoreApplication),
    };
  }

  #follow(application: QCoreApplication): void {
    this.#application = application;
    send({ type: "kind", kind: kindOf(application) });
    // The filters of the application see the events of all objects.
    application.onEvent("Show", () => this.#placement.place(application));
    application.onEvent("Expose", () => {
      if (this.#shown) return;
      this.#shown = true;
      // It is drawn in this event.
      setTimeout(() => send({ type: "shown" }), 0);
    });
  }

  #legacy(): Legacy {
    const kept = new Map<string, unknown>();
    const refused = new Map<string, string>();
    for (const [name, value] of this.kept) {
      try {
        kept.set(name, structuredClone(isHolder(value) ? value.value : value));
      } catch (error) {
        refused.set(name, error instanceof Error ? error.message : `${error}`);
      }
    }
    const application = this.#application;
    const alive = application !== undefined && !application.isDestroyed;
    return { kept, refused, windows: alive ? placesOf(application) : [] };
  }

  #end(): void {
    const application = this.#application;
    if (application === undefined || application.isDestroyed) Deno.exit();
    // As closing the last window would, but that no window is asked: tasks are cancelled, and their finally blocks run.
    application.exit(0);
  }
}

function kindOf(application: QCoreApplication): Kind {
  for (
    let type = application.constructor;
    type !== null && type.name !== "";
    type = Object.getPrototypeOf(type)
  ) {
    if (type.name === "QApplication") return "widgets";
    if (type.name === "QGuiApplication") return "quick";
  }
  return "core";
}
