/**
 * Random programs that are ended in the middle of what they do.
 *
 * A program is a tree of blocks, `try { wait } finally { clean up }`, in tasks of all kinds, and one way to end it. Its
 * last line of output says which `finally` blocks ran, and how much processor time it took to wait.
 *
 * @module
 */

import type { Promised } from "./watch.ts";

/** A program, and what is to come of it. */
export interface EndingProgram {
  /** TypeScript; `%ROOT%` stands for the URL of the project's folder. */
  readonly source: string;
  /** The exit code that is wanted. */
  readonly code: number;
}

/** Something to wait for, as an expression. */
interface Wait {
  readonly text: string;
  /**
   * What a cancellation there leads to. The platform's promises cannot be told: nothing. After `allSettled()` the code
   * goes on, and the error comes at its next wait, in the `finally` block.
   */
  readonly promised: Promised;
}

/** How programs end: what triggers it, options of `run()`, and the exit code. */
const ENDS: Readonly<
  Record<string, { trigger: string; options?: string; code?: number }>
> = {
  close: { trigger: "window.close();" },
  quit: { trigger: "app.quit();" },
  exit: { trigger: "app.exit(3);" },
  stop: { trigger: "Q.getRunningLoop().stop();" },
  dispose: { trigger: "void app[Symbol.asyncDispose]();" },
  disposeInTask: {
    trigger: "Q.createTask(async () => { await app[Symbol.asyncDispose](); });",
  },
  interrupt: {
    trigger: `Deno.kill(Deno.pid, "SIGINT");`,
    options: "handleSigint: true",
    code: 130,
  },
  terminate: {
    trigger: `Deno.kill(Deno.pid, "SIGTERM");`,
    options: "handleSigterm: true",
    code: 143,
  },
  hangUp: {
    trigger: `Deno.kill(Deno.pid, "SIGHUP");`,
    options: "handleSighup: true",
    code: 129,
  },
  mainThrows: {
    trigger: "endMain.reject(new Error('main'));",
    options: "keepRunning: false",
  },
  mainReturns: { trigger: "endMain.resolve();", options: "keepRunning: false" },
  rejection: {
    trigger:
      "void Promise.reject(new Error('nobody')); Q.getRunningLoop().callLater(5, () => app.quit());",
  },
  uncaught: {
    trigger:
      "setTimeout(() => { setTimeout(() => app.quit(), 5); throw new Error('nobody'); }, 0);",
  },
  fatal: {
    trigger:
      "Q.getRunningLoop().callSoon(() => { throw new Q.KeyboardInterrupt('fatal'); });",
  },
};

const ORDER: readonly Promised[] = ["nothing", "begins", "ends"];

function least(waits: readonly Wait[]): Promised {
  return ORDER.find((promised) =>
    waits.some((wait) => wait.promised === promised)
  )!;
}

function most(waits: readonly Wait[]): Promised {
  return ORDER.findLast((promised) =>
    waits.some((wait) => wait.promised === promised)
  )!;
}

/** Waits without others inside. */
const SIMPLE: readonly Wait[] = [
  ours("Q.sleep(1e6)"),
  ours("new Q.Queue().get()"),
  ours("Q.once(silent.timeout)"),
  ours(
    "(async () => { for (;;) { await Deno.readTextFile(file); await Q.sleep(100); } })()",
  ),
  ours(
    "(async () => { for (;;) { Q.currentTask()!.signal.throwIfAborted(); await pause(100); } })()",
  ),
  ours("fetch(slow, { signal: Q.currentTask()!.signal })"),
  ours("Q.cancellable((signal) => fetch(slow, { signal }))"),
  ours("Q.cancellable(new Promise(() => {}))"),
  ours("nodeSleep(1e6, null, { signal: Q.currentTask()!.signal })"),
  ours("Q.toWorker(() => new Promise(() => {}))"),
  ours("pool.submit(() => new Promise(() => {}))"),
  ours(
    "(async () => { for await (const _ of Q.emissions(silent.timeout)); })()",
  ),
  // When the application quits, Qt ends them before the task is cancelled: in its `finally` block, perhaps.
  { text: "new Q.QDialog().exec()", promised: "begins" },
  { text: "new Q.QMessageBox().exec()", promised: "begins" },
  { text: "new Q.QEventLoop().exec()", promised: "begins" },
  platform("new Promise(() => {})"),
  platform("fetch(slow)"),
  platform(
    "new Promise((_, reject) => { new WebSocket(socket).onclose = reject; })",
  ),
  platform("(async () => { for (;;) await pause(100); })()"),
];

function ours(text: string): Wait {
  return { text, promised: "ends" };
}

function platform(text: string): Wait {
  return { text, promised: "nothing" };
}

