/** What the tests of Qt's devices share. */

import { assertEquals } from "@std/assert";
import {
  type ExceptionContext,
  getRunningLoop,
  type QCoreApplication,
  run,
} from "../../mod.ts";
import { withDialog } from "../_support/dialog.ts";
import { onCore, onWidgets } from "../_support/probe.ts";

/** The body of a test; what the exception handler was told must be taken out of `errors`. */
type Body = (errors: ExceptionContext[]) => Promise<void>;

function checked(body: Body, around = (body: () => Promise<void>) => body()) {
  return async (application: QCoreApplication): Promise<void> => {
    if ("quitOnLastWindowClosed" in application) {
      application.quitOnLastWindowClosed = false;
    }
    await run(async () => {
      const errors: ExceptionContext[] = [];
      getRunningLoop().setExceptionHandler((_loop, context) =>
        errors.push(context)
      );
      await around(() => body(errors));
      assertEquals(errors.map(({ message }) => message), []);
    }, { keepRunning: false });
  };
}

/** Declares a test that has a loop: once without windows, and once while a modal dialog is open. */
export function test(title: string, body: Body): void {
  Deno.test(title, () => onCore((_, app) => checked(body)(app)));
  Deno.test(
    `${title}, beside a dialog`,
    () => onWidgets(checked(body, withDialog)),
  );
}
