/**
 * What a test expects beside its assertions: no warnings of Qt but those that it allows, and the signals that it awaits.
 *
 * @module
 */

import type { QtMessage } from "../qt/app/messages.ts";
import type { Text } from "./query.ts";

/** What a context knows of its test. */
export interface TestFacts {
  readonly name: string;
  /** The URL of the test's file, if it is known. */
  readonly origin: string | undefined;
  readonly timeout: number;
  readonly expectations: Expectations;
}

/** What is no fault of a program's: a machine without a session. */
const ENVIRONMENT: readonly Text[] = [/^QStandardPaths: /];

/** The expectations of one test. */
export class Expectations {
  /** Qt's messages since the test has begun. */
  readonly messages: QtMessage[] = [];
  readonly #allowed: Text[] = [...ENVIRONMENT];
  readonly #signals = new Map<Promise<unknown>, string>();

  /** Allows messages that would fail the test. */
  allow(texts: readonly Text[]): void {
    this.#allowed.push(...texts);
  }

  /** Expects that a promise for a signal settles before the test ends. */
  expect(emission: Promise<unknown>, signal: string): void {
    this.#signals.set(emission, signal);
    const done = () => void this.#signals.delete(emission);
    // It may reject while the test awaits something else.
    emission.then(done, done);
  }

  /** What is to be said at the end of the test. */
  failures(): Error[] {
    return [
      ...this.messages.filter((message) => this.#isUnexpected(message)).map(
        ({ level, category, text, object }) =>
          new Error(
            `Qt has a message (${level}, ${category}): ${text}${
              object === null ? "" : ` [${object}]`
            }`,
          ),
      ),
      ...[...this.#signals.values()].map((signal) =>
        new Error(
          `The test ended before ${signal} was emitted: await the promise that expectSignal() returns`,
        )
      ),
    ];
  }

  #isUnexpected({ level, text }: QtMessage): boolean {
    return (level === "warning" || level === "critical") &&
      !this.#allowed.some((allowed) =>
        typeof allowed === "string"
          ? text.includes(allowed)
          : allowed.test(text)
      );
  }
}
