/** Streams of connections and servers of every kind. */

import { Coroutine } from "../../core/coroutine.ts";
import type { BaseEventLoop } from "../../core/loop.ts";
import { getRunningLoop } from "../../core/running.ts";
import { describeValue } from "../../core/_util.ts";
import type { Connection } from "../protocols.ts";
import type { Server } from "../server.ts";
import { checkLimit } from "./_options.ts";
import { feedOf, StreamReader } from "./reader.ts";
import { StreamProtocol } from "./_stream_protocol.ts";
import { StreamWriter } from "./writer.ts";

/** Called for each connection of a server. */
export type ClientConnectedCallback = (
  reader: StreamReader,
  writer: StreamWriter,
) => unknown;

/** The options by which a stream's reader is made. */
export interface StreamLimit {
  /**
   * How many bytes a line or another separated piece may have. When twice as many wait to be read, the peer has to
   * wait.
   *
   * @default {65_536}
   */
  limit?: number | undefined;
}

/** Both ends of a stream. */
export type Streams = [reader: StreamReader, writer: StreamWriter];

/** Connects, and makes streams of the connection. */
export function openStreams(
  name: string,
  { limit }: StreamLimit,
  connect: (
    loop: BaseEventLoop,
    factory: () => StreamProtocol,
  ) => Coroutine<Connection<StreamProtocol>>,
): Coroutine<Streams> {
  return new Coroutine(async () => {
    const loop = getRunningLoop();
    const reader = new StreamReader({ limit, loop });
    const [transport, protocol] = await connect(
      loop,
      () => new StreamProtocol(loop, feedOf(reader)),
    );
    return [reader, new StreamWriter(loop, transport, protocol, reader)];
  }, name);
}

/** Listens, and calls `callback` with the streams of each connection. */
export function startStreams(
  name: string,
  callback: ClientConnectedCallback,
  { limit }: StreamLimit,
  listen: (
    loop: BaseEventLoop,
    factory: () => StreamProtocol,
  ) => Coroutine<Server>,
): Coroutine<Server> {
  return new Coroutine(async () => {
    if (typeof callback !== "function") {
      throw new TypeError(
        `callback must be a function, got ${describeValue(callback)}`,
      );
    }
    const loop = getRunningLoop();
    // Refuses a wrong limit now, not when the first client comes.
    if (limit !== undefined) checkLimit(limit);
    return await listen(loop, () => {
      const reader = new StreamReader({ limit, loop });
      return new StreamProtocol(
        loop,
        feedOf(reader),
        (protocol) => serveClient(loop, callback, reader, protocol),
      );
    });
  }, name);
}

/** Runs a callback as a task; if that fails or is cancelled, the connection is closed. */
function serveClient(
  loop: BaseEventLoop,
  callback: ClientConnectedCallback,
  reader: StreamReader,
  protocol: StreamProtocol,
): void {
  const { transport } = protocol;
  const writer = new StreamWriter(loop, transport, protocol, reader);
  const task = loop.createTask(() => callback(reader, writer));
  task.addDoneCallback(() => {
    if (!task.cancelled()) {
      const exception = task.exception();
      if (exception === null) return;
      loop.callExceptionHandler({
        message: "Unhandled exception in client_connected_cb",
        exception,
        transport,
      });
    }
    transport.close();
  });
}
