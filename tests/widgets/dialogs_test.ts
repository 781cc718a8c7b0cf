/** Dialogs that are awaited. */

import { assertEquals, assertRejects } from "@std/assert";
import {
  createTask,
  DestroyedObjectError,
  getColor,
  getDouble,
  getExistingDirectory,
  getFont,
  getInt,
  getItem,
  getOpenFileName,
  getOpenFileNames,
  getSaveFileName,
  getText,
  type QColorDialog,
  type QFileDialog,
  type QFontDialog,
  QInputDialog,
  QLineEdit,
  QMessageBox,
  QWidget,
  run,
  showMessage,
  sleep,
} from "../../widgets.ts";
import { onWidgets } from "../_support/probe.ts";
import { waitFor } from "../_support/wait.ts";
import { button, inLoop, opened } from "./_dialogs.ts";

/** Every dialog that can be dismissed, and what its own button for that is called. */
const DIALOGS: Record<string, (signal?: AbortSignal) => Promise<unknown>> = {
  "showMessage()": (signal) =>
    showMessage({ text: "?", buttons: ["Retry", "Ignore"], ...on(signal) }),
  "getOpenFileName()": (signal) => getOpenFileName(on(signal)),
  "getOpenFileNames()": (signal) => getOpenFileNames(on(signal)),
  "getSaveFileName()": (signal) => getSaveFileName(on(signal)),
  "getExistingDirectory()": (signal) => getExistingDirectory(on(signal)),
  "getColor()": (signal) => getColor(on(signal)),
  "getFont()": (signal) => getFont(on(signal)),
  "getText()": (signal) => getText({ label: "?", ...on(signal) }),
  "getInt()": (signal) => getInt({ label: "?", ...on(signal) }),
  "getDouble()": (signal) => getDouble({ label: "?", ...on(signal) }),
  "getItem()": (signal) => getItem({ label: "?", items: ["a"], ...on(signal) }),
};

function on(signal?: AbortSignal): { signal?: AbortSignal } {
  return signal === undefined ? {} : { signal };
}

for (const [name, show] of Object.entries(DIALOGS)) {
  Deno.test(`${name} resolves to null when it is hidden from outside`, () =>
    inLoop(async (app) => {
      const answer = show();
      (await opened(app)).hide();
      assertEquals(await answer, null);
    }));

  Deno.test(`${name} resolves to null when its window is closed`, () =>
    inLoop(async (app) => {
      const answer = show();
      (await opened(app)).close();
      assertEquals(await answer, null);
      assertEquals(app.activeModalWidget(), null);
    }));

  Deno.test(`${name} resolves to null on Escape`, () =>
    inLoop(async (app) => {
      const answer = show();
      (await opened(app)).keyClick("Key_Escape");
      assertEquals(await answer, null);
    }));

  Deno.test(`${name} closes, and its task ends, when that is cancelled`, () =>
    inLoop(async (app) => {
      let ended = "";
      const task = createTask(async () => {
        try {
          await show();
          ended = "answered";
        } finally {
          ended ||= "cancelled";
        }
      });
      const dialog = await opened(app);
      task.cancel();
      await task.catch(() => {});
      assertEquals([task.cancelled(), ended], [true, "cancelled"]);
      assertEquals(app.activeModalWidget(), null);
      await waitFor("its end", () => dialog.isDestroyed || undefined);
    }));

  Deno.test(`${name} closes and rejects when its signal is aborted`, () =>
    inLoop(async (app) => {
      const controller = new AbortController();
      const answer = show(controller.signal);
      const dialog = await opened(app);
      controller.abort(new Error("enough"));
      await assertRejects(() => answer, Error, "enough");
      await waitFor("its end", () => dialog.isDestroyed || undefined);
      await assertRejects(() => show(controller.signal), Error, "enough");
      assertEquals(app.activeModalWidget(), null);
    }));

  Deno.test(`${name} needs no event loop around it`, () =>
    onWidgets(async (app) => {
      const answer = show();
      (await opened(app)).close();
      assertEquals(await answer, null);
      const controller = new AbortController();
      const aborted = show(controller.signal);
      controller.abort(new Error("before it is shown"));
      await assertRejects(() => aborted, Error, "before it is shown");
    }));
}

