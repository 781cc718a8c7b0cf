/** What the tests of datagrams share. */

import type { DatagramProtocolLike, DatagramTransport } from "../../../net.ts";
import { bytes, text, until } from "./_support.ts";

export const LOCAL = { hostname: "127.0.0.1", port: 0 };

/** A protocol that notes what it is told. */
export class Receiver implements DatagramProtocolLike {
  readonly events: string[] = [];
  readonly datagrams: Uint8Array[] = [];
  readonly addresses: Deno.NetAddr[] = [];
  readonly errors: Error[] = [];
  transport!: DatagramTransport;

  connectionMade(transport: DatagramTransport): void {
    this.transport = transport;
    this.events.push("made");
  }
  datagramReceived(data: Uint8Array, address: Deno.NetAddr): void {
    this.datagrams.push(data);
    this.addresses.push(address);
  }
  errorReceived(error: Error): void {
    this.errors.push(error);
    this.events.push("error");
  }
  pauseWriting(): void {
    this.events.push("pause");
  }
  resumeWriting(): void {
    this.events.push("resume");
  }
  connectionLost(error: Error | null): void {
    this.events.push(error === null ? "lost" : `lost ${error.name}`);
  }

  lost(): Promise<void> {
    return until(() => this.events.at(-1)?.startsWith("lost"));
  }
}

/** Sends back what it receives, in capitals. */
export class Echo extends Receiver {
  override datagramReceived(data: Uint8Array, address: Deno.NetAddr): void {
    super.datagramReceived(data, address);
    this.transport.sendto(bytes(text(data).toUpperCase()), address);
  }
}

export function sockname(transport: DatagramTransport): Deno.NetAddr {
  return transport.getExtraInfo("sockname") as Deno.NetAddr;
}
