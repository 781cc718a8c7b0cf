/**
 * Runs one workload on one of this project's loops and prints its figures as JSON.
 *
 *     deno run -A bench/asyncio/loop.ts pure|portable|qt WORKLOAD
 *
 * @module
 */

import { print } from "../_program.ts";

const [kind, name] = Deno.args;
if (kind === "portable") {
  // Only Deno's documented API; must be said before the package loads.
  Object.defineProperty(globalThis, Symbol.for("asyncio.portable"), {
    value: true,
  });
}
const { Runner, setLoopFactory } = await import("../../src/asyncio/mod.ts");
const { WARM_UPS, workloads } = await import("./workloads.ts");

await using stack = new AsyncDisposableStack();
if (kind === "qt") {
  const { QCoreApplication } = await import("../../mod.ts");
  stack.use(new QCoreApplication());
} else {
  const { BaseEventLoop, TimerDriver } = await import(
    "../../src/asyncio/mod.ts"
  );
  setLoopFactory(() => new BaseEventLoop(new TimerDriver()));
}
const workload = workloads[name!];
if (workload === undefined) throw new RangeError(`No workload "${name}"`);
await using runner = new Runner();
const warmUp = WARM_UPS[name!];
if (warmUp !== undefined) await runner.run(() => workload(warmUp));
print(await runner.run(() => workload()));