/** Makes the program of a seed. */
export function endingProgram(seed: number): EndingProgram {
  const next = mulberry32(seed);
  const int = (below: number) => Math.floor(next() * below);
  const pick = <T>(list: readonly T[]): T => list[int(list.length)]!;
  let blocks = 0;

  const wait = (depth: number): Wait => {
    if (depth <= 0 || next() < 0.5) return pick(SIMPLE);
    const inner = () => wait(depth - 1);
    const children: Wait[] = [];
    const child = (): string => {
      const made = block(depth - 1);
      children.push(made);
      return `async () => { ${made.text} }`;
    };
    // A child that is given up ends as well; one that ends before the cancellation lets its parent go on.
    const ofChildren = (text: string): Wait => ({
      text,
      promised: children.some(({ promised }) => promised === "begins")
        ? "begins"
        : "ends",
    });
    switch (int(8)) {
      case 0: {
        const { text, promised } = block(depth - 1);
        return { text: `(async () => { ${text} })()`, promised };
      }
      case 1:
        return ofChildren(`Q.createTask(${child()})`);
      case 2:
        return ofChildren(`Q.gather([${child()}, ${child()}])`);
      case 3:
        return ofChildren(
          `Q.TaskGroup.run((group) => { group.createTask(${child()}); group.createTask(${child()}); })`,
        );
      case 4: {
        const { text, promised } = inner();
        return { text: `Q.timeout(1e6, () => ${text})`, promised };
      }
      case 5: {
        const [a, b] = [inner(), inner()];
        return {
          text: `Promise.all([${a.text}, ${b.text}])`,
          // One that throws ends it; of the others it needs all.
          promised: most([a, b]) === "ends" ? "ends" : least([a, b]),
        };
      }
      case 6: {
        const [a, b] = [inner(), inner()];
        return {
          text: `Promise.allSettled([${a.text}, ${b.text}])`,
          promised: least([a, b]) === "nothing" ? "nothing" : "begins",
        };
      }
      default:
        return ofChildren(`Q.shield(Q.createTask(${child()}))`);
    }
  };

  const cleanUp = (depth: number): string => {
    switch (int(7)) {
      case 0:
        return `await Q.sleep(${int(30)});`;
      case 1:
        return `await pause(${int(30)});`;
      case 2:
        return "await Deno.writeTextFile(file, 'saved');";
      case 3:
        return `await Q.createTask(async () => { await Q.sleep(${
          int(10)
        }); });`;
      case 4:
        return depth > 0
          ? `Q.createTask(async () => { ${block(depth - 1).text} });`
          : "";
      case 5:
        return `await pause(${int(10)}); await Q.sleep(${int(10)});`;
      default:
        return "";
    }
  };

  const block = (depth: number): Wait => {
    const name = `b${++blocks}`;
    const { text, promised } = wait(depth);
    const after = cleanUp(depth);
    return {
      text:
        `enter("${name}", "${promised}"); try { await ${text}; } finally { cleanUp("${name}"); ${after} leave("${name}"); }`,
      promised,
    };
  };

  const end = pick(Object.keys(ENDS));
  const { trigger, options = "", code = 0 } = ENDS[end]!;
  const tasks = Array.from(
    { length: 1 + int(4) },
    () => `  Q.createTask(async () => { ${block(2).text} });`,
  );
  const main = options.startsWith("keepRunning")
    ? "  await Q.cancellable(endMain.promise);"
    : `  ${block(1).text}`;
  return {
    code,
    source: `// The program of seed ${seed}: ended by ${end}.
import * as Q from "%ROOT%widgets.ts";
import { processorTime, report, watch } from "%ROOT%tools/fuzz_endings/watch.ts";
import { setTimeout as nodeSleep } from "node:timers/promises";
const { enter, cleanUp, leave } = watch;
const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, (request) =>
  request.headers.get("upgrade") === "websocket" ? Deno.upgradeWebSocket(request).response : new Promise<Response>(() => {}));
const [slow, socket] = ["http", "ws"].map((scheme) => \`\${scheme}://127.0.0.1:\${server.addr.port}/\`) as [string, string];
const file = Deno.makeTempFileSync();
const endMain = Promise.withResolvers<void>();
const app = new Q.QApplication(["-platform", "offscreen"]);
const window = new Q.QWidget();
const silent = new Q.QTimer();
const pool = new Q.WorkerPoolExecutor({ maxWorkers: 2, cancelGrace: 50 });
window.show();
setTimeout(() => {
  const before = processorTime();
  setTimeout(() => {
    watch.waited = { processor: processorTime() - before, time: 500 };
    // Dialogs keep the application: the last window is not the last one then.
    ${trigger}
    ${end === "close" ? "setTimeout(() => app.quit(), 200);" : ""}
  }, 500);
}, 300);
try {
  await Q.run(async () => {
${tasks.join("\n")}
${main}
  }, { ${options} });
} catch (error) {
  watch.error = String(error);
}
await pool.shutdown({ wait: false, cancelFutures: true });
await app[Symbol.asyncDispose]();
Deno.removeSync(file);
report();
`,
  };
}

/** Numbers from 0 to 1 by a seed. */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
