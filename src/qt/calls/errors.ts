/**
 * What can go wrong between TypeScript and Qt. A wrong type or an unknown name is a plain `TypeError`.
 *
 * @module
 */

/** The base of all errors of the bridge to Qt. */
export class QtError extends Error {
  /** The name of this class. */
  override readonly name: string = "QtError";
}

/** The object has been destroyed, by Qt or by `deleteLater()`; only its wrapper is left. */
export class DestroyedObjectError extends QtError {
  /** The name of this class. */
  override readonly name = "DestroyedObjectError";
}

/**
 * A synchronous call opened an event loop of its own (a dialog's `exec()`, for instance), which cannot end while
 * JavaScript waits for it. The call goes on, and its result is lost: use the asynchronous form that the message names.
 */
export class NestedLoopError extends QtError {
  /** The name of this class. */
  override readonly name = "NestedLoopError";
}

/**
 * The application does not allow what was asked for: there is none (any more), there is one already, it belongs to
 * another thread, or Qt has given it up.
 */
export class ApplicationError extends QtError {
  /** The name of this class. */
  override readonly name = "ApplicationError";
}
