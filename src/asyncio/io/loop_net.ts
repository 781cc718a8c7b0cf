/**
 * The networking methods of a loop: connections and servers. They need `net.ts`.
 *
 * @module
 */

import type { Coroutine } from "../core/coroutine.ts";
import type { AbstractEventLoop } from "../core/future.ts";
import type { SocketLike } from "./_adopt.ts";
import type { AddressInfo, AddressOptions, NameFlag } from "./addresses.ts";
import type { ConnectionOptions } from "./connect.ts";
import type { DatagramEndpoint, DatagramOptions } from "./datagrams.ts";
import type { TcpServerOptions } from "./listen.ts";
import type {
  Connection,
  DatagramProtocolLike,
  ProtocolFactory,
  ProtocolLike,
} from "./protocols.ts";
import type { SendfileOptions } from "./sendfile.ts";
import type { Server } from "./server.ts";
import type { StartTlsOptions } from "./start_tls.ts";
import type { ServerTlsOptions, TlsOptions } from "./tls_options.ts";
import type { Transport, WriteTransport } from "./transports.ts";
import type { UnixConnectionOptions, UnixServerOptions } from "./unix.ts";
import { SystemLoop } from "./loop_system.ts";
import { networking } from "./provided.ts";

/**
 * The part of a loop that connects; programs use `AbstractEventLoop`.
 *
 * The network methods work once the program has imported `@qtasyncio/qtasyncio/net`; before that they throw a
 * `RuntimeError` that names this import.
 */
export abstract class NetworkLoop extends SystemLoop {
  /**
   * Connects to a host and a port, as
   * [loop.create_connection](https://docs.python.org/3.13/library/asyncio-eventloop.html#asyncio.loop.create_connection).
   *
   * All addresses of the host are tried, each `happyEyeballsDelay` after the one before. `connectionMade()` is called
   * before this returns. There is no time limit: use `timeout()`.
   *
   * @param factory makes the protocol.
   * @param host a name or an address; `null` or `""` for this machine.
   * @param port 0 to 65535; `null` if the option `sock` is given.
   * @returns the transport and the protocol.
   * @throws {TypeError} if the arguments do not fit each other.
   * @throws {Deno.errors.ConnectionRefused} and other network errors, with their `code`.
   * @throws {Deno.errors.NotFound} if there is no such host.
   * @throws {Deno.errors.NotCapable} without `--allow-net` for the host.
   * @throws {Deno.errors.InvalidData} if the handshake of TLS fails: the server's certificate is not trusted, say.
   * @throws {TimeoutError} if the handshake of TLS takes too long.
   */
  createConnection<P extends ProtocolLike>(
    factory: ProtocolFactory<P>,
    host: string | null,
    port: number | null,
    options?: ConnectionOptions,
  ): Coroutine<Connection<P>> {
    return networking("createConnection")(
      self(this),
      factory,
      host,
      port,
      options,
    );
  }

  /**
   * Listens on a port, as
   * [loop.create_server](https://docs.python.org/3.13/library/asyncio-eventloop.html#asyncio.loop.create_server).
   *
   * @param factory makes the protocol of each connection.
   * @param host a name, an address or a list of them; `null` or `""` for all addresses of this machine.
   * @param port 0 to 65535; 0 for any that is free, for each host another. `null` if the option `sock` is given.
   * @throws {TypeError} if the arguments do not fit each other.
   * @throws {Deno.errors.AddrInUse} and other network errors, with their `code`.
   * @throws {Deno.errors.NotCapable} without `--allow-net` for the address.
   */
  createServer(
    factory: ProtocolFactory<ProtocolLike>,
    host: string | readonly string[] | null,
    port: number | null,
    options?: TcpServerOptions,
  ): Coroutine<Server> {
    return networking("createServer")(self(this), factory, host, port, options);
  }

  /**
   * Connects to a unix socket, as
   * [loop.create_unix_connection](https://docs.python.org/3.13/library/asyncio-eventloop.html#asyncio.loop.create_unix_connection).
   *
   * @param path a path, a file URL, or an abstract name that begins with `"\0"`; `null` if the option `sock` is given.
   * @throws {Deno.errors.NotFound} if there is no such file.
   * @throws {Deno.errors.ConnectionRefused} if no server listens.
   * @throws {Deno.errors.NotCapable} without `--allow-net=unix:…`, `--allow-read` and `--allow-write` for the path.
   */
  createUnixConnection<P extends ProtocolLike>(
    factory: ProtocolFactory<P>,
    path: string | URL | null,
    options?: UnixConnectionOptions,
  ): Coroutine<Connection<P>> {
    return networking("createUnixConnection")(
      self(this),
      factory,
      path,
      options,
    );
  }

  /**
   * Listens on a unix socket, as
   * [loop.create_unix_server](https://docs.python.org/3.13/library/asyncio-eventloop.html#asyncio.loop.create_unix_server).
   *
   * A socket's file that is there already is replaced.
   *
   * @param path a path, a file URL, or an abstract name that begins with `"\0"`.
   * @throws {Deno.errors.AddrInUse} if there is a file that is no socket.
   * @throws {Deno.errors.NotCapable} without `--allow-net=unix:…`, `--allow-read` and `--allow-write` for the path.
   */
  createUnixServer(
    factory: ProtocolFactory<ProtocolLike>,
    path: string | URL,
    options?: UnixServerOptions,
  ): Coroutine<Server> {
    return networking("createUnixServer")(self(this), factory, path, options);
  }

