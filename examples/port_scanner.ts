/**
 * Looks which TCP ports of this machine are open: 200 connections at a time, each with a time limit of its own. Cancel
 * ends all of them at once.
 *
 *     deno run --allow-ffi --allow-net=127.0.0.1 examples/port_scanner.ts
 *
 * @module
 */

import {
  CancelledError,
  createTask,
  QApplication,
  QProgressDialog,
  run,
  Semaphore,
  TaskGroup,
  timeout,
  TimeoutError,
} from "../widgets.ts";
import { openConnection } from "../net.ts";

const HOST = "127.0.0.1";
/** How many connections are tried at a time. */
const AT_ONCE = 200;
/** How long one may take, in milliseconds. */
const LIMIT = 300;

/**
 * Finds the open ports in a range.
 *
 * @param scanned Called after each port, with how many were tried so far.
 * @param limit How long one may take, in milliseconds.
 */
export async function scan(
  first: number,
  last: number,
  scanned: (count: number) => void,
  limit = LIMIT,
): Promise<number[]> {
  const open: number[] = [];
  const places = new Semaphore(AT_ONCE);
  let count = 0;
  await TaskGroup.run(async (group) => {
    for (let port = first; port <= last; port++) {
      await places.acquire();
      group.createTask(async () => {
        try {
          if (await isOpen(port, limit)) open.push(port);
        } finally {
          places.release();
        }
        scanned(++count);
      });
    }
  });
  return open.sort((a, b) => a - b);
}

async function isOpen(port: number, limit: number): Promise<boolean> {
  try {
    const [, writer] = await timeout(
      limit,
      async () => await openConnection(HOST, port),
    );
    writer.transport.abort();
    return true;
  } catch (error) {
    const isClosed = error instanceof Deno.errors.ConnectionRefused ||
      error instanceof TimeoutError;
    if (isClosed) return false;
    throw error;
  }
}

/** Makes the dialog that shows how far a scan is. */
export function createDialog(first: number, last: number): QProgressDialog {
  return new QProgressDialog({
    windowTitle: "Port scanner",
    labelText: `Ports ${first} to ${last} of ${HOST}`,
    maximum: last - first + 1,
    minimumDuration: 0,
    autoClose: false,
    autoReset: false,
  });
}

/** Scans with a dialog that shows how far it is; `null` if that was cancelled. */
export async function scanWithDialog(
  first: number,
  last: number,
  dialog = createDialog(first, last),
): Promise<number[] | null> {
  const task = createTask(() =>
    scan(first, last, (count) => dialog.value = count)
  );
  dialog.canceled.connect(() => task.cancel());
  dialog.show();
  try {
    return await task;
  } catch (error) {
    if (error instanceof CancelledError) return null;
    throw error;
  } finally {
    dialog.deleteLater();
  }
}

if (import.meta.main) {
  await using app = new QApplication();
  app.quitOnLastWindowClosed = false;
  await run(async () => {
    const open = await scanWithDialog(1, 65_535);
    console.log(open === null ? "Cancelled" : `Open: ${open.join(", ")}`);
  }, { keepRunning: false });
}