Deno.test("a file dialog resolves to what was chosen in it", async () => {
  const folder = await Deno.makeTempDir({ prefix: "qtasyncio-test-" });
  try {
    for (const name of ["a.txt", "b.txt", "c.png"]) {
      await Deno.writeTextFile(`${folder}/${name}`, name);
    }
    await inLoop(async (app) => {
      const accept = async (name?: string) => {
        const dialog = await opened<QFileDialog>(app);
        if (name !== undefined) dialog.selectFile(name);
        dialog.accept();
      };
      const options = { directory: folder, native: false };

      const one = getOpenFileName({
        ...options,
        nameFilters: ["Text (*.txt)"],
      });
      await accept("b.txt");
      assertEquals(await one, `${folder}/b.txt`);

      const several = getOpenFileNames(options);
      (await opened<QFileDialog>(app)).findChild("fileNameEdit")!
        .setProperty("text", '"a.txt" "c.png"');
      await accept();
      assertEquals(await several, [`${folder}/a.txt`, `${folder}/c.png`]);

      const save = getSaveFileName({
        ...options,
        fileName: "new",
        defaultSuffix: "txt",
      });
      await accept();
      assertEquals(await save, `${folder}/new.txt`);

      const directory = getExistingDirectory(options);
      await accept();
      assertEquals(await directory, folder);
    });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("getSaveFileName() asks before it names a file that exists", async () => {
  const path = await Deno.makeTempFile({ suffix: ".txt" });
  try {
    await inLoop(async (app) => {
      const save = getSaveFileName({ fileName: path, native: false });
      const dialog = await opened<QFileDialog>(app);
      const accepted = dialog.invokeAsync("accept");
      const question = await waitFor("the question", () => {
        const widget = app.activeModalWidget();
        return widget instanceof QMessageBox ? widget : undefined;
      });
      button(question, "Yes").click();
      await accepted;
      assertEquals(await save, path);
    });
  } finally {
    await Deno.remove(path);
  }
});

Deno.test("getColor() resolves to the colour that was chosen", () =>
  inLoop(async (app) => {
    const answer = getColor({ initial: "#112233", alpha: true, native: false });
    const dialog = await opened<QColorDialog>(app);
    assertEquals(dialog.currentColor?.green, 0x22);
    dialog.currentColor = "#80ff6347";
    dialog.accept();
    assertEquals({ ...await answer }, {
      red: 255,
      green: 99,
      blue: 71,
      alpha: 128,
    });
  }));

Deno.test("getFont() resolves to a font that a widget takes", () =>
  inLoop(async (app, window) => {
    const answer = getFont({ initial: window.font, native: false });
    (await opened<QFontDialog>(app)).accept();
    const font = await answer;
    assertEquals(font?.typeName, "QFont");
    window.font = font!;
  }));

Deno.test("the input dialogs resolve to what was put in", () =>
  inLoop(async (app) => {
    const typed = async (text: string) => {
      const dialog = await opened<QInputDialog>(app);
      const edit = dialog.children().find((child) =>
        child instanceof QLineEdit
      ) as QLineEdit;
      edit.selectAll();
      edit.keyClicks(text);
      dialog.accept();
    };
    const name = getText({ label: "Name:", value: "Ada" });
    await typed("Grace");
    assertEquals(await name, "Grace");
    const password = getText({ label: "Password:", echoMode: "Password" });
    await typed("secret");
    assertEquals(await password, "secret");

    const accept = async (set: (dialog: QInputDialog) => void) => {
      const dialog = await opened<QInputDialog>(app);
      set(dialog);
      dialog.accept();
    };
    const lines = getText({ label: "Notes:", value: "1\n2", multiLine: true });
    await accept(() => {});
    assertEquals(await lines, "1\n2");
    const copies = getInt({
      label: "Copies:",
      value: 2,
      minimum: 1,
      maximum: 9,
    });
    await accept((dialog) => dialog.setIntValue(12));
    assertEquals(await copies, 9);
    const price = getDouble({ label: "Price:", value: 1.255, decimals: 3 });
    await accept(() => {});
    assertEquals(await price, 1.255);
    const item = getItem({
      label: "Item:",
      items: ["a", "b", "c"],
      value: "b",
    });
    await accept(() => {});
    assertEquals(await item, "b");
    const other = getItem({ label: "Item:", items: ["a"], editable: true });
    await accept((dialog) => dialog.setTextValue("z"));
    assertEquals(await other, "z");
  }));

Deno.test("a dialog rejects when its parent is destroyed", () =>
  inLoop(async (app) => {
    const parent = new QWidget();
    const answer = getText({ label: "?", parent });
    await opened(app);
    parent.deleteLater();
    await assertRejects(() => answer, DestroyedObjectError);
  }));

Deno.test("two dialogs of two tasks end in any order", () =>
  inLoop(async (app) => {
    const [a, b] = [new QWidget(), new QWidget()];
    a.show();
    b.show();
    const answers: string[] = [];
    const ask = (parent: QWidget, name: string) =>
      createTask(async () => {
        answers.push(`${name} ${await getText({ label: name, parent })}`);
      });
    const first = ask(a, "first");
    await opened(app);
    const second = ask(b, "second");
    const inner = (parent: QWidget) =>
      parent.children().find((child) => child instanceof QInputDialog) as
        | QInputDialog
        | undefined;
    await waitFor("both", () => inner(b)?.visible || undefined);
    inner(a)!.accept();
    await first;
    assertEquals(answers, ["first "]);
    inner(b)!.reject();
    await second;
    assertEquals(answers, ["first ", "second null"]);
  }));

Deno.test("a program of dialogs alone does not end with the first of them", () =>
  onWidgets(async (app) => {
    const answers: unknown[] = [];
    await run(async () => {
      const first = showMessage({ text: "Hello" });
      (await opened(app)).close();
      answers.push(await first);
      await sleep(20);
      const second = getText({ label: "Name:", value: "Ada" });
      (await opened(app)).accept();
      answers.push(await second);
      app.quit();
    });
    assertEquals(answers, ["Ok", "Ada"]);
  }));
