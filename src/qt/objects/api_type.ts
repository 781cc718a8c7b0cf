/**
 * What a type of an argument or a result of a member of Qt's headers is.
 *
 * @module
 */

import type { SlotWriter } from "../calls/slots.ts";

/** How well a value fits a type: the less the better; a negative number: not at all. */
export type Fit = number;

/** It does not fit. */
export const NO = -1;

/** A type of an argument or a result. */
export interface ApiType {
  /** What it is called in errors. */
  readonly name: string;
  /** Whether its slot is a number. */
  readonly isNumber: boolean;
  /** Whether the object uses it after the call, or owns it. */
  readonly keeps?: Keeps;
  /** Of a result: an object that Qt has, one that Qt has given away, or a place in the object that was asked. */
  readonly origin?: "pointer" | "taken" | "view";
  /** How well a value fits. */
  fit(value: unknown): Fit;
  /** The number of a value that fits, of a type whose slot is one. */
  number(value: unknown): number;
  /** Makes another value of one that fits, before anything is written: that may take a call. */
  readonly prepare?: (value: unknown) => unknown;
  /** Writes a value that fits. */
  write(slots: SlotWriter, at: number, value: unknown): void;
  /** What JavaScript gets, of what the wire's reader has read; left out: the same. */
  readonly read?: (value: unknown) => unknown;
}

/** What becomes of an argument after the call. */
export type Keeps = "owned" | "held" | "parent";

/** Of a type whose slot is no number. */
export const notNumber = (): number => NaN;
/** Of a type whose values are numbers. */
export const asNumber = (value: unknown): number => value as number;

/** A type whose slot is a number. */
export function numberType(
  name: string,
  fit: (value: unknown) => Fit,
  { number = asNumber, read }: Partial<Pick<ApiType, "number" | "read">> = {},
): ApiType {
  const type: ApiType = {
    name,
    isNumber: true,
    fit,
    number,
    write: (slots, at, value) => slots.number(at, number(value)),
  };
  return read === undefined ? type : { ...type, read };
}
