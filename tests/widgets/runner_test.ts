/** examples/runner.ts: programs are shown, stopped, and made to end. */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { Runner } from "../../examples/runner.ts";
import { qtTest } from "../../testing.ts";
import { createTask, sleep } from "../../widgets.ts";

Deno.test(
  "examples/runner.ts shows what a program writes, and how it ended",
  qtTest(async () => {
    const runner = new Runner("echo out '<b>'; echo problem >&2; exit 3");
    runner.window.show();
    await runner.run();
    assertStringIncludes(runner.log.plainText, "out <b>");
    assertStringIncludes(runner.log.plainText, "problem");
    assertEquals(runner.status.value, "ended with code 3");
    assertEquals([runner.start.enabled, runner.stop.enabled], [true, false]);
    const pictures = Deno.env.get("QTASYNCIO_TEST_PICTURES");
    if (pictures !== undefined) {
      await sleep(50);
      Deno.writeFileSync(`${pictures}/runner.png`, runner.window.grab());
    }
  }),
);

Deno.test(
  "examples/runner.ts asks a program to end, and makes it after a while",
  qtTest(async (t) => {
    for (
      const [command, status] of [
        ["sleep 100", "ended by signal 15"],
        [
          "trap '' TERM; echo ready; while :; do sleep 0.1; done",
          "ended by signal 9",
        ],
      ] as const
    ) {
      const runner = new Runner(command);
      runner.window.show();
      const running = createTask(() => runner.run());
      if (command.startsWith("trap")) {
        await t.until(() => runner.log.plainText.includes("ready"));
      }
      await t.click(runner.stop);
      await running;
      assertEquals(runner.status.value, status);
    }
  }),
);

Deno.test(
  "examples/runner.ts does not freeze while a program writes without end",
  qtTest(async (t) => {
    const runner = new Runner("yes 'a line'");
    runner.window.show();
    const running = createTask(() => runner.run());
    await t.until(() => runner.log.plainText.length > 1000);
    let turns = 0;
    for (let i = 0; i < 20; i++) {
      await sleep(1);
      turns++;
    }
    assertEquals(turns, 20);
    await t.click(runner.stop);
    await running;
    assert(runner.status.value.startsWith("ended"));
  }),
);
