/** All suites of the second level, for any loop. */

import { type NewLoop, onLoop } from "../suites/_support.ts";
import type { Around, Suite } from "./_support.ts";
import { assertRejects } from "@std/assert";
import {
  isAtLeast,
  OLDEST_DENO_FOR_NETWORK,
} from "../../../src/asyncio/core/_platform.ts";
import { RuntimeError } from "../../../src/asyncio/mod.ts";

/** The modules of all suites. */
const SUITES = [
  () => import("./transports.ts"),
  () => import("./servers.ts"),
  () => import("./readers.ts"),
  () => import("./streams.ts"),
  () => import("./subprocesses.ts"),
  () => import("./pipes.ts"),
  () => import("./tls.ts"),
  () => import("./tls_options.ts"),
  () => import("./start_tls.ts"),
  () => import("./sendfile.ts"),
  () => import("./sockets.ts"),
  () => import("./conns.ts"),
  () => import("./datagrams.ts"),
] satisfies (() => Promise<{ suite: Suite }>)[];

/** Whether this Deno can run them. */
export const isDenoNewEnough = isAtLeast(
  Deno.version.deno,
  OLDEST_DENO_FOR_NETWORK,
);

/** Declares the tests of every suite, or of some, on the loops that `newLoop` makes; on an old Deno, one test that it is refused. */
export async function netSuites(
  name: string,
  newLoop: NewLoop,
  around?: Around,
  suites: readonly (() => Promise<{ suite: Suite }>)[] = SUITES,
): Promise<void> {
  if (isDenoNewEnough) {
    for (const load of suites) (await load()).suite(name, newLoop, around);
    return;
  }
  Deno.test(`${name}: net.ts and the loop's methods refuse an old Deno`, async () => {
    const said =
      `needs Deno >= ${OLDEST_DENO_FOR_NETWORK}, and this is Deno ${Deno.version.deno}`;
    await assertRejects(() => import("../../../net.ts"), RuntimeError, said);
    await onLoop(newLoop, async (loop) => {
      const server = loop.createServer(() => ({}), "127.0.0.1", 0);
      await assertRejects(async () => await server, RuntimeError, said);
    });
  });
}
