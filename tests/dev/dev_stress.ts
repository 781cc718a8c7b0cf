/** A program under dev.ts that is saved 20 times. */

import { assert, assertEquals } from "@std/assert";
import { Desktop } from "../_support/desktop.ts";
import { Developed } from "./_developed.ts";

Deno.test("dev.ts: 20 versions, one after the other, in the same place; memory does not grow", async () => {
  await using developed = await Developed.start(`
    import { keep, QApplication, QLabel, run } from "ROOT/widgets.ts";
    await using app = new QApplication();
    const count = keep("count", keep("count", 0) + 1);
    const label = new QLabel({ text: "VERSION", windowTitle: "Version VERSION" });
    label.show();
    console.log("VERSION", count);
    await run();`);
  const desktop = new Desktop(developed.xvfb);
  assertEquals(await developed.line(), "0 1");
  const first = await desktop.waitForWindow({ title: "Version 0" });
  const wanted = { x: 40, y: 60, width: 333, height: 222 };
  await desktop.place(first, wanted);
  /** Of the runner and its children, in kilobytes. */
  const memory = async () => {
    const { pid } = developed.program;
    const children = (await Deno.readTextFile(
      `/proc/${pid}/task/${pid}/children`,
    )).trim().split(" ");
    let sum = 0;
    for (const one of [pid, ...children]) {
      const status = await Deno.readTextFile(`/proc/${one}/status`)
        .catch(() => "");
      sum += Number(/^VmRSS:\s*(\d+)/m.exec(status)?.[1] ?? 0);
    }
    return sum;
  };
  /** When the old version has gone and the next process is ready. */
  const settled = async () => {
    let last = 0;
    for (;;) {
      const now = await memory();
      if (Math.abs(now - last) < 200) return now;
      last = now;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  };
  let before = 0;
  let after = await settled();
  const times: number[] = [];
  for (let version = 1; version <= 20; version++) {
    const begin = performance.now();
    await developed.save(version);
    assertEquals(await developed.line(), `${version} ${version + 1}`);
    const window = await desktop.waitForWindow({ title: `Version ${version}` });
    times.push(performance.now() - begin);
    assertEquals(await desktop.geometry(window), wanted);
    await desktop.waitForNoWindow({ title: `Version ${version - 1}` });
    after = await settled();
    if (version === 5) before = after;
  }
  times.sort((a, b) => a - b);
  const [median, longest] = [times[10]!, times[19]!].map(Math.round);
  console.log(
    `${median} ms from the save to the window (median; longest ${longest} ms); ${before} kB after 5 versions, ${after} kB after 20`,
  );
  assert(after < before + 5_000, `${before} kB, then ${after} kB`);
});
