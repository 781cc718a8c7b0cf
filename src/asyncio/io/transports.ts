/**
 * Transports: the connections that protocols talk through.
 *
 * The classes are abstract. A program gets transports from a loop's `createConnection()`, `createServer()` and their
 * kin. See [Transports](https://docs.python.org/3.13/library/asyncio-protocol.html#transports).
 *
 * @module
 */

/**
 * The protocol of a stream transport. It calls, in this order: `connectionMade` once, `dataReceived` any number of
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

/** The water marks of a transport's write buffer, in bytes. */
export interface WriteBufferLimits {
  /**
   * Above this, `pauseWriting()` is called.
   *
   * @default {4 * low, or 65_536 without low}
   */
  high?: number | undefined;
  /**
   * At this or less, `resumeWriting()` is called.
   *
   * @default {high / 4}
   */
  low?: number | undefined;
}

/** Bytes that a transport writes. */
export type Bytes = Uint8Array | ArrayBuffer | ArrayBufferView;

/**
 * The common members of all transports, as
 * [asyncio.BaseTransport](https://docs.python.org/3.13/library/asyncio-protocol.html#asyncio.BaseTransport).
 *
 * @example
 * ```ts
 * import type { BaseTransport } from "../../../net.ts";
 *
 * function peer(transport: BaseTransport): unknown {
 *   return transport.getExtraInfo("peername");
 * }
 * console.log(peer.name);
 * ```
 */
export abstract class BaseTransport {
  /**
   * Returns what is known of the connection, also after it was closed.
   *
   * | name | value |
   * | --- | --- |
   * | `"peername"`, `"sockname"` | the address, a `Deno.NetAddr` or `Deno.UnixAddr` |
   * | `"socket"` | the `net.Socket`, to be looked at only |
   * | `"tlsVersion"` | `"TLSv1.3"`, say |
   * | `"cipher"` | the cipher of TLS: `name`, `standardName`, `version` |
   * | `"alpnProtocol"` | the application protocol that was agreed on by TLS |
   * | `"peercert"` | the peer's certificate, a `tls.PeerCertificate` |
   *
   * @param name what to look up.
   * @param fallback what to return if it is not known. Default: `null`.
   */
  abstract getExtraInfo(name: string, fallback?: unknown): unknown;
  /** Returns whether the transport is closed, or being closed. */
  abstract isClosing(): boolean;
  /**
   * Closes the transport: nothing more is received, what waits to be sent is sent, then `connectionLost(null)` is
   * called. Does nothing the second time.
   */
  abstract close(): void;
  /** Sets another protocol, in the middle of the connection. `connectionMade()` of it is not called. */
  abstract setProtocol(protocol: ProtocolLike): void;
  /** Returns the protocol. */
  abstract getProtocol(): ProtocolLike;
}

/**
 * A transport that receives, as
 * [asyncio.ReadTransport](https://docs.python.org/3.13/library/asyncio-protocol.html#asyncio.ReadTransport).
 *
 * @example
 * ```ts
 * import type { ReadTransport } from "../../../net.ts";
 *
 * function halt(transport: ReadTransport): void {
 *   if (transport.isReading()) transport.pauseReading();
 * }
 * console.log(halt.name);
 * ```
 */
export abstract class ReadTransport extends BaseTransport {
  /** Returns whether the transport receives data: it is neither paused nor closing. */
  abstract isReading(): boolean;
  /** Stops telling the protocol of data and of the end. Does nothing if that is so, or when closing. */
  abstract pauseReading(): void;
  /** Goes on after {@linkcode ReadTransport.pauseReading}. Does nothing if it was not called, or when closing. */
  abstract resumeReading(): void;
}

/**
 * A transport that sends, as
 * [asyncio.WriteTransport](https://docs.python.org/3.13/library/asyncio-protocol.html#asyncio.WriteTransport).
 *
 * @example
 * ```ts
 * import type { WriteTransport } from "../../../net.ts";
 *
 * function farewell(transport: WriteTransport): void {
 *   transport.write(new TextEncoder().encode("bye\n"));
 *   transport.close();
 * }
 * console.log(farewell.name);
 * ```
 */
