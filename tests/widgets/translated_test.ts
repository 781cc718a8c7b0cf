/** examples/translated.ts: languages and plural forms. */

import { assertEquals } from "@std/assert";
import { Files } from "../../examples/translated.ts";
import { qtTest } from "../../testing.ts";
import { QComboBox, QLabel, QSpinBox } from "../../widgets.ts";
import { keepPicture } from "../_support/gallery.ts";

Deno.test(
  "examples/translated.ts changes its language, and has the plural forms of each",
  qtTest(async (t) => {
    const window = new Files();
    window.show();
    const label = t.find(QLabel);
    const texts = async (language: string) => {
      t.find(QComboBox).currentText = language;
      const found = [];
      for (const n of [1, 2, 5]) {
        t.find(QSpinBox).value = n;
        await t.settle();
        found.push(label.text);
      }
      return [window.windowTitle, ...found];
    };
    assertEquals(await texts("English"), [
      "Files",
      "1 file found",
      "2 files found",
      "5 files found",
    ]);
    assertEquals(await texts("Deutsch"), [
      "Dateien",
      "1 Datei gefunden",
      "2 Dateien gefunden",
      "5 Dateien gefunden",
    ]);
    assertEquals(await texts("Polski"), [
      "Pliki",
      "Znaleziono 1 plik",
      "Znaleziono 2 pliki",
      "Znaleziono 5 plików",
    ]);
    await keepPicture("translated", t.screenshot(window));
  }),
);
