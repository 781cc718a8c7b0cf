/** Whatever a slot, an event filter or an error handler throws, Qt gets its reply and goes on. */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { getRunningLoop, QObject, QTimer, run, sleep } from "../../mod.ts";
import { QLineEdit, QSpinBox } from "../../widgets.ts";
import { runCode } from "../_support/code.ts";
import { onCore, onWidgets } from "../_support/probe.ts";

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

function unreadable(): Error {
  const error = new Error("x");
  for (const name of ["stack", "message", "name", "cause"]) {
    Object.defineProperty(error, name, {
      get() {
        throw new Error(`${name} cannot be read`);
      },
    });
  }
  return error;
}

/** What a slot may do, by name. */
const SLOTS: Record<string, () => unknown> = {
  "throws a revoked proxy": () => {
    throw revoked();
  },
  "throws an error that cannot be read": () => {
    throw unreadable();
  },
  "throws undefined": () => {
    // deno-lint-ignore no-throw-literal -- as a program might do
    throw undefined;
  },
  "throws a symbol": () => {
    throw Symbol("s");
  },
  "throws an object without a prototype": () => {
    throw Object.create(null);
  },
  "throws while the exception handler throws": () => {
    getRunningLoop().setExceptionHandler(() => {
      throw revoked();
    });
    throw new Error("slot");
  },
  "returns a revoked proxy": () => revoked(),
  "returns a thenable that cannot be read": () => ({
    get then() {
      throw new Error("then");
    },
  }),
  "returns a thenable that throws": () => ({
    then() {
      throw revoked();
    },
  }),
  "recurses without end": function recurse(): number {
    return recurse() + 1;
  },
};

/** Runs `main` on a loop, with a `console.error` that throws. */
async function withoutConsole(main: () => Promise<void>): Promise<void> {
  const { error } = console;
  console.error = () => {
    throw new Error("console.error is forbidden");
  };
  try {
    await run(main, { keepRunning: false });
  } finally {
    console.error = error;
  }
}

/** Waits until a timer of Qt's has fired some more times. */
async function ticks(): Promise<void> {
  const timer = new QTimer({ interval: 1 });
  let count = 0;
  timer.timeout.connect(() => count++);
  timer.start();
  while (count < 3) await sleep(1);
  timer.stop();
}

for (const [what, slot] of Object.entries(SLOTS)) {
  Deno.test(`a slot that ${what} does not stop Qt`, () =>
    onCore(async () => {
      // The last words of some go to stderr, past the console.
      using _quiet = silence();
      await withoutConsole(async () => {
        const object = new QObject();
        object.objectNameChanged.connect(slot as () => void);
        object.objectName = "direct";
        assertEquals(object.objectName, "direct");
        const timer = new QTimer({ interval: 1, singleShot: true });
        timer.timeout.connect(slot as () => void);
        timer.start();
        await sleep(5);
        await ticks();
      });
    }));
}

/** Keeps what is written to stderr away from it. */
function silence(): Disposable {
  const { writeSync } = Deno.stderr;
  Deno.stderr.writeSync = (bytes) => bytes.length;
  return { [Symbol.dispose]: () => void (Deno.stderr.writeSync = writeSync) };
}

/** Runs `recurse` on a loop; returns the errors that the loop's exception handler got. */
async function errorsOf(recurse: () => void): Promise<unknown[]> {
  const errors: unknown[] = [];
  await run(async () => {
    getRunningLoop().setExceptionHandler((_loop, { exception }) => {
      errors.push(exception);
    });
    recurse();
    await ticks();
  }, { keepRunning: false });
  return errors;
}

Deno.test("a slot that sets what it listens to ends in one RangeError, and the outer calls return", () =>
  onCore(async () => {
    const object = new QObject();
    let depth = 0;
    object.objectNameChanged.connect(() => {
      object.objectName = `${++depth}`;
    });
    const errors = await errorsOf(() => {
      object.objectName = "start";
    });
    assertEquals(errors.length, 1);
    assert(errors[0] instanceof RangeError, String(errors[0]));
    assertStringIncludes(errors[0].message, "Maximum call stack size exceeded");
    assert(depth > 100, `only ${depth} levels`);
  }));

Deno.test("a slot that calls itself through a widget's signal ends in a RangeError", () =>
  onWidgets(async (app) => {
    app.quitOnLastWindowClosed = false;
    const spin = new QSpinBox({ maximum: 1e9 });
    spin.valueChanged.connect((value) => {
      spin.value = value + 1;
    });
    const errors = await errorsOf(() => {
      spin.value = 1;
    });
    assertEquals(errors.map((one) => one instanceof RangeError), [true]);
  }));

Deno.test("an event filter that sends the event that it watches ends in a RangeError", () =>
  onWidgets(async (app) => {
    app.quitOnLastWindowClosed = false;
    const edit = new QLineEdit();
    using _watch = edit.onEvent("KeyPress", () => edit.keyClick("Key_A"));
    const errors = await errorsOf(() => edit.keyClick("Key_A"));
    assertEquals(errors.map((one) => one instanceof RangeError), [true]);
  }));

Deno.test("a call from the end of the stack is a RangeError, whatever its kind, and Qt goes on", () =>
  onCore(async (probe) => {
    const calls: (() => unknown)[] = [
      () => probe.number,
      () => probe.number = 1,
      () => probe.add(1, 2),
      () => probe.emitted.connect(() => {}),
      () => new QObject(),
      () => probe.onEvent("Timer", () => {}),
    ];
    for (const call of calls) {
      let thrown: unknown;
      const descend = (): void => {
        try {
          descend();
        } catch (error) {
          // The deepest one is too deep to do anything at all.
          try {
            call();
          } catch (inner) {
            thrown ??= inner;
          }
          throw error;
        }
      };
      try {
        descend();
      } catch {
        // From here on there is room again.
      }
      assert(thrown instanceof RangeError, `${call}: ${thrown}`);
      assertEquals(probe.add(1, 2), 3);
    }
    assertEquals(await probe.invokeAsync("add", 1, 2), 3);
  }));

Deno.test("a program whose console.error throws goes on after an error in a slot", async () => {
  const { code, stdout, stderr } = await runCode(`
    import { QCoreApplication, QTimer, run, sleep } from "@qtasyncio/qtasyncio";
    await using app = new QCoreApplication([]);
    console.error = () => { throw new Error("forbidden"); };
    let ticks = 0;
    const timer = new QTimer({ interval: 1 });
    timer.timeout.connect(() => { if (++ticks === 3) throw new Error("in a slot"); });
    timer.start();
    await run(async () => { while (ticks < 9) await sleep(1); }, { keepRunning: false });
    console.log("done");
  `);
  assertEquals([code, stdout], [0, ["done"]]);
  assertStringIncludes(stderr.join("\n"), "Error: in a slot");
});
