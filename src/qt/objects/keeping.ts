/**
 * Keeps objects alive as long as others need them: a painter's device, a block's document.
 *
 * @module
 */

import { DestroyedObjectError } from "../calls/errors.ts";
import { endings, noteEnding, type Reach, reachOf } from "../calls/reach.ts";
import type { ApiClass } from "./api_table.ts";
import type { ApiType } from "./value_types.ts";

/** What an object needs. */
interface Ties {
  /** What it lives in: it is gone when that is. */
  owner: Reach | undefined;
  /** What it works on. */
  readonly held: Reach[];
}

/** What the wrapper of an object that is no QObject has of it. */
export class BoxReach implements Reach {
  checked = -1;
  isReady = false;
  isDisposed = false;
  /** Whether the garbage collector tells of the wrapper's end. */
  isWatched = false;
  ties: Ties | undefined;

  /**
   * @param isLent Whether it ends when an override returns, so that it cannot be owned.
   */
  constructor(
    readonly wrapper: object,
    readonly handle: number,
    readonly type: ApiClass,
    readonly isLent: boolean,
  ) {}

  /** Whether it has been disposed of, or what it lives in or works on is gone. */
  get hasEnded(): boolean {
    if (this.isDisposed) return true;
    if (this.ties === undefined || this.checked === endings) return false;
    const { owner, held } = this.ties;
    if (owner?.hasEnded) return true;
    for (let i = 0; i < held.length; i++) {
      if (held[i]!.hasEnded) return true;
    }
    return false;
  }

  check(): void {
    if (this.hasEnded) {
      throw new DestroyedObjectError(
        `Cannot use the ${this.type.name}: it has been disposed of, or what it belonged to has been destroyed`,
      );
    }
    this.checked = endings;
  }

  /** Nothing of it can be used any more. */
  end(): void {
    this.isDisposed = true;
    this.checked = -1;
    noteEnding();
  }
}

function boxReachOf(object: object): BoxReach | undefined {
  const reach = reachOf(object);
  return reach instanceof BoxReach ? reach : undefined;
}

/** Whether an object is over when an override returns. */
export function isLent(object: object): boolean {
  return boxReachOf(object)?.isLent ?? false;
}

function tiesOf(box: BoxReach): Ties {
  // What it needs from now on has not been looked at.
  box.checked = -1;
  return box.ties ??= { owner: undefined, held: [] };
}

/** Notes what a call has done with its arguments. */
export function noteArguments(
  parameters: readonly ApiType[],
  args: readonly unknown[],
  target: object,
): void {
  for (const [at, { keeps }] of parameters.entries()) {
    if (keeps === undefined) continue;
    const arg = args[at];
    for (const one of Array.isArray(arg) ? arg : [arg]) {
      if (typeof one !== "object" || one === null) continue;
      if (keeps === "held") hold(target, one);
      else if (keeps === "owned") setOwner(one, target);
      else setOwner(target, one);
    }
  }
}

function setOwner(object: object, owner: object): void {
  const box = boxReachOf(object);
  if (box !== undefined) tiesOf(box).owner = reachOf(owner);
}

function hold(holder: object, one: object): void {
  const box = boxReachOf(holder);
  const reach = reachOf(one);
  if (box === undefined || reach === undefined) return;
  const { held } = tiesOf(box);
  if (!held.includes(reach)) held.push(reach);
}

/** Notes where a result comes from. */
export function noteResult(
  { origin }: ApiType,
  result: unknown,
  source: object,
): void {
  if (origin === undefined) return;
  for (const one of Array.isArray(result) ? result : [result]) {
    if (typeof one !== "object" || one === null || one === source) continue;
    const box = boxReachOf(one);
    if (box === undefined) continue;
    if (origin === "taken") tiesOf(box).owner = undefined;
    else if (origin === "view") tiesOf(box).owner = baseOf(source);
    else tiesOf(box).owner ??= reachOf(source);
  }
}

/** What a position is one in: of a cursor's block that is the document. */
function baseOf(source: object): Reach | undefined {
  const ties = boxReachOf(source)?.ties;
  return ties?.held[0] ?? ties?.owner ?? reachOf(source);
}
