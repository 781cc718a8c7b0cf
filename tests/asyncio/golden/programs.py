"""Small programs whose output shows in what order asyncio does things.

Each coroutine function here has a twin of the same name in programs.ts. Run as
a script, this prints what they log as JSON: {"name": ["line", ...], ...}.
Nothing here depends on how fast the machine is.
"""

import asyncio
import inspect
import json
from asyncio import (
    Barrier, CancelledError, Condition, Event, Lock, Queue, Semaphore,
    as_completed, create_task, current_task, gather, get_running_loop, shield,
    sleep, timeout, wait, wait_for,
)


async def o01_sleep_zero_takes_turns(log):
    async def body(letter):
        for i in range(3):
            log(f"{letter}{i}")
            await sleep(0)
    await gather(body("a"), body("b"))


async def o02_call_soon_runs_before_main_continues(log):
    loop = get_running_loop()
    loop.call_soon(log, "x")
    log("m0")
    await sleep(0)
    log("m1")


async def o03_callbacks_and_awaits_in_order(log):
    loop = get_running_loop()
    future = loop.create_future()
    future.add_done_callback(lambda _: log("cb1"))

    async def waiter():
        await future
        log("task woke")
    create_task(waiter())
    await sleep(0)
    future.add_done_callback(lambda _: log("cb2"))
    future.set_result(None)
    loop.call_soon(log, "soon")
    await sleep(0)
    log("main")


async def o04_nested_call_soon_next_round(log):
    loop = get_running_loop()

    def first():
        log("first")
        loop.call_soon(log, "nested")
    loop.call_soon(first)
    loop.call_soon(log, "second")
    await sleep(0)
    log("m1")
    await sleep(0)
    log("m2")


async def o05_plain_coroutine_does_not_yield(log):
    async def inner():
        log("inner")
    get_running_loop().call_soon(log, "x")
    await inner()
    log("after inner")
    await create_task(inner())
    log("after task")


async def o06_task_start_is_a_call_soon(log):
    loop = get_running_loop()

    async def body():
        log("task")
    loop.call_soon(log, "before")
    task = create_task(body())
    loop.call_soon(log, "after")
    await task
    log("main")


async def o07_cancel_is_delivered_in_its_turn(log):
    async def waiter():
        try:
            await get_running_loop().create_future()
        except CancelledError:
            log("w cancelled")
            raise
    task = create_task(waiter())
    await sleep(0)
    task.cancel()
    get_running_loop().call_soon(log, "x")
    await sleep(0)
    log("m0 " + str(task.done()).lower())
    await sleep(0)
    log("m1 " + str(task.done()).lower())


async def o08_lock_first_come_first_served(log):
    lock = Lock()

    async def worker(n):
        async with lock:
            log(f"in{n}")
            await sleep(0)
            log(f"out{n}")
    await gather(*[worker(n) for n in range(3)])


async def o09_event_wakes_in_order(log):
    event = Event()

    async def waiter(n):
        await event.wait()
        log(str(n))
    tasks = [create_task(waiter(n)) for n in range(3)]
    await sleep(0)
    event.set()
    log("set")
    await gather(*tasks)
    log("m")


async def o10_bounded_queue(log):
    queue = Queue(1)

    async def producer():
        for i in range(3):
            await queue.put(i)
            log(f"put{i}")

    async def consumer():
        for _ in range(3):
            log(f"get{await queue.get()}")
    await gather(producer(), consumer())


async def o11_unbounded_queue_consumer_first(log):
    queue = Queue()

    async def consumer():
        for _ in range(3):
            log(f"get{await queue.get()}")

    async def producer():
        for i in range(3):
            await queue.put(i)
            log(f"put{i}")
    await gather(consumer(), producer())


async def o12_semaphore(log):
    semaphore = Semaphore(2)

    async def worker(n):
        async with semaphore:
            log(f"in{n}")
            await sleep(0)
            log(f"out{n}")
    await gather(*[worker(n) for n in range(4)])


async def o13_condition_notify(log):
    condition = Condition()

    async def waiter(n):
        async with condition:
            await condition.wait()
            log(str(n))
    tasks = [create_task(waiter(n)) for n in range(3)]
    await sleep(0)
    async with condition:
        condition.notify(1)
    await sleep(0)
    await sleep(0)
    await sleep(0)
    log("all")
    async with condition:
        condition.notify_all()
    await gather(*tasks)


async def o14_gather_results_in_order(log):
    async def body(n, turns):
        for _ in range(turns):
            await sleep(0)
        log(f"done{n}")
        return n
    log(str(await gather(body(0, 3), body(1, 1), body(2, 2))))


