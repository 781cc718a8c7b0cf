/**
 * What of asyncio's second level only Qt's loop can do: wait for descriptors, and go on beside a modal dialog.
 *
 *     deno run -A bench/net/qt.ts netReaders|netDialog
 *
 * @module
 */

import { getRunningLoop, Runner } from "../../mod.ts";
import { QApplication, qtClass } from "../../widgets.ts";
import {
  type Figures,
  percentile,
  print,
  processorTime,
  scaled,
} from "../_program.ts";
import { DURATION } from "./_echoes.ts";
import { plainEcho } from "./workloads.ts";

const QMessageBox = qtClass("QMessageBox");

/** A byte goes from one end of a pair of sockets to the other and back, again and again. */
async function netReaders(): Promise<Figures> {
  const { symbols } = Deno.dlopen("libc.so.6", {
    socketpair: { parameters: ["i32", "i32", "i32", "buffer"], result: "i32" },
    read: { parameters: ["i32", "buffer", "usize"], result: "isize" },
    write: { parameters: ["i32", "buffer", "usize"], result: "isize" },
  });
  const loop = getRunningLoop();
  const ends = new Int32Array(2);
  const NONBLOCKING_STREAM = 0o4001;
  symbols.socketpair(1, NONBLOCKING_STREAM, 0, ends);
  const [near, far] = [ends[0]!, ends[1]!];
  const byte = new Uint8Array(1);
  const times: number[] = [];
  const count = scaled(20_000);
  const over = loop.createFuture<void>();
  let begin = performance.now();
  const send = (fd: number) => symbols.write(fd, byte, 1n);
  loop.addReader(far, () => {
    symbols.read(far, byte, 1n);
    send(far);
  });
  loop.addReader(near, () => {
    symbols.read(near, byte, 1n);
    const now = performance.now();
    times.push((now - begin) * 1000);
    begin = now;
    if (times.length < count) send(near);
    else over.setResult();
  });
  send(near);
  await over;
  loop.removeReader(near);
  loop.removeReader(far);
  const late = times.slice(times.length / 5);
  return { "addReader ping-pong p50, µs": percentile(late, 0.5) };
}

/** Round trips per millisecond of processor time. */
async function echo(): Promise<number> {
  const before = processorTime();
  const count = await plainEcho(64, 1, DURATION / 2);
  return count / (processorTime() - before);
}

/** The same echo with and without a dialog, by turns. */
async function netDialog(): Promise<Figures> {
  const times: number[] = [];
  await echo();
  for (let i = 0; i < 3; i++) {
    const alone = await echo();
    const box = new QMessageBox({ text: "Please wait", modal: true });
    const answer = box.exec();
    times.push(await echo() / alone);
    box.done(0);
    await answer;
  }
  return {
    "protocol echo beside a modal dialog, times one without": percentile(
      times,
      0.5,
    ),
  };
}

const workload = { netReaders, netDialog }[Deno.args[0]!];
if (workload === undefined) {
  throw new RangeError(`No workload "${Deno.args[0]}"`);
}
await using app = new QApplication([]);
app.quitOnLastWindowClosed = false;
await using runner = new Runner();
print(await runner.run(workload));
