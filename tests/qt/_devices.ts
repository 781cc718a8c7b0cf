/** What the tests of devices share. */

import { QBuffer, QProcess, qtClass } from "../../mod.ts";
import type { QTcpSocket } from "../../network.ts";

export const READ_WRITE = 3;

export function device(content: string, mode = READ_WRITE): QBuffer {
  const buffer = new QBuffer();
  buffer.open(READ_WRITE);
  buffer.write(content);
  buffer.close();
  buffer.open(mode);
  return buffer;
}

/** A socket of Qt's that is being connected, and its peer. */
export async function socket(): Promise<
  [QTcpSocket & { connectToHost(host: string, port: number): void }, Deno.Conn]
> {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  // Only the tests' library creates it: programs have Deno's own.
  const socket = new (qtClass("QTcpSocket"))() as unknown as QTcpSocket & {
    connectToHost(host: string, port: number): void;
  };
  const { port } = listener.addr as Deno.NetAddr;
  socket.connectToHost("127.0.0.1", port);
  const peer = await listener.accept();
  listener.close();
  return [socket, peer];
}

export function start(program: string, ...args: string[]): QProcess {
  const process = new QProcess();
  process.start(program, args);
  return process;
}
