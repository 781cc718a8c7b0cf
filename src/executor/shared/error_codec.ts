/**
 * Errors on their way between threads: structured clone keeps neither their
 * extra fields nor, for classes of one's own, their names.
 *
 * @module
 */

/** What of an error travels. */
export interface ErrorData {
  /** Whether it is an `Error`; if not, `value` is what was thrown. */
  isError: boolean;
  name: string;
  message: string;
  stack: string;
  /** The names of the classes it is of, its own first. */
  classes: string[];
  /** Its own enumerable fields, as far as they can be cloned. */
  fields: Record<string, unknown>;
  /** The value that was thrown, or the `reason` of a cancellation. */
  value?: unknown;
  cause?: ErrorData;
  errors?: ErrorData[];
}

/**
 * Makes the function that takes an error apart. It returns data that can be
 * sent, whatever was thrown.
 *
 * Its source travels to the Workers: it may use nothing from around it.
 */
export function makeErrorToData(): (error: unknown) => ErrorData {
  const MAX_DEPTH = 8;

  /** Reads what may have a getter, or the trap of a proxy, that throws. */
  function attempt<T>(read: () => T, otherwise: T): T {
    try {
      return read();
    } catch {
      return otherwise;
    }
  }

  function text(read: () => unknown, otherwise: string): string {
    return attempt(() => String(read() ?? ""), otherwise);
  }

  function classNames(error: Error): string[] {
    const names: string[] = [];
    let prototype = Object.getPrototypeOf(error);
    while (prototype !== null && prototype !== Object.prototype) {
      const { constructor } = prototype;
      names.push(text(() => constructor.name, ""));
      prototype = Object.getPrototypeOf(prototype);
    }
    return names;
  }

  /** A copy of the fields that can be cloned: what is sent has no getters. */
  function fieldsOf(error: Error): Record<string, unknown> {
    const fields: Record<string, unknown> = {};
    for (const key of Object.keys(error)) {
      if (key === "name" || key === "cause" || key === "errors") continue;
      attempt(() => {
        fields[key] = structuredClone(error[key as keyof Error]);
      }, undefined);
    }
    return fields;
  }

  function notAnError(thrown: unknown): ErrorData {
    const message = text(() => thrown, `${typeof thrown} without a text`);
    return {
      isError: false,
      name: "Error",
      message,
      stack: "",
      classes: [],
      fields: {},
      value: attempt<unknown>(() => structuredClone(thrown), message),
    };
  }

  function toData(error: unknown, path: unknown[]): ErrorData {
    if (!attempt(() => error instanceof Error, false)) return notAnError(error);
    const thrown = error as Partial<AggregateError> & Error;
    const data: ErrorData = {
      isError: true,
      name: text(() => thrown.name, "Error"),
      message: text(() => thrown.message, ""),
      stack: text(() => thrown.stack, ""),
      classes: attempt(() => classNames(thrown), []),
      fields: attempt(() => fieldsOf(thrown), {}),
    };
    // An error may be its own cause.
    if (path.length === MAX_DEPTH || path.includes(error)) return data;
    path = [...path, error];
    const cause = attempt(() => thrown.cause, undefined);
    if (cause !== undefined) data.cause = toData(cause, path);
    const errors = attempt(
      () => Array.isArray(thrown.errors) ? [...thrown.errors] : undefined,
      undefined,
    );
    if (errors !== undefined) {
      data.errors = errors.map((one) => toData(one, path));
    }
    return data;
  }

  return (error) => toData(error, []);
}
