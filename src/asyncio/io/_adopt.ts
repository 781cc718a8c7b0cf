/** Taking over a socket that was made elsewhere. */

import type { Socket } from "node:net";
import { describeValue } from "../core/_util.ts";
import { setDescriptorOf } from "./_descriptor_owners.ts";
import { codeOf, networkError } from "./_errors.ts";
import { nodeNet, nodeTty } from "./_node.ts";
import { ignoreError } from "./_socket_transport.ts";

/** An open descriptor of a socket or pipe. The transport closes it. */
export interface Descriptor {
  /** Its number. */
  fd: number;
}

/** What a transport can be made of: a descriptor or a socket of `node:net`, connected and not yet used. */
export type SocketLike = Descriptor | Socket;

/** Gives the socket of `node:net` that stands for a descriptor or is one already. */
export function adopt(
  sock: SocketLike,
  name = "sock",
  direction: Direction = "both",
): Socket {
  const net = nodeNet();
  if (sock instanceof net.Socket) {
    if (sock.destroyed) {
      throw new Deno.errors.NotConnected(`${name} is a socket that is closed`);
    }
    sock.allowHalfOpen = true;
    sock.setNoDelay(true);
    sock.on("error", ignoreError);
    return sock;
  }
  const fd = (sock as Descriptor | null)?.fd;
  if (typeof fd !== "number" || !Number.isInteger(fd) || fd < 0) {
    throw new TypeError(
      `${name} must be { fd: number } or a net.Socket, got ${
        describeValue(sock)
      }`,
    );
  }
  try {
    const socket = open(fd, direction);
    socket.on("error", ignoreError);
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

type Direction = "both" | "read" | "write";

function open(fd: number, direction: Direction): Socket {
  if (direction !== "both" && nodeTty().isatty(fd)) {
    const { ReadStream, WriteStream } = nodeTty();
    return direction === "read" ? new ReadStream(fd) : new WriteStream(fd);
  }
  return new (nodeNet().Socket)({
    fd,
    allowHalfOpen: true,
    readable: direction !== "write",
    writable: direction !== "read",
  });
}
