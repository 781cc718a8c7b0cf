/** Members by name: what is there, what is not, and what was probably meant. */

import {
  assertEquals,
  assertStrictEquals,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { QObject, qtClass } from "../../mod.ts";
import { onCore } from "../_support/probe.ts";

Deno.test("property() and setProperty() refuse an unknown name, with a hint", () =>
  onCore((probe) => {
    assertThrows(
      () => probe.property("nummer"),
      TypeError,
      "Probe has no property 'nummer': did you mean 'number'?",
    );
    assertThrows(
      () => probe.setProperty("Text", ""),
      TypeError,
      "did you mean 'text'?",
    );
    assertThrows(
      () => probe.property("add"),
      TypeError,
      "has no property 'add': there is a method of that name",
    );
    assertThrows(
      () => probe.property("emitted"),
      TypeError,
      "'emitted': there is a signal of that name",
    );
    assertThrows(
      () => probe.property("zzzzzzzz"),
      TypeError,
      "Probe has no property 'zzzzzzzz'",
    );
    assertThrows(() => probe.property(""), TypeError, "has no property");
    assertThrows(
      () => probe.property("__proto__"),
      TypeError,
      "has no property '__proto__'",
    );
  }));

Deno.test("invoke() refuses an unknown name, with a hint", () =>
  onCore((probe) => {
    assertThrows(
      () => probe.invoke("ad", 1, 2),
      TypeError,
      "Probe has no method 'ad': did you mean 'add'?",
    );
    assertThrows(
      () => probe.invoke("text"),
      TypeError,
      "has no method 'text': there is a property of that name",
    );
    assertThrows(
      () => probe.invokeAsync("nst"),
      TypeError,
      "did you mean 'nest'?",
    );
    assertThrows(
      () => probe.invoke("constructor"),
      TypeError,
      "has no method 'constructor'",
    );
  }));

Deno.test("signal() refuses an unknown name, with a hint", () =>
  onCore((probe) => {
    assertThrows(
      () => probe.signal("emited"),
      TypeError,
      "Probe has no signal 'emited': did you mean 'emitted'?",
    );
    assertThrows(
      () => probe.signal("text"),
      TypeError,
      "has no signal 'text': there is a property of that name",
    );
    const timer = new (qtClass("QTimer"))();
    assertThrows(
      () => timer.signal("timeot"),
      TypeError,
      "QTimer has no signal 'timeot': did you mean 'timeout'?",
    );
  }));

Deno.test("signal() tells overloaded signals apart by their signatures", () =>
  onCore((probe) => {
    assertThrows(
      () => probe.signal("overloadedSignal"),
      TypeError,
      "has several signals 'overloadedSignal': expected 'overloadedSignal(",
    );
    assertThrows(
      () => probe.overloadedSignal,
      TypeError,
      "overloadedSignal(int)",
    );
    assertThrows(
      () => probe.signal("overloadedSignal(bool)"),
      TypeError,
      "got 'overloadedSignal(bool)'",
    );
    const seen: unknown[] = [];
    probe.signal("overloadedSignal(int)").connect((value) => seen.push(value));
    probe.signal("overloadedSignal( QString )").connect((value) =>
      seen.push(value)
    );
    probe.emitOverloaded();
    assertEquals(seen, [1, "one"]);
  }));

Deno.test("signal() is the same object each time", () =>
  onCore((probe) => {
    assertStrictEquals(probe.emitted, probe.emitted);
    assertStrictEquals(probe.signal("emitted"), probe.emitted);
    assertEquals(String(probe.emitted), "qta::testing::Probe.emitted");
    // A signal with a default argument is one signal, not two.
    assertStrictEquals(
      probe.signal("withDefaultArgument"),
      probe.withDefaultArgument,
    );
  }));

Deno.test("methods, properties and signals of a class are members of its objects", () =>
  onCore((probe) => {
    assertEquals(probe.add(1, 2), 3);
    assertEquals(probe.invoke("add", 1, 2), 3);
    assertEquals(
      "add" in probe && "number" in probe && "emitted" in probe,
      true,
    );
    assertEquals("add" in new QObject(), false);
    const { add } = probe;
    assertEquals(add.call(probe, 3, 4), 7);
  }));

Deno.test("a member is not taken from an object that is no wrapper", () =>
  onCore((probe) => {
    const { add } = probe;
    assertThrows(() => add.call({}, 3, 4), TypeError);
    const fake = Object.create(probe);
    assertThrows(() => probe.echo(fake), TypeError, "Cannot pass a");
  }));

Deno.test("a stack trace names members as Qt does", () =>
  onCore((probe) => {
    const timer = new (qtClass("QTimer"))();
    const stacks: string[] = [];
    const take = () => stacks.push(new Error().stack!);
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 40;
    try {
      probe.emitted.connect(take);
      probe.emitMany(1);
      timer.objectNameChanged.connect(take);
      timer.objectName = "x";
      timer.timeout.connect(take);
      timer.intervalChanged;
    } finally {
      Error.stackTraceLimit = stackTraceLimit;
    }
    assertStringIncludes(stacks[0]!, "Probe.emitMany (");
    assertStringIncludes(stacks[1]!, "set objectName");
    assertEquals(probe.emitMany.name, "emitMany");
    assertEquals(timer.constructor.name, "QTimer");
    assertStringIncludes(Deno.inspect(timer), "QTimer");
    const interval = assertThrows(() => timer.interval = "x", TypeError);
    assertStringIncludes(interval.stack!, "QTimer.set interval");
  }));

Deno.test("a misspelt member says the same wherever it is assigned or handed over", () =>
  onCore((probe) => {
    const QTimer = qtClass("QTimer");
    const timer = new QTimer();
    const message =
      "QTimer has no property 'intervall': did you mean 'interval'?";
    for (
      const attempt of [
        () => timer.intervall = 5,
        () => Object.assign(timer, { intervall: 5 }),
        () => timer.setProperty("intervall", 5),
        () => timer.property("intervall"),
        () => new QTimer({ intervall: 5 }),
      ]
    ) assertThrows(attempt, TypeError, message);
    assertThrows(
      () => new QTimer({ timeot: () => {} }),
      TypeError,
      "QTimer has no property 'timeot': did you mean 'timeout'?",
    );
    assertThrows(
      () => probe.nonsense = 1,
      TypeError,
      "Probe has no property 'nonsense'",
    );
    // To read or look for what does not exist is no error: JavaScript does so itself.
    assertEquals(timer.intervall, undefined);
    assertEquals(["intervall" in timer, "interval" in timer], [false, true]);
  }));

Deno.test("a class of the program's own may have fields", () =>
  onCore(() => {
    class Counter extends qtClass("QTimer") {
      start = 1;
      count: number | undefined;
    }
    const counter = new Counter();
    counter.count = 2;
    (counter as unknown as { more: number }).more = 3;
    assertEquals(Object.keys(counter).sort(), ["count", "more", "start"]);
    assertThrows(() => counter.setProperty("more", 1), TypeError, "'more'");
  }));

Deno.test("the stack trace of an error begins with the member and the program's line", () =>
  onCore((probe) => {
    const QTimer = qtClass("QTimer");
    const gone = new QTimer();
    gone.deleteLater();
    const attempts: (() => unknown)[] = [
      () => probe.number = "no number" as never,
      () => probe.setProperty("nummer", 1),
      () => probe.property("nummer"),
      () => probe.invoke("add", "x", {}),
      () => probe.signal("emited"),
      () => probe.emitted.connect(1 as never),
      () => probe.setDynamicProperty("list", () => 1),
      () => new QTimer({ interval: "x" }),
      () => new QTimer({ intervall: 1 }),
      () => new QTimer(null as never),
      () => new QTimer().intervall = 1,
      () => probe.throwError(),
    ];
    for (const attempt of attempts) {
      const { stack } = assertThrows(attempt, Error) as Error;
      const [, member, line] = stack!.split("\n    at ");
      assertStringIncludes(member!, "(<anonymous>)", stack);
      assertStringIncludes(line!, "members_test.ts", stack);
    }
  }));

Deno.test("the stack trace of an error of the program's own stays as it is", () =>
  onCore((probe) => {
    const own = new Error("own");
    const { stack } = own;
    const value = {
      get text(): string {
        throw own;
      },
    };
    assertStrictEquals(
      assertThrows(() => probe.setDynamicProperty("map", value)),
      own,
    );
    assertEquals(own.stack, stack);
  }));