  /**
   * Makes a transport of a connection that was accepted elsewhere, as
   * [loop.connect_accepted_socket](https://docs.python.org/3.13/library/asyncio-eventloop.html#asyncio.loop.connect_accepted_socket).
   *
   * @param sock a descriptor, a socket of `node:net` or a connection of Deno; the transport closes it.
   * @param options of TLS, as those of a server.
   * @throws {TypeError} if it is neither.
   * @throws {Deno.errors.InvalidData} if the handshake of TLS fails.
   */
  connectAcceptedSocket<P extends ProtocolLike>(
    factory: ProtocolFactory<P>,
    sock: SocketLike,
    options?: ServerTlsOptions,
  ): Coroutine<Connection<P>> {
    return networking("connectAcceptedSocket")(
      self(this),
      factory,
      sock,
      options,
    );
  }

  /**
   * Begins TLS on a connection, as
   * [loop.start_tls](https://docs.python.org/3.13/library/asyncio-eventloop.html#asyncio.loop.start_tls).
   *
   * Do not use the old transport any more. If this fails or is cancelled, the connection is closed. For streams there is
   * `StreamWriter.startTls()`.
   *
   * @param transport of a socket; it may have TLS already.
   * @param protocol told of what comes from now on; `connectionMade()` is not called.
   * @returns the transport that takes its place.
   * @throws {TypeError} if the transport is of another kind, or an option is wrong.
   * @throws {RuntimeError} if the transport is closing.
   * @throws {Deno.errors.InvalidData|TimeoutError} if the handshake fails or takes too long.
   */
  startTls(
    transport: Transport,
    protocol: ProtocolLike,
    tls: true | TlsOptions,
    options?: StartTlsOptions,
  ): Coroutine<Transport> {
    return networking("startTls")(
      self(this),
      transport,
      protocol,
      tls,
      options,
    );
  }

  /**
   * Sends a file, as
   * [loop.sendfile](https://docs.python.org/3.13/library/asyncio-eventloop.html#asyncio.loop.sendfile).
   *
   * Meanwhile, `write()` of the transport throws, and nothing is received. Afterwards, the file's position is behind what
   * was sent, also if this was cancelled.
   *
   * @param transport of a socket, with or without TLS.
   * @returns how many bytes were sent.
   * @throws {TypeError|RangeError} if `file` is not a `Deno.FsFile`, or an option is wrong.
   * @throws {RuntimeError} if the transport is of another kind, is closing, or sends a file already.
   * @throws {Deno.errors.NotSupported} with `fallback: false`.
   * @throws {Deno.errors.ConnectionReset} if the connection is lost meanwhile.
   */
  sendfile(
    transport: WriteTransport,
    file: Deno.FsFile,
    options?: SendfileOptions,
  ): Coroutine<number> {
    return networking("sendfile")(self(this), transport, file, options);
  }

  /**
   * Opens a socket for datagrams, as
   * [loop.create_datagram_endpoint](https://docs.python.org/3.13/library/asyncio-eventloop.html#asyncio.loop.create_datagram_endpoint).
   *
   * The platform does not report that nothing listens at the other end.
   *
   * @param factory makes the protocol.
   * @param options the addresses: at least one of `localAddr`, `remoteAddr`, `family` and `sock`.
   * @returns the transport and the protocol.
   * @throws {TypeError} if the options do not fit each other.
   * @throws {Deno.errors.AddrInUse} and other network errors, with their `code`.
   * @throws {Deno.errors.NotFound} if there is no such host.
   * @throws {Deno.errors.NotCapable} without `--allow-net` for both addresses; without `localAddr`, that is `0.0.0.0` or
   * `[::]`.
   */
  createDatagramEndpoint<P extends DatagramProtocolLike>(
    factory: () => P,
    options?: DatagramOptions,
  ): Coroutine<DatagramEndpoint<P>> {
    return networking("createDatagramEndpoint")(self(this), factory, options);
  }

  /**
   * Looks up the addresses of a host, as
   * [loop.getaddrinfo](https://docs.python.org/3.13/library/asyncio-eventloop.html#asyncio.loop.getaddrinfo).
   *
   * @param host a name or an address; `null` for this machine.
   * @param port goes into the results; `null` is 0.
   * @throws {Deno.errors.NotFound} if there is no such host, or no address of the family.
   * @throws {Deno.errors.NotCapable} without `--allow-net` for the host, if it is a name.
   */
  getaddrinfo(
    host: string | null,
    port: number | null,
    options?: AddressOptions,
  ): Coroutine<AddressInfo[]> {
    return networking("getaddrinfo")(self(this), host, port, options);
  }

  /**
   * Looks up the names of an address and a port, as
   * [loop.getnameinfo](https://docs.python.org/3.13/library/asyncio-eventloop.html#asyncio.loop.getnameinfo).
   *
   * @param address an IP address and a port.
   * @returns the host's name and the service's.
   * @throws {Deno.errors.NotFound} with the flag `"namereqd"`, if the address has no name.
   */
  getnameinfo(
    address: { hostname: string; port: number },
    flags?: readonly NameFlag[],
  ): Coroutine<[host: string, service: string]> {
    return networking("getnameinfo")(self(this), address, flags);
  }
}

function self(loop: NetworkLoop): AbstractEventLoop {
  return loop as unknown as AbstractEventLoop;
}
