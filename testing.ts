/**
 * Tests of programs with windows, for `deno test`: finds what is on the screen, does what a user does, and waits.
 *
 * {@linkcode qtTest} makes an application for a test and disposes of it; its context ({@linkcode QtTestContext}) has all the
 * rest. No display is needed.
 *
 * @example
 * ```ts ignore
 * import { assertEquals } from "@std/assert";
 * import { QLabel, QPushButton, QVBoxLayout, QWidget } from "@qtasyncio/qtasyncio/widgets";
 * import { build } from "@qtasyncio/qtasyncio/builder";
 * import { qtTest } from "@qtasyncio/qtasyncio/testing";
 *
 * function counter(): QWidget {
 *   let count = 0;
 *   const label = build(QLabel, { text: "0", objectName: "count" });
 *   const button = build(QPushButton, { text: "&More", clicked: () => label.text = String(++count) });
 *   return build(QWidget, {}, build(QVBoxLayout, {}, label, button));
 * }
 *
 * Deno.test("the counter counts", qtTest(async (t) => {
 *   counter().show();
 *   await t.click("More");
 *   await t.doubleClick("More");
 *   assertEquals(t.find(QLabel, { objectName: "count" }).text, "3");
 * }));
 * ```
 *
 * @module
 */

export { QtTestContext } from "./src/testing/context.ts";
export type { DialogAnswer } from "./src/testing/dialogs.ts";
export { Element } from "./src/testing/element.ts";
export type { Role } from "./src/testing/element.ts";
export type {
  Modifier,
  MouseOptions,
  TypeOptions,
} from "./src/testing/input.ts";
export type { PictureOptions } from "./src/testing/picture.ts";
export { qtTest } from "./src/testing/test_case.ts";
export type {
  QtTestFunction,
  QtTestOptions,
  TestInfo,
} from "./src/testing/test_case.ts";
export type { Query, Target, Text } from "./src/testing/query.ts";
export type { SignalOptions, TimeoutOptions } from "./src/testing/waiting.ts";
