/** The event loop on Qt, beside Qt's own timers and Deno's. */

import {
  assert,
  assertEquals,
  assertGreaterOrEqual,
  assertStrictEquals,
  assertThrows,
} from "@std/assert";
import {
  ApplicationError,
  BaseEventLoop,
  createTask,
  EventLoop,
  gather,
  getRunningLoop,
  newEventLoop,
  once,
  QCoreApplication,
  QFileSystemWatcher,
  qtClass,
  run,
  setEventLoop,
  sleep,
} from "../../mod.ts";
import { onCore } from "../_support/probe.ts";
import { delay } from "../_support/wait.ts";

const QTimer = qtClass("QTimer");

Deno.test("new EventLoop() throws without an application", () => {
  assertThrows(
    () => new EventLoop(),
    ApplicationError,
    "Cannot create an EventLoop: there is no application in this thread",
  );
});

Deno.test("newEventLoop() makes a loop on Qt", () =>
  onCore((_probe, app) => {
    const loop = newEventLoop();
    assert(loop instanceof EventLoop && loop instanceof BaseEventLoop);
    assertStrictEquals<unknown>(loop.application, app);
    loop.close();
  }));

Deno.test("runUntilComplete(), runForever() and stop() work again and again", () =>
  onCore(async () => {
    const loop = new EventLoop();
    for (let i = 0; i < 3; i++) {
      assertEquals(await loop.runUntilComplete(() => sleep(1, i)), i);
      loop.callLater(1, () => loop.stop());
      await loop.runForever();
      assertEquals(loop.isRunning(), false);
    }
    loop.close();
  }));

Deno.test("callbacks run in their order, and those that they schedule in the next round", () =>
  onCore(async () => {
    const loop = new EventLoop();
    const order: string[] = [];
    loop.callSoon(() => {
      order.push("a");
      loop.callSoon(() => {
        order.push("c");
        loop.stop();
      });
    });
    loop.callSoon(() => order.push("b"));
    await loop.runForever();
    assertEquals(order, ["a", "b", "c"]);
    loop.close();
  }));

Deno.test("callLater() and callAt() are never early, and in the order of their deadlines", () =>
  onCore(async () => {
    await run(async () => {
      const loop = getRunningLoop();
      const early: string[] = [];
      const order: number[] = [];
      const due = loop.createFuture<void>();
      const start = loop.time();
      const delays = [0, 0.1, 0.3, 1, 1.5, 2, 3.7, 5, 10, 20.5];
      for (const ms of [...delays].reverse()) {
        loop.callAt(start + ms, () => {
          const late = loop.time() - start - ms;
          if (late < 0) early.push(`${ms}: ${late}`);
          order.push(ms);
          if (ms === 20.5) due.setResult();
        });
      }
      await due;
      assertEquals([early, order], [[], delays]);
    }, { keepRunning: false });
  }));

Deno.test("Qt's timers, asyncio's and Deno's go on together", () =>
  onCore(async () => {
    const counts = { qt: 0, asyncio: 0, deno: 0, microtask: 0 };
    const timer = new QTimer({ interval: 1, timeout: () => counts.qt++ });
    const interval = setInterval(() => counts.deno++, 1);
    timer.start();
    await run(async () => {
      while (Math.min(counts.qt, counts.deno) < 20) {
        await sleep(1);
        counts.asyncio++;
        queueMicrotask(() => counts.microtask++);
      }
    }, { keepRunning: false });
    clearInterval(interval);
    for (const count of Object.values(counts)) assertGreaterOrEqual(count, 1);
  }));

Deno.test("a busy Qt starves neither tasks nor Deno's timers, nor do they starve Qt", () =>
  onCore(async () => {
    let turns = 0;
    let ticks = 0;
    const timer = new QTimer({ interval: 0, timeout: () => turns++ });
    timer.start();
    const interval = setInterval(() => ticks++, 1);
    await run(async () => {
      // sleep(0) alone keeps the asyncio loop busy.
      while (ticks < 20 || turns < 20) await sleep(0);
    }, { keepRunning: false });
    clearInterval(interval);
  }));

Deno.test("a Qt that is never at rest hears of files, of other threads and of its timers", () =>
  onCore(async (probe) => {
    const folder = await Deno.makeTempDir();
    const idle = new QTimer({ interval: 0, timeout: () => {} });
    idle.start();
    await run(async () => {
      // A descriptor is all that tells of a change in a folder.
      const watcher = new QFileSystemWatcher();
      watcher.addPath(folder);
      const changed = once(watcher.directoryChanged);
      await Deno.writeTextFile(`${folder}/new`, "");
      assertEquals(await changed, [folder]);
      const posted = once(probe.several);
      probe.emitFromThread();
      await posted;
      const timer = new QTimer({ interval: 5, singleShot: true });
      timer.start();
      await once(timer.timeout);
    }, { keepRunning: false });
    await Deno.remove(folder, { recursive: true });
  }));

