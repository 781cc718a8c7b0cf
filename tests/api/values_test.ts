/** Values that programs make and change: indexes, polygons, images of bytes, and what C++ converts by itself. */

import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import {
  QAction,
  QApplication,
  QBrush,
  QColor,
  QImage,
  QItemSelection,
  QMatrix4x4,
  QMenu,
  QModelIndex,
  QPainter,
  QPen,
  QPolygon,
  QPolygonF,
  QStandardItemModel,
  QVariantAnimation,
} from "../../widgets.ts";

async function onWidgets(body: () => void): Promise<void> {
  await using _app = new QApplication(["-platform", "offscreen"]);
  body();
}

Deno.test("new QModelIndex() is the root of each model", () =>
  onWidgets(() => {
    const none = new QModelIndex();
    assertEquals([none.row, none.column, none.isValid()], [-1, -1, false]);
    assertEquals([none.data(), none.model()], [null, null]);
    assertEquals(none.parent().isValid(), false);
    assertEquals(String(none), "QModelIndex(-1, -1)");
    const model = new QStandardItemModel(2, 3);
    assertEquals(model.rowCount(none), 2);
    const index = model.index(1, 2, none);
    assertEquals(model.parent(index).equals(none), true);
    assertEquals(index.equals(model.index(1, 2)), true);
    assertEquals(index.equals(none), false);
    assertEquals(index.sibling(0, 1).equals(model.index(0, 1)), true);
    assertEquals(index.siblingAtRow(0).column, 2);
    assertEquals(index.siblingAtColumn(0).row, 1);
    assertEquals(index.sibling(9, 9).isValid(), false);
    assertEquals(none.sibling(0, 0).isValid(), false);
    assertEquals(model.data(none), null);
  }));

Deno.test("classes that are lists in C++ have the members of a list", () =>
  onWidgets(() => {
    const polygon = new QPolygonF([{ x: 0, y: 0 }, { x: 1.5, y: 0 }]);
    polygon.append({ x: 1.5, y: 1 });
    polygon.append([{ x: 3, y: 3 }]);
    polygon.prepend({ x: -1, y: 0 });
    polygon.insert(5, { x: 4, y: 4 });
    polygon.replace(0, { x: -2, y: 0 });
    polygon.removeAt(1);
    assertEquals(
      Array.from({ length: polygon.size() }, (_, i) => polygon.at(i).x),
      [-2, 1.5, 1.5, 3, 4],
    );
    for (
      const use of [
        () => polygon.at(5),
        () => polygon.at(-1),
        () => polygon.removeAt(5),
        () => polygon.insert(6, { x: 0, y: 0 }),
        () => polygon.replace(5, { x: 0, y: 0 }),
      ]
    ) assertThrows(use, RangeError);
    polygon.clear();
    assertEquals(polygon.isEmpty(), true);

    const model = new QStandardItemModel(2, 2);
    const selection = new QItemSelection(
      model.index(0, 0),
      model.index(1, 0),
    );
    assertEquals([selection.size(), selection.isEmpty()], [1, false]);
    assertEquals(selection.at(0).height(), 2);
  }));

Deno.test("an array of points is a polygon, and names are curves, pens and brushes", () =>
  onWidgets(() => {
    const image = new QImage({ width: 20, height: 20 }, "Format_RGB32");
    image.fill("white");
    {
      using painter = new QPainter(image);
      painter.setPen(new QPen("red", 2));
      painter.drawPolyline([{ x: 0, y: 10 }, { x: 19.5, y: 10 }]);
      painter.setPen("NoPen");
      painter.setBrush(new QBrush("blue", "SolidPattern"));
      painter.drawConvexPolygon(
        [{ x: 0, y: 0 }, { x: 6, y: 0 }, { x: 6, y: 6 }, { x: 0, y: 6 }],
      );
    }
    assertEquals(image.pixelColor(10, 10), new QColor("red"));
    assertEquals(image.pixelColor(3, 3), new QColor("blue"));
    assertEquals(new QPolygon([{ x: 1, y: 2 }]).at(0).y, 2);
    assertThrows(() => new QPolygon([{ x: 1.5, y: 2 }]), TypeError);
    const animation = new QVariantAnimation();
    animation.setEasingCurve("OutBounce");
    assertEquals(animation.easingCurve.type(), "OutBounce");
    assertThrows(() => animation.setEasingCurve("OutBonce" as never));
    image.setColorSpace("SRgb");
    image.convertToColorSpace("AdobeRgb");
    assertEquals(image.colorSpace().primaries(), "AdobeRgb");
  }));

Deno.test("images are made of bytes, and give them", () =>
  onWidgets(() => {
    const bytes = new Uint8Array([1, 2, 3, 4, 5, 6, 250, 251, 252]);
    const image = new QImage(bytes, 3, 1, "Format_RGB888");
    bytes.fill(0);
    assertEquals(image.pixelColor(1, 0), new QColor(4, 5, 6));
    assertEquals(
      image.constScanLine(0).subarray(0, 9),
      image.bits().subarray(0, 9),
    );
    assertEquals([...image.bits().subarray(0, 3)], [1, 2, 3]);
    assertEquals(image.constBits().length, image.sizeInBytes());
    const padded = new QImage(
      new Uint8Array([9, 0, 0, 0, 8, 0, 0, 0]),
      1,
      2,
      4,
      "Format_Grayscale8",
    );
    assertEquals(padded.pixelColor(0, 1), new QColor(8, 8, 8));
    for (
      const use of [
        () => new QImage(new Uint8Array(8), 3, 1, "Format_RGB888"),
        () => new QImage(new Uint8Array(8), -3, 1, "Format_RGB888"),
        () => new QImage(new Uint8Array(80), 3, 1, 2, "Format_RGB888"),
        () => new QImage(new Uint8Array(8), 1, 1, "Format_Invalid"),
        () => image.scanLine(1),
      ]
    ) assertThrows(use, RangeError);
  }));

Deno.test("matrices are made of their numbers, and give them", () =>
  onWidgets(() => {
    const numbers = Array.from({ length: 16 }, (_, i) => i);
    const matrix = new QMatrix4x4(numbers);
    assertEquals([matrix.call(0, 1), matrix.row(3).w()], [1, 15]);
    // Column by column.
    assertEquals(matrix.constData().slice(0, 4), [0, 4, 8, 12]);
    assertEquals(matrix.transposed().data(), numbers);
    assertThrows(() => new QMatrix4x4([1, 2]), RangeError, "16 numbers");
  }));

Deno.test("an action has a menu", () =>
  onWidgets(() => {
    const action = new QAction({ text: "Recent" });
    const menu = new QMenu();
    assertEquals(action.menu(), null);
    action.setMenu(menu);
    assertStrictEquals(action.menu(), menu);
    action.setMenu(null);
    assertEquals(action.menu(), null);
  }));
