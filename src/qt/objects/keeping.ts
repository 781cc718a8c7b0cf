/**
 * What lives as long as something else: a painter's device, a block's document.
 *
 * @module
 */

import type { ApiType } from "./value_types.ts";

/** What of Qt's can end. */
interface Ending {
  readonly isDestroyed?: boolean;
  readonly isDisposed?: boolean;
}

/** One object that another needs. Which of its properties tells its end is found out once. */
interface Need {
  readonly object: object;
  hasEnded(): boolean;
}

function needOf(object: object): Need {
  const one: Ending = object;
  const hasEnded = TIES in object
    ? () => one.isDisposed === true
    : () => one.isDestroyed === true;
  return { object, hasEnded };
}

/** What an object needs. */
interface Ties {
  /** What it lives in: it is gone when that is. */
  owner: Need | undefined;
  /** What it works on. */
  readonly held: Need[];
  /** How many endings there had been when none of them had ended. */
  seen: number;
}

/** Of objects of Qt's. As long as no further one ends, what has been found alive is. */
let endings = 0;

/** Notes that an object of Qt's has ended. */
export function noteEnding(): void {
  endings++;
}

/** @internal Where an object that can be tied has its ties. */
export const TIES: unique symbol = Symbol("qtasyncio.ties");

/** @internal Says of an object that it is over when an override returns: nobody can own it. */
export const LENT: unique symbol = Symbol("qtasyncio.lent");

/** An object that can be tied to others. */
export interface Tied {
  /** @internal */
  [TIES]: Ties | undefined;
}

function tiesOf(object: object): Ties | undefined {
  if (!(TIES in object)) return undefined;
  const tied = object as Tied;
  return tied[TIES] ??= { owner: undefined, held: [], seen: -1 };
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
  const ties = tiesOf(object);
  if (ties !== undefined) setNeed(ties, needOf(owner));
}

function setNeed(ties: Ties, owner: Need | undefined): void {
  ties.owner = owner;
  ties.seen = -1;
}

function hold(holder: object, one: object): void {
  const ties = tiesOf(holder);
  if (ties?.held.some(({ object }) => object === one) ?? true) return;
  ties!.held.push(needOf(one));
  ties!.seen = -1;
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
    const ties = tiesOf(one);
    if (ties === undefined) continue;
    if (origin === "taken") setNeed(ties, undefined);
    else if (origin === "view") setNeed(ties, needOf(baseOf(source)));
    else if (ties.owner === undefined) setNeed(ties, needOf(source));
  }
}

/** What a position is one in: of a cursor's block that is the document. */
function baseOf(source: object): object {
  const ties = (source as Partial<Tied>)[TIES];
  return ties?.held[0]?.object ?? ties?.owner?.object ?? source;
}

/** Whether what an object lives in or works on is gone. */
export function isOrphan(object: Tied): boolean {
  const ties = object[TIES];
  if (ties === undefined || ties.seen === endings) return false;
  const { owner, held } = ties;
  if (owner?.hasEnded()) return true;
  for (let i = 0; i < held.length; i++) {
    if (held[i]!.hasEnded()) return true;
  }
  ties.seen = endings;
  return false;
}
