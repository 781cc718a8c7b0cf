/** Which Deno is needed. */

import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  isAtLeast,
  OLDEST_DENO,
  OLDEST_DENO_FOR_NETWORK,
  requireDeno,
} from "../../src/asyncio/core/_platform.ts";
import { RuntimeError } from "../../src/asyncio/mod.ts";

Deno.test("isAtLeast() compares versions number by number", () => {
  const newEnough: [version: string, oldest: string, expected: boolean][] = [
    ["2.7.0", "2.7.0", true],
    ["2.7.0-rc.1", "2.7.0", true],
    ["2.10.0", "2.9.6", true],
    ["3.0.0", "2.9.6", true],
    ["2.9.10", "2.9.9", true],
    ["2.9.5", "2.9.6", false],
    ["2.8.99", "2.9.0", false],
    ["1.99.0", "2.0.0", false],
  ];
  for (const [version, oldest, expected] of newEnough) {
    assertEquals(isAtLeast(version, oldest), expected, `${version} ${oldest}`);
  }
});

Deno.test("requireDeno() names what needs which version, the version found, and the way out", () => {
  assertThrows(
    () => requireDeno("net.ts", "2.9.0", "2.8.3"),
    RuntimeError,
    'net.ts needs Deno >= 2.9.0, and this is Deno 2.8.3: run "deno upgrade"',
  );
  requireDeno("net.ts", "2.9.0", "2.9.0");
  // Another runtime.
  requireDeno("net.ts", "2.9.0", undefined);
});

Deno.test("networking needs no older Deno than the rest", () => {
  assert(isAtLeast(OLDEST_DENO_FOR_NETWORK, OLDEST_DENO));
});
