"""The twins of workloads.ts on Python's loops.

    python3 peers.py asyncio|uvloop WORKLOAD

Prints the figures of one workload as JSON.
"""

import asyncio
import gc
import json
import os
import socket
import ssl
import subprocess
import sys
import tempfile
import time

from peer_protocols import BufferedClient, BufferedEcho, Client, Echo, Rally

KIND = sys.argv[1]
SMOKE = "BENCH_SMOKE" in os.environ
DURATION = 0.03 if SMOKE else 2
SIZES = [(64, 1), (64, 50), (65_536, 1), (1_048_576, 1)]
HOST = "127.0.0.1"
now = time.perf_counter


def scaled(count):
    return max(count // 100, 10) if SMOKE else count


def percentile(values, share):
    return sorted(values)[round(share * (len(values) - 1))]


def size_name(size):
    if size < 1024:
        return f"{size} B"
    return f"{size // 1024} KiB" if size < 1_048_576 else "1 MiB"


async def echo_row(title, size, connections, run):
    await run(DURATION / 2)
    before = time.process_time()
    count = await run(DURATION)
    used = time.process_time() - before
    many = "1 connection" if connections == 1 else f"{connections} connections"
    row = f"{title}, {size_name(size)}, {many}: round trips /s of CPU"
    return {row: count / used}


async def protocol_echo(
        size, connections, duration, server, client, tls=(None, None)):
    loop = asyncio.get_running_loop()
    listening = await loop.create_server(server, HOST, 0, ssl=tls[0])
    port = listening.sockets[0].getsockname()[1]
    end = now() + duration
    rallies = []
    for _ in range(connections):
        rally = Rally(size, end)
        rallies.append(rally)
        await loop.create_connection(
            lambda: client(rally), HOST, port, ssl=tls[1])
    for rally in rallies:
        await rally.done
    listening.close()
    return sum(rally.count for rally in rallies)


async def streams_echo(size, connections, duration):
    async def serve(reader, writer):
        while data := await reader.read(262_144):
            writer.write(data)
            await writer.drain()
        writer.close()
    server = await asyncio.start_server(serve, HOST, 0)
    port = server.sockets[0].getsockname()[1]
    end = now() + duration
    message = b"a" * size
    total = 0

    async def client():
        nonlocal total
        reader, writer = await asyncio.open_connection(HOST, port)
        while now() < end:
            writer.write(message)
            await reader.readexactly(size)
            total += 1
        writer.close()
    await asyncio.gather(*[client() for _ in range(connections)])
    server.close()
    return total


async def netProtocol():
    figures = {}
    for size, connections in SIZES:
        figures |= await echo_row(
            "protocol echo", size, connections,
            lambda d: protocol_echo(size, connections, d, Echo, Client))
    return figures


def tls_contexts():
    with tempfile.TemporaryDirectory() as folder:
        cert, key = f"{folder}/cert.pem", f"{folder}/key.pem"
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec",
             "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
             "-days", "1", "-subj", "/CN=localhost",
             "-keyout", key, "-out", cert],
            check=True, stderr=subprocess.DEVNULL)
        server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        server.load_cert_chain(cert, key)
        client = ssl.create_default_context(cafile=cert)
        client.check_hostname = False
    return server, client


async def netTls():
    tls = tls_contexts()
    figures = {}
    for size in 64, 65_536:
        figures |= await echo_row(
            "TLS echo", size, 1,
            lambda d: protocol_echo(size, 1, d, Echo, Client, tls))
    return figures


async def netStreams():
    figures = {}
    for size, connections in SIZES:
        figures |= await echo_row(
            "streams echo", size, connections,
            lambda d: streams_echo(size, connections, d))
    return figures


async def netBuffered():
    return await echo_row(
        "buffered protocol echo", 65_536, 1,
        lambda d: protocol_echo(65_536, 1, d, BufferedEcho, BufferedClient))


async def datagram_echo(duration):
    loop = asyncio.get_running_loop()
    done = loop.create_future()
    end = now() + duration
    message = b"a" * 64
    count = 0

    class Server(asyncio.DatagramProtocol):
        def connection_made(self, transport):
            self.transport = transport

        def datagram_received(self, data, address):
            self.transport.sendto(data, address)

    class Sender(asyncio.DatagramProtocol):
        def connection_made(self, transport):
            self.transport = transport

        def datagram_received(self, data, address):
            nonlocal count
            count += 1
            if now() < end:
                self.transport.sendto(message)
            elif not done.done():
                done.set_result(None)
    server, _ = await loop.create_datagram_endpoint(
        Server, local_addr=(HOST, 0))
    client, _ = await loop.create_datagram_endpoint(
        Sender, remote_addr=server.get_extra_info("sockname"))
    client.sendto(message)
    await done
    client.close()
    server.close()
    return count


async def netDatagrams():
    await datagram_echo(DURATION / 4)
    begin = now()
    count = await datagram_echo(DURATION)
    return {"datagram echo, 64 B: round trips /s": count / (now() - begin)}


