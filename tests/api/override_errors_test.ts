/** Overrides that fail, nest, or end their object. */

import { assert, assertEquals, assertThrows } from "@std/assert";
import { QApplication, QRectF, QSize } from "../../widgets.ts";
import { DestroyedObjectError } from "../../src/qt/calls/errors.ts";
import { objectClass } from "./_classes.ts";
import { reported } from "./_reported.ts";
import {
  type Any,
  offscreen,
  QAbstractListModel,
  QGraphicsItem,
  QGraphicsScene,
  QWidget,
} from "./_overrides.ts";

const QMessageBox = objectClass("QMessageBox");

Deno.test("an override that throws, promises or returns nonsense is reported, and Qt goes on with its own", async () => {
  await using _app = new QApplication(offscreen);
  class Wrong extends QWidget {
    kind = "";
    get sizeHint(): unknown {
      if (this.kind === "throws") throw new Error("oops");
      return this.kind === "type" ? "large" : new QSize(1, 1);
    }
    paintEvent() {
      return Promise.resolve();
    }
    paintEvnt() {
      return 1;
    }
  }
  const wrong = new Wrong() as Any;
  wrong.resize(10, 10);
  assertEquals(wrong.paintEvnt(), 1);
  const messages = await reported(() => {
    for (const kind of ["throws", "type"]) {
      wrong.kind = kind;
      wrong.adjustSize();
    }
    wrong.grab();
  });
  const all = messages.join("\n");
  assert(all.includes("Wrong.sizeHint") && all.includes("oops"), all);
  assert(all.includes('returned "large": expected QSize'), all);
  assert(all.includes("Wrong.paintEvent returned a promise"), all);
});

Deno.test("an async override, and a class that lacks a function, are refused before anything is made", async () => {
  await using _app = new QApplication(offscreen);
  class Async extends QWidget {
    async paintEvent() {}
  }
  assertThrows(() => new Async(), TypeError, "cannot be async");
  class Model extends QAbstractListModel {
    rowCount() {
      return 0;
    }
  }
  assertThrows(() => new Model(), TypeError, "lacks the method data");
  assertThrows(() => new QAbstractListModel(), TypeError, "abstract");
  class Item extends QGraphicsItem {
    paint() {}
  }
  assertThrows(() => new Item(), TypeError, "lacks the method boundingRect");
});

Deno.test("overrides nest: painting another widget, and calling oneself without end", async () => {
  await using _app = new QApplication(offscreen);
  let paints = 0;
  class Nested extends QWidget {
    other: Any;
    paintEvent() {
      paints++;
      this.other?.grab();
    }
  }
  const outer = new Nested() as Any;
  outer.other = new Nested();
  outer.grab();
  assertEquals(paints, 2);
  class Endless extends QWidget {
    get sizeHint() {
      (this as Any).adjustSize();
      return new QSize(1, 1);
    }
  }
  const endless = new Endless() as Any;
  const messages = await reported(() => endless.adjustSize());
  assert(messages.join().includes("call stack"), messages[0]);
});

Deno.test("a dialog may open within an override", async () => {
  await using _app = new QApplication(offscreen);
  let shown: Promise<unknown> | undefined;
  class Asking extends QWidget {
    paintEvent() {
      if (shown !== undefined) return;
      const box = new QMessageBox({ text: "?" });
      shown = box.exec();
      const timer = setInterval(() => {
        if (!box.visible) return;
        clearInterval(timer);
        box.reject();
      }, 5);
    }
  }
  const asking = new Asking() as Any;
  asking.grab();
  await shown;
  asking.grab();
});

Deno.test("an object may end in its override; in its destructor Qt's functions run", async () => {
  const seen: string[] = [];
  {
    await using _app = new QApplication(offscreen);
    class Item extends QGraphicsItem {
      boundingRect() {
        return new QRectF(0, 0, 9, 9);
      }
      paint() {}
      advance(phase: number) {
        seen.push(`advance ${phase}`);
        (this as Any).dispose();
      }
    }
    const scene = new QGraphicsScene();
    const item = new Item() as Any;
    scene.addItem(item);
    scene.advance();
    assertThrows(() => item.pos(), DestroyedObjectError);
    class Widget extends QWidget {
      hideEvent() {
        seen.push("hide");
      }
      event(event: Any) {
        return super.event(event);
      }
    }
    const widget = new Widget() as Any;
    widget.show();
    widget.deleteLater();
    new Widget().show();
  }
  assertEquals(seen[0], "advance 0");
});

Deno.test("what an override has got cannot be given away", async () => {
  await using _app = new QApplication(offscreen);
  let refusal: unknown;
  class Posting extends QWidget {
    resizeEvent(event: Any) {
      try {
        objectClass("QCoreApplication").postEvent(this, event);
      } catch (error) {
        refusal = error;
      }
    }
  }
  const posting = new Posting() as Any;
  posting.resize(30, 30);
  posting.grab();
  assert(refusal instanceof TypeError, String(refusal));
});
