/**
 * Errors of reading from a stream.
 *
 * @module
 */

/**
 * A stream ended before all that was asked for had come, as
 * [asyncio.IncompleteReadError](https://docs.python.org/3.13/library/asyncio-exceptions.html#asyncio.IncompleteReadError).
 *
 * @example
 * ```ts
 * import { assert, assertEquals } from "@std/assert";
 * import { IncompleteReadError, StreamReader } from "../../../../net.ts";
 * import { run } from "../../mod.ts";
 *
 * await run(async () => {
 *   const reader = new StreamReader();
 *   reader.feedData(new Uint8Array([1, 2]));
 *   reader.feedEof();
 *   try {
 *     await reader.readexactly(3);
 *   } catch (error) {
 *     assert(error instanceof IncompleteReadError);
 *     assertEquals([error.partial.length, error.expected], [2, 3]);
 *   }
 * });
 * ```
 */
export class IncompleteReadError extends Deno.errors.UnexpectedEof {
  /** Always `"IncompleteReadError"`. */
  override readonly name: string = "IncompleteReadError";
  /** What had come. It is not in the stream any more. */
  readonly partial: Uint8Array<ArrayBuffer>;
  /** How many bytes were expected; `null` if that is not known. */
  readonly expected: number | null;

  /** Makes the error. */
  constructor(partial: Uint8Array<ArrayBuffer>, expected: number | null) {
    super(
      `${partial.length} bytes read on a total of ${
        expected ?? "undefined"
      } expected bytes`,
    );
    this.partial = partial;
    this.expected = expected;
  }
}

/**
 * A separator was not found within the limit of a stream, as
 * [asyncio.LimitOverrunError](https://docs.python.org/3.13/library/asyncio-exceptions.html#asyncio.LimitOverrunError).
 * Everything is still in the stream.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { LimitOverrunError } from "../../../../net.ts";
 *
 * const error = new LimitOverrunError("too long", 70_000);
 * assertEquals(error.consumed, 70_000);
 * ```
 */
export class LimitOverrunError extends RangeError {
  /** Always `"LimitOverrunError"`. */
  override readonly name: string = "LimitOverrunError";
  /** How many bytes can be read without the separator. */
  readonly consumed: number;

  /** Makes the error. */
  constructor(message: string, consumed: number) {
    super(message);
    this.consumed = consumed;
  }
}
