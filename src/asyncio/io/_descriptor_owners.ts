/** The transports of adopted descriptors, whose numbers programs know. */

import type { Socket } from "node:net";
import type { AbstractEventLoop } from "../core/future.ts";
import type { BaseTransport } from "./transports.ts";

const descriptors = new WeakMap<Socket, number>();
const owners = new WeakMap<AbstractEventLoop, Map<number, BaseTransport>>();

/** Notes the descriptor of a socket that was made of it. */
export function setDescriptorOf(socket: Socket, fd: number): void {
  descriptors.set(socket, fd);
}

/** Notes that a transport uses a socket. */
export function setOwner(
  loop: AbstractEventLoop,
  socket: Socket,
  transport: BaseTransport,
): void {
  const fd = descriptors.get(socket);
  if (fd === undefined) return;
  let known = owners.get(loop);
  if (known === undefined) owners.set(loop, known = new Map());
  known.set(fd, transport);
}

/** The transport that uses a descriptor and is open. */
export function ownerOf(
  loop: AbstractEventLoop,
  fd: number,
): BaseTransport | undefined {
  const known = owners.get(loop);
  const transport = known?.get(fd);
  if (!transport?.isClosing()) return transport;
  known!.delete(fd);
  return undefined;
}
