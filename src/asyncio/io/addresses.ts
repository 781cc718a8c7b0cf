/**
 * Looking names and addresses up.
 *
 * @module
 */

import { internalsOf } from "../core/internals.ts";
import { Coroutine } from "../core/coroutine.ts";
import { type AbstractEventLoop, coreOf, newFuture } from "../core/future.ts";
import { describeValue } from "../core/_util.ts";
import { networkError } from "./_errors.ts";
import { nodeDns, nodeNet } from "./_node.ts";

/** A family of addresses: 4 for IPv4, 6 for IPv6, 0 for both. */
export type AddressFamily = 0 | 4 | 6;

/** Flags of `getaddrinfo()`: the names of C's `AI_…` constants. */
export type AddressFlag =
  | "passive"
  | "canonname"
  | "numerichost"
  | "numericserv";

/** Flags of `getnameinfo()`: the names of C's `NI_…` constants. */
export type NameFlag = "numerichost" | "numericserv" | "namereqd";

/** Options of a loop's `getaddrinfo()`. */
export interface AddressOptions {
  /**
   * The family that is wanted.
   *
   * @default {0}
   */
  family?: AddressFamily | undefined;
  /**
   * What the addresses are for.
   *
   * @default {"stream"}
   */
  type?: "stream" | "datagram" | undefined;
  /** `"passive"`: without a host, the addresses to listen on; `"numerichost"`: no look-up; `"canonname"`. */
  flags?: readonly AddressFlag[] | undefined;
}

/** A result of a loop's `getaddrinfo()`. */
export interface AddressInfo {
  /** 4 for IPv4, 6 for IPv6. */
  family: 4 | 6;
  /** What the address is for. */
  type: "stream" | "datagram";
  /** The protocol that goes with the type. */
  proto: "tcp" | "udp";
  /** The host's name, if the flag `"canonname"` was given; else `""`. */
  canonname: string;
  /** The address itself, as `Deno.connect()` takes it. */
  address: Deno.NetAddr;
}

/** Refuses what is not a port. */
export function checkPort(port: unknown, name = "port"): number {
  if (typeof port !== "number") {
    throw new TypeError(`${name} must be a number, got ${describeValue(port)}`);
  }
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new RangeError(
      `${name} must be an integer from 0 to 65535, got ${port}`,
    );
  }
  return port;
}

/** Refuses what is not a host: a name, an address, or `null`. */
export function checkHost(host: unknown, name = "host"): string | null {
  if (host === null || host === undefined || host === "") return null;
  if (typeof host !== "string") {
    throw new TypeError(
      `${name} must be a string or null, got ${describeValue(host)}`,
    );
  }
  return host;
}

/** Refuses what cannot be `{ hostname, port }`: strings and arrays have neither, and would mean any address. */
export function checkAddress(address: unknown, name: string): void {
  const isAddress = typeof address === "object" && address !== null &&
    !Array.isArray(address);
  if (isAddress) return;
  throw new TypeError(
    `${name} must be { hostname, port }, got ${describeValue(address)}`,
  );
}

function checkFamily(family: unknown): AddressFamily {
  if (family === undefined) return 0;
  if (family === 0 || family === 4 || family === 6) return family;
  throw new RangeError(
    `family must be 0, 4 or 6, got ${describeValue(family)}`,
  );
}

/** The family of an address, 0 if it is none. */
export function familyOf(host: string): AddressFamily {
  return nodeNet().isIP(host.replace(/%.*$/, "")) as AddressFamily;
}

/** An address without its port. */
export interface HostAddress {
  hostname: string;
  family: 4 | 6;
}

