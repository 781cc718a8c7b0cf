"""The twins of dialog.ts and idle.ts on PySide6's loops.

    python3 pyside_window.py qtasyncio|qasync dialog|idle
"""

import asyncio
import json
import os
import resource
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "asyncio"))
import peers  # noqa: E402: also chooses the binding

from PySide6.QtCore import QTimer  # noqa: E402
from PySide6.QtWidgets import QApplication, QMainWindow, QMessageBox  # noqa: E402

application = QApplication([])
application.setQuitOnLastWindowClosed(False)


async def dialog():
    box = QMessageBox(text="Please wait")
    loop = asyncio.get_running_loop()
    ticks = 0
    ticking = True

    def tick():
        nonlocal ticks
        if ticking:
            ticks += 1
            loop.call_later(0.01, tick)
    await asyncio.sleep(0)
    begin = time.perf_counter()
    loop.call_later(0.01, tick)
    QTimer.singleShot(peers.scaled(1000), lambda: box.done(0))
    box.exec()
    ticking = False
    seconds = time.perf_counter() - begin
    return {"10 ms timer beside a modal dialog, ticks/s": ticks / seconds}


def threads_wakes():
    wakes = 0
    for thread in os.listdir("/proc/self/task"):
        with open(f"/proc/self/task/{thread}/status") as status:
            wakes += next(int(line.split()[1]) for line in status
                          if line.startswith("voluntary"))
    return wakes


async def idle():
    window = QMainWindow()
    window.show()
    await asyncio.sleep(peers.scaled(1500) / 1000)
    before, wakes = resource.getrusage(resource.RUSAGE_SELF), threads_wakes()
    await asyncio.sleep(peers.scaled(3000) / 1000)
    after = resource.getrusage(resource.RUSAGE_SELF)
    used = (after.ru_utime + after.ru_stime
            - before.ru_utime - before.ru_stime)
    return {
        "idle window 3 s, ms of CPU": used * 1000,
        "idle window 3 s, wakes": threads_wakes() - wakes,
    }


print(json.dumps(peers.run(globals()[sys.argv[2]](), application)))
