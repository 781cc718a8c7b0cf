/** What TypeScript's types do not allow, and JavaScript does: an error of this library's, wherever it is passed. */

import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  type DynamicObject,
  emissions,
  once,
  QColor,
  QModelIndex,
  QObject,
  QPointF,
  QSize,
  qtClass,
  QtOpaque,
  race,
  run,
} from "../../mod.ts";
import { consoleErrors, onCore } from "../_support/probe.ts";
import { delay } from "../_support/wait.ts";

function revoked(target: object = {}): object {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
}

Deno.test("a name that is no string is refused by every method that takes one", () =>
  onCore((probe) => {
    const names: [unknown, string][] = [
      [Symbol("s"), "Symbol(s)"],
      [5n, "5n"],
      [null, "null"],
      [[], "an array of 0"],
      [() => {}, "<anonymous>()"],
      [revoked(), "<object that cannot be described>"],
    ];
    const uses: Record<string, (name: never) => unknown> = {
      property: (name) => probe.property(name),
      setProperty: (name) => probe.setProperty(name, 1),
      invoke: (name) => probe.invoke(name),
      signal: (name) => probe.signal(name),
      onEvent: (name) => probe.onEvent(name, () => {}),
    };
    for (const [name, shown] of names) {
      for (const [method, use] of Object.entries(uses)) {
        const error = assertThrows(() => use(name as never), TypeError);
        assert(
          /expected (its name|a key of QEvent::Type), got /.test(error.message),
          `${method}: ${error.message}`,
        );
        assert(error.message.endsWith(shown), error.message);
      }
    }
  }));

Deno.test("options that are no object, and signals that are no AbortSignal, are refused where signals are used", () =>
  onCore((probe) => {
    const { numberChanged } = probe;
    const uses: Record<string, (options: never) => unknown> = {
      connect: (options) => numberChanged.connect(() => {}, options),
      once: (options) => once(numberChanged, options),
      race: (options) => race({ numberChanged }, options),
      emissions: (options) => emissions(numberChanged, options),
    };
    for (const [name, use] of Object.entries(uses)) {
      for (const options of [null, 5, "once", Symbol("s")]) {
        assertThrows(
          () => use(options as never),
          TypeError,
          "expected an object of options, got ",
          name,
        );
      }
      for (const signal of [null, {}, new EventTarget(), revoked()]) {
        assertThrows(
          () => use({ signal } as never),
          TypeError,
          "expected an AbortSignal as 'signal', got ",
          name,
        );
      }
    }
    for (const no of [null, 5, {}, () => {}]) {
      assertThrows(
        () => once(no as never),
        TypeError,
        "expected a signal, got",
      );
      assertThrows(
        () => emissions(no as never),
        TypeError,
        "expected a signal, got",
      );
    }
    assertThrows(
      () => once(numberChanged, { filter: 5 as never }),
      TypeError,
      "expected a function as 'filter', got 5",
    );
    assertThrows(
      () => emissions(numberChanged, { overflow: "drop" as never }),
      TypeError,
      'overflow must be "throw", "drop-oldest" or "drop-newest", got "drop"',
    );
    assertEquals(numberChanged.connectionCount, 0);
  }));

Deno.test("once() waits as long as it is told, also longer than a timer can", () =>
  onCore(async (probe) => {
    for (const timeout of [Infinity, 2 ** 31, 1e300]) {
      const changed = once(probe.numberChanged, { timeout });
      await delay(5);
      probe.number++;
      assertEquals(await changed, [probe.number]);
    }
    for (const timeout of ["5", 5n, Symbol("s"), null]) {
      assertThrows(
        () => once(probe.numberChanged, { timeout: timeout as never }),
        RangeError,
        "timeout must be a number of milliseconds > 0, got ",
      );
    }
  }));

Deno.test("a Proxy of an object, and an object without its constructor, are refused", () =>
  onCore((probe) => {
    const fakes = [
      new Proxy(probe, {}),
      Object.create(probe),
      Object.create(Object.getPrototypeOf(probe)),
    ] as DynamicObject[];
    for (const fake of fakes) {
      for (
        const use of [
          () => fake.number,
          () => fake.number = 1,
          () => fake.numberChanged,
          () => fake.add(1, 2),
          () => fake.objectName,
          () => fake.className,
          () => fake.deleteLater(),
          () => String(fake),
        ]
      ) {
        assertThrows(
          use,
          TypeError,
          "expected an object of Qt, got a Proxy of one",
        );
      }
      assertThrows(() => new QObject({}, fake), TypeError);
      assertThrows(() => probe.any = fake, TypeError);
    }
    const values: [object, string][] = [
      [Object.create(QtOpaque.prototype), "expected one that Qt has returned"],
      [
        Object.create(QModelIndex.prototype),
        "expected one that Qt has returned",
      ],
      [Object.create(Date.prototype), "Cannot pass an instance of Date to Qt"],
      [revoked(), "Cannot pass the Proxy to Qt: it has been revoked"],
    ];
    for (const [value, message] of values) {
      assertThrows(() => probe.any = value, TypeError, message);
      assertThrows(() => probe.echo([{ value }]), TypeError, message);
    }
    const index: QModelIndex = Object.create(QModelIndex.prototype);
    assertThrows(
      () => index.row,
      TypeError,
      "expected one that Qt has returned",
    );
    assertThrows(
      () => index.data(),
      TypeError,
      "expected one that Qt has returned",
    );
    assertEquals(probe.add(1, 2), 3);
  }));