/** Finds the addresses of a host, without a look-up where there is none to do. */
export async function lookUp(
  loop: AbstractEventLoop,
  host: string | null,
  options: AddressOptions = {},
): Promise<HostAddress[]> {
  const wanted = checkFamily(options.family);
  const flags = options.flags ?? [];
  const known: HostAddress[] = [];
  if (host === null) {
    const any = flags.includes("passive");
    known.push(
      { hostname: any ? "0.0.0.0" : "127.0.0.1", family: 4 },
      { hostname: any ? "::" : "::1", family: 6 },
    );
  } else {
    const family = familyOf(host);
    if (family !== 0) known.push({ hostname: host, family });
    else if (flags.includes("numerichost")) {
      throw new Deno.errors.NotFound(`look up ${host}: not an address`);
    }
  }
  const found = known.length > 0
    ? known
    : await lookUpName(loop, host!, wanted);
  const fitting = found.filter(({ family }) =>
    wanted === 0 || family === wanted
  );
  if (fitting.length === 0) {
    throw new Deno.errors.NotFound(
      `look up ${host}: no address of family ${wanted}`,
    );
  }
  return fitting;
}

function lookUpName(
  loop: AbstractEventLoop,
  host: string,
  family: AddressFamily,
): PromiseLike<HostAddress[]> {
  const future = newFuture<HostAddress[]>(internalsOf(loop));
  const options = { all: true, family, order: "verbatim" } as const;
  nodeDns().lookup(host, options, (error, addresses) => {
    if (error) {
      coreOf(future).reject(lookUpError(error, host));
    } else {
      coreOf(future).resolve(addresses.map((each) => ({
        hostname: each.address,
        family: each.family as 4 | 6,
      })));
    }
  });
  return future;
}

/** Without permission, a look-up fails as a forbidden system call. */
function lookUpError(error: unknown, host: string): Error {
  if ((error as { code?: string }).code === "EPERM") {
    return new Deno.errors.NotCapable(
      `look up ${host}: needs --allow-net=${host}: run again with that flag`,
      { cause: error },
    );
  }
  return networkError(error, `look up ${host}`);
}

/** As `BaseEventLoop.getaddrinfo()`. */
export function getaddrinfo(
  loop: AbstractEventLoop,
  host: string | null,
  port: number | null,
  options: AddressOptions = {},
): Coroutine<AddressInfo[]> {
  return new Coroutine(async () => {
    const name = checkHost(host);
    const number = port === null ? 0 : checkPort(port);
    const { type = "stream" } = options;
    if (type !== "stream" && type !== "datagram") {
      throw new TypeError(
        `type must be "stream" or "datagram", got ${describeValue(type)}`,
      );
    }
    const proto = type === "stream" ? "tcp" : "udp";
    const canonname = options.flags?.includes("canonname") ? name ?? "" : "";
    const found = await lookUp(loop, name, options);
    return found.map(({ hostname, family }): AddressInfo => ({
      family,
      type,
      proto,
      canonname,
      address: { transport: proto, hostname, port: number },
    }));
  }, "getaddrinfo()");
}

/** As `BaseEventLoop.getnameinfo()`. */
export function getnameinfo(
  loop: AbstractEventLoop,
  address: { hostname: string; port: number },
  flags: readonly NameFlag[] = [],
): Coroutine<[host: string, service: string]> {
  return new Coroutine(async () => {
    const { hostname } = address;
    const port = checkPort(address.port);
    if (typeof hostname !== "string" || familyOf(hostname) === 0) {
      throw new TypeError(
        `hostname must be an IP address, got ${describeValue(hostname)}`,
      );
    }
    const numericHost = flags.includes("numerichost");
    const numericPort = flags.includes("numericserv");
    if (numericHost && numericPort) return [hostname, String(port)];
    const future = newFuture<[string, string]>(internalsOf(loop));
    nodeDns().lookupService(hostname, port, (error, host, service) => {
      if (error) coreOf(future).reject(lookUpError(error, hostname));
      else {
        coreOf(future).resolve([
          numericHost ? hostname : host,
          numericPort ? String(port) : service,
        ]);
      }
    });
    const [host, service] = await future;
    if (flags.includes("namereqd") && familyOf(host) !== 0) {
      throw new Deno.errors.NotFound(`look up ${hostname}: it has no name`);
    }
    return [host, service];
  }, "getnameinfo()");
}
