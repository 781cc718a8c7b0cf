/** The transport over a socket of `node:dgram`. */

import type { RemoteInfo, Socket } from "node:dgram";
import { captureContext } from "../core/_context.ts";
import { FatalError } from "../core/errors.ts";
import { Fifo } from "../core/_fifo.ts";
import type { AbstractEventLoop } from "../core/future.ts";
import { makeRunnable } from "../core/handle.ts";
import {
  internalsOf,
  type LoopInternals,
  type RawContext,
} from "../core/internals.ts";
import { describeValue } from "../core/_util.ts";
import { type AddressFamily, checkPort, familyOf } from "./addresses.ts";
import { asBytes } from "./_bytes.ts";
import { codeOf, networkError } from "./_errors.ts";
import { FlowControl } from "./_flow_control.ts";
import { hostAndPort, isGranted } from "./_permissions.ts";
import type { DatagramProtocolLike } from "./protocols.ts";
import { Recurrent } from "./_recurrent.ts";
import { DROPPED_WRITES } from "./_socket_transport.ts";
import {
  type Bytes,
  type DatagramAddress,
  DatagramTransport,
  type WriteBufferLimits,
} from "./transports.ts";

type Chunk = Uint8Array<ArrayBuffer>;

/** What waits for a loop that is busy or stopped; what comes above this is dropped, as by the kernel. In bytes. */
const INBOX_LIMIT = 256 * 1024;

/** What a datagram counts beside its bytes, as in asyncio: empty ones could flood the memory, too. */
const OVERHEAD = 8;

/** A datagram or an error. */
type Event = { data: Chunk; address: Deno.NetAddr } | Error;

/** A {@linkcode DatagramTransport} over a socket that is bound. */
export class SocketDatagramTransport extends DatagramTransport {
  readonly #loop: AbstractEventLoop;
  readonly #internals: LoopInternals;
  readonly #socket: Socket;
  readonly #context: RawContext = captureContext();
  readonly #flow = new FlowControl();
  readonly #inbox = new Fifo<Event>();
  /** What waits to be sent; the first is under way. */
  readonly #outbox = new Fifo<{ bytes: Uint8Array; target: DatagramAddress }>();
  readonly #delivery: Recurrent;
  readonly #resumeWriting: Recurrent;
  readonly #remote: Deno.NetAddr | null;
  readonly #extra: Record<string, unknown>;
  readonly #forget: () => void;
  #protocol: DatagramProtocolLike;
  #inboxSize = 0;
  #outboxSize = 0;
  #made = false;
  #closing = false;
  #lost = false;
  #dropped = 0;

