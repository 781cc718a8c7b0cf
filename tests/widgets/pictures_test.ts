/** Icons and pixmaps, by the paths of files. */

import { assert, assertEquals, assertThrows } from "@std/assert";
import { fileURLToPath } from "node:url";
import { QAction, QLabel, QPushButton } from "../../widgets.ts";
import { Picture } from "../_support/png.ts";
import { onWidgets } from "../_support/probe.ts";

/** Gives `body` the path of a picture, which it is given as well. */
async function withPicture(
  body: (path: string, picture: Picture) => unknown,
): Promise<void> {
  const path = await Deno.makeTempFile({ suffix: " ü.png" });
  try {
    const label = new QLabel({ text: "▲▼", styleSheet: "background: gold" });
    const bytes = label.grab().slice();
    await Deno.writeFile(path, bytes);
    await body(path, await Picture.decode(bytes));
  } finally {
    await Deno.remove(path);
  }
}

Deno.test("a label shows the picture in a file", () =>
  onWidgets(() =>
    withPicture(async (path, picture) => {
      const label = new QLabel({ pixmap: path });
      label.adjustSize();
      const shown = await Picture.decode(label.grab().slice());
      assertEquals(shown.differences(picture), 0);

      const other = new QLabel();
      other.setPixmap(path);
      const third = new QLabel({ pixmap: other.pixmap });
      assertEquals([other.sizeHint, third.sizeHint], [label.size, label.size]);
    })
  ));

Deno.test("a button shows the icon in a file", () =>
  onWidgets(() =>
    withPicture(async (path) => {
      const look = async (button: QPushButton) => {
        button.resize(60, 40);
        return await Picture.decode(button.grab().slice());
      };
      const plain = await look(new QPushButton());
      const action = new QAction({ icon: path });
      for (const icon of [path, action.icon]) {
        const button = await look(new QPushButton({ icon }));
        assert(button.differences(plain) > 100);
      }
    })
  ));

Deno.test("a file that is not there, or no picture, is refused", () =>
  onWidgets(() => {
    const label = new QLabel();
    const source = fileURLToPath(import.meta.url);
    for (const path of ["", "no such file.png", source]) {
      // Messages show the beginning of a string.
      const message = `expected QPixmap, got "${path.slice(0, 40)}`;
      assertThrows(() => label.pixmap = path, TypeError, message);
      assertThrows(() => label.windowIcon = path, TypeError, "QIcon");
    }
  }));
