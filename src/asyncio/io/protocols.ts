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
  Transport,
} from "./transports.ts";

/**
 * What a stream transport calls of its protocol, in this order: `connectionMade` once, `dataReceived` any number of
 * times, `eofReceived` at most once, `connectionLost` once and last.
 *
 * All methods are optional and are called in the loop's turns. One that throws is reported to the loop's exception
 * handler; for all but the last four the connection is then closed.
 *
 * @example
 * ```ts
 * import type { ProtocolLike } from "../../../net.ts";
 *
 * const printer: ProtocolLike = {
 *   dataReceived: (data) => console.log(data.length, "bytes"),
 * };
 * printer.dataReceived!(new Uint8Array(3));
 * ```
 */
export interface ProtocolLike {
  /** The connection is there. */
  // deno-lint-ignore no-explicit-any -- each protocol names the kind of transport that it expects
  connectionMade?(transport: any): unknown;
  /**
   * Bytes have come.
   *
   * @param data at least one byte; not used by the transport any more.
   */
  dataReceived?(data: Uint8Array<ArrayBuffer>): unknown;
  /**
   * Gives the memory for the bytes that come next. A protocol that has this method is a buffered one: it gets
   * `bufferUpdated` instead of `dataReceived`.
   *
   * @param sizeHint how many bytes are wanted; -1 for any number.
   * @returns an array of at least one byte.
   */
  getBuffer?(sizeHint: number): Uint8Array;
  /**
   * The memory that `getBuffer` gave has been filled.
   *
   * @param count how many bytes from its beginning.
   */
  bufferUpdated?(count: number): unknown;
  /**
   * The peer sends no more.
   *
   * @returns `true` to keep the connection for writing; otherwise the transport closes itself.
   */
  eofReceived?(): boolean | void | undefined;
  /** More bytes wait to be sent than the high-water mark allows. */
  pauseWriting?(): unknown;
  /** The bytes that wait are no more than the low-water mark. */
  resumeWriting?(): unknown;
  /**
   * The connection is closed; nothing comes after this.
   *
   * @param error what it died of; `null` after a regular end.
   */
  connectionLost?(error: Error | null): unknown;
}

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
 * What a datagram transport calls of its protocol: `connectionMade` first, `connectionLost` last. All methods are
 * optional. One that throws is reported to the loop's exception handler; the transport goes on.
 *
 * @example
 * ```ts
 * import type { DatagramProtocolLike } from "../../../net.ts";
 *
 * const printer: DatagramProtocolLike = {
 *   datagramReceived: (data, address) => console.log(data.length, "bytes from", address.hostname),
 * };
 * printer.datagramReceived!(new Uint8Array(3), { transport: "udp", hostname: "127.0.0.1", port: 9 });
 * ```
 */
export interface DatagramProtocolLike {
  /** The socket is there. */
  connectionMade?(transport: DatagramTransport): unknown;
  /** A datagram has come; it may be empty. */
  datagramReceived?(
    data: Uint8Array<ArrayBuffer>,
    address: Deno.NetAddr,
  ): unknown;
  /** A datagram could not be sent or received. The transport goes on. */
  errorReceived?(error: Error): unknown;
  /** More bytes wait to be sent than the high-water mark allows. */
  pauseWriting?(): unknown;
  /** The bytes that wait are no more than the low-water mark. */
  resumeWriting?(): unknown;
  /** The transport is closed; nothing comes after this. */
  connectionLost?(error: Error | null): unknown;
}

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
