/**
 * The loop's methods for programs, pipes, descriptors and signals. All but the signal handlers need `net.ts`.
 *
 * @module
 */

import type { Coroutine } from "../core/coroutine.ts";
import type { Callback } from "../core/handle.ts";
import type { AbstractEventLoop } from "../core/future.ts";
import { SchedulingLoop } from "../core/scheduling.ts";
import type { Descriptor } from "./_adopt.ts";
import type { DescriptorCallbacks } from "./descriptors.ts";
import type { ReadPipe, WritePipe } from "./pipes.ts";
import type { ProtocolFactory, ProtocolLike } from "./protocols.ts";
import { SignalHandlers } from "./signals.ts";
import type {
  SubprocessConnection,
  SubprocessFactory,
} from "./subprocess/_child_transport.ts";
import type { SubprocessOptions } from "./subprocess/stdio.ts";
import type { SubprocessProtocolLike } from "./subprocess/transport.ts";
import type { ReadTransport, WriteTransport } from "./transports.ts";
import { networking } from "./provided.ts";

/**
 * The part of a loop that deals with programs, pipes, descriptors and signals; programs use `AbstractEventLoop`.
 *
 * All but the signal handlers work once the program has imported `@qtasyncio/qtasyncio/net`; before that they throw a
 * `RuntimeError` that names this import.
 */
export abstract class SystemLoop extends SchedulingLoop {
  #signals: SignalHandlers | null = null;
  #descriptors: DescriptorCallbacks | null = null;

  /**
   * Starts a program, as
   * [loop.subprocess_exec](https://docs.python.org/3.13/library/asyncio-eventloop.html#asyncio.loop.subprocess_exec).
   * `createSubprocessExec()` gives it streams.
   *
   * @param factory makes the protocol.
   * @param program its name or path.
   * @param args its arguments, without its name.
   * @throws {TypeError} if an argument or an option is wrong.
   * @throws {Deno.errors.NotFound} if there is no such program, or no such folder.
   * @throws {Deno.errors.NotCapable} without `--allow-run` for the program.
   */
  subprocessExec<P extends SubprocessProtocolLike>(
    factory: SubprocessFactory<P>,
    program: string | URL,
    args: readonly string[] = [],
    options: SubprocessOptions = {},
  ): Coroutine<SubprocessConnection<P>> {
    return networking("subprocessExec")(
      self(this),
      factory,
      program,
      args,
      options,
    );
  }

  /**
   * Runs a command in a shell, as
   * [loop.subprocess_shell](https://docs.python.org/3.13/library/asyncio-eventloop.html#asyncio.loop.subprocess_shell).
   *
   * @param factory makes the protocol.
   * @param command for `/bin/sh`.
   * @throws {TypeError} if an argument or an option is wrong.
   * @throws {Deno.errors.NotCapable} without `--allow-run=/bin/sh`.
   */
  subprocessShell<P extends SubprocessProtocolLike>(
    factory: SubprocessFactory<P>,
    command: string,
    options: SubprocessOptions = {},
  ): Coroutine<SubprocessConnection<P>> {
    return networking("subprocessShell")(self(this), factory, command, options);
  }

  /**
   * Makes a transport of what can be read from, as
   * [loop.connect_read_pipe](https://docs.python.org/3.13/library/asyncio-eventloop.html#asyncio.loop.connect_read_pipe).
   *
   * @param factory makes the protocol: data, `eofReceived()`, `connectionLost()`.
   * @param pipe a descriptor of a pipe, socket or terminal, or a `ReadableStream`; the transport closes it.
   * @throws {TypeError} if it is none of these, or a regular file.
   */
  connectReadPipe<P extends ProtocolLike>(
    factory: ProtocolFactory<P>,
    pipe: ReadPipe,
  ): Coroutine<[ReadTransport, P]> {
    return networking("connectReadPipe")(self(this), factory, pipe);
  }

  /**
   * Makes a transport of what can be written to, as
   * [loop.connect_write_pipe](https://docs.python.org/3.13/library/asyncio-eventloop.html#asyncio.loop.connect_write_pipe).
   *
   * If the reading end is closed, the next write fails: `connectionLost()` is called with `BrokenPipe`.
   *
   * @param factory makes the protocol.
   * @param pipe a descriptor of a pipe, socket or terminal, or a `WritableStream`; the transport closes it.
   * @throws {TypeError} if it is none of these, or a regular file.
   */
  connectWritePipe<P extends ProtocolLike>(
    factory: ProtocolFactory<P>,
    pipe: WritePipe,
  ): Coroutine<[WriteTransport, P]> {
    return networking("connectWritePipe")(self(this), factory, pipe);
  }

