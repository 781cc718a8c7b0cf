"""The twins of workloads.ts on Python's loops.

    python3 peers.py asyncio|uvloop|qtasyncio|qasync WORKLOAD

Prints the figures of one workload as JSON.
"""

import asyncio
import json
import os
import resource
import socket
import sys
import threading
import time

KIND = sys.argv[1]
SMOKE = "BENCH_SMOKE" in os.environ
now = time.perf_counter

if KIND in ("qtasyncio", "qasync"):
    sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))
    import immortal  # noqa: F401: before anything of PySide's

if KIND == "qtasyncio":
    import PySide6.QtAsyncio as QtAsyncio
elif KIND == "qasync":
    os.environ["QT_API"] = "pyside6"
    import qasync
elif KIND == "uvloop":
    import uvloop


def run(coroutine, application=None):
    if KIND == "asyncio":
        return asyncio.run(coroutine)
    if KIND == "uvloop":
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            return runner.run(coroutine)
    from PySide6.QtCore import QCoreApplication
    application = application or QCoreApplication([])
    if KIND == "qtasyncio":
        return QtAsyncio.run(coroutine, keep_running=False)
    loop = qasync.QEventLoop(application)
    asyncio.set_event_loop(loop)
    with loop:
        return loop.run_until_complete(coroutine)


