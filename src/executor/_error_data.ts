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
 * Makes the function that takes an error apart.
 *
 * Its source travels to the Workers: it may use nothing from around it.
 */
export function makeErrorToData(): (error: unknown) => ErrorData {
  const MAX_DEPTH = 8;

  function cloneable(value: unknown): boolean {
    try {
      structuredClone(value);
      return true;
    } catch {
      return false;
    }
  }

  function classNames(error: Error): string[] {
    const names: string[] = [];
    let prototype = Object.getPrototypeOf(error);
    while (prototype !== null && prototype !== Object.prototype) {
      names.push(String(prototype.constructor?.name));
      prototype = Object.getPrototypeOf(prototype);
    }
    return names;
  }

  function toData(error: unknown, depth: number): ErrorData {
    if (!(error instanceof Error)) {
      const value = cloneable(error) ? error : String(error);
      return {
        isError: false,
        name: "Error",
        message: String(error),
        stack: "",
        classes: [],
        fields: {},
        value,
      };
    }
    const fields: Record<string, unknown> = {};
    for (const [key, value] of Object.entries(error)) {
      if (key === "name" || key === "cause" || key === "errors") continue;
      if (cloneable(value)) fields[key] = value;
    }
    const data: ErrorData = {
      isError: true,
      name: String(error.name),
      message: String(error.message),
      stack: String(error.stack ?? ""),
      classes: classNames(error),
      fields,
    };
    if (depth === MAX_DEPTH) return data;
    if (error.cause !== undefined) data.cause = toData(error.cause, depth + 1);
    const { errors } = error as Partial<AggregateError>;
    if (Array.isArray(errors)) {
      data.errors = errors.map((one) => toData(one, depth + 1));
    }
    return data;
  }

  return (error) => toData(error, 0);
}
