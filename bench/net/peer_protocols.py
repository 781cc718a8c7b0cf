"""Protocols of the servers and clients that peers.py measures."""

import asyncio
import time

now = time.perf_counter


class Echo(asyncio.Protocol):
    def connection_made(self, transport):
        self.transport = transport

    def data_received(self, data):
        self.transport.write(data)


class TwoBuffers(asyncio.BufferedProtocol):
    def __init__(self):
        self.buffers = [memoryview(bytearray(262_144)) for _ in range(2)]
        self.current = 0

    def connection_made(self, transport):
        self.transport = transport

    def get_buffer(self, size_hint):
        return self.buffers[self.current]

    def buffer_updated(self, count):
        data = self.buffers[self.current][:count]
        self.current ^= 1
        self.received(data)


class BufferedEcho(TwoBuffers):
    def received(self, data):
        self.transport.write(data)


class Rally:
    def __init__(self, size, end):
        self.message = b"a" * size
        self.end = end
        self.got = 0
        self.count = 0
        self.done = asyncio.get_running_loop().create_future()

    def received(self, transport, count):
        self.got += count
        if self.got < len(self.message):
            return
        self.got = 0
        self.count += 1
        if self.count & 15 == 0 and now() >= self.end:
            transport.close()
            self.done.set_result(None)
        else:
            transport.write(self.message)


class Client(asyncio.Protocol):
    def __init__(self, rally):
        self.rally = rally

    def connection_made(self, transport):
        self.transport = transport
        transport.write(self.rally.message)

    def data_received(self, data):
        self.rally.received(self.transport, len(data))


class BufferedClient(TwoBuffers):
    def __init__(self, rally):
        super().__init__()
        self.rally = rally

    def connection_made(self, transport):
        super().connection_made(transport)
        transport.write(self.rally.message)

    def received(self, data):
        self.rally.received(self.transport, len(data))
