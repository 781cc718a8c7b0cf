/** A `QLocalServer` that listens, and the connections it accepts. */

import type {
  Accepted,
  Listener,
  ListenerEvents,
} from "../../asyncio/io/_listener.ts";
import type { ConnectionOwner } from "../../asyncio/io/_transport_parts.ts";
import type { ProtocolLike } from "../../asyncio/io/protocols.ts";
import type { AbstractEventLoop } from "../../asyncio/mod.ts";
import type {
  QLocalServer,
  QLocalSocket,
} from "../generated/network/classes.js";
import { DeviceTransport } from "./_device_transport.ts";

/** A {@linkcode Listener} over a `QLocalServer`. */
export class LocalListener implements Listener {
  readonly inMicrotasks = true;
  readonly address: Deno.UnixAddr;
  /** Stops listening. */
  close: () => void = () => {
    if (this.#server.isDestroyed) return;
    this.#server.close();
    this.#server.deleteLater();
  };

  readonly #loop: AbstractEventLoop;
  readonly #server: QLocalServer;

  constructor(
    loop: AbstractEventLoop,
    server: QLocalServer,
    address: Deno.UnixAddr,
  ) {
    this.#loop = loop;
    this.#server = server;
    this.address = address;
  }

  begin(events: ListenerEvents): void {
    const take = () => {
      while (this.#server.hasPendingConnections()) {
        const socket = this.#server.nextPendingConnection() as QLocalSocket;
        // The connection outlives the server.
        socket.setParent(null);
        events.accepted(new AcceptedDevice(this.#loop, socket, this.address));
      }
    };
    this.#server.newConnection.connect(take);
    take();
  }
}

class AcceptedDevice implements Accepted {
  readonly #loop: AbstractEventLoop;
  readonly #device: QLocalSocket;
  readonly #address: Deno.UnixAddr;

  constructor(
    loop: AbstractEventLoop,
    device: QLocalSocket,
    address: Deno.UnixAddr,
  ) {
    this.#loop = loop;
    this.#device = device;
    this.#address = address;
  }

  connect(protocol: ProtocolLike, owner: ConnectionOwner): void {
    new DeviceTransport(this.#loop, {
      device: this.#device,
      protocol,
      name: this.#address.path.replace("\0", "@"),
      extra: {
        sockname: this.#address,
        peername: { transport: "unix", path: "" },
      },
      owner,
      isOurs: true,
    }).start();
  }

  destroy(): void {
    if (!this.#device.isDestroyed) this.#device.deleteLater();
  }
}
