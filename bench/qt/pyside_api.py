"""The twin of api.ts in PySide6.

    python3 pyside_api.py qtasyncio api
"""

import json
import os
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "asyncio"))
import peers  # noqa: E402

from PySide6.QtGui import (  # noqa: E402
    QImage, QPainter, QPen, QTextCursor, QTextDocument)
from PySide6.QtWidgets import QApplication, QTableWidgetItem, QWidget  # noqa: E402

# PySide 6.12 forgets to count some references to these; before Python 3.12, that ends the process when none is left.
kept = [None, True, False] * 1_000_000

CALLS = peers.scaled(1_000_000)
LINES = peers.scaled(200_000)
now = time.perf_counter


def nanoseconds(times, call, *arguments):
    for _ in range(times // 4):
        call(*arguments)
    begin = now()
    for _ in range(times):
        call(*arguments)
    return (now() - begin) / times * 1e9


application = QApplication(["bench", "-platform", "offscreen"])
image = QImage(200, 100, QImage.Format.Format_ARGB32_Premultiplied)
image.fill("white")
painter = QPainter(image)
widget = QWidget()
item = QTableWidgetItem("text")
document = QTextDocument()
cursor = QTextCursor(document)

print(json.dumps({
    "number method of a QObject ns": nanoseconds(
        CALLS, widget.heightForWidth, 3),
    "QPainter.isActive ns": nanoseconds(CALLS, painter.isActive),
    "QPainter.drawLine ns": nanoseconds(
        LINES, painter.drawLine, 1, 2, 20, 9),
    "QTableWidgetItem.setText ns": nanoseconds(LINES, item.setText, "text"),
    "QTextCursor.insertText ns": nanoseconds(
        LINES // 10, cursor.insertText, "x\n"),
    # Python destroys what nobody holds.
    "new QPen and its end ns": nanoseconds(LINES, QPen),
}), flush=True)
os._exit(0)
