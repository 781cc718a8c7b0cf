/**
 * A SOCKS5 proxy (RFC 1928): connects where its clients ask it to, and carries bytes both ways.
 *
 *     deno run --allow-ffi --allow-net examples/socks.ts [port]
 *     curl --socks5-hostname 127.0.0.1:1080 http://example.org/
 *
 * Each end of a connection is passed on by itself: a client that has said all it has to say still gets its answer.
 *
 * @module
 */

import { QCoreApplication, run, TaskGroup, timeout } from "../mod.ts";
import {
  openConnection,
  type Server,
  startServer,
  type StreamReader,
  type Streams,
  type StreamWriter,
} from "../net.ts";

const VERSION = 5;
const NO_AUTHENTICATION = 0;
const NOT_ACCEPTABLE = 0xff;
const CONNECT = 1;

/** What a reply says. */
const Reply = {
  DONE: 0,
  FAILED: 1,
  NOT_ALLOWED: 2,
  NETWORK_UNREACHABLE: 3,
  HOST_UNREACHABLE: 4,
  REFUSED: 5,
  COMMAND_UNKNOWN: 7,
  ADDRESS_UNKNOWN: 8,
} as const;

/** How long a client may take to say what it wants, and a server to answer, in milliseconds. */
const PATIENCE = 10_000;

/** A request that cannot be served, and the reply that says so. */
class Refusal extends Error {
  constructor(readonly reply: number) {
    super(`refused: ${reply}`);
  }
}

/** Serves SOCKS5 on a port of this machine. */
export function startProxy(port: number): PromiseLike<Server> {
  return startServer(serve, "127.0.0.1", port);
}

async function serve(
  reader: StreamReader,
  writer: StreamWriter,
): Promise<void> {
  await using _ = writer;
  let target: Streams;
  try {
    target = await timeout(PATIENCE, () => accept(reader, writer));
  } catch (error) {
    writer.write(reply(replyTo(error)));
    return;
  }
  const [answers, requests] = target;
  await using __ = requests;
  writer.write(reply(Reply.DONE));
  try {
    await TaskGroup.run((group) => {
      group.createTask(() => copy(reader, requests));
      group.createTask(() => copy(answers, writer));
    });
  } catch {
    // One of the two is gone; the other is closed, too.
  }
}

/** Agrees on how to talk, then connects. */
async function accept(
  reader: StreamReader,
  writer: StreamWriter,
): Promise<Streams> {
  const [version, count] = await reader.readexactly(2);
  if (version !== VERSION) throw new Refusal(Reply.FAILED);
  const methods = await reader.readexactly(count!);
  if (!methods.includes(NO_AUTHENTICATION)) {
    writer.write(Uint8Array.of(VERSION, NOT_ACCEPTABLE));
    throw new Refusal(Reply.NOT_ALLOWED);
  }
  writer.write(Uint8Array.of(VERSION, NO_AUTHENTICATION));
  const [, command, , kind] = await reader.readexactly(4);
  const host = await readHost(reader, kind!);
  const [high, low] = await reader.readexactly(2);
  if (command !== CONNECT) throw new Refusal(Reply.COMMAND_UNKNOWN);
  return await openConnection(host, high! * 256 + low!);
}

async function readHost(reader: StreamReader, kind: number): Promise<string> {
  if (kind === 1) return (await reader.readexactly(4)).join(".");
  if (kind === 3) {
    const [length] = await reader.readexactly(1);
    return new TextDecoder().decode(await reader.readexactly(length!));
  }
  if (kind !== 4) throw new Refusal(Reply.ADDRESS_UNKNOWN);
  const bytes = await reader.readexactly(16);
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  return Array.from(Array(8).keys(), (i) => view.getUint16(2 * i).toString(16))
    .join(":");
}

function reply(code: number): Uint8Array {
  return Uint8Array.of(VERSION, code, 0, 1, 0, 0, 0, 0, 0, 0);
}

function replyTo(error: unknown): number {
  const { errors } = Deno;
  if (error instanceof Refusal) return error.reply;
  if (error instanceof errors.ConnectionRefused) return Reply.REFUSED;
  if (error instanceof errors.NotFound) return Reply.HOST_UNREACHABLE;
  if (error instanceof errors.NotCapable) return Reply.NOT_ALLOWED;
  return error instanceof errors.NetworkUnreachable
    ? Reply.NETWORK_UNREACHABLE
    : Reply.FAILED;
}

/** Carries bytes one way, and the end behind them. */
async function copy(from: StreamReader, to: StreamWriter): Promise<void> {
  for (let data; (data = await from.read(65_536)).length > 0;) {
    to.write(data);
    await to.drain();
  }
  to.writeEof();
}

if (import.meta.main) {
  await using _app = new QCoreApplication();
  await run(async () => {
    const server = await startProxy(Number(Deno.args[0] ?? 1080));
    console.log("A SOCKS5 proxy on", server.sockets[0]);
    await server.serveForever();
  }, { handleSigint: true });
}
