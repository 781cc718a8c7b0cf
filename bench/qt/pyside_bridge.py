"""The twins of bridge.ts and qml.ts in PySide6.

    python3 pyside_bridge.py qtasyncio bridge|qml
"""

import asyncio
import json
import os
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "asyncio"))
import peers  # noqa: E402

from PySide6.QtCore import (  # noqa: E402
    Q_ARG, Q_RETURN_ARG, SIGNAL, QCoreApplication, QEvent, QMetaObject, QObject,
    QStringListModel, Qt, QTimer, Slot)

# PySide 6.12 forgets to count some references to these; before Python 3.12, that ends the process when none is left.
kept = [None, True, False] * 1_000_000

CALLS = peers.scaled(1_000_000)
NAMES = ["hello world", "hello, world"]
now = time.perf_counter
application = QCoreApplication([])


def nanoseconds(call, *arguments):
    for _ in range(CALLS // 4):
        call(*arguments)
    begin = now()
    for _ in range(CALLS):
        call(*arguments)
    return (now() - begin) / CALLS * 1e9


def slot_calls():
    """Emitted by C++: a signal that is connected to another one a thousand times."""
    source, target = QTimer(), QTimer()
    for _ in range(1000):
        QObject.connect(source, SIGNAL("timeout()"),
                        target, SIGNAL("timeout()"))
    calls = 0

    def slot():
        nonlocal calls
        calls += 1
    target.timeout.connect(slot)
    times = max(peers.scaled(2_000_000) // 1000, 1)
    for _ in range(times // 4):
        source.timeout.emit()
    calls = 0
    begin = now()
    for _ in range(times):
        source.timeout.emit()
    return calls / (now() - begin)


def timer_turns():
    turns = 0

    def turn():
        nonlocal turns
        turns += 1

    def run_for(milliseconds):
        nonlocal turns
        QTimer.singleShot(milliseconds, application.quit)
        turns = 0
        begin = now()
        application.exec()
        return turns / (now() - begin)
    timer = QTimer()
    timer.timeout.connect(turn)
    timer.start(0)
    run_for(200)
    rate = run_for(1000)
    timer.stop()
    return rate


def posted():
    """Microseconds from a thread's post to the handler."""
    count = peers.scaled(2_000)
    handled = threading.Semaphore(0)
    begin = 0
    times = []

    class Receiver(QObject):
        def customEvent(self, event):
            times.append((now() - begin) * 1e6)
            handled.release()
            if len(times) == count:
                application.quit()
    receiver = Receiver()

    def post():
        nonlocal begin
        for _ in range(count):
            time.sleep(300e-6)
            begin = now()
            QCoreApplication.postEvent(receiver, QEvent(QEvent.Type.User))
            handled.acquire()
    thread = threading.Thread(target=post)
    thread.start()
    application.exec()
    thread.join()
    return times


async def awaited(times):
    """Microseconds until a task goes on that waits for a signal."""
    loop = asyncio.get_running_loop()
    sender = QObject()
    begin = now()
    for i in range(times):
        renamed = loop.create_future()
        sender.objectNameChanged.connect(
            renamed.set_result, Qt.ConnectionType.SingleShotConnection)
        sender.setObjectName(NAMES[i & 1])
        await renamed
    return (now() - begin) / times * 1e6


async def awaited_warm():
    await awaited(CALLS // 50)
    return await awaited(CALLS // 20)


def bridge():
    figures = {
        "slot calls /s": slot_calls(),
        "QTimer(0) turns /s": timer_turns(),
    }
    latencies = posted()
    figures["posted event → handler µs p50"] = peers.percentile(latencies, 0.5)
    figures["posted event → handler µs p99"] = peers.percentile(latencies, 0.99)

    timer, named, heard = QTimer(), QObject(), QObject()
    model = QStringListModel()
    named.setObjectName(NAMES[0])
    changes = 0

    def changed(name):
        nonlocal changes
        changes += 1
    heard.objectNameChanged.connect(changed)
    figures |= {
        "int property get ns": nanoseconds(timer.interval),
        "int property set ns": nanoseconds(timer.setInterval, 7),
        "string property get ns": nanoseconds(named.objectName),
        "string property set ns": nanoseconds(named.setObjectName, NAMES[0]),
        "string property set → handler ns": nanoseconds(
            lambda: heard.setObjectName(NAMES[changes & 1])),
        "signal → awaiting task µs": peers.run(awaited_warm(), application),
        "invoke hasIndex(0, 0) ns": nanoseconds(model.hasIndex, 0, 0),
        # Python destroys what nobody holds.
        "create and destroy µs": nanoseconds(QTimer) / 1e3,
    }
    return figures


def qml():
    from PySide6.QtQml import QQmlComponent, QQmlEngine

    class Backend(QObject):
        @Slot(int, int, result=int)
        def add(self, a, b):
            return a + b
    backend = Backend()
    engine = QQmlEngine()
    engine.rootContext().setContextProperty("backend", backend)
    component = QQmlComponent(engine)
    component.setData(b"""
        import QtQml
        QtObject {
            function run(count: int) : int {
                let sum = 0
                for (let i = 0; i < count; i++) sum = backend.add(sum, 1)
                return sum
            }
        }""", "")
    root = component.create()
    if root is None:
        raise RuntimeError(component.errorString())

    def run(count):
        return QMetaObject.invokeMethod(
            root, "run", Qt.ConnectionType.DirectConnection,
            Q_RETURN_ARG(int), Q_ARG(int, count))
    run(CALLS // 4)
    begin = now()
    total = run(CALLS)
    seconds = now() - begin
    if total != CALLS:
        raise RuntimeError(f"QML has called {total} times, not {CALLS}")
    return {"QML → function ns": seconds / CALLS * 1e9}


print(json.dumps(globals()[sys.argv[2]]()), flush=True)
os._exit(0)  # for the same reason as above
