/** Where Qt's messages go: `console`, by level, or a handler. */

import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { onQtMessage, QObject, QTimer, type QtMessage } from "../../mod.ts";
import { runCode } from "../_support/code.ts";
import { onCore, whileExec } from "../_support/probe.ts";
import { waitFor } from "../_support/wait.ts";

const NEGATIVE = "QObject::startTimer: Timers cannot have negative intervals";

/** Calls `body` with `console` replaced; returns what was written. */
async function consoleCalls(
  body: (calls: readonly string[]) => unknown,
): Promise<string[]> {
  const methods = ["debug", "info", "warn", "error"] as const;
  const originals = methods.map((method) => console[method]);
  const calls: string[] = [];
  for (const method of methods) {
    console[method] = (...args: unknown[]) =>
      void calls.push(`${method}: ${args.join(" ")}`);
  }
  try {
    await body(calls);
  } finally {
    methods.forEach((method, i) => console[method] = originals[i]!);
  }
  return calls;
}

Deno.test("a message goes to the method of console for its level, with the object that was used", () =>
  onCore(async (probe) => {
    const calls = await consoleCalls(() => {
      new QTimer({ objectName: "mine" }).start(-1);
      for (const level of ["debug", "info", "warning", "critical"]) {
        probe.say(level, "probe.talk", "hello");
      }
    });
    assertEquals(
      calls,
      [
        `warn: ${NEGATIVE} [QTimer("mine")]`,
        'debug: probe.talk: hello [Probe("")]',
        'info: probe.talk: hello [Probe("")]',
        'warn: probe.talk: hello [Probe("")]',
        'error: probe.talk: hello [Probe("")]',
      ].map((line) => line.replaceAll("Probe(", `${probe.className}(`)),
    );
  }));

Deno.test("a handler gets messages until it is disposed of, and the one before it again", () =>
  onCore(async (probe) => {
    const seen: QtMessage[] = [];
    const calls = await consoleCalls(() => {
      using _outer = onQtMessage((message) => seen.push(message));
      {
        using _inner = onQtMessage(({ text }) => console.info(text));
        probe.say("info", "probe.talk", "inner");
      }
      probe.say("critical", "probe.talk", "outer");
    });
    assertEquals(calls, ["info: inner"]);
    assertEquals(seen, [{
      level: "critical",
      category: "probe.talk",
      text: "outer",
      file: null,
      line: null,
      object: probe,
    }]);
    assertEquals(
      await consoleCalls(() => probe.say("info", "default", "after")),
      [`info: after [${probe}]`],
    );
  }));

Deno.test("what a handler throws, the call throws that has caused the message", () =>
  onCore(async (probe) => {
    using _messages = onQtMessage(({ text }) => {
      throw new Error(`thrown: ${text}`);
    });
    assertThrows(
      () => probe.say("warning", "default", "one"),
      Error,
      "thrown: one",
    );
    assertThrows(
      () => new QTimer({ interval: 1 }).start(-1),
      Error,
      "negative",
    );
    assertEquals(probe.add(1, 2), 3);
  }));

Deno.test("in Qt's event loop, what a handler throws is reported, and the loop goes on", () =>
  onCore((probe, app) =>
    whileExec(app, async () => {
      const calls = await consoleCalls(async (calls) => {
        using _messages = onQtMessage(() => {
          throw new Error("thrown in the loop");
        });
        probe.sayLater("later");
        await waitFor("the report", () => calls[0], { interval: 1 });
      });
      assertEquals(calls.length, 1);
      assertStringIncludes(
        calls[0]!,
        "error: Exception in a handler of Qt's messages:",
      );
      assertStringIncludes(calls[0]!, "thrown in the loop");
    })
  ));

Deno.test("a message names the object that its text does", () =>
  onCore((probe) => {
    const other = new QObject({ objectName: "other" });
    const seen: QtMessage[] = [];
    using _messages = onQtMessage((message) => seen.push(message));
    probe.sayObject(other);
    assertEquals(seen.map(({ object }) => object), [other]);
    assertStringIncludes(seen[0]!.text, '"other"');
  }));

Deno.test("messages of other threads arrive, also while nothing else happens", () =>
  onCore((probe, app) =>
    whileExec(app, async () => {
      const seen: QtMessage[] = [];
      using _messages = onQtMessage((message) => seen.push(message));
      probe.sayFromThread("from afar", 20);
      await waitFor("the message", () => seen[0], { interval: 1 });
      assertEquals([seen[0]!.text, seen[0]!.object], ["from afar", null]);
    })
  ));

Deno.test("a handler that causes a message gets it, and no endless loop", () =>
  onCore((probe) => {
    const seen: string[] = [];
    using _messages = onQtMessage(({ text }) => {
      seen.push(text);
      if (seen.length < 3) probe.say("info", "default", `${text}!`);
    });
    probe.say("info", "default", "a");
    probe.add(1, 2);
    probe.add(1, 2);
    assertEquals(seen, ["a", "a!", "a!!"]);
  }));

Deno.test("rules filter messages, for the life of an application", async () => {
  const seen: string[] = [];
  using _messages = onQtMessage(({ category, level }) =>
    seen.push(`${category} ${level}`)
  );
  const say = (
    probe: { say(level: string, category: string, text: string): void },
  ) => {
    for (const level of ["debug", "warning"]) {
      probe.say(level, "probe.talk", "x");
    }
  };
  await onCore((probe, app) => {
    app.setLoggingRules("probe.*=false\nprobe.talk.warning=true");
    say(probe as never);
    app.setLoggingRules("");
    say(probe as never);
    app.setLoggingRules("*=false");
    say(probe as never);
  });
  await onCore((probe) => say(probe as never));
  assertEquals(seen, [
    "probe.talk warning",
    "probe.talk debug",
    "probe.talk warning",
    "probe.talk debug",
    "probe.talk warning",
  ]);
});

Deno.test("messages before and after the life of an application are not lost", async () => {
  const { stdout, stderr, code } = await runCode(`
    import { QCoreApplication, QTimer } from "@qtasyncio/qtasyncio";
    const app = new QCoreApplication();
    new QTimer().start(-1);
    app.destroyed;
    console.log("end");
  `);
  assertEquals([code, stdout], [0, ["end"]]);
  assertStringIncludes(stderr.join("\n"), NEGATIVE);
});

Deno.test("QT_FORCE_STDERR_LOGGING has Qt write messages by itself, at once", async () => {
  const { stderr } = await runCode(
    `
    import { onQtMessage, QCoreApplication, QTimer } from "@qtasyncio/qtasyncio";
    await using app = new QCoreApplication();
    using messages = onQtMessage(() => console.error("handler"));
    new QTimer().start(-1);
    console.error("after");
  `,
    { env: { QT_FORCE_STDERR_LOGGING: "1" } },
  );
  assertEquals(stderr, [NEGATIVE, "after"]);
});
