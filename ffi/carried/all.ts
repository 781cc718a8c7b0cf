/** All that a release carries; `ffi/carried.ts` says more. @module */

import type { CarriedLibraries } from "../carried.ts";
import { carried as charts } from "./charts.ts";
import { carried as core } from "./core.ts";
import { carried as gui } from "./gui.ts";
import { carried as multimedia } from "./multimedia.ts";
import { carried as network } from "./network.ts";
import { carried as opengl } from "./opengl.ts";
import { carried as printSupport } from "./print_support.ts";
import { carried as quick } from "./quick.ts";
import { carried as quickControls } from "./quick_controls.ts";
import { carried as quickWidgets } from "./quick_widgets.ts";
import { carried as serial } from "./serial.ts";
import { carried as sql } from "./sql.ts";
import { carried as stateMachine } from "./state_machine.ts";
import { carried as svg } from "./svg.ts";
import { carried as widgets } from "./widgets.ts";

/** Each part by platform and by name. */
export const all: readonly CarriedLibraries[] = [
  charts,
  core,
  gui,
  multimedia,
  network,
  opengl,
  printSupport,
  quick,
  quickControls,
  quickWidgets,
  serial,
  sql,
  stateMachine,
  svg,
  widgets,
];
