"""Runs the programs of the asyncio fuzzer on CPython's asyncio.

Reads programs from standard input, one JSON document a line, and writes what
each logs as a JSON array, one a line. The twin of interpreter.ts: the same
steps, the same lines. Time is virtual: one second here is one millisecond there.
"""

import asyncio
import json
import sys
import warnings

from shown import Boom, Returned, show, state
from virtual_loop import VirtualLoop, make_deterministic

OBJECTS, MAX_STEPS, MAX_TASKS = json.loads(sys.argv[1])


class Scope:
    """Where a statement stands."""

    def __init__(self, who, task, coroutine, callback=-1, group=None, timeout=None):
        self.who = who
        self.task = task
        self.coroutine = coroutine
        self.callback = callback
        self.group = group
        self.timeout = timeout

    def inside(self, **changes):
        return Scope(**{**self.__dict__, **changes})


class Run:
    def __init__(self, program, loop):
        self.program = program
        self.loop = loop
        self.lines = []
        self.steps = 0
        self.tasks = []
        self.handles = []
        self.futures = [loop.create_future() for _ in range(OBJECTS["futures"])]
        self.locks = [asyncio.Lock() for _ in range(OBJECTS["locks"])]
        self.events = [asyncio.Event() for _ in range(OBJECTS["events"])]
        self.condition = asyncio.Condition()
        *values, last = OBJECTS["semaphores"]
        self.semaphores = [*map(asyncio.Semaphore, values), asyncio.BoundedSemaphore(last)]
        self.barrier = asyncio.Barrier(OBJECTS["barrier"])
        kinds = [asyncio.Queue, asyncio.LifoQueue, asyncio.PriorityQueue]
        self.queues = [kind(size) for kind, size in zip(kinds, OBJECTS["queues"])]
        self.callbacks = [self.callback(i) for i in range(len(program["callbacks"]))]

    def log(self, who, text):
        self.lines.append(f"{round(self.loop.time())} {who}: {text}")

    def attempt(self, who, op, fn):
        try:
            self.log(who, f"{op} {show(fn())}")
        except Exception as error:
            self.log(who, f"{op} threw {show(error)}")

    def callback(self, i):
        def call(*args):
            who = f"callback{i}"
            self.log(who, state(args[0]) if args else "called")
            for action in self.program["callbacks"][i]:
                self.steps += 1
                if self.steps > MAX_STEPS:
                    return
                self.act(action, Scope(who, -1, -1, i))
        return call

    def target(self, of):
        if of["kind"] == "future":
            return pick(self.futures, of["i"])
        return pick(self.tasks, of["i"])

    async def body(self, scope):
        statements = self.program["coroutines"][scope.coroutine:][:1]
        returned = await self.run(statements[0] if statements else [], scope)
        return returned.value if returned is not None else None

    def later_coroutine(self, i, scope):
        """A coroutine with a greater number, or None."""
        first = scope.coroutine + 1 if scope.coroutine >= 0 else 1
        count = len(self.program["coroutines"]) - first
        return first + i % count if count > 0 else None

    def spawn(self, i, scope, make):
        coroutine = self.later_coroutine(i, scope)
        if coroutine is None or len(self.tasks) == MAX_TASKS:
            return self.log(scope.who, "spawn skipped")
        index = len(self.tasks)
        self.tasks.append(None)
        inner = Scope(f"task{index}", index, coroutine)
        try:
            self.tasks[index] = make(inner)
        except RuntimeError as error:
            self.log(scope.who, f"spawn threw {show(error)}")

    # What can be awaited; None if there is no such thing.

    def make(self, of, scope):
        kind = of["aw"]
        if kind == "future":
            return pick(self.futures, of["i"])
        if kind == "task":
            return pick(self.tasks[scope.task + 1:], of["i"])
        if kind == "call":
            coroutine = self.later_coroutine(of["i"], scope)
            if coroutine is None:
                return None
            who = f"{scope.who}/{coroutine}"
            return self.body(scope.inside(who=who, coroutine=coroutine))
        if kind == "sleep":
            return asyncio.sleep(of["delay"], of["value"])
        if kind == "gather":
            return asyncio.gather(*self.make_all(of["all"], scope),
                                  return_exceptions=of["exceptions"])
        inner = self.make(of["of"], scope)
        if inner is None:
            return None
        if kind == "shield":
            return asyncio.shield(inner)
        assert kind == "waitFor"
        return asyncio.wait_for(inner, of["delay"])

    def make_all(self, all, scope):
        made = [self.make(of, scope) for of in all]
        return [one for one in made if one is not None]

    # What callbacks can do, too.

    def act(self, s, scope):
        who = scope.who
        op = s["op"]
        match op:
            case "log":
                self.log(who, f"log {s['value']}")
            case "state":
                target = self.target(s["of"])
                if target is not None:
                    text = state(target)
                    if s["of"]["kind"] == "task":
                        text += f" cancelling {target.cancelling()}"
                    self.log(who, f"state {text}")
            case "raise":
                raise Boom(s["value"])
            case "spawn":
                def make(inner):
                    body = self.body(inner)
                    if s["eager"]:
                        return asyncio.Task(body, loop=self.loop, eager_start=True)
                    return self.loop.create_task(body)
                self.spawn(s["i"], scope, make)
            case "cancel":
                target = self.target(s["of"])
                if target is not None:
                    self.attempt(who, op, lambda: target.cancel(s["reason"]))
            case "setResult":
                future = pick(self.futures, s["i"])
                self.attempt(who, op, lambda: future.set_result(s["value"]))
            case "setException":
                future = pick(self.futures, s["i"])
                self.attempt(who, op, lambda: future.set_exception(Boom(s["value"])))
            case "addDoneCallback":
                target = self.target(s["of"])
                callback = pick(self.callbacks[scope.callback + 1:], s["callback"])
                if target is not None and callback is not None:
                    target.add_done_callback(callback)
            case "removeDoneCallback":
                target = self.target(s["of"])
                callback = pick(self.callbacks[scope.callback + 1:], s["callback"])
                if target is not None and callback is not None:
                    self.attempt(who, op, lambda: target.remove_done_callback(callback))
            case "callSoon":
                callback = pick(self.callbacks[scope.callback + 1:], s["callback"])
                if callback is not None:
                    self.handles.append(self.loop.call_soon(callback))
            case "callLater":
                callback = pick(self.callbacks[scope.callback + 1:], s["callback"])
                if callback is not None:
                    self.handles.append(self.loop.call_later(s["delay"], callback))
            case "cancelHandle":
                handle = pick(self.handles, s["i"])
                if handle is not None:
                    handle.cancel()
            case "set":
                pick(self.events, s["i"]).set()
            case "clear":
                pick(self.events, s["i"]).clear()
            case "notify":
                self.attempt(who, op, lambda: self.condition.notify(s["count"]))
            case "releaseLock":
                self.attempt(who, op, pick(self.locks, s["i"]).release)
            case "releaseSemaphore":
                self.attempt(who, op, pick(self.semaphores, s["i"]).release)
            case "putNowait":
                queue = pick(self.queues, s["i"])
                self.attempt(who, op, lambda: queue.put_nowait(s["value"]))
            case "getNowait":
                self.attempt(who, op, pick(self.queues, s["i"]).get_nowait)
            case "taskDone":
                self.attempt(who, op, pick(self.queues, s["i"]).task_done)
            case "shutdown":
                queue = pick(self.queues, s["i"])
                self.attempt(who, op, lambda: queue.shutdown(s["immediate"]))
            case _:
                return False
        return True

    async def run(self, statements, scope):
        for s in statements:
            self.steps += 1
            if self.steps > MAX_STEPS:
                return None
            if self.act(s, scope):
                continue
            returned = await self.step(s, scope)
            if returned is not None:
                return returned
        return None

    async def step(self, s, scope):
        who = scope.who
        op = s["op"]
        match op:
            case "await":
                awaitable = self.make(s["of"], scope)
                if awaitable is not None:
                    self.log(who, f"got {show(await awaitable)}")
            case "uncancel":
                self.log(who, f"uncancel {asyncio.current_task().uncancel()}")
            case "return":
                return Returned(s["value"])
            case "try":
                return await self.try_(s, scope)
            case "withLock":
                lock = pick(self.locks, s["i"])
                return await self.holding(lock, s["body"], scope)
            case "withSemaphore":
                semaphore = pick(self.semaphores, s["i"])
                return await self.holding(semaphore, s["body"], scope)
            case "withCondition":
                return await self.holding(self.condition, s["body"], scope)
            case "waitCondition":
                self.log(who, f"condition {show(await self.condition.wait())}")
            case "waitBarrier":
                self.log(who, f"barrier {show(await self.barrier.wait())}")
            case "resetBarrier":
                await self.barrier.reset()
            case "abortBarrier":
                await self.barrier.abort()
            case "waitEvent":
                self.log(who, f"event {show(await pick(self.events, s['i']).wait())}")
            case "get":
                self.log(who, f"item {show(await pick(self.queues, s['i']).get())}")
            case "put":
                await pick(self.queues, s["i"]).put(s["value"])
                self.log(who, "put")
            case "join":
                await pick(self.queues, s["i"]).join()
                self.log(who, "joined")
            case "wait":
                targets = [self.target(of) for of in s["all"]]
                targets = [target for target in targets if target is not None]
                done, _ = await asyncio.wait(
                    targets, timeout=s["delay"], return_when=s["when"])
                self.log(who, f"waited {show([target in done for target in targets])}")
            case "asCompleted":
                await self.as_completed(s, scope)
            case "group":
                async with asyncio.TaskGroup() as group:
                    returned = await self.run(s["body"], scope.inside(group=group))
                return returned
            case "groupSpawn":
                if scope.group is not None:
                    def make(inner):
                        body = self.body(inner.inside(group=scope.group))
                        return scope.group.create_task(body)
                    self.spawn(s["i"], scope, make)
            case "timeout":
                async with asyncio.timeout(s["delay"]) as timeout:
                    returned = await self.run(s["body"], scope.inside(timeout=timeout))
                self.log(who, f"expired {show(timeout.expired())}")
                return returned
            case "reschedule":
                if scope.timeout is not None:
                    delay = s["delay"]
                    when = None if delay is None else self.loop.time() + delay
                    self.attempt(who, op, lambda: scope.timeout.reschedule(when))
            case _:
                raise AssertionError(op)
        return None

    async def try_(self, s, scope):
        try:
            return await self.run(s["body"], scope)
        except BaseException as error:
            cancelled = isinstance(error, asyncio.CancelledError)
            catches = s["catches"]
            if catches == "none" or catches == ("error" if cancelled else "cancelled"):
                raise
            self.log(scope.who, f"caught {show(error)}")
            returned = await self.run(s["handler"], scope)
            if s["rethrow"]:
                raise
            return returned
        finally:
            await self.run(s["last"], scope)

    async def holding(self, lock, body, scope):
        await lock.acquire()
        self.log(scope.who, "acquired")
        try:
            return await self.run(body, scope)
        finally:
            self.attempt(scope.who, "release", lock.release)

    async def as_completed(self, s, scope):
        all = asyncio.as_completed(self.make_all(s["all"], scope), timeout=s["delay"])
        if s["async"]:
            async for future in all:
                self.log(scope.who, f"completed {state(future)}")
            return
        for next in all:
            try:
                self.log(scope.who, f"completed {show(await next)}")
            except Exception as error:
                self.log(scope.who, f"completed threw {show(error)}")

    # The program as a whole.

    def handle_exception(self, loop, context):
        if context["message"].startswith("Exception in callback"):
            self.log("handler", show(context["exception"]))

    def whole(self):
        self.loop.set_exception_handler(self.handle_exception)
        self.tasks.append(None)
        self.tasks[0] = self.loop.create_task(self.body(Scope("task0", 0, 0)))
        self.loop.run_forever()
        # Whatever waits for ever is cancelled, twice if need be.
        for _ in range(2):
            for i, task in enumerate(self.tasks):
                if task is not None and not task.done():
                    self.log("end", f"cancels task{i} {show(task.cancel())}")
            self.loop.run_forever()
        for i, task in enumerate(self.tasks):
            if task is not None:
                self.log("end", f"task{i} {state(task)} cancelling {task.cancelling()}")
        for i, future in enumerate(self.futures):
            self.log("end", f"future{i} {state(future)}")
        # What still waits is thrown into when the garbage is collected.
        self.steps = MAX_STEPS
        return self.lines


def pick(items, i):
    return items[i % len(items)] if items else None


def run(program):
    loop = VirtualLoop()
    asyncio.set_event_loop(loop)
    try:
        return Run(program, loop).whole()
    finally:
        for task in asyncio.all_tasks(loop):
            task._log_destroy_pending = False
        asyncio.set_event_loop(None)
        loop.close()


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    sys.unraisablehook = lambda _: None
    make_deterministic()
    for line in sys.stdin:
        print(json.dumps(run(json.loads(line))), flush=True)
