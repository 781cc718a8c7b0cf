"""How values, errors and futures are shown in the logs: as interpreter.ts shows them."""

import asyncio


class Boom(Exception):
    def __init__(self, value):
        super().__init__(value)
        self.value = value


class Returned:
    def __init__(self, value):
        self.value = value


NAMES = [
    (asyncio.TimeoutError, "TimeoutError"),
    (asyncio.InvalidStateError, "InvalidStateError"),
    (asyncio.QueueEmpty, "QueueEmpty"),
    (asyncio.QueueFull, "QueueFull"),
    (asyncio.QueueShutDown, "QueueShutDown"),
    (asyncio.BrokenBarrierError, "BrokenBarrierError"),
    (RuntimeError, "RuntimeError"),
    (ValueError, "RangeError"),
]


def show(value):
    if value is None:
        return "-"
    if value is True or value is False:
        return str(value).lower()
    if isinstance(value, Boom):
        return f"Boom({value.value})"
    if isinstance(value, asyncio.CancelledError):
        reason = value.args[0] if value.args else ""
        return f"CancelledError({reason})"
    if isinstance(value, BaseExceptionGroup):
        return f"AggregateError({', '.join(map(show, value.exceptions))})"
    if isinstance(value, BaseException):
        for kind, name in NAMES:
            if isinstance(value, kind):
                return name
        return type(value).__name__
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(show, value))}]"
    return str(value)


def state(future):
    if not future.done():
        return "pending"
    if future.cancelled():
        return "cancelled"
    error = future.exception()
    return f"result {show(future.result())}" if error is None else f"error {show(error)}"
