/**
 * The classes of Qt State Machine: states, and the transitions between them by signals and events.
 *
 * The first use of one of them loads it: on Debian and Ubuntu, `libqt6statemachine6` has it. A release carries the code
 * that calls its members; in a clone of the project, `deno task setup --with=state_machine` builds it.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { once, QApplication, QPushButton, run } from "@qtasyncio/qtasyncio/widgets";
 * import { QState, QStateMachine } from "@qtasyncio/qtasyncio/state_machine";
 *
 * await using _app = new QApplication(["-platform", "offscreen"]);
 * const button = new QPushButton();
 * const machine = new QStateMachine();
 * const off = new QState(machine);
 * const on = new QState(machine);
 * off.assignProperty(button, "text", "Off");
 * on.assignProperty(button, "text", "On");
 * off.addTransition(button.clicked, on);
 * on.addTransition(button.clicked, off);
 * machine.setInitialState(off);
 * await run(async () => {
 *   machine.start();
 *   await once(off.entered);
 *   button.click();
 *   assertEquals(button.text, "On");
 * }, { keepRunning: false });
 * ```
 *
 * @module
 */

import { carried } from "./ffi/carried/state_machine.ts";
import * as stateMachine from "./src/qt/generated/statemachine/classes.js";
import { offerLibrary } from "./src/qt/objects/offered_library.ts";

await offerLibrary("statemachine", stateMachine, carried);

export * from "./src/qt/generated/statemachine/classes.js";
