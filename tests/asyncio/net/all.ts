/** All suites of the second level, for whoever has a loop to try. */

import type { NewLoop } from "../suites/_support.ts";
import type { Around, Suite } from "./_support.ts";
import { suite as datagrams } from "./datagrams.ts";
import { suite as pipes } from "./pipes.ts";
import { suite as readers } from "./readers.ts";
import { suite as servers } from "./servers.ts";
import { suite as streams } from "./streams.ts";
import { suite as subprocesses } from "./subprocesses.ts";
import { suite as transports } from "./transports.ts";

/** All suites. */
const SUITES: readonly Suite[] = [
  transports,
  servers,
  readers,
  streams,
  subprocesses,
  pipes,
  datagrams,
];

/** Declares the tests of every suite on the loops that `newLoop` makes. */
export function netSuites(
  name: string,
  newLoop: NewLoop,
  around?: Around,
): void {
  for (const suite of SUITES) suite(name, newLoop, around);
}
