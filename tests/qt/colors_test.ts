/** QColor calculates as Qt does: QML has Qt's own functions. */

import { assertEquals, assertThrows } from "@std/assert";
import { QColor, QGuiApplication, QQmlEngine } from "../../quick.ts";

const SAMPLES = [
  ...["tomato", "#336699", "#808080", "#000000", "#ffffff", "#ff0000"],
  ...["#00ff00", "#0000ff", "#80c0ffee", "gold", "#010203", "rebecca"],
].filter((name) => QColor.isValidColorName(name));

Deno.test("lighter(), darker() and the functions for hues give Qt's colours", async () => {
  await using _app = new QGuiApplication(["-platform", "offscreen"]);
  const engine = new QQmlEngine();
  const qt = (code: string) => engine.evaluate(code, "", 1)[0].toString();
  for (const name of SAMPLES) {
    const color = new QColor(name);
    const text = JSON.stringify(color.name("HexArgb"));
    for (const factor of [150, 110, 300, 50]) {
      assertEquals(
        color.lighter(factor).toString(),
        qt(`Qt.lighter(${text}, ${factor / 100}).toString()`),
        `${name} lighter by ${factor}`,
      );
      assertEquals(
        color.darker(factor).toString(),
        qt(`Qt.darker(${text}, ${factor / 100}).toString()`),
        `${name} darker by ${factor}`,
      );
    }
  }
  for (const [h, s, v] of [[0, 1, 1], [0.3, 0.5, 0.8], [0.99, 0.2, 0.1]]) {
    assertEquals(
      QColor.fromHsvF(h!, s!, v!).toString(),
      qt(`Qt.hsva(${h}, ${s}, ${v}, 1).toString()`),
    );
  }
  for (const [h, s, l] of [[0, 255, 128], [120, 100, 60], [300, 20, 200]]) {
    assertEquals(
      QColor.fromHsl(h!, s!, l!).toString(),
      qt(`Qt.hsla(${h! / 360}, ${s! / 255}, ${l! / 255}, 1).toString()`),
    );
  }
});

Deno.test("a colour has the channels of its name, and Qt's own name", async () => {
  await using _app = new QGuiApplication(["-platform", "offscreen"]);
  const engine = new QQmlEngine();
  const names = QColor.colorNames();
  assertEquals(names.length, 147);
  const code = `${
    JSON.stringify(names)
  }.map(n => Qt.color(n).toString()).join()`;
  assertEquals(
    names.map((name) => new QColor(name).name()).join(),
    engine.evaluate(code, "", 1)[0].toString(),
  );
  const same = ["#f60", "#ff6600", "#ffff6600", "#fff666000", "#ffff66660000"];
  for (const name of same) {
    assertEquals(new QColor(name).getRgb(), [255, 102, 0, 255], name);
  }
  assertEquals(new QColor("Light Blue").name(), "#add8e6");
  assertEquals(new QColor("transparent").getRgb(), [0, 0, 0, 0]);
  assertThrows(() => new QColor("tomatto"), RangeError, '"tomatto"');
  assertThrows(() => new QColor("#12"), RangeError, '"#12"');
  assertEquals(QColor.isValidColorName("#12345g"), false);
});

Deno.test("a colour is made of numbers of several kinds, and gives them", () => {
  const color = QColor.fromRgbF(1, 0.4, 0, 0.5);
  assertEquals(color.getRgb(), [255, 102, 0, 128]);
  assertEquals(color.rgba(), 0x80ff6600);
  assertEquals(color.rgb(), 0xffff6600);
  assertEquals(QColor.fromRgba(color.rgba()), color);
  assertEquals(QColor.fromRgb(0x12345678), new QColor(0x34, 0x56, 0x78));
  assertEquals(QColor.fromRgb(1, 2, 3), new QColor(1, 2, 3));
  assertEquals(String(color), "#80ff6600");
  assertEquals(color.getRgbF()[1], 0.4);
  assertEquals(color.withAlpha(255).equals(new QColor("#ff6600")), true);
  assertEquals(QColor.fromHsv(-1, 0, 51).name(), "#333333");
  assertEquals(new QColor(10, 20, 30).getHsv(), [210, 170, 30, 255]);
  assertEquals(new QColor("tomato").getHsv(), [9, 184, 255, 255]);
  assertEquals(new QColor("gray").hue(), -1);
  assertEquals(new QColor("#336699").lightness(), 102);
  assertThrows(() => QColor.fromRgbF(1.5, 0, 0), RangeError, "1.5");
  assertThrows(() => QColor.fromHsv(0, 300, 0), RangeError, "saturation");
});
