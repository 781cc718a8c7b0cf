import QtQuick
import QtQuick.Controls.Fusion
import QtQuick.Layouts

ApplicationWindow {
    id: window

    visible: true
    width: 400
    height: 480
    minimumWidth: 280
    minimumHeight: 240
    title: "To do"
    color: "#fafafa"

    ColumnLayout {
        anchors.fill: parent
        anchors.margins: 16
        spacing: 12

        RowLayout {
            spacing: 8

            TextField {
                id: field

                Layout.fillWidth: true
                objectName: "field"
                focus: true
                placeholderText: "What is to be done?"
                onAccepted: {
                    if (list.add(text))
                        clear()
                }
            }

            Button {
                text: "Add"
                enabled: field.text.trim() !== ""
                onClicked: field.accepted()
            }
        }

        ListView {
            id: view

            Layout.fillWidth: true
            Layout.fillHeight: true
            clip: true
            spacing: 4
            model: todos
            ScrollBar.vertical: ScrollBar {}

            delegate: Rectangle {
                id: row

                required property int index
                required property string title
                required property bool done
                required property var model

                width: view.width
                height: 44
                radius: 6
                color: "white"
                border.color: "#d8d8d8"

                RowLayout {
                    anchors.fill: parent
                    anchors.leftMargin: 4
                    anchors.rightMargin: 4

                    CheckBox {
                        checked: row.done
                        onToggled: row.model.done = checked
                    }

                    Label {
                        Layout.fillWidth: true
                        text: row.title
                        elide: Text.ElideRight
                        color: row.done ? "#909090" : "#202020"
                        font.strikeout: row.done
                    }

                    ToolButton {
                        text: "✕"
                        Accessible.name: "Remove " + row.title
                        onClicked: {
                            field.forceActiveFocus() // the button goes with its row
                            list.remove(row.index)
                        }
                    }
                }
            }

            Label {
                anchors.centerIn: parent
                visible: view.count === 0
                text: "Nothing to do"
                color: "#909090"
            }
        }

        Label {
            objectName: "status"
            text: list.open === 0 ? "All done" : list.open === 1 ? "1 thing to do" : list.open + " things to do"
            color: "#505050"
        }
    }
}
