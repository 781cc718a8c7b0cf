/** Taking over a socket that was made elsewhere. */

import type { Socket } from "node:net";
import { describeValue } from "../core/_util.ts";
import { codeOf, ignoreError, networkError } from "./_errors.ts";
import { connSocket, isConn } from "./_conn_socket.ts";
import { setDescriptorOf } from "./_descriptor_owners.ts";
import { nodeNet, nodeTty } from "./_node.ts";

/** An open descriptor of a socket or pipe. The transport closes it. */
export interface Descriptor {
  /** Its number. */
  fd: number;
}

/** A socket for a transport: a descriptor, a socket of `node:net`, or a connection of Deno, not yet used. */
export type SocketLike = Descriptor | Socket | Deno.Conn;

/** Gives the socket of `node:net` that stands for something or is one already. */
export function adopt(
  sock: SocketLike,
  name = "sock",
  direction: Direction = "both",
): Socket {
  const net = nodeNet();
  if (sock instanceof net.Socket) {
    if (sock.destroyed) {
      throw new Deno.errors.NotConnected(
        `${name} must be an open socket: it is closed`,
      );
    }
    sock.allowHalfOpen = true;
    sock.setNoDelay(true);
    return withoutErrors(sock);
  }
  if (isConn(sock)) return withoutErrors(connSocket(sock));
  const fd = (sock as Descriptor | null)?.fd;
  if (typeof fd !== "number" || !Number.isInteger(fd) || fd < 0) {
    throw new TypeError(
      `${name} must be { fd: number }, a net.Socket or a Deno.Conn, got ${
        describeValue(sock)
      }`,
    );
  }
  try {
    const socket = withoutErrors(open(fd, direction));
    setDescriptorOf(socket, fd);
    return socket;
  } catch (error) {
    if (codeOf(error) === "ERR_INVALID_FD_TYPE") {
      throw new TypeError(
        `${name} must be a socket, a pipe or a terminal: descriptor ${fd} is neither`,
        { cause: error },
      );
    }
    throw networkError(error, `adopt descriptor ${fd}`);
  }
}

function withoutErrors(socket: Socket): Socket {
  socket.on("error", ignoreError);
  return socket;
}

/** The addresses of a socket, as far as the socket itself does not know them. */
export function addressesOf(sock: SocketLike): Record<string, unknown> {
  if (sock instanceof nodeNet().Socket || !isConn(sock)) return {};
  return { peername: sock.remoteAddr, sockname: sock.localAddr };
}

type Direction = "both" | "read" | "write";

function open(fd: number, direction: Direction): Socket {
  if (direction !== "both" && nodeTty().isatty(fd)) {
    const { ReadStream, WriteStream } = nodeTty();
    if (direction === "read") return new ReadStream(fd);
    const stream = new WriteStream(fd);
    // It would read from the terminal, too, and block the thread by it.
    stream.readable = false;
    return stream;
  }
  return new (nodeNet().Socket)({
    fd,
    allowHalfOpen: true,
    readable: direction !== "write",
    writable: direction !== "read",
  });
}
