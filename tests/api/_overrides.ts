/** What the tests of overrides share. */

import { Picture } from "../_support/png.ts";
import { objectClass, valueClass } from "./_classes.ts";

// deno-lint-ignore no-explicit-any -- types of overrides are tested in tests/types
export type Any = any;

export const QAbstractListModel = objectClass("QAbstractListModel");

export const QGraphicsItem = valueClass("QGraphicsItem");

export const QGraphicsScene = objectClass("QGraphicsScene");

export const QStandardItemModel = objectClass("QStandardItemModel");

export const QWidget = objectClass("QWidget");

export const offscreen = ["-platform", "offscreen"];

export function pictureOf(widget: Any): Promise<Picture> {
  return Picture.decode(widget.grab());
}
