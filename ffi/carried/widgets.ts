/** What a release carries for programs with widgets; `ffi/carried.ts` says more. @module */

import type { CarriedLibraries } from "../carried.ts";

/** By platform and by name. */
export const carried: CarriedLibraries = {};
