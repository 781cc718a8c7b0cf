/**
 * What is costly to make and only read: made once for all processes of a run of the tests.
 *
 * @module
 */

import { tmpdir } from "node:os";
import { join } from "node:path";
import { SHARED_FOLDER } from "../../tools/test_runner.ts";

const known = new Map<string, Promise<string>>();

/**
 * Makes a folder, or waits until another test has made it. `deno task test` removes it at the end of the run; a test
 * process that runs by itself, at its own end.
 *
 * @param name Names the folder.
 * @param make Fills it.
 * @returns Its path. Nothing in it may be changed.
 */
export function shared(
  name: string,
  make: (folder: string) => Promise<unknown>,
): Promise<string> {
  let folder = known.get(name);
  if (folder === undefined) known.set(name, folder = find(name, make));
  return folder;
}

async function find(
  name: string,
  make: (folder: string) => Promise<unknown>,
): Promise<string> {
  const folder = join(runFolder(), name);
  // A process that ends gives its lock back; what it has not finished is made by the next one.
  using lock = await Deno.open(`${folder}.lock`, { create: true, write: true });
  await lock.lock(true);
  const done = `${folder}.done`;
  try {
    await Deno.stat(done);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    await Deno.mkdir(folder, { recursive: true });
    await make(folder);
    await Deno.writeTextFile(done, "");
  }
  return folder;
}

function runFolder(): string {
  const ofRun = Deno.env.get(SHARED_FOLDER);
  if (ofRun !== undefined) return ofRun;
  const own = join(tmpdir(), `qtasyncio-shared-${Deno.pid}`);
  Deno.mkdirSync(own, { recursive: true });
  addEventListener("unload", () => Deno.removeSync(own, { recursive: true }));
  return own;
}
