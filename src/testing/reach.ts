/**
 * Waits until the events of a user reach an element.
 *
 * @module
 */

import { anyDriver, elementsIn, settle } from "./driver.ts";
import type { Element } from "./element.ts";
import { findElement } from "./finding.ts";
import { Input, type MouseOptions } from "./input.ts";
import { isQuery, type Target } from "./query.ts";
import { poll } from "./waiting.ts";

/** Waits until there is exactly one element, which events reach. */
export async function waitUntilReady(
  target: Target,
  what: string,
  options: MouseOptions,
  timeout: number,
): Promise<Element> {
  return await poll(
    () => {
      let element = findElement(target);
      if (element.object !== null) {
        element.driver.reveal(element.object);
        element = findElement(isQuery(target) ? target : element.object);
      }
      const place = Input.place(element, options);
      const problem = problemOf(element, place);
      if (problem === undefined) return element;
      throw new Error(`${element} ${problem}`);
    },
    timeout,
    {
      what: () => `something to ${what}`,
      seen: () => "there is none",
    },
  );
}

/** Waits until an element can be reached, and gives it the keyboard. */
export async function focus(
  target: Target,
  what: string,
  timeout: number,
): Promise<Element> {
  const element = await waitUntilReady(target, what, {}, timeout);
  const { object, window, driver } = element;
  if (object === null || element.focused) return element;
  if (driver.focusWindow() !== window) {
    window!.invoke("requestActivate");
    await settle(driver, timeout);
  }
  const method = object.inherits("QWidget") ? "setFocus" : "forceActiveFocus";
  object.invoke(method);
  await settle(driver, timeout);
  return element;
}

/**
 * Presses keys in the window that is active, or soon is.
 *
 * @throws {TimeoutError} If none is.
 */
export async function pressInActiveWindow(
  keys: string,
  timeout: number,
): Promise<void> {
  const driver = anyDriver();
  const window = await poll(
    () => driver.focusWindow() ?? undefined,
    timeout,
    {
      what: () => `an active window, to press ${keys} in`,
      seen: () => "there is none: show one, or name a target",
    },
  );
  await new Input(driver, timeout).press(window, keys);
}

/** What keeps the events of a user from an element. */
function problemOf(
  element: Element,
  at: { readonly x: number; readonly y: number },
): string | undefined {
  const { object, area, window, parent } = element;
  if (!element.visible) return "is hidden";
  if (!element.enabled) return "is disabled";
  if (window === null) return "is in no window";
  if (area.width <= 0 || area.height <= 0) {
    return "cannot be seen: it is scrolled away or has no size";
  }
  const owner = object ?? parent?.object;
  const cover = owner ? element.driver.covering(owner, at) : null;
  if (cover === null) return undefined;
  const [shown] = elementsIn(cover, false);
  return `is covered by ${shown ?? cover}`;
}
