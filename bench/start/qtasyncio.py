"""The same as the program in _start.ts: an application, and a main coroutine with one line."""

import sys

import PySide6.QtAsyncio as QtAsyncio
from PySide6.QtCore import QCoreApplication

app = QCoreApplication(sys.argv)


async def main():
    print("first line", flush=True)


QtAsyncio.run(main(), keep_running=False, quit_qapp=True)