export abstract class WriteTransport extends BaseTransport {
  /**
   * Sets the water marks of the write buffer, in force at once.
   *
   * @throws {RangeError} unless high ≥ low ≥ 0.
   */
  abstract setWriteBufferLimits(limits?: WriteBufferLimits): void;
  /** Returns the low and the high water mark, in bytes. */
  abstract getWriteBufferLimits(): [low: number, high: number];
  /** Returns how many bytes wait to be sent. */
  abstract getWriteBufferSize(): number;
  /**
   * Sends bytes. It never waits: what cannot be sent at once is kept, the array itself and not a copy, so do not
   * change it. Bytes given to a transport that is closing are dropped.
   *
   * @throws {TypeError} if `data` is not bytes.
   * @throws {RuntimeError} after {@linkcode WriteTransport.writeEof}.
   */
  abstract write(data: Bytes): void;
  /**
   * Sends several pieces of bytes, in order.
   *
   * @throws {TypeError} if one is not bytes.
   * @throws {RuntimeError} after {@linkcode WriteTransport.writeEof}.
   */
  abstract writelines(list: Iterable<Bytes>): void;
  /**
   * Sends what waits, then tells the peer that no more comes. Receiving goes on.
   *
   * @throws {Deno.errors.NotSupported} if the transport cannot: see {@linkcode WriteTransport.canWriteEof}.
   */
  abstract writeEof(): void;
  /** Returns whether one direction can be closed alone; TLS cannot. */
  abstract canWriteEof(): boolean;
  /** Closes the transport at once: what waits to be sent is dropped, then `connectionLost(null)` is called. */
  abstract abort(): void;
}

/**
 * A connection for both directions, as
 * [asyncio.Transport](https://docs.python.org/3.13/library/asyncio-protocol.html#asyncio.Transport).
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { getRunningLoop, run } from "../mod.ts";
 * import { Transport } from "../../../net.ts";
 *
 * await run(async () => {
 *   const loop = getRunningLoop();
 *   await using server = await loop.createServer(() => ({}), "127.0.0.1", 0);
 *   const { port } = server.sockets[0] as Deno.NetAddr;
 *   const [transport] = await loop.createConnection(() => ({}), "127.0.0.1", port);
 *   assertEquals(transport instanceof Transport, true);
 *   assertEquals(transport.getWriteBufferLimits(), [16_384, 65_536]);
 *   transport.close();
 * });
 * ```
 */
export abstract class Transport extends WriteTransport
  implements ReadTransport {
  /** Returns whether the transport receives data: it is neither paused nor closing. */
  abstract isReading(): boolean;
  /** Stops telling the protocol of data and of the end. Does nothing if that is so, or when closing. */
  abstract pauseReading(): void;
  /** Goes on after {@linkcode Transport.pauseReading}. Does nothing if it was not called, or when closing. */
  abstract resumeReading(): void;
}

/**
 * The protocol of a datagram transport. It calls `connectionMade` first, `connectionLost` last. All methods are
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

/** The address of a datagram's receiver. */
export interface DatagramAddress {
  /** An address, or a name, which is then looked up. */
  hostname: string;
  /** 1 to 65535. */
  port: number;
}

/**
 * A socket for datagrams, as
 * [asyncio.DatagramTransport](https://docs.python.org/3.13/library/asyncio-protocol.html#asyncio.DatagramTransport).
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { getRunningLoop, run } from "../mod.ts";
 * import { DatagramTransport } from "../../../net.ts";
 *
 * await run(async () => {
 *   const loop = getRunningLoop();
 *   const [transport] = await loop.createDatagramEndpoint(() => ({}), {
 *     localAddr: { hostname: "127.0.0.1", port: 0 },
 *   });
 *   assertEquals(transport instanceof DatagramTransport, true);
 *   transport.close();
 * });
 * ```
 */
export abstract class DatagramTransport extends BaseTransport {
  /**
   * Sends a datagram. It never waits and never throws for what happens on the network: `errorReceived()` of the protocol
   * is called if the datagram cannot be sent, also if it has more than 65 507 bytes. The array is kept until it is sent:
   * do not change it. Empty datagrams are sent. After `close()`, datagrams are dropped.
   *
   * @param data the datagram.
   * @param address to whom; `null` if the transport has a `remoteAddr`.
   * @throws {TypeError} if `data` is not bytes, or if the address is missing or is not the transport's `remoteAddr`.
   */
  abstract sendto(data: Bytes, address?: DatagramAddress | null): void;
  /** Closes the transport at once: what waits to be sent is dropped, then `connectionLost(null)` is called. */
  abstract abort(): void;
  /**
   * Sets the water marks of what waits to be sent, in force at once.
   *
   * @throws {RangeError} unless high ≥ low ≥ 0.
   */
  abstract setWriteBufferLimits(limits?: WriteBufferLimits): void;
  /** Returns the low and the high water mark, in bytes. */
  abstract getWriteBufferLimits(): [low: number, high: number];
  /** Returns how many bytes wait to be sent. */
  abstract getWriteBufferSize(): number;
}
