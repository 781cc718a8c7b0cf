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
  () => import("./write_buffers.ts"),
  () => import("./reading.ts"),
  () => import("./servers.ts"),
  () => import("./connecting.ts"),
  () => import("./unix_sockets.ts"),
  () => import("./readers.ts"),
  () => import("./reader_lines.ts"),
  () => import("./reader_flow.ts"),
  () => import("./streams.ts"),
  () => import("./drain.ts"),
  () => import("./subprocesses.ts"),
  () => import("./subprocess_descriptors.ts"),
  () => import("./subprocess_transports.ts"),
  () => import("./pipes.ts"),
  () => import("./tls.ts"),
  () => import("./tls_handshakes.ts"),
  () => import("./tls_resets.ts"),
  () => import("./tls_options.ts"),
  () => import("./start_tls.ts"),
  () => import("./sendfile.ts"),
  () => import("./sockets.ts"),
  () => import("./conns.ts"),
  () => import("./datagrams.ts"),
  () => import("./datagram_endpoints.ts"),
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
      await assertRejects(
        async () => await loop.createServer(() => ({}), "127.0.0.1", 0),
        RuntimeError,
        said,
      );
    });
  });
}
