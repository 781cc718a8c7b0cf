/**
 * Pipes: what is behind a loop's `connectReadPipe()` and `connectWritePipe()`.
 *
 * @module
 */

import { Coroutine } from "../core/coroutine.ts";
import type { AbstractEventLoop } from "../core/future.ts";
import { adopt, type SocketLike } from "./_adopt.ts";
import { begun } from "./_begun.ts";
import { checkFactory } from "./connect.ts";
import type { ProtocolFactory, ProtocolLike } from "./protocols.ts";
import { ReadableTransport } from "./_readable_transport.ts";
import { SocketTransport } from "./_socket_transport.ts";
import type { ReadTransport, WriteTransport } from "./transports.ts";
import { WritableTransport } from "./_writable_transport.ts";

/** A source to read from: a descriptor of a pipe, socket or terminal, or a stream of the web. */
export type ReadPipe = SocketLike | ReadableStream<Uint8Array<ArrayBuffer>>;

/** A destination to write to: a descriptor of a pipe, socket or terminal, or a stream of the web. */
export type WritePipe = SocketLike | WritableStream<Uint8Array>;

/** As `BaseEventLoop.connectReadPipe()`. */
export function connectReadPipe<P extends ProtocolLike>(
  loop: AbstractEventLoop,
  factory: ProtocolFactory<P>,
  pipe: ReadPipe,
): Coroutine<[ReadTransport, P]> {
  return new Coroutine(async () => {
    checkFactory(factory);
    if (pipe instanceof ReadableStream) {
      const protocol = factory();
      return await begun(
        loop,
        new ReadableTransport(loop, pipe, protocol, "pipe"),
        protocol,
      );
    }
    const socket = adopt(pipe, "pipe", "read");
    return await begun(loop, ...overSocket(loop, factory, socket, pipe));
  }, "connectReadPipe()");
}

/** As `BaseEventLoop.connectWritePipe()`. */
export function connectWritePipe<P extends ProtocolLike>(
  loop: AbstractEventLoop,
  factory: ProtocolFactory<P>,
  pipe: WritePipe,
): Coroutine<[WriteTransport, P]> {
  return new Coroutine(async () => {
    checkFactory(factory);
    if (pipe instanceof WritableStream) {
      const protocol = factory();
      return await begun(
        loop,
        new WritableTransport(loop, pipe, protocol, "pipe"),
        protocol,
      );
    }
    const socket = adopt(pipe, "pipe", "write");
    return await begun(loop, ...overSocket(loop, factory, socket, pipe));
  }, "connectWritePipe()");
}

type Socket = ReturnType<typeof adopt>;

function overSocket<P extends ProtocolLike>(
  loop: AbstractEventLoop,
  factory: ProtocolFactory<P>,
  socket: Socket,
  pipe: SocketLike,
): [SocketTransport, P] {
  try {
    const protocol = factory();
    const extra = { pipe, peername: null, sockname: null };
    const transport = new SocketTransport(loop, { socket, protocol, extra });
    return [transport, protocol];
  } catch (error) {
    socket.destroy();
    throw error;
  }
}
