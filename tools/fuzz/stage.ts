/**
 * Where random programs run: what they can name, and what becomes of their errors. A program that the fuzzer prints
 * imports this module.
 *
 * @module
 */

import { Channel } from "../../ffi/channel.ts";
import * as everything from "../../widgets.ts";
import * as quick from "../../quick.ts";
import { WireWriter } from "../../src/qt/calls/wire_writer.ts";
import { Random } from "./random.ts";

/** All exported classes and functions, by name. */
export const q: Record<string, unknown> = { ...quick, ...everything };

/** The objects of a program, by number. */
export const o: everything.DynamicObject[] = [];

/** Thrown by values that throw: an error that may come through. */
export class ThrownByValue extends Error {
  /** The name of this class. */
  override readonly name = "ThrownByValue";
}

/** An array whose length is not that of its elements. */
export function lying(length: unknown): unknown {
  return new Proxy([1, 2, 3], {
    get: (target, key) => key === "length" ? length : Reflect.get(target, key),
  });
}

/** Lists (or maps) in each other. */
export function deep(depth: number, map = false): unknown {
  let value: unknown = 1;
  for (let i = 0; i < depth; i++) value = map ? { value } : [value];
  return value;
}

/** An object that contains itself. */
export function cyclic(map = false): unknown {
  if (map) {
    const object: Record<string, unknown> = {};
    return object["self"] = object;
  }
  const list: unknown[] = [];
  list.push(list);
  return list;
}

/** An object whose members throw. */
export function throwing(): unknown {
  const fail = () => {
    throw new ThrownByValue("thrown by a value");
  };
  return new Proxy({}, { get: fail, ownKeys: fail, has: fail });
}

/** An object whose members call Qt while they are read. */
export function meddling(object: everything.DynamicObject): unknown {
  const call = () => object?.setProperty("objectName", "meddled");
  return {
    get x() {
      call();
      return 1;
    },
    get width() {
      object?.deleteLater();
      return 1;
    },
    get value() {
      call();
      return [1];
    },
  };
}

/** Bytes whose memory has gone elsewhere. */
export function detached(): Uint8Array {
  const bytes = new Uint8Array(8);
  structuredClone(bytes.buffer, { transfer: [bytes.buffer] });
  return bytes;
}

/**
 * Calls `body` while all values that it writes to the shim are replaced by random words. Those of calls of Qt's headers are
 * not: they have no form of their own that the shim could check.
 */
export function scrambled(seed: number, body: () => void): void {
  const random = new Random(seed);
  const { commit } = Channel.prototype;
  const { end } = WireWriter.prototype;
  let isWire = false;
  WireWriter.prototype.end = function (this: WireWriter) {
    isWire = true;
    end.call(this);
    isWire = false;
  };
  Channel.prototype.commit = function (this: Channel) {
    if (!isWire) return commit.call(this);
    const { u32 } = this.input;
    const word = () => random.below(2 ** 32);
    u32[0] = random.below(24);
    u32[1] = random.chance(0.3) ? word() : random.below(9);
    for (let i = 2; i < 40; i++) {
      u32[i] = random.chance(0.75) ? random.below(24) : word();
    }
    return commit.call(this);
  };
  try {
    body();
  } catch (error) {
    // That is what they are.
    const { message } = error as Error;
    if (!/^Malformed|^No (?:class|enumeration) /.test(message)) throw error;
  } finally {
    Channel.prototype.commit = commit;
    WireWriter.prototype.end = end;
  }
}

/** Lets Qt's loop and JavaScript's come round. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

let app: everything.QApplication | undefined;
let exit: Promise<number> | undefined;

/** Starts an application without a display, and its loop. */
export async function start(): Promise<everything.QApplication> {
  app = new everything.QApplication(["-platform", "offscreen"]);
  app.quitOnLastWindowClosed = false;
  app.quitLockEnabled = false;
  exit = app.exec();
  await turn();
  return app;
}

/** What V8 says when the library's own code makes a mistake. Of ours, such an error names what was expected. */
const FOREIGN =
  /^(Cannot (read|set prop|convert|mix|destructure|access|perform|assign)|Invalid (array|typed|time|Array|count|string)|Maximum call stack|offset is out|.* is not (a function|iterable|a constructor|defined|an object)|.*(out of range for|outside the bounds)|Cyclic|Converting circular)/;

/** Whether an error is one that the library may throw. */
export function isOurs(error: unknown): boolean {
  if (error instanceof ThrownByValue) return true;
  if (error instanceof everything.QtError) {
    return !/fatal error|unknown status|lost a value|Malformed/.test(
      error.message,
    );
  }
  const plain = error instanceof TypeError || error instanceof RangeError;
  return plain && !FOREIGN.test(error.message);
}

/** Told of each error that the library must not throw. */
export const foreign: { report: (error: unknown) => void } = {
  report: (error) => {
    console.error("Foreign error:", error);
  },
};

/** Runs one line of a program. */
export async function step(line: () => unknown): Promise<void> {
  try {
    await line();
  } catch (error) {
    if (!isOurs(error)) foreign.report(error);
  }
}

/** Ends a program: what it has made goes, and Qt comes round. */
export async function clear(): Promise<void> {
  for (const object of o.splice(0)) {
    await step(() => object?.deleteLater());
  }
  await turn();
  await turn();
}

/** Ends the application. */
export async function finish(): Promise<void> {
  await clear();
  await step(() => app!.exit(0));
  await exit;
  await app![Symbol.asyncDispose]();
}
