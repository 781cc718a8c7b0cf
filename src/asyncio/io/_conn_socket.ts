/** A connection of Deno as a socket of `node:net`, as far as transports use one. */

import type { Socket } from "node:net";
import { nodeStream, nodeTimers } from "./_node.ts";

/** How many bytes are read at once. */
const CHUNK = 64 * 1024;

/** Returns whether something is a connection of Deno. */
export function isConn(sock: unknown): sock is Deno.Conn {
  const { read, write, close, remoteAddr } = (sock ?? {}) as Deno.Conn;
  return [read, write, close].every((each) => typeof each === "function") &&
    typeof remoteAddr === "object";
}

/** Makes a socket of a connection, which it closes. */
export function connSocket(conn: Deno.Conn): Socket {
  const { setImmediate } = nodeTimers();
  // The loop takes events from macrotasks; Deno's promises settle in microtasks.
  const soon = <A extends unknown[]>(fn: (...args: A) => void, ...args: A) => {
    setImmediate(() => fn(...args));
  };
  const duplex = new (nodeStream().Duplex)({
    allowHalfOpen: true,
    read() {
      const buffer = new Uint8Array(CHUNK);
      conn.read(buffer).then(
        (count) =>
          soon(() =>
            this.push(count === null ? null : buffer.subarray(0, count))
          ),
        (error) => soon(() => this.destroy(error)),
      );
    },
    write(chunk: Uint8Array, _encoding, done) {
      writeAll(conn, chunk).then(
        () => soon(done),
        (error) => soon(done, error),
      );
    },
    final(done) {
      conn.closeWrite().then(() => soon(done), (error) => soon(done, error));
    },
    destroy(error, done) {
      try {
        conn.close();
      } catch {
        // It is closed already.
      }
      done(error);
    },
  });
  return Object.assign(duplex, {
    destroySoon() {
      if (duplex.writable) duplex.end();
      if (duplex.writableFinished) duplex.destroy();
      else duplex.once("finish", () => duplex.destroy());
    },
  }) as unknown as Socket;
}

async function writeAll(conn: Deno.Conn, data: Uint8Array): Promise<void> {
  while (data.length > 0) data = data.subarray(await conn.write(data));
}
