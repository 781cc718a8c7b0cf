import QtQuick
import QtQuick.Controls.Fusion
import QtQuick.Layouts

Window {
    id: window

    visible: true
    width: 360
    height: 460
    minimumWidth: 240
    minimumHeight: 320
    title: "Clock"
    color: "#f4f1ea"

    component Hand: Rectangle {
        required property real turns // from twelve o'clock, clockwise
        required property real reach // of the dial's radius

        x: dial.width / 2 - width / 2
        y: dial.height / 2 - height
        height: dial.width / 2 * reach
        radius: width / 2
        antialiasing: true
        transform: Rotation {
            origin.x: width / 2
            origin.y: height
            angle: 360 * turns
        }
    }

    ColumnLayout {
        anchors.fill: parent
        anchors.margins: 24
        spacing: 16

        Item {
            Layout.fillWidth: true
            Layout.fillHeight: true

            Rectangle {
                id: dial

                anchors.centerIn: parent
                width: Math.min(parent.width, parent.height)
                height: width
                radius: width / 2
                color: "white"
                border { color: "#2f3e46"; width: 4 }
                antialiasing: true

                Repeater {
                    model: 12

                    Text {
                        required property int index
                        readonly property real angle: (index + 1) / 12 * 2 * Math.PI

                        x: dial.width / 2 * (1 + 0.8 * Math.sin(angle)) - width / 2
                        y: dial.height / 2 * (1 - 0.8 * Math.cos(angle)) - height / 2
                        text: index + 1
                        color: "#2f3e46"
                        font.pixelSize: dial.width / 14
                    }
                }

                Hand { turns: clock.hours; reach: 0.45; width: 8; color: "#2f3e46" }
                Hand { turns: clock.minutes; reach: 0.65; width: 5; color: "#2f3e46" }
                Hand { turns: clock.seconds; reach: 0.72; width: 2; color: "#c8553d" }

                Rectangle {
                    anchors.centerIn: parent
                    width: 14
                    height: width
                    radius: width / 2
                    color: "#c8553d"
                }
            }
        }

        Text {
            Layout.alignment: Qt.AlignHCenter
            text: clock.text
            color: "#2f3e46"
            font { pixelSize: 28; family: "DejaVu Sans Mono" }
        }

        Button {
            Layout.alignment: Qt.AlignHCenter
            objectName: "button"
            focus: true
            text: clock.running ? "Stop" : "Go on"
            onClicked: clock.toggle()
        }
    }
}