async def per_second(count, body):
    for _ in range(count // 4):
        await body()
    begin = now()
    for _ in range(count):
        await body()
    return count / (now() - begin)


async def netPrograms():
    pipe = asyncio.subprocess.PIPE

    async def start():
        await (await asyncio.create_subprocess_exec("true")).wait()

    async def communicate():
        process = await asyncio.create_subprocess_exec(
            "cat", stdin=pipe, stdout=pipe)
        await process.communicate(b"a" * 1024)
    return {
        "programs started and waited for /s":
            await per_second(scaled(400), start),
        "communicate, 1 KiB through cat /s":
            await per_second(scaled(200), communicate),
    }


async def netCancel():
    async def serve(reader, writer):
        await asyncio.sleep(3600)
    server = await asyncio.start_server(serve, HOST, 0)
    port = server.sockets[0].getsockname()[1]
    reader, writer = await asyncio.open_connection(HOST, port)
    times = []
    begin = 0

    async def read():
        try:
            await reader.readexactly(10)
        except asyncio.CancelledError:
            times.append((now() - begin) * 1e6)
            raise
    for _ in range(scaled(5_000)):
        task = asyncio.create_task(read())
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        begin = now()
        task.cancel()
        try:
            await task
        except asyncio.CancelledError:
            pass
    writer.close()
    server.close()
    late = times[len(times) // 5:]
    return {
        "cancelling a read p50, µs": percentile(late, 0.5),
        "cancelling a read p99, µs": percentile(late, 0.99),
    }


def resident_memory():
    gc.collect()
    with open("/proc/self/status") as status:
        line = next(line for line in status if line.startswith("VmRSS"))
    return int(line.split()[1])


IDLE = scaled(10_000)
WARM = 100


async def idle_time():
    await asyncio.sleep(scaled(1_500) / 1000)
    before = time.process_time()
    await asyncio.sleep(scaled(3_000) / 1000)
    return (time.process_time() - before) * 1000


async def netIdle():
    kept = []
    reached = [asyncio.Event(), asyncio.Event()]

    async def serve(reader, writer):
        kept.append((reader, writer))
        if len(kept) == WARM:
            reached[0].set()
        elif len(kept) == WARM + IDLE:
            reached[1].set()
    server = await asyncio.start_server(serve, HOST, 0, backlog=1000)
    port = server.sockets[0].getsockname()[1]
    pipe = asyncio.subprocess.PIPE
    clients = await asyncio.create_subprocess_exec(
        sys.executable, __file__, KIND, "netIdleClients", str(port),
        stdin=pipe, stdout=pipe)
    await reached[0].wait()
    before = resident_memory()
    clients.stdin.write(b"open\n")
    await reached[1].wait()
    memory = resident_memory() - before
    theirs = json.loads(await clients.stdout.readline())
    clients.stdin.write(b"rest\n")
    used = await idle_time()
    cpu = json.loads(await clients.stdout.readline())["cpu"]
    clients.stdin.close()
    await clients.wait()
    for _, writer in kept:
        writer.close()
    server.close()
    return {
        "10 000 idle connections, KiB for both ends":
            (memory + theirs["memory"]) / IDLE,
        "10 000 idle connections, ms of CPU in 3 s": used + cpu,
    }


async def netIdleClients():
    port = int(sys.argv[3])
    loop = asyncio.get_running_loop()
    orders = asyncio.StreamReader()
    await loop.connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(orders), sys.stdin)
    kept = []
    for _ in range(WARM):
        kept.append(await asyncio.open_connection(HOST, port))
    await orders.readline()
    before = resident_memory()
    for _ in range(IDLE):
        kept.append(await asyncio.open_connection(HOST, port))
    print(json.dumps({"memory": resident_memory() - before}), flush=True)
    await orders.readline()
    print(json.dumps({"cpu": await idle_time()}), flush=True)
    await orders.readline()
    for _, writer in kept:
        writer.close()
    return {"connections": len(kept)}


async def netReaders():
    loop = asyncio.get_running_loop()
    near, far = socket.socketpair()
    near.setblocking(False)
    far.setblocking(False)
    times = []
    count = scaled(20_000)
    over = loop.create_future()
    begin = now()

    def answer():
        far.recv(1)
        far.send(b"x")

    def again():
        nonlocal begin
        near.recv(1)
        end = now()
        times.append((end - begin) * 1e6)
        begin = end
        if len(times) < count:
            near.send(b"x")
        else:
            over.set_result(None)

    loop.add_reader(far, answer)
    loop.add_reader(near, again)
    near.send(b"x")
    await over
    loop.remove_reader(near)
    loop.remove_reader(far)
    late = times[len(times) // 5:]
    return {"addReader ping-pong p50, µs": percentile(late, 0.5)}


def main():
    factory = None
    if KIND == "uvloop":
        import uvloop
        factory = uvloop.new_event_loop
    with asyncio.Runner(loop_factory=factory) as runner:
        print(json.dumps(runner.run(globals()[sys.argv[2]]())))


if __name__ == "__main__":
    main()
