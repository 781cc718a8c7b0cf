/** Items of Qt Quick: found by text, role and objectName, and used as a user does. */

import { assertEquals } from "@std/assert";
import { QGuiApplication, QmlEngine } from "../../quick.ts";
import { qtTest } from "../../testing.ts";

const WINDOW = `
  import QtQuick
  Window {
    width: 300; height: 260; visible: true; title: "Quick"
    property int clicks: 0
    property int turned: 0
    Column {
      Text { text: "Hello " + input.text; objectName: "greeting" }
      TextInput { id: input; objectName: "name"; width: 200; height: 30; activeFocusOnPress: true }
      Rectangle {
        width: 120; height: 40; color: "lightsteelblue"
        Accessible.role: Accessible.Button
        Accessible.name: "Count"
        MouseArea {
          anchors.fill: parent; acceptedButtons: Qt.LeftButton | Qt.RightButton
          onClicked: (mouse) => clicks += mouse.button === Qt.RightButton ? 10 : 1
          onWheel: (event) => turned += event.angleDelta.y
        }
      }
      Text { text: "Never"; visible: false }
    }
  }
`;

for (const application of [QGuiApplication, undefined]) {
  const name = application === undefined ? "QApplication" : "QGuiApplication";
  Deno.test(
    `items are found and used, on a ${name}`,
    qtTest({ ...(application && { application }) }, async (t) => {
      using engine = new QmlEngine();
      const window = await engine.loadData(WINDOW);
      await t.type("name", "Ada");
      await t.until(() => t.find("Hello Ada"));
      assertEquals(
        t.find({ objectName: "greeting" }).property("text"),
        "Hello Ada",
      );
      assertEquals(t.element({ role: "Button" }).name, "Count");
      await t.click({ role: "PushButton", name: "Count" });
      await t.click("Count", { button: "right" });
      await t.wheel("Count", 15);
      assertEquals([window.clicks, window.turned], [11, 120]);
      assertEquals(t.findAll("Never"), []);
      assertEquals(t.findAll({ text: "Never", hidden: true }).length, 1);
    }),
  );
}
