"""An event loop of CPython whose time is virtual, and whose order does not depend on addresses."""

import asyncio
import inspect
import itertools
import selectors
from asyncio import events, taskgroups, tasks


class OrderedSet:
    """asyncio iterates over sets of tasks, whose order is that of addresses."""

    def __init__(self, items=()):
        self._items = dict.fromkeys(items)

    def __iter__(self):
        return iter(list(self._items))

    def __len__(self):
        return len(self._items)

    def __contains__(self, item):
        return item in self._items

    def add(self, item):
        self._items[item] = None

    def discard(self, item):
        self._items.pop(item, None)

    def remove(self, item):
        del self._items[item]

    def clear(self):
        self._items.clear()


class OrderedTimerHandle(events.TimerHandle):
    """asyncio leaves the order of equal deadlines open: here, first come first."""

    __slots__ = ("sequence",)
    _count = itertools.count()

    def __init__(self, *args):
        super().__init__(*args)
        self.sequence = next(self._count)

    def __lt__(self, other):
        return (self._when, self.sequence) < (other._when, other.sequence)


def make_deterministic():
    tasks.set = taskgroups.set = OrderedSet
    events.TimerHandle = OrderedTimerHandle
    source = inspect.getsource(tasks._AsCompletedIterator)
    ordered = source.replace(
        "{ensure_future(aw, loop=loop) for aw in set(aws)}",
        "set([ensure_future(aw, loop=loop) for aw in set(aws)])")
    assert ordered != source
    exec(ordered, tasks.__dict__)


class VirtualSelector(selectors.BaseSelector):
    """Lets time pass instead of waiting, and stops the loop when nothing can happen."""

    def __init__(self):
        self.loop = None

    def register(self, fileobj, events, data=None):
        return None

    def unregister(self, fileobj):
        return None

    def get_map(self):
        return {}

    def get_key(self, fileobj):
        raise KeyError(fileobj)

    def select(self, timeout=None):
        if timeout is None:
            self.loop.stop()
        elif timeout > 0:
            self.loop.now += timeout
        return []


class VirtualLoop(asyncio.SelectorEventLoop):
    def __init__(self):
        self.now = 0
        selector = VirtualSelector()
        selector.loop = self
        super().__init__(selector)

    def time(self):
        return self.now
