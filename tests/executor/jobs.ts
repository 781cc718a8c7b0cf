/** A module that Workers import. */

import { currentJob } from "../../src/executor/job.ts";

const captured = 40;

export function addTwo(n: number = captured): number {
  return n + 2;
}

export default function greet(name: string): string {
  return `Hello ${name}`;
}

export async function report(n: number): Promise<number> {
  for (let i = 1; i <= n; i++) currentJob().progress(i);
  return await Promise.resolve(n);
}

export const notAFunction = 42;
