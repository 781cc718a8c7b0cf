/** examples/port_scanner.ts: the ports that are open are found, and Cancel ends all attempts. */

import { assert, assertEquals } from "@std/assert";
import {
  createDialog,
  scan,
  scanWithDialog,
} from "../../examples/port_scanner.ts";
import { createTask, run } from "../../widgets.ts";
import { onWidgets } from "../_support/probe.ts";
import { waitFor } from "../_support/wait.ts";

function listeners(count: number): Deno.Listener[] {
  return Array.from(
    { length: count },
    () => Deno.listen({ hostname: "127.0.0.1", port: 0 }),
  );
}

function portOf(listener: Deno.Listener): number {
  return (listener.addr as Deno.NetAddr).port;
}

Deno.test("examples/port_scanner.ts finds the ports that are open", () =>
  onWidgets(() =>
    run(async () => {
      const open = listeners(3);
      const ports = open.map(portOf).sort((a, b) => a - b);
      const first = ports[0]! - 50;
      const last = ports[0]! + 300;
      let tried = 0;
      const found = await scan(
        first,
        last,
        (count) => tried = count,
        60_000,
      );
      for (const each of open) each.close();
      assertEquals(tried, last - first + 1);
      for (const port of ports.filter((each) => each <= last)) {
        assert(found.includes(port), `${port} is not among ${found}`);
      }
    }, { keepRunning: false })
  ));

Deno.test("examples/port_scanner.ts ends at once when it is cancelled", () =>
  onWidgets(() =>
    run(async () => {
      const shown = createDialog(1, 65_535);
      const task = createTask(() => scanWithDialog(1, 65_535, shown));
      await waitFor("the first ports", () => shown.value > 50 || undefined, {
        interval: 1,
      });
      const pictures = Deno.env.get("QTASYNCIO_TEST_PICTURES");
      if (pictures !== undefined) {
        Deno.writeFileSync(`${pictures}/port_scanner.png`, shown.grab());
      }
      // As its button does.
      shown.close();
      assertEquals(await task, null);
    }, { keepRunning: false })
  ));
