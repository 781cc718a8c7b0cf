/**
 * Runs one workload of the network on one of this project's loops and prints its figures as JSON.
 *
 *     deno run -A bench/net/loop.ts pure|qt WORKLOAD
 *
 * @module
 */

import {
  BaseEventLoop,
  Runner,
  setLoopFactory,
  TimerDriver,
} from "../../src/asyncio/mod.ts";
import { print } from "../_program.ts";
import { workloads } from "./workloads.ts";

const [kind, name] = Deno.args;
const workload = workloads[name!];
if (workload === undefined) throw new RangeError(`No workload "${name}"`);
await using stack = new AsyncDisposableStack();
if (kind === "qt") {
  const { QCoreApplication } = await import("../../mod.ts");
  stack.use(new QCoreApplication());
} else setLoopFactory(() => new BaseEventLoop(new TimerDriver()));
await using runner = new Runner();
print(await runner.run(() => workload()));
