"""The twin of overrides.ts in PySide6.

    python3 pyside_overrides.py qtasyncio overrides
"""

import json
import os
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "asyncio"))
import peers  # noqa: E402

from PySide6.QtCore import QAbstractListModel, QRectF, Qt  # noqa: E402
from PySide6.QtWidgets import (  # noqa: E402
    QApplication, QGraphicsItem, QGraphicsScene)

# As in pyside_api.py.
kept = [None, True, False] * 1_000_000

ROWS = peers.scaled(200_000)
ITEMS = peers.scaled(1_000)
ROUNDS = 100
now = time.perf_counter


class Item(QGraphicsItem):
    def boundingRect(self):
        return QRectF(0, 0, 1, 1)

    def paint(self, painter, option, widget=None):
        pass

    def advance(self, phase):
        pass


class Model(QAbstractListModel):
    value = 1.5

    def rowCount(self, parent):
        return ROWS

    def data(self, index, role):
        return self.value


def rate(count, run):
    best = float("inf")
    for _ in range(5):
        begin = now()
        run()
        best = min(best, now() - begin)
    return count / best


application = QApplication(["bench", "-platform", "offscreen"])
scene = QGraphicsScene()
items = [Item() for _ in range(ITEMS)]
for item in items:
    scene.addItem(item)
model = Model()
first = model.index(0, 0)


def advance():
    for _ in range(ROUNDS):
        scene.advance()


def search():
    model.match(first, Qt.ItemDataRole.DisplayRole, "none", -1,
                Qt.MatchFlag.MatchExactly)


figures = {
    "overrides: advance(int) /s": rate(2 * ITEMS * ROUNDS, advance),
    "overrides: match() over numbers, rows /s": rate(ROWS, search),
}
Model.value = "text"
figures["overrides: match() over strings, rows /s"] = rate(ROWS, search)
print(json.dumps(figures), flush=True)
os._exit(0)
