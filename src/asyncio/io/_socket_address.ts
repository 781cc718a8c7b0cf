/** The addresses of Node's sockets, as Deno writes addresses. */

import type { AddressInfo, Server, Socket } from "node:net";

/** What a socket is connected to; `null` if that has no name. */
export function remoteAddress(socket: Socket): Deno.Addr | null {
  const { remoteAddress, remotePort } = socket;
  return remoteAddress === undefined || remotePort === undefined
    ? null
    : netAddress(remoteAddress, remotePort);
}

/** What a socket is bound to; `null` if that has no name. */
export function localAddress(socket: Socket): Deno.Addr | null {
  const { localAddress, localPort } = socket;
  return localAddress === undefined || localPort === undefined
    ? null
    : netAddress(localAddress, localPort);
}

/** What a server listens on. */
export function serverAddress(server: Server): Deno.Addr | null {
  const address = server.address() as AddressInfo | string | null;
  if (address === null) return null;
  return typeof address === "string"
    ? { transport: "unix", path: address }
    : netAddress(address.address, address.port);
}

/** An IPv4 address as sockets for both families show it. */
const MAPPED = /^::ffff:(?=\d+\.)/;

function netAddress(hostname: string, port: number): Deno.NetAddr {
  return { transport: "tcp", hostname: hostname.replace(MAPPED, ""), port };
}

/** Shows an address in a message. */
export function describeAddress(address: Deno.Addr | null): string {
  if (address === null) return "unnamed socket";
  if ("path" in address) return address.path || "unnamed socket";
  const { hostname, port } = address as Deno.NetAddr;
  return hostname.includes(":")
    ? `[${hostname}]:${port}`
    : `${hostname}:${port}`;
}
