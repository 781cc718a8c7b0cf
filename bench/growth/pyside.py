"""The twin of qt.ts in PySide6."""

import json
import os
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))
import immortal  # noqa: E402,F401: before anything of PySide's

from PySide6.QtCore import QCoreApplication, QObject, Signal

SMOKE = "BENCH_SMOKE" in os.environ
application = QCoreApplication([])
figures = {}


class Sender(QObject):
    emitted = Signal()


def scaled(count):
    return max(count // 100, 10) if SMOKE else count


def objects(size):
    every = [QObject() for _ in range(size)]
    every.clear()  # who owns an object here destroys it


objects(scaled(20_000))
size = 100
while size <= scaled(100_000):
    rounds = -(-scaled(20_000) // size)
    begin = time.perf_counter()
    for _ in range(rounds):
        objects(size)
    figures[f"objects made and destroyed × {size}, µs each"] = (
        (time.perf_counter() - begin) * 1e6 / (rounds * size))
    size *= 10

size = 1
while size <= scaled(10_000):
    sender = Sender()
    calls = 0

    def make():
        def slot():
            global calls
            calls += 1
        return slot
    slots = [make() for _ in range(size)]
    for slot in slots:
        sender.emitted.connect(slot)
    times = max(1, scaled(1_000_000) // size)
    for _ in range(-(-times // 4)):
        sender.emitted.emit()
    calls = 0
    begin = time.perf_counter()
    for _ in range(times):
        sender.emitted.emit()
    figures[f"slots of one signal × {size}, ns each"] = (
        (time.perf_counter() - begin) * 1e9 / calls)
    del sender
    size *= 10
print(json.dumps(figures))
