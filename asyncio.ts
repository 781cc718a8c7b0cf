/**
 * asyncio for Deno: event loop, tasks, cancellation, synchronization. It needs neither Qt nor any permission.
 *
 * `run()` and `Runner` run a program on a loop of their own. Connections, servers and subprocesses are in
 * `@qtasyncio/qtasyncio/net`, an executor on Workers is in `@qtasyncio/qtasyncio/executor`. All times are milliseconds.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { gather, run, sleep } from "@qtasyncio/qtasyncio/asyncio";
 *
 * const words = await run(async () => await gather([sleep(2, "Hello"), sleep(1, "World")]));
 * assertEquals(words, ["Hello", "World"]);
 * ```
 *
 * @module
 */

export * from "./src/asyncio/mod.ts";
