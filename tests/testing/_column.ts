/** What the tests of this folder show. */

import { build } from "../../builder.ts";
import { QVBoxLayout, QWidget } from "../../widgets.ts";

/** A window that shows widgets one below the other. */
export function column(...children: QWidget[]): QWidget {
  const made = build(
    QWidget,
    { windowTitle: "Window" },
    build(QVBoxLayout, {}, ...children),
  );
  made.show();
  return made;
}
