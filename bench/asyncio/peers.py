"""The twins of workloads.ts on Python's loops.

    python3 peers.py asyncio|uvloop WORKLOAD

Prints the figures of one workload as JSON.
"""

import asyncio
import json
import sys
import time

now = time.perf_counter


def random(seed):
    state = seed

    def following():
        nonlocal state
        state = (state * 1664525 + 1013904223) % 2**32
        return state / 2**32
    return following


def percentile(values, share):
    return sorted(values)[round(share * (len(values) - 1))]


async def chain():
    count = left = 200_000
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


async def batch():
    count = left = 100_000
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


async def sleepZero():
    count, sleep = 100_000, asyncio.sleep
    begin = now()
    for _ in range(count):
        await sleep(0)
    return {"sleep(0) chain, iterations/s": count / (now() - begin)}


async def tasks():
    count = 20_000

    async def body(i):
        return i
    begin = now()
    every = await asyncio.gather(
        *[asyncio.ensure_future(body(i)) for i in range(count)])
    figures = {"tasks made and gathered /s": count / (now() - begin)}
    assert every[-1] == count - 1
    return figures


async def lateness():
    count = 2000
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


async def timers():
    count = left = 50_000
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


def main():
    kind, name = sys.argv[1:3]
    workload = globals()[name]()
    if kind == "uvloop":
        import uvloop
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            figures = runner.run(workload)
    else:
        figures = asyncio.run(workload)
    print(json.dumps(figures))


main()
