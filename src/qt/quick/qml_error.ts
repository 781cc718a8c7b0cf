/**
 * Errors in QML documents.
 *
 * @module
 */

import { QtError } from "../calls/errors.ts";

/** One thing that is wrong in a QML document, and where. */
export interface QmlProblem {
  /** The document. */
  readonly url: string;
  /** The line, from 1; -1 if it is about the whole document. */
  readonly line: number;
  /** The column, from 1; -1 if it is about the whole line. */
  readonly column: number;
  /** What is wrong. */
  readonly message: string;
}

/**
 * A QML document cannot be loaded, or something went wrong in it while it ran. The message has what is wrong, a line for
 * each problem, with the document's URL, line and column.
 */
export class QmlError extends QtError {
  /** The name of this class. */
  override readonly name = "QmlError";
  /** What is wrong, in the order in which Qt says it. */
  readonly errors: readonly QmlProblem[];

  /**
   * Sums it up.
   *
   * @param errors What is wrong.
   * @param options The cause, if it is known.
   */
  constructor(errors: readonly QmlProblem[], options?: ErrorOptions) {
    super(errors.map(describe).join("\n"), options);
    this.errors = errors;
  }
}

/** @internal From `errorsOf()` of `cpp_shim/quick/qml_engine.h`. */
export function toProblems(errors: unknown): QmlProblem[] {
  type Row = [url: string, line: number, column: number, message: string];
  return (errors as Row[]).map(([url, line, column, message]) => ({
    url,
    line,
    column,
    message: message.trim(),
  }));
}

function describe({ url, line, column, message }: QmlProblem): string {
  const place = [url, ...[line, column].filter((n) => n > 0)].join(":");
  return place === "" ? message : `${place}: ${message}`;
}
