/**
 * The application.
 *
 * @module
 */

import { type CoreLibrary, openCore } from "../../../ffi/core.ts";
import { describeValue } from "../../asyncio/core/_util.ts";
import { known } from "../../asyncio/core/future.ts";
import { shutdownLoop } from "../../asyncio/run/shutdown.ts";
import { isArray } from "../calls/wire_values.ts";
import { Bridge, currentBridge, setCurrentBridge } from "../calls/bridge.ts";
import type {
  QCoreApplicationMembers,
  QCoreApplicationStatics,
} from "../generated/core/classes.js";
import { ApplicationError } from "../calls/errors.ts";
import {
  newWrapperFactory,
  registerClass,
  type WrapToken,
  wrapToken,
} from "../objects/class_registry.ts";
import { recordCreation } from "../objects/creation.ts";
import { QObject, stateOf } from "../objects/qobject.ts";
import type { Signal } from "../signals/signal.ts";
import { developmentHost } from "./development.ts";
import {
  disposeAtUnload,
  endHolders,
  noteUnservedWindow,
  takeUpcomingLoop,
} from "./lifetime.ts";

/** @internal What a kind of application needs beyond the core library. */
export interface ApplicationKind {
  /** Its own library; it stays open as long as the application lives. */
  readonly libraries: readonly { close(): void }[];
  /** Registers what the library has to offer. */
  prepare(): void;
  /** Makes the application's object; returns a status. */
  make(): number;
}

/** @internal Where a class of applications says of which kind it is. */
export const KIND: unique symbol = Symbol("qtasyncio.kind");

/** @internal Tells whether an application is being disposed of. */
export const DISPOSING: unique symbol = Symbol("qtasyncio.disposing");

let instance: QCoreApplication | null = null;

/** `QObject`, with the static members of Qt's class: what {@linkcode QCoreApplication} extends. */
export const QCoreApplicationBase: typeof QObject & QCoreApplicationStatics =
  QObject as typeof QObject & QCoreApplicationStatics;

/**
 * The application of a program without windows, as
 * [QCoreApplication](https://doc.qt.io/qt-6/qcoreapplication.html). `QApplication` of `widgets.ts` is the one for
 * programs with windows.
 *
 * There is one for each process, and it belongs to the thread that made it. The code that creates it disposes of it
 * (`await using`): that ends Qt's loops, destroys every object that is left, and lets another one be created.
 *
 * @example
 * ```ts
 * import { QCoreApplication } from "@qtasyncio/qtasyncio";
 * import { assertEquals } from "@std/assert";
 *
 * await using app = new QCoreApplication();
 * setTimeout(() => app.exit(3), 10);
 * assertEquals(await app.exec(), 3);
 * ```
 */
export class QCoreApplication extends QCoreApplicationBase {
  /** @internal */
  static readonly [KIND]: (core: CoreLibrary) => ApplicationKind = (core) => ({
    libraries: [],
    prepare: () => {},
    make: () => core.symbols.qta_application_create(),
  });

  /** Emitted once when the application is about to quit, as [aboutToQuit](https://doc.qt.io/qt-6/qcoreapplication.html#aboutToQuit). */
  declare readonly aboutToQuit: Signal<[]>;
  /** The application's name. By default that of the main module. */
  declare applicationName: string;
  /** The application's version. */
  declare applicationVersion: string;
  /** The name of the organization that made it. */
  declare organizationName: string;
  /** The Internet domain of that organization. */
  declare organizationDomain: string;

  #disposal: Promise<void> | undefined;

  /** @internal Whether it is being disposed of, or has been. */
  get [DISPOSING](): boolean {
    return this.#disposal !== undefined;
  }

  /**
   * Starts Qt.
   *
   * @param args The command line, without the program's name. Qt takes the options out that it knows
   * (`-platform offscreen`).
   * @throws {ApplicationError} If there is an application already, here or in another thread, or Qt cannot start.
   * @throws {ShimError} If the shim or Qt cannot be loaded.
   */
  constructor(args: readonly string[] = Deno.args) {
    super(start(new.target, args));
    const bridge = stateOf(this).bridge;
    setCurrentBridge(bridge);
    disposeAtUnload();
    instance = this;
    developmentHost()?.started(this);
    recordCreation(this);
  }

  /** The application of this thread, or null. */
  static instance(): QCoreApplication | null {
    return instance;
  }

  /** The version of Qt that the application runs on, such as `"6.4.2"`. */
  get qtVersion(): string {
    return stateOf(this).bridge.qtVersion;
  }

  /**
   * How the application learns that Qt has something to do: `"glib"` exactly, by sleeping on what Qt would sleep on;
   * `"poll"` by looking every 1 to 10 ms, where Qt does not use GLib's event dispatcher.
   */
  get driver(): "glib" | "poll" {
    return stateOf(this).bridge.driver;
  }

  /**
   * Runs Qt's event loop until {@linkcode QCoreApplication.exit} or {@linkcode QCoreApplication.quit} is called, or
   * the last window is closed, as [exec](https://doc.qt.io/qt-6/qcoreapplication.html#exec). JavaScript goes on
   * meanwhile. If it runs already, this waits for the same end.
   *
   * @returns The exit code.
   * @throws {ApplicationError} If the application has been disposed of.
   */
  exec(): Promise<number> {
    return known(this.#exec());
  }

  async #exec(): Promise<number> {
    const bridge = stateOf(this).bridge;
    disposeAtUnload();
    const exit = bridge.exec();
    bridge.pump.acquire();
    const loop = takeUpcomingLoop(bridge);
    const tasks = loop?.runForever();
    try {
      return await exit;
    } finally {
      if (loop !== null) {
        loop.stop();
        await tasks;
        await shutdownLoop(loop);
      }
      await bridge.pump.release();
    }
  }

