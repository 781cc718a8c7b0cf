/** The asynchronous generators that a loop is to finish when it shuts down. */

import type { LoopOwner } from "./internals.ts";

type AnyAsyncGenerator = AsyncGenerator<unknown, unknown, unknown>;

/** A set of generators, finished once. */
export class AsyncGenerators {
  readonly #generators = new Set<AnyAsyncGenerator>();
  #shutDown = false;

  add(generator: AnyAsyncGenerator): void {
    if (this.#shutDown) {
      console.warn(
        "An asynchronous generator was noted after shutdownAsyncgens()",
      );
    }
    this.#generators.add(generator);
  }

  /** Lets their `finally` blocks run, and reports what those throw. */
  async shutdown(loop: LoopOwner): Promise<void> {
    this.#shutDown = true;
    const generators = [...this.#generators];
    this.#generators.clear();
    const ends = await Promise.allSettled(
      generators.map((generator) => generator.return(undefined)),
    );
    ends.forEach((end, index) => {
      if (end.status === "fulfilled") return;
      loop.callExceptionHandler({
        message:
          "an error occurred during closing of an asynchronous generator",
        exception: end.reason,
        asyncGenerator: generators[index]!,
      });
    });
  }
}