  /**
   * Calls `callback(...args)` in the loop each time when a descriptor is ready to be read from, for as long as it is, as
   * [loop.add_reader](https://docs.python.org/3.13/library/asyncio-eventloop.html#asyncio.loop.add_reader).
   * It replaces the callback that was there; all are removed when the loop is closed.
   *
   * It works on the loop of Qt, by QSocketNotifier. The descriptor stays the program's: remove the callback before
   * you close it.
   *
   * @param fd the number of a descriptor of a socket, a pipe or a device.
   * @throws {TypeError} if `fd` is no descriptor, or `callback` no function.
   * @throws {RuntimeError} if a transport uses the descriptor, or the loop is closed.
   * @throws {RangeError} if the descriptor is closed or cannot be watched, such as a regular file.
   * @throws {Deno.errors.NotSupported} on a loop without Qt: use connectReadPipe().
   */
  addReader<A extends unknown[]>(
    fd: number | Descriptor,
    callback: Callback<A>,
    ...args: A
  ): void {
    this.#callbacks("addReader").add(
      "read",
      fd,
      callback as Callback<unknown[]>,
      args,
    );
  }

  /**
   * Removes the callback of a descriptor, as
   * [loop.remove_reader](https://docs.python.org/3.13/library/asyncio-eventloop.html#asyncio.loop.remove_reader).
   *
   * @returns whether there was one.
   * @throws {TypeError} if `fd` is no descriptor.
   * @throws {RuntimeError} if a transport uses the descriptor.
   */
  removeReader(fd: number | Descriptor): boolean {
    return this.#callbacks("removeReader").remove("read", fd);
  }

  /**
   * Calls `callback(...args)` in the loop each time when a descriptor is ready to be written to, for as long as it is, as
   * [loop.add_writer](https://docs.python.org/3.13/library/asyncio-eventloop.html#asyncio.loop.add_writer).
   * It replaces the callback that was there; all are removed when the loop is closed.
   *
   * It works on the loop of Qt, by QSocketNotifier. The descriptor stays the program's: remove the callback before
   * you close it.
   *
   * @param fd the number of a descriptor of a socket, a pipe or a device.
   * @throws {TypeError} if `fd` is no descriptor, or `callback` no function.
   * @throws {RuntimeError} if a transport uses the descriptor, or the loop is closed.
   * @throws {RangeError} if the descriptor is closed or cannot be watched, such as a regular file.
   * @throws {Deno.errors.NotSupported} on a loop without Qt: use connectWritePipe().
   */
  addWriter<A extends unknown[]>(
    fd: number | Descriptor,
    callback: Callback<A>,
    ...args: A
  ): void {
    this.#callbacks("addWriter").add(
      "write",
      fd,
      callback as Callback<unknown[]>,
      args,
    );
  }

  /**
   * Removes the callback of a descriptor, as
   * [loop.remove_writer](https://docs.python.org/3.13/library/asyncio-eventloop.html#asyncio.loop.remove_writer).
   *
   * @returns whether there was one.
   * @throws {TypeError} if `fd` is no descriptor.
   * @throws {RuntimeError} if a transport uses the descriptor.
   */
  removeWriter(fd: number | Descriptor): boolean {
    return this.#callbacks("removeWriter").remove("write", fd);
  }

  /**
   * Calls `callback(...args)` in the loop when a signal comes, as
   * [loop.add_signal_handler](https://docs.python.org/3.13/library/asyncio-eventloop.html#asyncio.loop.add_signal_handler).
   * It replaces the handler that was there; all are removed when the loop is closed.
   *
   * SIGUSR1 opens Deno's inspector as well: use SIGUSR2.
   *
   * @throws {TypeError} if `callback` is not a plain function, or the signal not a name.
   * @throws {RuntimeError} if the signal cannot be caught, or the loop is closed.
   */
  addSignalHandler<A extends unknown[]>(
    signal: Deno.Signal,
    callback: Callback<A>,
    ...args: A
  ): void {
    this.#signals ??= new SignalHandlers(self(this));
    this.#signals.add(signal, callback as Callback<unknown[]>, args);
  }

  /**
   * Removes the handler of a signal, as
   * [loop.remove_signal_handler](https://docs.python.org/3.13/library/asyncio-eventloop.html#asyncio.loop.remove_signal_handler).
   *
   * @returns whether there was one.
   * @throws {TypeError} if the signal is not a name.
   * @throws {RuntimeError} if it cannot be caught.
   */
  removeSignalHandler(signal: Deno.Signal): boolean {
    this.#signals ??= new SignalHandlers(self(this));
    return this.#signals.remove(signal);
  }

  #callbacks(method: string): DescriptorCallbacks {
    return this.#descriptors ??= networking("descriptorCallbacks", method)(
      self(this),
    );
  }
}

function self(loop: SystemLoop): AbstractEventLoop {
  return loop as unknown as AbstractEventLoop;
}
