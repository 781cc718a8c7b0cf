/**
 * Says in the windows of a running version that the next one could not start.
 *
 * @module
 */

import type { QCoreApplication } from "../qt/app/application.ts";
import type { QLabel, QWidget } from "../qt/generated/widgets/classes.js";
import { qtClass } from "../qt/objects/qt_class.ts";
import { windowsOf } from "./windows.ts";

/** Widgets with a notice, and the titles of windows before there was one. */
const banners = new WeakMap<object, QLabel>();
const titles = new WeakMap<object, string>();

const STYLE =
  "background: #b3261e; color: white; padding: 6px 10px; font-weight: bold";

/**
 * Shows a notice: in each window's title, and in those of widgets as a banner at the lower edge, too.
 *
 * @param application The application.
 * @param text What to say.
 */
export function showNotice(application: QCoreApplication, text: string): void {
  for (const window of windowsOf(application)) {
    const { object } = window;
    const title = titles.get(object) ?? window.title;
    titles.set(object, title);
    window.title = `${text} - ${title}`;
    if ("windowTitle" in object) showBanner(object as QWidget, text);
  }
}

function showBanner(widget: QWidget, text: string): void {
  let banner = banners.get(widget);
  if (banner === undefined) {
    banner = new (qtClass("QLabel"))(
      { styleSheet: STYLE, wordWrap: true },
      widget,
    ) as unknown as QLabel;
    banners.set(widget, banner);
  }
  banner.text = text;
  const { width, height } = widget.size;
  const needed = Math.max(banner.sizeHint.height, 28);
  banner.setProperty("geometry", {
    x: 0,
    y: height - needed,
    width,
    height: needed,
  });
  banner.show();
  banner.raise();
}
