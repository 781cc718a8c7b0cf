/** examples/downloader.ts: downloads that are cancelled, break off, and are tried again. */

import { assertEquals } from "@std/assert";
import {
  createWindow,
  Download,
  FILES,
  SlowServer,
} from "../../examples/downloader.ts";
import { gather, QPushButton, run } from "../../widgets.ts";
import { child } from "../../builder.ts";
import { Desktop } from "../_support/desktop.ts";
import { onWidgets } from "../_support/probe.ts";
import { Program } from "../_support/program.ts";
import { delay, waitFor } from "../_support/wait.ts";
import { Xvfb } from "../_support/xvfb.ts";

Deno.test("examples/downloader.ts downloads, cancels, and tries again", () =>
  onWidgets(() =>
    run(async () => {
      await using server = new SlowServer(1);
      const downloads = server.urls.map((url) => new Download(url));
      const window = createWindow(downloads);
      window.show();
      const button = (name: string) => child(window, QPushButton, name);
      const tasks = downloads.map((download) => download.start());
      await waitFor(
        "the first bytes",
        () => downloads[0]!.status.includes("MB/s") || undefined,
        { interval: 1 },
      );
      button("moon.tiff").click();
      await gather(tasks, { returnExceptions: true });
      assertEquals(downloads.map(({ status }) => status), [
        "cancelled",
        "9.0 MB, done",
        "4.0 MB, done",
        "12.0 MB, done",
        "broken off",
      ]);
      assertEquals(button("broken.tiff").text, "Retry");
      button("broken.tiff").click();
      button("moon.tiff").click();
      await waitFor(
        "both",
        () => downloads.every(({ running }) => !running) || undefined,
      );
      assertEquals(
        [downloads[0]!.status, downloads[4]!.status],
        ["6.0 MB, done", "5.0 MB, done"],
      );
      assertEquals(button("broken.tiff").text, "Again");
      button("retryAll").click();
      assertEquals(downloads.some(({ running }) => running), false);
      for (const name of Object.keys(FILES)) button(name).click();
      await waitFor("a start", () => downloads[3]!.running || undefined);
      button("cancelAll").click();
      await waitFor(
        "their end",
        () => downloads.every(({ running }) => !running) || undefined,
      );
      assertEquals(
        downloads.map(({ status }) => status),
        Array(5).fill("cancelled"),
      );
      button("retryAll").click();
      assertEquals(downloads.every(({ running }) => running), true);
      button("cancelAll").click();
    }, { keepRunning: false })
  ));

Deno.test("examples/downloader.ts cancels by a click, and ends when its window is closed during downloads", async () => {
  await using xvfb = await Xvfb.start();
  const desktop = new Desktop(xvfb);
  await using program = Program.start("examples/downloader.ts", {
    permissions: ["--allow-ffi", "--allow-net=127.0.0.1"],
    env: xvfb.env,
  });
  const window = await desktop.waitForWindow({ title: "Downloads" });
  const { width } = await desktop.geometry(window);
  const first = await desktop.screenshot(window);
  await waitFor("progress", async () => {
    const now = await desktop.screenshot(window);
    return first.differences(now) > 2000 || undefined;
  });
  await desktop.click(window, width - 40, 25);
  await waitFor("the first bar's end", async () => {
    const row = async () => (await desktop.screenshot(window));
    const [a, b] = [await row(), await row()];
    return [...Array(25).keys()].every((y) =>
      [...Array(width).keys()].every((x) =>
        a.pixel(x, y + 10) === b.pixel(x, y + 10)
      )
    ) || undefined;
  });
  const folder = Deno.env.get("QTASYNCIO_TEST_PICTURES");
  if (folder !== undefined) {
    await delay(2500);
    const picture = await desktop.screenshot(window);
    await Deno.writeFile(`${folder}/downloader.png`, picture.png);
  }
  desktop.close(window);
  assertEquals((await program.finished()).code, 0);
});