  /**
   * Asks the application to quit, as [quit](https://doc.qt.io/qt-6/qcoreapplication.html#quit): with windows, each is
   * closed first and may refuse. Does nothing while Qt's event loop does not run.
   */
  quit(): void {
    this.invoke("quit");
    stateOf(this).bridge.calls.whenExecStarts(() => this.invoke("quit"));
  }

  /**
   * Ends Qt's event loops, nested ones too, as [exit](https://doc.qt.io/qt-6/qcoreapplication.html#exit).
   *
   * @param code What {@linkcode QCoreApplication.exec} returns; an integer of 32 bits.
   */
  exit(code: number = 0): void {
    this.invoke("exit", code);
    stateOf(this).bridge.calls.whenExecStarts(() => this.invoke("exit", code));
  }

  /**
   * Selects which of Qt's messages are reported, as
   * [QLoggingCategory::setFilterRules](https://doc.qt.io/qt-6/qloggingcategory.html#setFilterRules): a line for each rule,
   * the later ones count. They hold as long as the application lives. {@linkcode onQtMessage} says where messages go.
   *
   * @param rules Such as `"qt.widgets.*=false\nqml.debug=true"`; an empty string takes all of them back.
   *
   * @example
   * ```ts
   * import { QCoreApplication } from "@qtasyncio/qtasyncio";
   *
   * await using app = new QCoreApplication();
   * app.setLoggingRules("*.debug=false");
   * ```
   */
  setLoggingRules(rules: string): void {
    this.invoke("setLoggingRules", rules);
  }

  /** The command line, program name first, without the options that Qt took. */
  arguments(): string[] {
    return this.invoke("arguments") as string[];
  }

  /** It lives as long as the application: dispose of it with `await using`. */
  override deleteLater(): void {
    throw new ApplicationError(
      "Cannot delete the application: dispose of it with `await using` or `[Symbol.asyncDispose]()`",
    );
  }

  /**
   * Ends Qt's event loops, destroys what is left of Qt's objects and then the application. A second call waits for
   * the first.
   *
   * While {@linkcode run} runs on the application, this ends it first, as {@linkcode QCoreApplication.quit} does: all
   * tasks are cancelled, and a task that awaits this is cancelled there.
   */
  [Symbol.asyncDispose](): Promise<void> {
    if (this.#disposal === undefined) {
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#disposal = promise;
      // What ends Qt's loops may call a slot that disposes, too: it must find the promise.
      resolve(this.#dispose());
    }
    return known(this.#disposal);
  }

  async #dispose(): Promise<void> {
    const bridge = stateOf(this).bridge;
    noteUnservedWindow(bridge);
    await endHolders(bridge);
    const loop = takeUpcomingLoop(bridge);
    if (loop !== null) await shutdownLoop(loop);
    try {
      await bridge.calls.runOut(() => this.exit(0));
    } finally {
      bridge.close();
      if (instance === this) instance = null;
      if (currentBridge() === bridge) setCurrentBridge(undefined);
    }
  }
}

/** The members that Qt gives it; their types are generated. */
export interface QCoreApplication extends QCoreApplicationMembers {}

registerClass("QCoreApplication", QCoreApplication);

function start(
  type: { readonly [KIND]: (core: CoreLibrary) => ApplicationKind },
  args: readonly string[],
): WrapToken {
  if (currentBridge() !== undefined) {
    throw new ApplicationError(
      "Cannot create an application: one exists already, and a process has one at a time; dispose of it first",
    );
  }
  const isArgument = (arg: unknown) =>
    typeof arg === "string" && !arg.includes("\0");
  const wrong = typeof args === "object" && args !== null && isArray(args)
    ? args.findIndex((arg) => !isArgument(arg))
    : undefined;
  if (wrong !== -1) {
    throw new TypeError(
      `Cannot create an application: expected an array of strings without null characters as its arguments, got ${
        wrong === undefined
          ? describeValue(args)
          : `${describeValue(args[wrong])} at index ${wrong}`
      }`,
    );
  }
  const core = openCore();
  let kind: ApplicationKind;
  try {
    kind = type[KIND](core);
  } catch (error) {
    core.close();
    throw error;
  }
  const bridge = new Bridge(core, kind.libraries, newWrapperFactory);
  try {
    bridge.open();
    kind.prepare();
    const created = bridge.createApplication(kind.make, [
      programName(),
      ...args,
    ]);
    return wrapToken(bridge, created);
  } catch (error) {
    bridge.close();
    throw error;
  }
}

function programName(): string {
  // A Worker has none, whatever its type says.
  const main: string | undefined = Deno.mainModule;
  if (main === undefined) return "deno";
  const path = new URL(main).pathname;
  return decodeURIComponent(path.slice(path.lastIndexOf("/") + 1))
    .replace(/\.[cm]?[jt]sx?$/, "") || "deno";
}
