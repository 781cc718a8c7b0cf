/**
 * Qt's messages: what `qDebug()`, `qWarning()`, QML's `console` and Qt itself have to say.
 *
 * @module
 */

import { report } from "./errors.ts";

/** How serious a message is: the levels of `QtMsgType`, but for fatal errors, which end Qt. */
export type QtMessageLevel = "debug" | "info" | "warning" | "critical";

/** A message. */
export interface Message {
  readonly level: QtMessageLevel;
  readonly category: string;
  readonly text: string;
  readonly file: string | null;
  readonly line: number | null;
  readonly object: object | null;
}

/** As the shim sends it. */
type RawMessage = readonly [
  type: number,
  category: string,
  text: string,
  file: string,
  line: number,
  object: object | null,
];

/** What gets messages. */
export type MessageReceiver = (message: Message) => void;

/** By the numbers of `QtMsgType`. */
const LEVELS: Readonly<Record<number, QtMessageLevel>> = {
  0: "debug",
  1: "warning",
  2: "critical",
  4: "info",
};

const CONSOLE = {
  debug: "debug",
  info: "info",
  warning: "warn",
  critical: "error",
} as const;

/** The latest gets the messages of all applications of this thread. */
const receivers: MessageReceiver[] = [writeToConsole];

/** Has a function get the messages until what it returns is disposed of. */
export function receiveMessages(receiver: MessageReceiver): Disposable {
  // The same function may be there twice.
  const own: MessageReceiver = (message) => receiver(message);
  receivers.push(own);
  return {
    [Symbol.dispose](): void {
      const index = receivers.indexOf(own);
      if (index >= 0) receivers.splice(index, 1);
    },
  };
}

/** Writes a message as Qt would, to the method of `console` for its level. */
function writeToConsole({ level, category, text, object }: Message): void {
  const prefix = category === "default" ? "" : `${category}: `;
  const suffix = object === null || text.includes("(0x") ? "" : ` [${object}]`;
  console[CONSOLE[level]](`${prefix}${text}${suffix}`);
}

/** A receiver that causes a message each time is not served for ever. */
const ROUNDS = 100;

/** The messages of an application that have been taken from the shim and not been delivered. */
export class Messages {
  readonly #waiting: Message[] = [];
  #delivering = false;

  /** Adds what `qta_take_news()` has returned. */
  add(messages: readonly RawMessage[]): void {
    for (const [type, category, text, file, line, object] of messages) {
      this.#waiting.push({
        level: LEVELS[type] ?? "critical",
        category,
        text,
        file: file === "" ? null : file,
        line: line > 0 ? line : null,
        object,
      });
    }
  }

  /**
   * Delivers them, and those that receivers cause.
   *
   * @param cause The object whose member has been called meanwhile.
   * @throws What a receiver throws first; the others get theirs nevertheless.
   */
  deliver(cause: object | null = null): void {
    if (this.#delivering || this.#waiting.length === 0) return;
    this.#delivering = true;
    let failure: { error: unknown } | undefined;
    try {
      for (let round = 0; round < ROUNDS; round++) {
        for (const message of this.#waiting.splice(0)) {
          try {
            const object = message.object ?? cause;
            receivers.at(-1)!({ ...message, object });
          } catch (error) {
            failure ??= { error };
          }
        }
        if (this.#waiting.length === 0) break;
      }
    } finally {
      this.#delivering = false;
    }
    if (failure !== undefined) throw failure.error;
  }

  /** As {@linkcode Messages.deliver}, where there is no caller to throw to. */
  deliverAndReport(): void {
    try {
      this.deliver();
    } catch (error) {
      report("Exception in a handler of Qt's messages", error);
    }
  }
}