  constructor(
    loop: AbstractEventLoop,
    socket: Socket,
    protocol: DatagramProtocolLike,
  ) {
    super();
    this.#loop = loop;
    this.#internals = internalsOf(loop);
    this.#socket = socket;
    this.#protocol = protocol;
    this.#remote = remoteOf(socket);
    const { address, port } = socket.address();
    this.#extra = {
      socket,
      sockname: netAddress(address, port),
      peername: this.#remote,
    };
    this.#delivery = new Recurrent(this.#context, () => this.#deliver());
    this.#resumeWriting = new Recurrent(this.#context, () => {
      if (!this.#closing && this.#flow.mustResume(this.#outboxSize)) {
        this.#tell("resumeWriting", []);
      }
    });
    this.#forget = this.#internals.atClose(() => {
      if (loop.getDebug()) console.warn(`unclosed transport ${this}`);
      this.#lost = this.#closing = true;
      socket.close();
    });
    socket.on("message", (data, from) => this.#received(data as Chunk, from));
    socket.on("error", (error) => {
      this.#happened(networkError(error, `receive by ${this.#where}`));
    });
  }

  /** Has the protocol told of the socket. */
  start(): void {
    this.#callSoon(function connectionMade(self) {
      if (self.#lost) return;
      self.#made = true;
      self.#tell("connectionMade", [self]);
      if (self.#inbox.size > 0) self.#delivery.queue(self.#internals);
    });
  }

  /** Closes a transport that the program does not know of yet. */
  discard(): void {
    if (this.#made || this.#lost) this.abort();
    else {
      this.#lost = this.#closing = true;
      this.#forget();
      this.#socket.close();
    }
  }

  #received(message: Chunk, from: RemoteInfo): void {
    if (this.#closing || this.#inboxSize > INBOX_LIMIT) return;
    const { buffer, byteOffset, length } = message;
    // The platform takes 64 KiB for each datagram.
    const data = new Uint8Array(buffer, byteOffset, length);
    this.#inboxSize += length + OVERHEAD;
    this.#inbox.put({
      data: 2 * length < buffer.byteLength ? data.slice() : data,
      address: netAddress(from.address, from.port),
    });
    this.#deliverSoon();
  }

  /** An error has come from the platform. */
  #happened(error: Error): void {
    if (this.#lost || this.#loop.isClosed()) return;
    this.#inbox.put(error);
    this.#deliverSoon();
  }

  #deliverSoon(): void {
    if (this.#made) this.#delivery.runFromMicrotask(this.#internals);
  }

  #deliver(): void {
    if (this.#lost || this.#inbox.size === 0) return;
    const event = this.#inbox.take();
    if (event instanceof Error) this.#tell("errorReceived", [event]);
    else {
      this.#inboxSize -= event.data.length + OVERHEAD;
      if (!this.#closing) {
        this.#tell("datagramReceived", [event.data, event.address]);
      }
    }
    if (this.#inbox.size > 0) this.#delivery.queue(this.#internals);
  }

  /** Calls a method of the protocol; the transport outlives its errors, as in asyncio. */
  #tell(method: keyof DatagramProtocolLike, args: unknown[]): void {
    const protocol = this.#protocol;
    try {
      (protocol[method] as ((...args: unknown[]) => unknown) | undefined)
        ?.apply(protocol, args);
    } catch (error) {
      if (error instanceof FatalError) this.#internals.fatal(error);
      else {
        this.#loop.callExceptionHandler({
          message: `Exception in callback protocol.${method}()`,
          exception: error,
          transport: this,
          protocol,
        });
      }
    }
  }

  #callSoon(callback: (self: SocketDatagramTransport) => void): void {
    this.#internals.enqueue(
      makeRunnable(
        this.#internals,
        this.#context,
        callback,
        this as SocketDatagramTransport,
      ),
    );
  }

  sendto(data: Bytes, address: DatagramAddress | null = null): void {
    const bytes = asBytes(data);
    const target = this.#checkAddress(address);
    if (this.#closing) {
      if (++this.#dropped === DROPPED_WRITES) {
        console.warn("socket.send() raised exception.");
      }
      return;
    }
    this.#outbox.put({ bytes, target });
    this.#outboxSize += bytes.length + OVERHEAD;
    if (this.#outbox.size === 1) this.#send();
    if (this.#flow.mustPause(this.#outboxSize)) this.#tell("pauseWriting", []);
  }

  /** Sends the first that waits. The platform would change the order of two that are under way. */
  #send(): void {
    const { bytes, target } = this.#outbox.first!;
    try {
      if (this.#remote !== null) this.#socket.send(bytes, this.#sent);
      else this.#socket.send(bytes, target.port, target.hostname, this.#sent);
    } catch (error) {
      // Port 0, say. It is told later, as other errors are.
      queueMicrotask(() => this.#sent(error as Error));
    }
  }

  /** The first that waits has been sent, or could not be. */
  readonly #sent = (error: Error | null): void => {
    if (this.#outbox.size === 0 || this.#loop.isClosed()) return;
    const { bytes, target } = this.#outbox.take();
    this.#outboxSize -= bytes.length + OVERHEAD;
    if (error) this.#happened(sendError(error, target, this.#family));
    if (this.#outbox.size > 0) this.#send();
    else if (this.#closing) this.#lose();
    if (this.#flow.paused && this.#outboxSize <= this.#flow.low) {
      this.#resumeWriting.runFromMicrotask(this.#internals);
    }
  };

  #checkAddress(address: DatagramAddress | null): DatagramAddress {
    const remote = this.#remote;
    if (address === null) {
      if (remote !== null) return remote;
      throw new TypeError(
        "sendto() needs an address: the transport has no remoteAddr",
      );
    }
    const { hostname, port } = address;
    if (typeof hostname !== "string" || hostname === "") {
      throw new TypeError(
        `address.hostname must be an address or a name, got ${
          describeValue(hostname)
        }`,
      );
    }
    checkPort(port, "address.port");
    if (
      remote !== null && (hostname !== remote.hostname || port !== remote.port)
    ) {
      throw new TypeError(
        `Invalid address: must be null or ${
          hostAndPort(remote.hostname, remote.port)
        }, got ${hostAndPort(hostname, port)}`,
      );
    }
    return address;
  }

  close(): void {
    if (this.#closing) return;
    this.#closing = true;
    if (this.#outbox.size === 0) this.#lose();
  }

  abort(): void {
    this.#outbox.takeAll();
    this.#outboxSize = 0;
    this.#lose();
  }

  #lose(): void {
    if (this.#lost) return;
    this.#closing = true;
    // What was received is dropped; an error of the last datagram is told before the end.
    this.#callSoon(function connectionLost(self) {
      if (self.#lost) return;
      while (self.#inbox.size > 0) self.#deliver();
      self.#lost = true;
      try {
        self.#tell("connectionLost", [null]);
      } finally {
        self.#forget();
        self.#socket.close();
      }
    });
  }

  getExtraInfo(name: string, fallback: unknown = null): unknown {
    return Object.hasOwn(this.#extra, name)
      ? this.#extra[name] ?? fallback
      : fallback;
  }

  isClosing(): boolean {
    return this.#closing;
  }

  setProtocol(protocol: DatagramProtocolLike): void {
    this.#protocol = protocol;
  }

  getProtocol(): DatagramProtocolLike {
    return this.#protocol;
  }

  setWriteBufferLimits(limits: WriteBufferLimits = {}): void {
    this.#flow.setLimits(limits);
    if (this.#closing) return;
    if (this.#flow.mustPause(this.#outboxSize)) this.#tell("pauseWriting", []);
    else if (this.#flow.paused) this.#resumeWriting.queue(this.#internals);
  }

  getWriteBufferLimits(): [low: number, high: number] {
    return [this.#flow.low, this.#flow.high];
  }

  getWriteBufferSize(): number {
    return this.#outboxSize;
  }

  get #family(): AddressFamily {
    return familyOf((this.#extra.sockname as Deno.NetAddr).hostname);
  }

  get #where(): string {
    const { hostname, port } = this.#extra.sockname as Deno.NetAddr;
    return hostAndPort(hostname, port);
  }

  /** Describes the transport, for messages and logs. */
  override toString(): string {
    const state = this.#lost ? "closed" : this.#closing ? "closing" : "open";
    return `<DatagramTransport ${state} ${this.#where}>`;
  }

  /** Describes the transport when the console prints it. */
  [Symbol.for("Deno.customInspect")](): string {
    return this.toString();
  }
}

function netAddress(hostname: string, port: number): Deno.NetAddr {
  return { transport: "udp", hostname, port };
}

function remoteOf(socket: Socket): Deno.NetAddr | null {
  try {
    const { address, port } = socket.remoteAddress();
    return netAddress(address, port);
  } catch {
    return null;
  }
}

/** The platform gives no code to what the kernel or the permissions forbid. */
function sendError(
  error: Error,
  { hostname, port }: DatagramAddress,
  own: AddressFamily,
): Error {
  const name = hostAndPort(hostname, port);
  const code = codeOf(error);
  const doing = `send to ${name}`;
  if (code === "EMSGSIZE") {
    const made = new RangeError(
      `${doing}: the datagram is too long, 65507 bytes at most can be sent`,
      { cause: error },
    );
    return Object.assign(made, { code });
  }
  if (![0, own].includes(familyOf(hostname))) {
    const made = new TypeError(
      `${doing}: the socket sends to IPv${own} addresses`,
      { cause: error },
    );
    return Object.assign(made, { code: "EAFNOSUPPORT" });
  }
  const isRefused = code === "UNKNOWN" ||
    error.message.includes("getaddrinfo EPERM");
  if (!isRefused) return networkError(error, doing);
  if (!isGranted({ name: "net", host: name })) {
    return new Deno.errors.NotCapable(
      `${doing} needs --allow-net=${name}: run again with that flag`,
      { cause: error },
    );
  }
  return Object.assign(
    new Deno.errors.PermissionDenied(
      `${doing}: permission denied; a broadcast needs the option allowBroadcast`,
      { cause: error },
    ),
    { code: "EACCES" },
  );
}
