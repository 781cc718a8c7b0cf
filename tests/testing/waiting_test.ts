/** Waiting for conditions, signals and dialogs, and what the errors say. */

import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { qtTest } from "../../testing.ts";
import {
  createTask,
  getExistingDirectory,
  getInt,
  getOpenFileName,
  getText,
  QLineEdit,
  QMessageBox,
  QPushButton,
  QTimer,
  showMessage,
  TimeoutError,
} from "../../widgets.ts";

Deno.test(
  "until() returns what the condition returns at last",
  qtTest(async (t) => {
    let looks = 0;
    assertEquals(await t.until(() => ++looks > 2 && `look ${looks}`), "look 3");
    assertEquals(await t.until(() => 0), 0);
    assertEquals(
      await t.until(() => {
        if (++looks < 6) throw new Error("not yet");
        return looks;
      }),
      6,
    );
  }),
);

Deno.test("a variable says how long waits take that do not say it themselves", async () => {
  const name = "QTASYNCIO_TEST_TIMEOUT";
  const before = Deno.env.get(name)!;
  const waits = qtTest(async (t) => {
    await t.until(() => false);
  });
  try {
    Deno.env.set(name, "30");
    await assertRejects(() => waits(), TimeoutError, "Waited 30 ms");
    Deno.env.set(name, "soon");
    await assertRejects(async () => await waits(), RangeError, "got NaN");
  } finally {
    Deno.env.set(name, before);
  }
});

Deno.test(
  "until() says what it waited for, and what it saw last",
  qtTest(async (t) => {
    const count = () => 1;
    const never = await assertRejects(
      () => t.until(() => count() > 1, { timeout: 20 }),
      TimeoutError,
    );
    assert(
      /^Waited 20 ms for .*count\(\) > 1.*: it returned false at last$/.test(
        never.message,
      ),
      never.message,
    );
    const thrown = await assertRejects(
      () => t.until(() => t.find("Done"), { timeout: 20 }),
      TimeoutError,
    );
    assertStringIncludes(
      thrown.message,
      't.find("Done"): No element matches "Done"',
    );
    const pending = await assertRejects(
      () => t.until(() => new Promise(() => {}), { timeout: 20 }),
      TimeoutError,
    );
    assertStringIncludes(pending.message, ": its promise is still pending");
    await assertRejects(
      () => t.until(count, { timeout: 0 }),
      RangeError,
      "timeout must be a number of milliseconds > 0, got 0",
    );
  }),
);

Deno.test(
  "expectSignal() resolves with the arguments, and says what came instead",
  qtTest(async (t) => {
    const edit = new QLineEdit();
    const changed = t.expectSignal(edit.textChanged, {
      filter: (text) => text.length > 1,
    });
    edit.text = "a";
    edit.text = "ab";
    assertEquals(await changed, ["ab"]);
    const other = t.expectSignal(edit.textChanged, {
      filter: (text) => text === "never",
      timeout: 20,
    });
    edit.text = "abc";
    const error = await assertRejects(() => other, TimeoutError);
    assertEquals(
      error.message,
      'Waited 20 ms for QLineEdit.textChanged: it was emitted 1 times with other arguments, at last with [ "abc" ]',
    );
    await assertRejects(
      () => t.expectSignal(edit.returnPressed, { timeout: 5 }),
      TimeoutError,
      "QLineEdit.returnPressed: it was not emitted",
    );
  }),
);

Deno.test(
  "noSignal() fails if the signal comes",
  qtTest(async (t) => {
    const timer = new QTimer({ interval: 5, singleShot: true });
    await t.noSignal(timer.timeout, { during: 20 });
    timer.start();
    await assertRejects(
      () => t.noSignal(timer.timeout, { during: 60_000 }),
      Error,
      "QTimer.timeout was emitted with []: expected no emission",
    );
  }),
);

Deno.test(
  "answer() presses a button of a message, or Escape",
  qtTest(async (t) => {
    for (
      const [answer, expected] of [["Yes", "Yes"], [/^N/, "No"], [
        null,
        "No",
      ]] as const
    ) {
      const answered = createTask(() =>
        showMessage({ text: "Really?", buttons: ["Yes", "No"] })
      );
      assertEquals(await t.answer(answer), "Really?");
      assertEquals(await answered, expected);
    }
  }),
);

Deno.test(
  "answer() answers a dialog whose exec() a click has started in Qt",
  qtTest(async (t) => {
    const codes: unknown[] = [];
    const button = new QPushButton({ text: "Ask" });
    button.clicked.connect(async () => {
      const box = new QMessageBox({
        text: "Go on?",
        standardButtons: "Ok|Cancel",
      }, button);
      codes.push(await box.exec());
      box.deleteLater();
    });
    button.show();
    await t.click("Ask");
    assertEquals(await t.answer("Cancel"), "Go on?");
    await t.until(() => codes.length === 1);
    assertEquals(codes, [0x400000]);
  }),
);

Deno.test(
  "answer() enters values, chooses files, and lets a function do so",
  qtTest(async (t) => {
    const text = createTask(() =>
      getText({ title: "Name", label: "Your name" })
    );
    assertEquals(await t.answer({ value: "Ada" }), "Name");
    assertEquals(await text, "Ada");
    const number = createTask(() =>
      getInt({ title: "Age", label: "Your age" })
    );
    await t.answer({ value: 36 });
    assertEquals(await number, 36);
    const folder = await Deno.makeTempDir();
    try {
      await Deno.writeTextFile(`${folder}/a.txt`, "");
      const file = createTask(() => getOpenFileName({ directory: folder }));
      await t.answer({ file: `${folder}/a.txt` });
      assertEquals(await file, `${folder}/a.txt`);
      const chosen = createTask(() => getExistingDirectory({ directory: "/" }));
      await t.answer({ file: folder });
      assertEquals(await chosen, folder);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
    const message = createTask(() => showMessage({ text: "Custom" }));
    await t.answer((dialog) => void dialog.close());
    assertEquals(await message, "Ok");
  }),
);

Deno.test(
  "answer() says that no dialog has opened, and what is there",
  qtTest(async (t) => {
    new QPushButton({ text: "Lonely" }).show();
    const error = await assertRejects(
      () => t.answer("Yes", { timeout: 30 }),
      TimeoutError,
    );
    assertStringIncludes(
      error.message,
      "Waited 30 ms for a modal dialog: none has opened. There is:\n",
    );
    assertStringIncludes(error.message, 'Button "Lonely"');
  }),
);