Deno.test("bytes are those of the view, whatever a subclass says, and a view that its buffer has outgrown is refused", () =>
  onCore((probe) => {
    class Lying extends Uint8Array {
      override get byteLength(): number {
        return 1e9;
      }
      override get byteOffset(): number {
        return 1e9;
      }
      override get buffer(): ArrayBuffer {
        return new ArrayBuffer(1);
      }
    }
    probe.bytes = new Lying([1, 2, 3]);
    assertEquals(probe.bytes, new Uint8Array([1, 2, 3]));
    const shared = new Uint8Array(new SharedArrayBuffer(2)).fill(7);
    probe.bytes = shared;
    assertEquals(probe.bytes, new Uint8Array([7, 7]));
    const buffer = new ArrayBuffer(16, { maxByteLength: 32 });
    const views = [
      new Uint8Array(buffer, 8, 8),
      new Uint8Array(buffer, 8),
      new DataView(buffer, 8, 8),
      new Float64Array(buffer, 8, 1),
    ];
    buffer.resize(4);
    for (const view of views) {
      assertThrows(
        () => probe.bytes = view,
        TypeError,
        "their ArrayBuffer has been resized",
      );
    }
    buffer.resize(32);
    probe.bytes = views[1];
    assertEquals(probe.bytes.length, 24);
    // It goes while the values after it are read.
    const bytes = new Uint8Array(1 << 16);
    const transfer = {
      get now() {
        bytes.buffer.transfer();
        return 1;
      },
    };
    assertThrows(() => probe.any = [transfer, bytes], TypeError, "detached");
  }));

Deno.test("fields of values that are no numbers are refused", () =>
  onCore((probe) => {
    for (const wrong of ["1", 1n, Symbol("s"), null, {}]) {
      const value = wrong as never;
      assertThrows(
        () => probe.any = new QSize(value, 1),
        TypeError,
        "Cannot pass the QSize to Qt: expected integers of 32 bits, got ",
      );
      assertThrows(
        () => probe.any = new QPointF(1, value),
        TypeError,
        "Cannot pass the QPointF to Qt: expected numbers, got ",
      );
      assertThrows(
        () => probe.any = new QColor(value, 1, 1),
        TypeError,
        "Cannot pass the QColor to Qt: expected channels",
      );
    }
  }));

Deno.test("recursions through event filters, models and error reports end in an error, and timers go on", () =>
  onCore(async (probe) => {
    const Model = qtClass<DynamicObject>("QStringListModel");
    const cases: Record<string, () => number> = {
      "an event filter": () => {
        let depth = 0;
        probe.onEvent("DynamicPropertyChange", () => {
          probe.setDynamicProperty("depth", ++depth);
        });
        probe.setDynamicProperty("depth", 0);
        return depth;
      },
      "a model": () => {
        let depth = 0;
        const model = new Model();
        model.rowsInserted.connect(() => {
          depth++;
          model.insertRows(0, 1);
        });
        model.insertRows(0, 1);
        return depth;
      },
      "two objects": () => {
        let depth = 0;
        const [one, other] = [new QObject(), new QObject()];
        one.objectNameChanged.connect((name) => other.objectName = `${name}.`);
        other.objectNameChanged.connect(() => one.objectName = `${++depth}`);
        one.objectName = "0";
        return depth;
      },
      "console.error": () => {
        let depth = 0;
        const object = new QObject();
        const { error } = console;
        console.error = () => void (object.objectName = `${++depth}`);
        object.objectNameChanged.connect(() => {
          throw new Error("in the slot");
        });
        object.objectName = "0";
        console.error = error;
        return depth;
      },
    };
    for (const [name, recurse] of Object.entries(cases)) {
      const { writeSync } = Deno.stderr;
      Deno.stderr.writeSync = (bytes) => bytes.length;
      let depth = 0;
      const calls = await consoleErrors(() => depth = recurse())
        .finally(() => Deno.stderr.writeSync = writeSync);
      assert(depth > 50, `${name}: only ${depth} levels`);
      assert(calls.length < 5, `${name}: ${calls.length} reports`);
      await run(async () => {
        const timer = new (qtClass("QTimer"))({ interval: 1 });
        timer.start();
        await once(timer.timeout);
        timer.deleteLater();
      }, { keepRunning: false });
    }
  }));
