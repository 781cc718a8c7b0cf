/**
 * What a test creates and leaves.
 *
 * @module
 */

import { QCoreApplication } from "../qt/app/application.ts";
import { observeCreation } from "../qt/objects/creation.ts";
import type { QObject } from "../qt/objects/qobject.ts";
import { currentBridge } from "../qt/calls/bridge.ts";

/** Where this library's modules are. */
const SOURCES = new URL("../", import.meta.url).href;

/** Which test has made the application that there is, or was running when it was made. */
const makers = new WeakMap<QCoreApplication, string>();

/** The line of the program that is at work, as a stack trace has it. */
function programLine(): string {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 30;
  const { stack = "" } = new Error();
  Error.stackTraceLimit = stackTraceLimit;
  const line = stack.split("\n").slice(1).find((frame) =>
    frame.includes("://") && !frame.includes(SOURCES)
  );
  return line?.trim() ?? "at an unknown place";
}

/** Notes what is created, and where, until it is disposed of. */
export class CreationLog implements Disposable {
  readonly #places = new Map<QObject, string>();
  readonly #test: string;

  /** @param test The name of the test. */
  constructor(test: string) {
    this.#test = test;
    observeCreation((object) =>
      void this.#places.set(object as QObject, programLine())
    );
  }

  /** Notes where the application was made, if that is not noted yet. */
  noteApplication(): void {
    const application = QCoreApplication.instance();
    if (application === null || makers.has(application)) return;
    makers.set(application, this.#test);
  }

  /** The objects that have neither been destroyed nor given to another one. */
  left(): string[] {
    const left: string[] = [];
    for (const [object, place] of this.#places) {
      if (object.isDestroyed || object.parent() !== null) continue;
      left.push(`${object} (created ${place})`);
    }
    return left;
  }

  /** Destroys them. */
  destroy(): void {
    for (const object of this.#places.keys()) {
      if (!object.isDestroyed && object.parent() === null) object.deleteLater();
    }
  }

  /** Stops noting. */
  [Symbol.dispose](): void {
    observeCreation(null);
  }
}

/** @throws {Error} If there is an application, which a test before this one has left. */
export function refuseApplication(): void {
  if (currentBridge() === undefined) return;
  const application = QCoreApplication.instance();
  const maker = application && makers.get(application);
  const left = maker ? `: the test "${maker}" has left it` : "";
  throw new Error(
    `An application exists already${left}. Create it with \`await using\`, or pass it: qtTest({ application }, …)`,
  );
}