async def o15_gather_error_does_not_stop_the_others(log):
    async def fail():
        await sleep(0)
        raise ValueError("VE")

    async def slow():
        for _ in range(5):
            await sleep(0)
        log("v1")
    try:
        await gather(fail(), slow())
    except ValueError as error:
        log(str(error))
    for _ in range(6):
        await sleep(0)
    log("end")


async def o16_wait_for_cancels_and_waits(log):
    async def body():
        try:
            await sleep(10)
        except CancelledError:
            log("inner cancelled")
            await sleep(0)
            log("inner cleaned up")
            raise
    try:
        await wait_for(body(), 0.001)
    except asyncio.TimeoutError:
        log("timeout")


async def o17_timeouts_in_parallel(log):
    async def body(n, delay):
        try:
            async with timeout(0.02):
                await sleep(delay)
                log(f"ok{n}")
        except TimeoutError:
            log(f"to{n}")
        return current_task().cancelling()
    counts = await gather(body(0, 1), body(1, 0), body(2, 1))
    log(f"cancelling {sum(counts)}")


async def o18_nested_timeouts_same_deadline(log):
    try:
        async with timeout(0.001) as outer:
            try:
                async with timeout(1):
                    await sleep(10)
            except CancelledError:
                log("inner sees cancellation")
                raise
    except TimeoutError:
        log("outer timeout " + str(outer.expired()).lower())


async def o19_shield(log):
    async def inner():
        await sleep(0.001)
        log("inner done")
        return 7
    task = create_task(inner())

    async def outer():
        try:
            await shield(task)
        except CancelledError:
            log("outer cancelled")
            raise
    waiter = create_task(outer())
    await sleep(0)
    waiter.cancel()
    try:
        await waiter
    except CancelledError:
        log("main saw")
    log(str(await task))


async def o20_cleanup_error_replaces_cancellation(log):
    async def inner():
        try:
            await sleep(10)
        finally:
            raise KeyError("x")

    async def outer():
        try:
            await create_task(inner())
        except BaseException as error:
            log(type(error).__name__)
        return "ret"
    task = create_task(outer())
    await sleep(0)
    await sleep(0)
    task.cancel()
    log(await task)


async def o21_inner_swallows_cancellation(log):
    async def inner():
        try:
            await sleep(10)
        except CancelledError:
            return 5

    async def outer():
        value = await create_task(inner())
        log(f"got {value}")
        return value
    task = create_task(outer())
    await sleep(0)
    await sleep(0)
    task.cancel()
    log(str(await task))


async def o22_timers_behind_what_is_ready(log):
    loop = get_running_loop()
    loop.call_later(0, log, "A")
    loop.call_soon(log, "B")
    loop.call_at(loop.time() - 1, log, "C")
    loop.call_soon(log, "D")
    await sleep(0.001)


async def o23_cancel_before_start(log):
    async def body():
        log("never")
    task = create_task(body())
    task.cancel("first")
    task.cancel("second")
    try:
        await task
    except CancelledError as error:
        log(f"cancelled {error}")
    log(str(task.cancelled()).lower())


async def o24_cancel_twice_while_waiting(log):
    async def body():
        await sleep(10)
    task = create_task(body())
    await sleep(0)
    task.cancel("first")
    task.cancel("second")
    try:
        await task
    except CancelledError as error:
        log(f"cancelled {error}")


async def o25_cancel_oneself_then_await(log):
    async def body():
        current_task().cancel("self")
        log("still runs")
        try:
            await sleep(10)
        except CancelledError as error:
            log(f"cancelled {error}")
        await sleep(0)
        return "end"
    log(await create_task(body()))


async def o26_cancel_oneself_and_return(log):
    async def body():
        current_task().cancel("self")
        return "value"
    task = create_task(body())
    try:
        await task
    except CancelledError as error:
        log(f"cancelled {error}")
    log(str(task.cancelled()).lower())


async def o27_gather_outer_cancel(log):
    async def body(n):
        try:
            await sleep(10)
        except CancelledError as error:
            log(f"{n} {error}")
            raise
    outer = gather(body(0), body(1))
    await sleep(0)
    log(str(outer.cancel("msg")).lower())
    try:
        await outer
    except CancelledError as error:
        log(f"outer {error}")
    log(str(outer.cancelled()).lower())


async def o28_wait_first_completed(log):
    async def body(turns):
        for _ in range(turns):
            await sleep(0)
    tasks = [create_task(body(n)) for n in (5, 1, 3)]
    done, pending = await wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    log(" ".join(str(task in done).lower() for task in tasks))
    done, pending = await wait(tasks)
    log(f"{len(done)} {len(pending)}")


