/** examples/notes.ts: settings, shortcuts, a menu in the tray, and the colours of the desktop. */

import { assert, assertEquals } from "@std/assert";
import { join } from "node:path";
import { Note } from "../../examples/notes.ts";
import { qtTest } from "../../testing.ts";
import { QApplication, QPalette, QSettings, QSize } from "../../widgets.ts";
import { keepPicture } from "../_support/gallery.ts";

/** Of the platform offscreen. */
const NO_TRAY = "systemTrayWindowChanged";

Deno.test(
  "examples/notes.ts keeps its text and its place",
  qtTest(async (t) => {
    t.allowMessages(NO_TRAY);
    const folder = await Deno.makeTempDir();
    const path = join(folder, "note.ini");
    const settings = () => new QSettings(path, "IniFormat");
    const first = new Note(settings());
    first.show();
    assertEquals(first.plainText, "");
    await t.type(first, "Milk\n");
    await t.press("Ctrl+D");
    assert(/^Milk\n\d{4}-\d\d-\d\d$/.test(first.plainText), first.plainText);
    const text = first.plainText;
    first.move(40, 50);
    first.resize(333, 222);
    first.close();

    const second = new Note(settings());
    second.show();
    assertEquals(second.plainText, text);
    assertEquals([second.x, second.y], [40, 50]);
    assertEquals(second.size, new QSize(333, 222));
    await Deno.remove(folder, { recursive: true });
  }),
);

Deno.test(
  "examples/notes.ts hides and shows by its menu, and follows the desktop's colours",
  qtTest(async (t) => {
    t.allowMessages(NO_TRAY);
    const folder = await Deno.makeTempDir();
    const note = new Note(new QSettings(join(folder, "note.ini"), "IniFormat"));
    note.show();
    const [toggle] = note.tray.contextMenu()!.actions();
    toggle!.trigger();
    assertEquals(note.visible, false);
    toggle!.trigger();
    assertEquals(note.visible, true);
    note.tray.activated.emit("Trigger");
    assertEquals(note.visible, false);
    note.tray.activated.emit("Trigger");

    const drawn = () =>
      note.tray.icon.pixmap(32, 32).toImage().pixelColor(8, 6);
    const light = drawn();
    assertEquals(note.isDark, false);
    const dark = new QPalette();
    dark.setColor("Base", "#202124");
    dark.setColor("Text", "#e8eaed");
    QApplication.setPalette(dark);
    await t.until(() => note.isDark);
    assert(drawn()?.green !== light?.green);
    await t.type(note, "Milk, bread, a book on trees\n");
    await t.press("Ctrl+D");
    await keepPicture("notes", t.screenshot(note));
    note.close();
    await Deno.remove(folder, { recursive: true });
  }),
);
