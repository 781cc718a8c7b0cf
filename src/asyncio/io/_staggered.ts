/** Connecting to several addresses, each begun a little after the one before: "happy eyeballs", RFC 8305. */

import { internalsOf } from "../core/internals.ts";
import type { Socket, TcpNetConnectOpts } from "node:net";
import type { TimerHandle } from "../core/handle.ts";
import type { AbstractEventLoop, Future } from "../core/future.ts";
import { nodeNet } from "./_node.ts";
import { ignoreError } from "./_errors.ts";

/** What Node takes to connect to an address, or to look one up. */
export type ConnectTarget = TcpNetConnectOpts | { path: string };

/** What became of all attempts. */
export interface RaceResult {
  /** The first that connected; `null` if none did. */
  socket: Socket | null;
  /** What the others failed with, in the order of the targets that failed. */
  errors: { target: ConnectTarget; error: Error }[];
}

/** Puts the addresses of the two families by turns, `first` of the first family before. */
export function interleave<T extends { family: 4 | 6 }>(
  addresses: readonly T[],
  first: number,
): T[] {
  const family = addresses[0]?.family;
  const left = addresses.filter((each) => each.family === family);
  const right = addresses.filter((each) => each.family !== family);
  const result = left.splice(0, Math.max(0, first - 1));
  while (left.length > 0 || right.length > 0) {
    result.push(...left.splice(0, 1), ...right.splice(0, 1));
  }
  return result;
}

/**
 * Connects to the first target that answers. When the task that waits is cancelled, all sockets are destroyed.
 *
 * @param delay how long to wait before the next attempt begins beside those that go on, in milliseconds; `null`: until
 * the one before has failed.
 */
export async function connectFirst(
  loop: AbstractEventLoop,
  targets: readonly ConnectTarget[],
  delay: number | null,
): Promise<RaceResult> {
  const race = new Race(loop, targets, delay);
  try {
    await race.over;
  } catch (error) {
    race.result.socket?.destroy();
    throw error;
  } finally {
    race.end();
  }
  return race.result;
}

class Race {
  readonly over: Future<void>;
  readonly result: RaceResult = { socket: null, errors: [] };
  readonly #loop: AbstractEventLoop;
  readonly #targets: readonly ConnectTarget[];
  readonly #delay: number | null;
  readonly #pending = new Set<Socket>();
  readonly #forget: () => void;
  #next = 0;
  #timer: TimerHandle | null = null;

  constructor(
    loop: AbstractEventLoop,
    targets: readonly ConnectTarget[],
    delay: number | null,
  ) {
    this.#loop = loop;
    this.#targets = targets;
    this.#delay = delay;
    this.#forget = internalsOf(loop).atClose(() => this.end());
    this.over = loop.createFuture<void>();
    this.#begin();
  }

  /** Destroys what is still connecting. */
  end(): void {
    this.#forget();
    this.#timer?.cancel();
    for (const socket of this.#pending) socket.destroy();
    this.#pending.clear();
  }

  readonly #begin = (): void => {
    this.#timer?.cancel();
    this.#timer = null;
    const target = this.#targets[this.#next++];
    if (target === undefined || this.over.done()) return;
    let socket: Socket;
    try {
      socket = nodeNet().connect({
        allowHalfOpen: true,
        noDelay: true,
        ...target,
      });
    } catch (error) {
      this.#failed(target, error as Error);
      return;
    }
    this.#pending.add(socket);
    socket.on("error", ignoreError);
    const failed = (error: Error) => {
      if (this.#pending.delete(socket)) this.#failed(target, error);
    };
    socket.once("error", failed);
    socket.once("connect", () => {
      // The socket outlives the race and would keep it.
      socket.off("error", failed);
      if (!this.#pending.delete(socket)) return;
      this.result.socket = socket;
      this.#finish();
    });
    if (this.#delay !== null && this.#next < this.#targets.length) {
      this.#timer = this.#loop.callLater(this.#delay, this.#begin);
    }
  };

  #failed(target: ConnectTarget, error: Error): void {
    this.result.errors.push({ target, error });
    if (this.#next < this.#targets.length) this.#begin();
    else if (this.#pending.size === 0) this.#finish();
  }

  #finish(): void {
    if (!this.over.done() && !this.#loop.isClosed()) this.over.setResult();
  }
}
