/**
 * The workloads: which program measures what on which runtime.
 *
 * @module
 */

import { fileURLToPath } from "node:url";
import { NATIVE, PYTHON } from "./_peers.ts";
import { OURS, type Runtime } from "./_runtimes.ts";
import { serve } from "./_serve.ts";
import { starts } from "./_start.ts";
import type { Figures } from "./_program.ts";

/** A program that prints its figures. */
export interface MeasuringProgram {
  /** The program and its arguments. */
  command: string[];
  /** Environment variables for it. */
  env?: Readonly<Record<string, string>>;
  /** Whether its duration is a figure, too. */
  wall?: boolean;
}

/** How to measure something once, in a process of its own. */
export type Measure = MeasuringProgram | { measure(): Promise<Figures> };

/** Something to measure, on all runtimes that can do it. */
export interface Workload {
  name: string;
  on: Partial<Record<Runtime, Measure>>;
  /** Opens windows. */
  windows?: boolean;
}

function here(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}

function deno(path: string, ...args: string[]): Measure {
  return {
    command: [
      Deno.execPath(),
      "run",
      "-A",
      "--no-check",
      here(path),
      ...args,
    ],
  };
}

function python(path: string, ...args: string[]): Measure {
  return { command: [PYTHON, here(path), ...args] };
}

function native(name: string): Measure {
  return { command: [NATIVE, name] };
}

/** A workload of the event loop; some are not there for all. */
function loop(name: string, without: readonly Runtime[] = []): Workload {
  const on: Workload["on"] = {
    qt: deno("asyncio/loop.ts", "qt", name),
    pure: deno("asyncio/loop.ts", "pure", name),
    deno: deno("asyncio/deno.ts", name),
    asyncio: python("asyncio/peers.py", "asyncio", name),
    uvloop: python("asyncio/peers.py", "uvloop", name),
    qtasyncio: python("asyncio/peers.py", "qtasyncio", name),
    qasync: python("asyncio/peers.py", "qasync", name),
    cpp: native(name),
  };
  for (const runtime of without) delete on[runtime];
  return { name, on };
}

/** Without them, Python's allocator gives large blocks back and fetches them again: asyncio would look worse than it is. */
const TUNED = {
  MALLOC_MMAP_THRESHOLD_: "33554432",
  MALLOC_TRIM_THRESHOLD_: "268435456",
};

/** A workload of the network; in plain Deno, a few. */
function net(name: string, withDeno = false): Workload {
  const peer = (kind: string): Measure => ({
    ...python("net/peers.py", kind, name) as MeasuringProgram,
    env: TUNED,
  });
  return {
    name,
    on: {
      qt: deno("net/loop.ts", "qt", name),
      pure: deno("net/loop.ts", "pure", name),
      ...withDeno && { deno: deno("net/deno.ts", name) },
      asyncio: peer("asyncio"),
      uvloop: peer("uvloop"),
    },
  };
}

/** From nothing to the end of an empty program: the wall clock is ours. */
function timed({ name, on }: Workload): Workload {
  const timedOn = Object.entries(on)
    .map(([runtime, measure]) => [runtime, { ...measure, wall: true }]);
  return { name, on: Object.fromEntries(timedOn) };
}

/** All there is to measure, in the order of the tables. */
export const WORKLOADS: readonly Workload[] = [
  loop("chain"),
  loop("batch"),
  loop("sleepZero", ["cpp"]),
  loop("tasks", ["deno", "cpp"]),
  loop("lateness"),
  loop("timers"),
  loop("pingPong"),
  {
    name: "executor",
    on: {
      pure: deno("executor/jobs.ts"),
      asyncio: python("asyncio/peers.py", "asyncio", "executor"),
      uvloop: python("asyncio/peers.py", "uvloop", "executor"),
      qtasyncio: python("asyncio/peers.py", "qtasyncio", "executor"),
      qasync: python("asyncio/peers.py", "qasync", "executor"),
    },
  },
  { name: "executorWindow", on: { qt: deno("executor/window.ts") } },
  {
    name: "bridge",
    on: {
      qt: deno("qt/bridge.ts"),
      qtasyncio: python("qt/pyside_bridge.py", "qtasyncio", "bridge"),
      cpp: native("bridge"),
    },
  },
  {
    name: "api",
    on: {
      qt: deno("qt/api.ts"),
      qtasyncio: python("qt/pyside_api.py", "qtasyncio", "api"),
    },
  },
  {
    name: "overrides",
    on: {
      qt: deno("qt/overrides.ts"),
      qtasyncio: python("qt/pyside_overrides.py", "qtasyncio", "overrides"),
    },
  },
  {
    name: "qml",
    on: {
      qt: deno("qt/qml.ts"),
      qtasyncio: python("qt/pyside_bridge.py", "qtasyncio", "qml"),
    },
  },
  {
    name: "dialog",
    windows: true,
    on: {
      qt: deno("qt/dialog.ts"),
      qtasyncio: python("qt/pyside_window.py", "qtasyncio", "dialog"),
      qasync: python("qt/pyside_window.py", "qasync", "dialog"),
    },
  },
  loop("idle"),
  {
    name: "idleWindow",
    windows: true,
    on: {
      qt: deno("qt/idle.ts"),
      qtasyncio: python("qt/pyside_window.py", "qtasyncio", "idle"),
      qasync: python("qt/pyside_window.py", "qasync", "idle"),
    },
  },
  {
    name: "serve",
    on: {
      deno: { measure: () => serve("plain") },
      qt: {
        measure: async () => ({
          ...await serve("idle"),
          ...await serve("busy"),
        }),
      },
    },
  },
  loop("tcp", ["qtasyncio", "cpp"]),
  net("netProtocol", true),
  net("netStreams"),
  net("netBuffered", true),
  net("netTls"),
  net("netDatagrams"),
  net("netPrograms"),
  net("netCancel"),
  net("netIdle"),
  {
    name: "netReaders",
    windows: true,
    on: {
      qt: deno("net/qt.ts", "netReaders"),
      asyncio: python("net/peers.py", "asyncio", "netReaders"),
      uvloop: python("net/peers.py", "uvloop", "netReaders"),
    },
  },
  {
    name: "netDialog",
    windows: true,
    on: { qt: deno("net/qt.ts", "netDialog") },
  },
  timed(loop("start")),
  {
    name: "startByUrl",
    on: {
      qt: { measure: () => starts("ours") },
      deno: { measure: () => starts("deno") },
      qtasyncio: { measure: () => starts("pyside") },
    },
  },
  loop("growth", ["deno", "cpp"]),
  {
    name: "growthQt",
    on: {
      qt: deno("growth/qt.ts"),
      qtasyncio: python("growth/pyside.py"),
      cpp: native("growth"),
    },
  },
];

/** Those runtimes of a workload that this project answers for. */
export function oursOf(workload: Workload): Runtime[] {
  return OURS.filter((runtime) => workload.on[runtime] !== undefined);
}
