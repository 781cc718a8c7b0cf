/**
 * What the doctor notes while it looks around.
 *
 * @module
 */

import type { Need } from "./packages.ts";

/** One thing that was looked at. */
export interface Finding {
  /** What it belongs to: `"Qt"`, `"Shim"`, `"Plugins"`, `"Display"` … */
  readonly subject: string;
  /** Whether it is as it should be. */
  readonly ok: boolean;
  /** What was found. */
  readonly text: string;
}

/** Collects what is found. */
export class Findings {
  readonly list: Finding[] = [];
  readonly needs: Set<Need> = new Set();

  /** Notes that something is as it should be. */
  good(subject: string, text: string): void {
    this.list.push({ subject, ok: true, text });
  }

  /** Notes that something is not. */
  bad(subject: string, text: string, need?: Need): void {
    this.list.push({ subject, ok: false, text });
    if (need !== undefined) this.needs.add(need);
  }
}

/** Whether a permission is granted already. */
export function granted(descriptor: Deno.PermissionDescriptor): boolean {
  return Deno.permissions.querySync(descriptor).state === "granted";
}
