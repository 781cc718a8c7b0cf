/** The states of a future; every state but `PENDING` means that it is done. */

export type FutureState = 0 | 1 | 2 | 3;
export const PENDING = 0;
export const CANCELLED = 1;
export const RESULT = 2;
export const ERROR = 3;
