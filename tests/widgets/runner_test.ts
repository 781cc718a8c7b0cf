/** examples/runner.ts: programs are shown, stopped, and made to end. */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { Runner } from "../../examples/runner.ts";
import { createTask, run, sleep } from "../../widgets.ts";
import { onWidgets } from "../_support/probe.ts";
import { waitFor } from "../_support/wait.ts";

Deno.test("examples/runner.ts shows what a program writes, and how it ended", () =>
  onWidgets(() =>
    run(async () => {
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
    }, { keepRunning: false })
  ));

Deno.test("examples/runner.ts asks a program to end, and makes it after a while", () =>
  onWidgets(() =>
    run(async () => {
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
        await waitFor("a program", () => runner.stop.enabled || undefined, {
          interval: 1,
        });
        if (command.startsWith("trap")) {
          await waitFor(
            "its first line",
            () => runner.log.plainText.includes("ready") || undefined,
            { interval: 1 },
          );
        }
        runner.stop.click();
        await running;
        assertEquals(runner.status.value, status);
      }
    }, { keepRunning: false })
  ));

Deno.test("examples/runner.ts does not freeze while a program writes without end", () =>
  onWidgets(() =>
    run(async () => {
      const runner = new Runner("yes 'a line'");
      runner.window.show();
      const running = createTask(() => runner.run());
      await waitFor(
        "lines",
        () => runner.log.plainText.length > 1000 || undefined,
        { interval: 1 },
      );
      let turns = 0;
      for (let i = 0; i < 20; i++) {
        await sleep(1);
        turns++;
      }
      assertEquals(turns, 20);
      runner.stop.click();
      await running;
      assert(runner.status.value.startsWith("ended"));
    }, { keepRunning: false })
  ));
