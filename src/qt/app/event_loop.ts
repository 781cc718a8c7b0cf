/**
 * The event loop on Qt.
 *
 * @module
 */

import {
  type Awaitable,
  BaseEventLoop,
  type DescriptorWatch,
  type LoopDriver,
  setLoopFactory,
} from "../../asyncio/mod.ts";
import { QCoreApplication } from "./application.ts";
import type { Bridge } from "../calls/bridge.ts";
import { Watch } from "../../../ffi/abi.ts";
import { ApplicationError } from "../calls/errors.ts";
import { stateOf } from "../objects/qobject.ts";
import { disposeAtUnload, hold, setLoopMaker } from "./lifetime.ts";

/** @internal Carries a loop on the pump, with Qt's own event loop running beside it. */
export class QtDriver implements LoopDriver {
  /** Called when exec() has returned, or failed, while the loop ran. */
  onExit: (error?: unknown) => void = () => {};
  /** Whether Qt's event loop runs while the asyncio loop does. */
  withExec = true;

  readonly #bridge: Bridge;
  #running = false;
  #watching = false;

  constructor(application: QCoreApplication) {
    this.#bridge = stateOf(application).bridge;
  }

  now(): number {
    return performance.now();
  }

  start(turn: () => void): void {
    if (this.withExec) this.#watch();
    this.#bridge.pump.startLoop(turn);
    this.#running = true;
  }

  schedule(when: number): void {
    this.#bridge.pump.scheduleLoop(when);
  }

  stop(): Promise<void> {
    this.#running = false;
    return this.#bridge.pump.stopLoop();
  }

  watchDescriptor(
    descriptor: number,
    direction: "read" | "write",
    ready: () => void,
  ): DescriptorWatch {
    const type = direction === "read" ? 0 : 1;
    const set = (state: 0 | 1 | 2): void =>
      this.#bridge.watchDescriptor(descriptor, type, state, ready);
    set(Watch.Enabled);
    return {
      setEnabled: (on) => set(on ? Watch.Enabled : Watch.Disabled),
      remove: () => set(Watch.Removed),
    };
  }

  #watch(): void {
    disposeAtUnload();
    const exit = this.#bridge.exec();
    if (this.#watching) return;
    this.#watching = true;
    const ended = (error?: unknown) => {
      this.#watching = false;
      if (this.#running) this.onExit(error);
    };
    exit.then(() => ended(), ended);
  }
}

/**
 * asyncio's event loop, carried by Qt's, as
 * [QAsyncioEventLoop](https://doc.qt.io/qtforpython-6/PySide6/QtAsyncio/index.html).
 *
 * While it runs, so does Qt's event loop (`exec()`); while it does not, Qt is suspended, unless
 * {@linkcode QCoreApplication.exec} is awaited elsewhere. When the application quits, the loop stops.
 *
 * @example
 * ```ts
 * import { EventLoop, QCoreApplication, sleep } from "@qtasyncio/qtasyncio";
 * import { assertEquals } from "@std/assert";
 *
 * await using app = new QCoreApplication();
 * const loop = new EventLoop();
 * assertEquals(await loop.runUntilComplete(sleep(1, "done")), "done");
 * loop.close();
 * ```
 */
export class EventLoop extends BaseEventLoop {
  /** The application that carries the loop. */
  readonly application: QCoreApplication;

  /**
   * Makes a loop that does not run yet.
   *
   * @param application The application that carries the loop.
   * @throws {ApplicationError} If there is none.
   */
  constructor(
    application: QCoreApplication | null = QCoreApplication.instance(),
  ) {
    if (application === null) {
      throw new ApplicationError(
        "Cannot create an EventLoop: there is no application in this thread; create a QCoreApplication or a QApplication first",
      );
    }
    const driver = new QtDriver(application);
    super(driver);
    this.application = application;
    driver.onExit = () => this.stop();
    drivers.set(this, driver);
  }

  /**
   * Runs the loop until {@linkcode EventLoop.stop} is called, or the application quits.
   *
   * @throws {RuntimeError} If this or another loop runs on this thread, or the loop is closed.
   * @throws {FatalError} That a callback or task threw.
   */
  override runForever(): Promise<void> {
    return this.#held(super.runForever());
  }

  /**
   * Runs the loop until a future is done or a coroutine has ended.
   *
   * @returns Its result.
   * @throws {RuntimeError} As `runForever()`, and if the loop was stopped, or the application quit, before the end.
   * @throws {TypeError} If it is not something that can be waited for.
   * @throws What it throws.
   */
  override runUntilComplete<T>(awaitable: Awaitable<T>): Promise<T> {
    return this.#held(super.runUntilComplete(awaitable));
  }

  /** Has the end of the application wait for the loop. */
  #held<T>(run: Promise<T>): Promise<T> {
    return hold(stateOf(this.application).bridge, () => this.stop(), run);
  }
}

const drivers = new WeakMap<EventLoop, QtDriver>();

/** @internal The driver of a loop. */
export function driverOf(loop: EventLoop): QtDriver {
  return drivers.get(loop)!;
}

/** Without an application, a new loop is one without Qt, as it is without this module. */
const withoutQt = setLoopFactory(() =>
  QCoreApplication.instance() === null ? withoutQt!() : new EventLoop()
);
setLoopMaker(() => new EventLoop());