def scaled(count):
    return max(count // 100, 10) if SMOKE else count


def random(seed):
    state = seed

    def following():
        nonlocal state
        state = (state * 1664525 + 1013904223) % 2**32
        return state / 2**32
    return following


def percentile(values, share):
    return sorted(values)[round(share * (len(values) - 1))]


async def chain(count=scaled(200_000)):
    left = count
    loop = asyncio.get_running_loop()
    done = loop.create_future()

    def callback():
        nonlocal left
        left -= 1
        if left:
            loop.call_soon(callback)
        else:
            done.set_result(None)
    begin = now()
    loop.call_soon(callback)
    await done
    return {"callSoon chain, callbacks/s": count / (now() - begin)}


async def batch(count=scaled(100_000)):
    left = count
    loop = asyncio.get_running_loop()
    done = loop.create_future()

    def callback():
        nonlocal left
        left -= 1
        if not left:
            done.set_result(None)
    begin = now()
    for _ in range(count):
        loop.call_soon(callback)
    await done
    return {"callSoon batch, callbacks/s": count / (now() - begin)}


async def sleepZero(count=scaled(100_000)):
    sleep = asyncio.sleep
    begin = now()
    for _ in range(count):
        await sleep(0)
    return {"sleep(0) chain, iterations/s": count / (now() - begin)}


async def tasks(count=scaled(20_000)):
    async def body(i):
        return i
    begin = now()
    every = await asyncio.gather(
        *[asyncio.ensure_future(body(i)) for i in range(count)])
    figures = {"tasks made and gathered /s": count / (now() - begin)}
    assert every[-1] == count - 1
    return figures


async def lateness(count=scaled(2_000)):
    loop = asyncio.get_running_loop()
    done = loop.create_future()
    following = random(1)
    delays = [(1 + 199 * following()) / 1000 for _ in range(count)]
    late = []

    def callback(due):
        late.append((now() - due) * 1000)
        if len(late) == count:
            done.set_result(None)
    for delay in delays:
        loop.call_later(delay, callback, now() + delay)
    await done
    return {
        "timer lateness p50, ms": percentile(late, 0.5),
        "timer lateness p99, ms": percentile(late, 0.99),
        "timers early": sum(value < 0 for value in late),
    }


async def timers(count=scaled(50_000)):
    left = count
    loop = asyncio.get_running_loop()
    done = loop.create_future()
    following = random(2)

    def callback():
        nonlocal left
        left -= 1
        if not left:
            done.set_result(None)
    begin = time.process_time()
    for _ in range(count):
        loop.call_later(2 * following(), callback)
    await done
    used = time.process_time() - begin
    return {"50 000 timers, µs of CPU each": used * 1e6 / count}


async def pingPong(count=scaled(10_000)):
    """A thread calls the loop and waits for the lock that the loop's callback releases."""
    loop = asyncio.get_running_loop()
    done = loop.create_future()
    lock = threading.Lock()
    lock.acquire()
    times = []

    def other():
        for i in range(-500, count):
            begin = now()
            loop.call_soon_threadsafe(lock.release)
            lock.acquire()
            if i >= 0:
                times.append((now() - begin) * 1e6)
        loop.call_soon_threadsafe(done.set_result, None)
    thread = threading.Thread(target=other)
    thread.start()
    await done
    thread.join()
    return {
        "cross-thread ping-pong p50, µs": percentile(times, 0.5),
        "cross-thread ping-pong p99, µs": percentile(times, 0.99),
    }


async def executor():
    """As bench/executor/jobs.ts."""
    loop = asyncio.get_running_loop()

    def one():
        return 1
    for _ in range(200):
        await loop.run_in_executor(None, one)
    times = []
    for _ in range(scaled(5_000)):
        begin = now()
        await loop.run_in_executor(None, one)
        times.append((now() - begin) * 1e6)

    calls = scaled(20_000)

    async def worker():
        for _ in range(max(1, calls // 100)):
            await loop.run_in_executor(None, one)
    begin = now()
    await asyncio.gather(*[worker() for _ in range(100)])
    return {
        "executor, one at a time: p50 µs": percentile(times, 0.5),
        "executor, 100 in flight: jobs /s": calls / (now() - begin),
    }


async def tcp(count=scaled(5_000)):
    """Server and client on one loop, protocols, one connection, 64 bytes."""
    loop = asyncio.get_running_loop()
    done = loop.create_future()
    message = b"x" * 64
    left = count

    class Server(asyncio.Protocol):
        def connection_made(self, transport):
            self.transport = transport

        def data_received(self, data):
            self.transport.write(data)

    class Client(asyncio.Protocol):
        def connection_made(self, transport):
            self.transport = transport
            self.got = 0
            transport.get_extra_info("socket").setsockopt(
                socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

        def data_received(self, data):
            nonlocal left
            self.got += len(data)
            if self.got < 64:
                return
            self.got -= 64
            left -= 1
            if left:
                self.transport.write(message)
            else:
                done.set_result(None)
    server = await loop.create_server(Server, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    transport, _ = await loop.create_connection(Client, "127.0.0.1", port)
    begin = now()
    transport.write(message)
    await done
    figures = {"TCP echo, 1 connection, round trips /s": count / (now() - begin)}
    transport.close()
    server.close()
    await asyncio.sleep(0.02)
    return figures


async def idle():
    await asyncio.sleep(0.3)
    before = resource.getrusage(resource.RUSAGE_SELF)
    await asyncio.sleep(scaled(3_000) / 1000)
    after = resource.getrusage(resource.RUSAGE_SELF)
    used = (after.ru_utime + after.ru_stime
            - before.ru_utime - before.ru_stime)
    return {
        "idle 3 s, ms of CPU": used * 1000,
        "idle 3 s, wakes": after.ru_nvcsw - before.ru_nvcsw,
    }


async def start():
    with open("/proc/self/status") as status:
        peak = next(line for line in status if line.startswith("VmHWM"))
    return {"peak memory, MB": int(peak.split()[1]) / 1024}


async def growth():
    """What one costs when there are many; ends a row where it takes long."""
    figures = {}
    limit = 1

    async def callbacks(size):
        await batch(size)

    async def timers_(size):
        loop = asyncio.get_running_loop()
        done = loop.create_future()
        left = size
        following = random(3)

        def callback():
            nonlocal left
            left -= 1
            if not left:
                done.set_result(None)
        for _ in range(size):
            loop.call_later(following() / 2, callback)
        await done

    for name, work in (("callbacks", callbacks), ("timers", timers_)):
        await work(scaled(20_000))
        size = 1_000
        while size <= scaled(1_000_000):
            begin = time.process_time()
            await work(size)
            used = time.process_time() - begin
            figures[f"{name} × {size}, µs of CPU each"] = used * 1e6 / size
            if used > limit:
                break
            size *= 10
    return figures


WARMED_UP = {chain: 50_000, batch: 25_000, sleepZero: 25_000, tasks: 5_000,
             lateness: 500, timers: 12_500, tcp: 1_250}


async def measured(workload):
    if workload in WARMED_UP:
        await workload(scaled(WARMED_UP[workload]))
    return await workload()


def main():
    print(json.dumps(run(measured(globals()[sys.argv[2]]))))


if __name__ == "__main__":
    main()
