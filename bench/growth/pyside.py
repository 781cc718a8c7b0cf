"""The twin of qt.ts in PySide6."""

import json
import os
import time

from PySide6.QtCore import QCoreApplication, QObject, Signal

# PySide 6.12 forgets to count some references to these; before Python 3.12, that ends the process when none is left.
kept = [None, True, False] * 1_000_000

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


objects(1000)
size = 100
while size <= scaled(100_000):
    begin = time.perf_counter()
    objects(size)
    figures[f"objects made and destroyed × {size}, µs each"] = (
        (time.perf_counter() - begin) * 1e6 / size)
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
    sender.emitted.emit()
    calls = 0
    begin = time.perf_counter()
    for _ in range(max(1, scaled(100_000) // size)):
        sender.emitted.emit()
    figures[f"slots of one signal × {size}, ns each"] = (
        (time.perf_counter() - begin) * 1e9 / calls)
    del sender
    size *= 10
print(json.dumps(figures), flush=True)
os._exit(0)  # for the same reason