async def o29_wait_first_exception(log):
    async def ok():
        await sleep(0)

    async def fail():
        await sleep(0)
        await sleep(0)
        raise ValueError

    async def slow():
        for _ in range(9):
            await sleep(0)
    tasks = [create_task(ok()), create_task(fail()), create_task(slow())]
    done, _ = await wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
    log(" ".join(str(task in done).lower() for task in tasks))
    tasks[1].exception()
    await tasks[2]


async def o30_as_completed(log):
    async def body(n):
        for _ in range(n):
            await sleep(0)
        return n
    for next_one in as_completed([body(6), body(0), body(3)]):
        log(str(await next_one))


async def o31_barrier(log):
    barrier = Barrier(3)

    async def body(n):
        log(f"come{n}")
        await barrier.wait()
        log(f"go{n}")
    await gather(*[body(n) for n in range(3)])


async def o32_task_group_error_cancels_siblings(log):
    async def fail():
        await sleep(0)
        raise ValueError("boom")

    async def slow():
        try:
            await sleep(10)
        except CancelledError:
            log("sibling cancelled")
            raise
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(slow())
            group.create_task(fail())
            try:
                await sleep(10)
            except CancelledError:
                log("body cancelled")
                raise
    except BaseExceptionGroup as group_error:
        log(" ".join(str(error) for error in group_error.exceptions))
    log(str(current_task().cancelling()))


async def o33_await_done_future_does_not_yield(log):
    loop = get_running_loop()
    future = loop.create_future()
    future.set_result("value")
    loop.call_soon(log, "soon")
    log(await future)
    log(await future)
    await sleep(0)
    log("end")


async def o34_remove_done_callback(log):
    future = get_running_loop().create_future()

    def callback(_):
        log("removed one")
    future.add_done_callback(callback)
    future.add_done_callback(lambda _: log("kept"))
    future.add_done_callback(callback)
    log(str(future.remove_done_callback(callback)))
    log(str(future.remove_done_callback(callback)))
    future.set_result(None)
    await sleep(0)


async def o35_uncancel(log):
    async def body():
        task = current_task()
        try:
            await sleep(10)
        except CancelledError:
            log(f"{task.cancelling()} {task.uncancel()} {task.uncancel()}")
        await sleep(0)
        return "goes on"
    task = create_task(body())
    await sleep(0)
    task.cancel()
    log(await task)


async def o36_exception_through_awaits(log):
    async def inner():
        await sleep(0)
        raise ValueError("deep")

    async def middle():
        try:
            await inner()
        finally:
            log("middle finally")
    task = create_task(middle())
    try:
        await task
    except ValueError as error:
        log(str(error))
    log(str(task.exception()))


async def o37_task_waits_for_task(log):
    async def first():
        log("first")
        await sleep(0)
        log("first done")

    async def second(other):
        log("second")
        await other
        log("second done")
    one = create_task(first())
    two = create_task(second(one))
    get_running_loop().call_soon(log, "soon")
    await two
    log("main")


async def o38_cancel_awaited_task(log):
    async def inner():
        try:
            await sleep(10)
        finally:
            log("inner")

    async def outer():
        try:
            await nested
        finally:
            log("outer")
    nested = create_task(inner())
    task = create_task(outer())
    await sleep(0)
    task.cancel("why")
    try:
        await task
    except CancelledError as error:
        log(f"{error} {nested.cancelled()} {task.cancelled()}".lower())


async def o39_lock_cancelled_waiter(log):
    lock = Lock()
    await lock.acquire()

    async def waiter(n):
        try:
            async with lock:
                log(f"got{n}")
        except CancelledError:
            log(f"cancelled{n}")
    tasks = [create_task(waiter(n)) for n in range(3)]
    await sleep(0)
    lock.release()
    tasks[0].cancel()
    await gather(*tasks)
    log(str(lock.locked()).lower())


async def o40_queue_join(log):
    queue = Queue()
    for i in range(3):
        queue.put_nowait(i)

    async def worker():
        while True:
            item = await queue.get()
            log(f"work{item}")
            await sleep(0)
            queue.task_done()
    task = create_task(worker())
    await queue.join()
    log("joined")
    task.cancel()


def main():
    results = {}
    for name, program in list(globals().items()):
        if inspect.iscoroutinefunction(program) and name.startswith("o"):
            lines = []
            asyncio.run(program(lines.append))
            results[name] = lines
    print(json.dumps(results))


if __name__ == "__main__":
    main()
