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

const DRAGGED = `
  import QtQuick
  import QtQuick.Controls
  Window {
    width: 300; height: 300; visible: true; title: "Drag"
    property string received: ""
    Rectangle {
      id: card; objectName: "card"; x: 10; y: 10; width: 60; height: 40; color: "tomato"
      Accessible.role: Accessible.ListItem; Accessible.name: "Card"
      Drag.active: mouse.drag.active
      Drag.hotSpot.x: 30; Drag.hotSpot.y: 20
      MouseArea {
        id: mouse; anchors.fill: parent; drag.target: card
        onReleased: card.Drag.drop()
      }
    }
    DropArea {
      x: 180; y: 10; width: 100; height: 80
      Rectangle { objectName: "basket"; anchors.fill: parent; color: parent.containsDrag ? "gold" : "lightgrey" }
      onDropped: (drop) => received = drop.source.objectName
    }
    Slider { id: slider; objectName: "volume"; x: 10; y: 110; width: 200; from: 0; to: 100; Accessible.name: "Volume" }
    ListView {
      objectName: "list"; x: 10; y: 160; width: 200; height: 100; clip: true; model: 50
      delegate: ItemDelegate { width: 200; height: 25; text: "Row " + index; Accessible.role: Accessible.ListItem; Accessible.name: text }
    }
  }
`;

Deno.test(
  "items are dragged: on to a DropArea, along a slider, a list that flicks",
  qtTest({ application: QGuiApplication }, async (t) => {
    using engine = new QmlEngine();
    const window = await engine.loadData(DRAGGED);
    await t.drag("card", "basket");
    await t.until(() => window.received === "card");
    const slider = t.find("volume");
    await t.drag(slider, slider, {
      position: { x: 6, y: 6 },
      to: { x: 194, y: 6 },
    });
    await t.until(() => Number(slider.property("value")) > 90);
    const list = t.find("list");
    await t.drag("Row 2", "Row 0");
    await t.until(() => Number(list.property("contentY")) > 0);
  }),
);

const CONTROLS = `
  import QtQuick
  import QtQuick.Controls
  ApplicationWindow {
    width: 300; height: 300; visible: true; title: "Controls"
    property int saved: 0
    Column {
      Label { text: "Your name" }
      TextField { placeholderText: "Name"; Accessible.name: "Name" }
      CheckBox { text: "Remember me" }
      ComboBox { model: ["Red", "Green"]; Accessible.name: "Colour" }
      Button { text: "Save"; enabled: false }
      Button { text: "&Open"; onClicked: saved++ }
      SpinBox { value: 3; Accessible.name: "Count" }
      ProgressBar { value: 0.5; Accessible.name: "Progress" }
      TabBar { TabButton { text: "First" } TabButton { text: "Second" } }
    }
  }
`;

Deno.test(
  "the controls of Qt Quick are found as what they are",
  qtTest({ application: QGuiApplication }, async (t) => {
    using engine = new QmlEngine();
    const window = await engine.loadData(CONTROLS);
    const found = t.elements({}).filter(({ role }) => role !== "NoRole")
      .map((one) => [one.role, one.name, one.value, one.enabled]);
    assertEquals(found, [
      ["Window", "Controls", "", true],
      ["StaticText", "Your name", "Your name", true],
      ["EditableText", "Name", "", true],
      ["CheckBox", "Remember me", "Remember me", true],
      ["ComboBox", "Colour", "Red", true],
      ["Button", "Save", "Save", false],
      ["Button", "Open", "Open", true],
      ["SpinBox", "Count", "3", true],
      ["ProgressBar", "Progress", "", true],
      ["PageTabList", "", "", true],
      ["PageTab", "First", "First", true],
      ["PageTab", "Second", "Second", true],
    ]);
    await t.click("Open");
    assertEquals(window.saved, 1);
    await t.click("Remember me");
    assertEquals(t.element("Remember me").checked, true);
  }),
);
