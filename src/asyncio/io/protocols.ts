/**
 * Protocols: what a transport tells of its connection.
 *
 * A protocol is any object with some of the methods of {@linkcode ProtocolLike}; the classes here are for those who
 * like to `override`. See [Protocols](https://docs.python.org/3.13/library/asyncio-protocol.html#protocols).
 *
 * @module
 */

import type {
  BaseTransport,
  DatagramTransport,
  ProtocolLike,
  Transport,
} from "./transports.ts";

export type { DatagramProtocolLike, ProtocolLike } from "./transports.ts";

/**
 * The part that all protocols share, as
 * [asyncio.BaseProtocol](https://docs.python.org/3.13/library/asyncio-protocol.html#asyncio.BaseProtocol).
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { BaseProtocol, Protocol } from "../../../net.ts";
 *
 * assert(new Protocol() instanceof BaseProtocol);
 * ```
 */
export class BaseProtocol {
  /** The connection is there. Does nothing. */
  connectionMade(_transport: BaseTransport): void {}
  /** The connection is closed; `error` is `null` after a regular end. Does nothing. */
  connectionLost(_error: Error | null): void {}
  /** More bytes wait to be sent than the high-water mark allows. Does nothing. */
  pauseWriting(): void {}
  /** The bytes that wait are no more than the low-water mark. Does nothing. */
  resumeWriting(): void {}
}

/**
 * A protocol that is handed the bytes as they come, as
 * [asyncio.Protocol](https://docs.python.org/3.13/library/asyncio-protocol.html#asyncio.Protocol).
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { getRunningLoop, run } from "../mod.ts";
 * import { Protocol, type Transport } from "../../../net.ts";
 *
 * class Echo extends Protocol {
 *   #transport!: Transport;
 *   override connectionMade(transport: Transport): void {
 *     this.#transport = transport;
 *   }
 *   override dataReceived(data: Uint8Array): void {
 *     this.#transport.write(data);
 *   }
 * }
 *
 * await run(async () => {
 *   const loop = getRunningLoop();
 *   await using server = await loop.createServer(() => new Echo(), "127.0.0.1", 0);
 *   const { port } = server.sockets[0] as Deno.NetAddr;
 *   const answer = loop.createFuture<string>();
 *   const [transport] = await loop.createConnection(() => ({
 *     dataReceived: (data: Uint8Array) => answer.setResult(new TextDecoder().decode(data)),
 *   }), "127.0.0.1", port);
 *   transport.write(new TextEncoder().encode("hello"));
 *   assertEquals(await answer, "hello");
 *   transport.close();
 * });
 * ```
 */
export class Protocol extends BaseProtocol {
  /** Bytes have come: at least one. Does nothing. */
  dataReceived(_data: Uint8Array<ArrayBuffer>): void {}
  /** The peer sends no more; `true` keeps the connection for writing. Returns nothing: the transport closes. */
  eofReceived(): boolean | void | undefined {}
}

/**
 * A protocol that says where the bytes go, as
 * [asyncio.BufferedProtocol](https://docs.python.org/3.13/library/asyncio-protocol.html#asyncio.BufferedProtocol).
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { BufferedProtocol } from "../../../net.ts";
 *
 * class Collector extends BufferedProtocol {
 *   readonly memory = new Uint8Array(1 << 20);
 *   size = 0;
 *   override getBuffer(): Uint8Array {
 *     return this.memory.subarray(this.size);
 *   }
 *   override bufferUpdated(count: number): void {
 *     this.size += count;
 *   }
 * }
 * assertEquals(new Collector().getBuffer().length, 1 << 20);
 * ```
 */
export abstract class BufferedProtocol extends BaseProtocol {
  /** Gives at least one byte of memory for what comes next; a hint of -1 stands for any size. */
  abstract getBuffer(sizeHint: number): Uint8Array;
  /** So many bytes have been written to the memory that `getBuffer` gave. */
  abstract bufferUpdated(count: number): void;
  /** The peer sends no more; `true` keeps the connection for writing. Returns nothing: the transport closes. */
  eofReceived(): boolean | void | undefined {}
}

/** Makes the protocol of a connection: called once for each. */
export type ProtocolFactory<P extends ProtocolLike> = () => P;

/** A transport together with its protocol, as the functions that connect return them. */
export type Connection<P extends ProtocolLike> = [
  transport: Transport,
  protocol: P,
];

/**
 * A protocol of datagrams, for those who like to `override`, as
 * [asyncio.DatagramProtocol](https://docs.python.org/3.13/library/asyncio-protocol.html#asyncio.DatagramProtocol).
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { getRunningLoop, run } from "../mod.ts";
 * import { DatagramProtocol, type DatagramTransport } from "../../../net.ts";
 *
 * class Echo extends DatagramProtocol {
 *   #transport!: DatagramTransport;
 *   override connectionMade(transport: DatagramTransport): void {
 *     this.#transport = transport;
 *   }
 *   override datagramReceived(data: Uint8Array, address: Deno.NetAddr): void {
 *     this.#transport.sendto(data, address);
 *   }
 * }
 *
 * await run(async () => {
 *   const loop = getRunningLoop();
 *   const [server] = await loop.createDatagramEndpoint(() => new Echo(), {
 *     localAddr: { hostname: "127.0.0.1", port: 0 },
 *   });
 *   const answer = loop.createFuture<string>();
 *   const [client] = await loop.createDatagramEndpoint(() => ({
 *     datagramReceived: (data: Uint8Array) => answer.setResult(new TextDecoder().decode(data)),
 *   }), { remoteAddr: server.getExtraInfo("sockname") as Deno.NetAddr });
 *   client.sendto(new TextEncoder().encode("hello"));
 *   assertEquals(await answer, "hello");
 *   client.close();
 *   server.close();
 * });
 * ```
 */
export class DatagramProtocol {
  /** The socket is there. Does nothing. */
  connectionMade(_transport: DatagramTransport): void {}
  /** A datagram has come; it may be empty. Does nothing. */
  datagramReceived(
    _data: Uint8Array<ArrayBuffer>,
    _address: Deno.NetAddr,
  ): void {}
  /** A datagram could not be sent or received. Does nothing. */
  errorReceived(_error: Error): void {}
  /** More bytes wait to be sent than the high-water mark allows. Does nothing. */
  pauseWriting(): void {}
  /** The bytes that wait are no more than the low-water mark. Does nothing. */
  resumeWriting(): void {}
  /** The transport is closed; `error` is `null` after a regular end. Does nothing. */
  connectionLost(_error: Error | null): void {}
}
