/** What the tests of by url share. */

import { assertEquals } from "@std/assert";

export function assertAnswered(
  result: { code: number; stdout: string[]; stderr: string[] },
): void {
  assertEquals(
    result.stdout,
    ["Qt answered by glib"],
    result.stderr.join("\n"),
  );
  assertEquals(result.code, 0);
}
