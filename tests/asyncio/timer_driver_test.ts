/** The driver that needs nothing but Deno's timers. */

import { TimerDriver } from "../../src/asyncio/mod.ts";

Deno.test("TimerDriver calls the turn after a request that came while it was stopped", async () => {
  const driver = new TimerDriver();
  driver.start(() => {});
  await driver.stop();
  driver.schedule(-Infinity);
  await new Promise<void>((resolve) => {
    driver.start(resolve);
    driver.schedule(-Infinity);
  });
  await driver.stop();
});
