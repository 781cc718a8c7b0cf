/** What fails a test that `qtTest()` makes, and what it cleans up. */

import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { qtTest } from "../../testing.ts";
import {
  createTask,
  QApplication,
  QCoreApplication,
  QGuiApplication,
  QLabel,
  QPushButton,
  QTimer,
  QWidget,
  run,
  sleep,
} from "../../widgets.ts";

const named = (name: string) => ({ name, origin: import.meta.url });

Deno.test("it makes an application, and disposes of it and of all that is left", async () => {
  let label: QLabel | undefined;
  let ended = false;
  await qtTest(async (t) => {
    assert(t.app instanceof QApplication);
    assertEquals(t.name, "its name");
    label = new QLabel({ text: "left" });
    label.show();
    createTask(async () => {
      try {
        await sleep(100_000);
      } finally {
        ended = true;
      }
    });
    await sleep(0);
  })(named("its name"));
  assertEquals([label!.isDestroyed, ended, QCoreApplication.instance()], [
    true,
    true,
    null,
  ]);
});

Deno.test("a class of applications may be given", async () => {
  await qtTest({ application: QCoreApplication }, async (t) => {
    assert(!(t.app instanceof QGuiApplication));
    const timer = new QTimer({ singleShot: true });
    timer.start(1);
    await t.expectSignal(timer.timeout);
  })();
});

Deno.test("what the test throws, it rejects with", async () => {
  const error = new Error("the test's own");
  assertEquals(
    await assertRejects(() => qtTest(() => Promise.reject(error))()),
    error,
  );
});

Deno.test("what a slot or a task throws fails it", async () => {
  let thrown = false;
  const slot = qtTest(async (t) => {
    const button = new QPushButton({ text: "Fail" });
    button.clicked.connect(() => {
      throw new Error("in a slot");
    });
    button.clicked.connect(async () => {
      await sleep(1);
      thrown = true;
      throw new Error("in a task");
    });
    button.show();
    await t.click("Fail");
    await t.until(() => thrown);
    await sleep(1);
  });
  const error = await assertRejects(() => slot(), AggregateError);
  assertEquals(error.message, "in a slot\nin a task");
});

Deno.test("a warning of Qt's fails it, unless it is allowed", async () => {
  const warns = qtTest((t) => {
    new QTimer().start(-1);
    assertEquals(t.messages.length, 1);
  });
  const error = await assertRejects(() => warns(), Error);
  assertStringIncludes(
    error.message,
    "Qt has a message (warning, default): QObject::startTimer: Timers cannot have negative intervals",
  );
  await qtTest(
    { allowMessages: [/negative intervals/] },
    () => new QTimer().start(-1),
  )();
  await qtTest((t) => {
    t.allowMessages("negative");
    new QTimer().start(-1);
  })();
});

Deno.test("a signal that is still expected at the end fails it", async () => {
  const forgets = qtTest((t) => {
    const timer = new QTimer();
    void t.expectSignal(timer.timeout);
  });
  await assertRejects(
    () => forgets(),
    Error,
    "The test ended before QTimer.timeout was emitted",
  );
});

Deno.test("quitting before the end fails it", async () => {
  const quits = qtTest(async (t) => {
    t.app.quit();
    await sleep(1000);
  });
  await assertRejects(
    () => quits(),
    Error,
    "The application quit before the test had ended",
  );
});

Deno.test("with a shared application, what a test leaves is named, with its place, and destroyed", async () => {
  await using application = new QApplication(["-platform", "offscreen"]);
  application.quitOnLastWindowClosed = false;
  let left: QWidget | undefined;
  const forgets = qtTest({ application }, () => {
    left = new QWidget({ objectName: "forgotten" });
    using _gone = new QWidget({ objectName: "used" });
    new QLabel({}, left);
  });
  const error = await assertRejects(() => forgets(named("forgets")), Error);
  assertStringIncludes(
    error.message,
    'The test "forgets" has left an object, which it should dispose of',
  );
  assertStringIncludes(error.message, 'QWidget("forgotten") (created at ');
  assertStringIncludes(error.message, "qt_test_test.ts:");
  await qtTest({ application }, async (t) => {
    assertEquals(left!.isDestroyed, true);
    const button = new QPushButton({ text: "Fine" });
    button.show();
    await t.click("Fine");
    button.deleteLater();
  })();
});

Deno.test("a program may make and run its own application, and must dispose of it", async () => {
  async function program(): Promise<void> {
    await using _app = new QApplication(["-platform", "offscreen"]);
    const button = new QPushButton({
      text: "Quit",
      clicked: () => _app.quit(),
    });
    button.show();
    await run();
  }
  await qtTest({ application: null }, async (t) => {
    const done = program();
    await t.click("Quit");
    await done;
  })();
  const forgets = qtTest({ application: null }, () => {
    new QApplication(["-platform", "offscreen"]);
  });
  const error = await assertRejects(() => forgets(named("leaves it")), Error);
  assertStringIncludes(
    error.message,
    'The test "leaves it" has left an object',
  );
  assertStringIncludes(error.message, "qt_test_test.ts:");
  assertEquals(QCoreApplication.instance(), null);
});

Deno.test("an application that exists already is refused", async () => {
  await using _app = new QCoreApplication([]);
  await assertRejects(
    () => qtTest(() => {})(),
    Error,
    "An application exists already",
  );
});