Deno.test("a timer of Qt's that is started while everything sleeps wakes it", () =>
  onCore(async () => {
    await run(async () => {
      const fired = Promise.withResolvers<void>();
      // Nothing is due for a minute.
      getRunningLoop().callLater(60_000, () => {});
      await delay(20);
      const timer = new QTimer({
        singleShot: true,
        timeout: () => fired.resolve(),
      });
      timer.start(5);
      await fired.promise;
    }, { keepRunning: false });
  }));

Deno.test("a timer of asyncio's that is started while everything sleeps wakes it", () =>
  onCore(async () => {
    await run(async () => {
      const loop = getRunningLoop();
      loop.callLater(60_000, () => {});
      const fired = loop.createFuture<string>();
      setTimeout(() => loop.callLater(1, () => fired.setResult("in time")), 20);
      assertEquals(await fired, "in time");
    }, { keepRunning: false });
  }));

Deno.test("fetch, Deno.serve and files go on while Qt runs", () =>
  onCore(async () => {
    const timer = new QTimer({ interval: 0 });
    let turns = 0;
    timer.timeout.connect(() => turns++);
    timer.start();
    await run(async () => {
      const server = Deno.serve({
        port: 0,
        hostname: "127.0.0.1",
        onListen: () => {},
      }, async (request) => {
        await sleep(1);
        return new Response(`pong ${new URL(request.url).pathname}`);
      });
      const url = `http://127.0.0.1:${server.addr.port}`;
      const texts = await gather(
        Array.from(
          { length: 20 },
          (_, i) => async () => await (await fetch(`${url}/${i}`)).text(),
        ),
      );
      assertEquals(texts, Array.from({ length: 20 }, (_, i) => `pong /${i}`));
      assert((await Deno.readTextFile(new URL(import.meta.url))).length > 0);
      await server.shutdown();
    }, { keepRunning: false });
    assertGreaterOrEqual(turns, 1);
  }));

Deno.test("the loop stops when the application quits, and can run again", () =>
  onCore(async (_probe, app) => {
    const loop = new EventLoop();
    for (let i = 0; i < 3; i++) {
      loop.callLater(1, () => app.quit());
      await loop.runForever();
    }
    assertEquals(await loop.runUntilComplete(() => sleep(1, "still")), "still");
    loop.close();
  }));

Deno.test("Qt stands still while the loop does not run", () =>
  onCore(async () => {
    const loop = new EventLoop();
    let ticks = 0;
    const timer = new QTimer({ interval: 0, timeout: () => ticks++ });
    timer.start();
    const oneMore = async () => {
      const before = ticks;
      while (ticks === before) await sleep(1);
    };
    await loop.runUntilComplete(oneMore);
    const then = ticks;
    await delay(20);
    assertEquals(ticks, then);
    await loop.runUntilComplete(oneMore);
    loop.close();
  }));

Deno.test("two loops can take turns on one application", () =>
  onCore(async () => {
    const loops = [new EventLoop(), new EventLoop()];
    for (let i = 0; i < 4; i++) {
      const loop = loops[i % 2]!;
      setEventLoop(loop);
      assertEquals(await loop.runUntilComplete(() => sleep(1, i)), i);
    }
    setEventLoop(null);
    for (const loop of loops) loop.close();
  }));

Deno.test("sleep(0) lets Qt take its turn before long", () =>
  onCore(async (probe) => {
    let delivered = 0;
    probe.changed.connect(() => delivered++);
    await run(async () => {
      probe.postDeferred();
      while (delivered === 0) await sleep(0);
    }, { keepRunning: false });
    assertStrictEquals(QCoreApplication.instance() !== null, true);
  }));

Deno.test("a timer that is set while the pump sleeps for a later one fires in its time", () =>
  onCore(async () => {
    await run(async () => {
      const later = createTask(sleep(3_600_000));
      // The loop is asleep until the later one. A macrotask of the platform's wakes it, it is busy for several turns,
      // and then there is a sooner one.
      await delay(5);
      const end = performance.now() + 5;
      while (performance.now() < end) await sleep(0);
      await sleep(2);
      later.cancel();
    }, { keepRunning: false });
  }));

Deno.test("Qt's timers fire although the loop's come sooner each time", () =>
  onCore(async () => {
    let fired = 0;
    const timer = new QTimer({ interval: 20, timeout: () => void fired++ });
    timer.start();
    await run(async () => {
      // Each wake is for the loop alone: Qt must still be noticed when its time has come.
      while (fired < 3) await sleep(2);
    }, { keepRunning: false });
  }));

Deno.test("Qt's timers fire although the loop is always busy", () =>
  onCore(async () => {
    let fired = 0;
    const timer = new QTimer({ interval: 5, timeout: () => void fired++ });
    timer.start();
    await run(async () => {
      const loop = getRunningLoop();
      const spin = (): void => {
        if (fired < 3) loop.callSoon(spin);
      };
      spin();
      while (fired < 3) await sleep(1);
    }, { keepRunning: false });
  }));
