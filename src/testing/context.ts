/**
 * What a test works with.
 *
 * @module
 */

import { QCoreApplication } from "../qt/app/application.ts";
import type { QtMessage } from "../qt/app/messages.ts";
import type { QObject } from "../qt/objects/qobject.ts";
import type { QtAbstractClass } from "../qt/objects/qt_class.ts";
import type { Signal } from "../qt/signals/signal.ts";
import { answerDialog, type DialogAnswer } from "./dialogs.ts";
import { anyDriver, settle } from "./driver.ts";
import type { Element } from "./element.ts";
import {
  describeScreen,
  findElement,
  findElements,
  findObject,
  findObjects,
  toQuery,
} from "./finding.ts";
import type { TestFacts } from "./expectations.ts";
import { Input, type MouseOptions, type TypeOptions } from "./input.ts";
import { matchPicture, pictureOf, type PictureOptions } from "./picture.ts";
import type { Query, Target, Text } from "./query.ts";
import { focus, pressInActiveWindow, waitUntilReady } from "./reach.ts";
import {
  expectSilence,
  pollUntil,
  signalArguments,
  type SignalOptions,
  type TimeoutOptions,
} from "./waiting.ts";

/**
 * The context of a test: it finds elements on the screen, acts as a user does, and waits. {@linkcode qtTest} creates it.
 *
 * An action waits until exactly one element matches its target and is visible, enabled and not covered by a dialog. It
 * resolves when Qt has handled the event. A dialog that it opens may stay open: `await t.click("Quit"); await t.answer("Yes");`.
 */
export class QtTestContext {
  /** Qt's messages since the test began. */
  readonly messages: readonly QtMessage[];
  readonly #facts: TestFacts;

  /** @internal */
  constructor(facts: TestFacts) {
    this.#facts = facts;
    this.messages = facts.expectations.messages;
  }

  /** The name of the test. */
  get name(): string {
    return this.#facts.name;
  }

  /**
   * The application.
   *
   * @throws {Error} If there is none (any more).
   */
  get app(): QCoreApplication {
    const application = QCoreApplication.instance();
    if (application !== null) return application;
    throw new Error("Cannot use t.app: there is no application");
  }

  // Finding

  /**
   * Finds the object that matches.
   *
   * @typeParam T The type of the object.
   * @param type The class of the object, or one that it extends.
   * @param query What it shows, is called or is, if there are several.
   * @throws {Error} If there is none, or more than one: the message says what is there.
   */
  find<T extends QObject>(
    type: QtAbstractClass<T>,
    query?: Text | Omit<Query, "type">,
  ): T;
  /**
   * Finds the object that matches, of any class.
   *
   * @param query What it shows, is called or is.
   */
  find<T extends QObject = QObject>(query: Text | Query<T>): T;
  find(
    first: QtAbstractClass<QObject> | Text | Query,
    second?: Text | Query,
  ): QObject {
    return findObject(toQuery(first, second));
  }

  /** Finds all objects that match, as {@linkcode QtTestContext.find}: none, one or several. */
  findAll<T extends QObject>(
    type: QtAbstractClass<T>,
    query?: Text | Omit<Query, "type">,
  ): T[];
  /**
   * Finds all objects that match, of any class.
   *
   * @param query What they show, are called or are.
   */
  findAll<T extends QObject = QObject>(query: Text | Query<T>): T[];
  findAll(
    first: QtAbstractClass<QObject> | Text | Query,
    second?: Text | Query,
  ): QObject[] {
    return findObjects(toQuery(first, second));
  }

  /**
   * Finds the element that matches: an object as a screen reader sees it, or a part of one, such as a cell of a table.
   *
   * @throws {Error} If there is none, or more than one: the message says what is there.
   */
  element(target: Target): Element {
    return findElement(target);
  }

  /** Finds all elements that match, as {@linkcode QtTestContext.element}: none, one or several. */
  elements(query: Text | Query): Element[] {
    return findElements(query);
  }

  /** Lists the elements on the screen, indented: useful while writing a test. */
  describe(within?: QObject): string {
    return describeScreen(within ? { within } : {});
  }

  // Acting

  /** Clicks on an element. */
  async click(target: Target, options: MouseOptions = {}): Promise<void> {
    const element = await this.#ready(target, "click on", options);
    await this.#input(element).click(element, options, 1);
  }

  /** Double-clicks on an element. */
  async doubleClick(target: Target, options: MouseOptions = {}): Promise<void> {
    const element = await this.#ready(target, "click on", options);
    await this.#input(element).click(element, options, 2);
  }

  /** Moves the mouse to an element. */
  async hover(target: Target, options: MouseOptions = {}): Promise<void> {
    const element = await this.#ready(target, "move to", options);
    await this.#input(element).hover(element, options);
  }

  /**
   * Drags an element to another.
   *
   * @param options How to take it; `to` says where to let it go, as `position` says where to take it.
   */
  async drag(
    from: Target,
    to: Target,
    options: MouseOptions & { readonly to?: MouseOptions["position"] } = {},
  ): Promise<void> {
    const start = await this.#ready(from, "drag", options);
    const timeout = this.#timeout(options);
    const end = await this.#ready(to, "drag to", { timeout });
    await this.#input(start).drag(start, end, options, options.to);
  }

  /**
   * Turns the mouse wheel over an element.
   *
   * @param degrees How far: 15 is a notch; more than 0 is away from the user, which scrolls up. A number is for the vertical wheel.
   */
  async wheel(
    target: Target,
    degrees: number | { readonly x: number; readonly y: number },
    options: Omit<MouseOptions, "button"> = {},
  ): Promise<void> {
    const element = await this.#ready(target, "scroll", options);
    await this.#input(element).wheel(element, degrees, options);
  }

  /**
   * Gives an element the keyboard focus and types a text, one key per character; `\n` is Return, `\t` is Tab.
   *
   * @param options How to type.
   */
  async type(
    target: Target,
    text: string,
    options: TypeOptions = {},
  ): Promise<void> {
    const element = await focus(target, "type into", this.#timeout(options));
    await this.#input(element).type(element.window!, text, options);
  }

  /**
   * Presses keys, in the active window or in a target, which gets the keyboard focus first.
   *
   * @param keys As [QKeySequence](https://doc.qt.io/qt-6/qkeysequence.html#QKeySequence-1) has them: `"Ctrl+S"`, `"Return"`, `"F5"`,
   * `"Ctrl+K, Ctrl+C"`.
   * @throws {TypeError} If there are no such keys.
   * @throws {TimeoutError} If no window is active.
   */
  async press(keys: string): Promise<void>;
  /**
   * Presses keys in a target.
   *
   * @param target What gets the keyboard first.
   */
  async press(target: Target, keys: string): Promise<void>;
  async press(first: Target, second?: string): Promise<void> {
    const { timeout } = this.#facts;
    if (second === undefined) {
      return await pressInActiveWindow(first as string, timeout);
    }
    const element = await focus(first, "press keys in", timeout);
    await this.#input(element).press(element.window!, second);
  }

  /**
   * Answers the modal dialog that is open, or opens soon.
   *
   * @param answer What to do: see {@linkcode DialogAnswer}.
   * @returns What the dialog said: the text of a message, or else the title.
   * @throws {TimeoutError} If no dialog opens.
   *
   * @example
   * ```ts ignore
   * import { assertEquals } from "@std/assert";
   * import { QPushButton, showMessage } from "@qtasyncio/qtasyncio/widgets";
   * import { qtTest } from "@qtasyncio/qtasyncio/testing";
   *
   * Deno.test("asks before it deletes", qtTest(async (t) => {
   *   const answers: (string | null)[] = [];
   *   const button = new QPushButton({
   *     text: "Delete",
   *     clicked: async () => {
   *       answers.push(await showMessage({ text: "Really?", buttons: ["Yes", "No"] }));
   *     },
   *   });
   *   button.show();
   *   await t.click("Delete");
   *   assertEquals(await t.answer("No"), "Really?");
   *   await t.until(() => answers.length === 1);
   *   assertEquals(answers, ["No"]);
   * }));
   * ```
   */
  answer(answer: DialogAnswer, options: TimeoutOptions = {}): Promise<string> {
    return answerDialog(this, answer, this.#timeout(options));
  }

  // Waiting

  /**
   * Waits until a function returns anything but `false`, `null` or `undefined`. If the function throws, it is called again, so
   * that it can use {@linkcode QtTestContext.find} and assertions.
   *
   * @returns What the function returned.
   * @throws {TimeoutError} If it does not hold in time: with what it returned, or threw, last.
   *
   * @example
   * ```ts ignore
   * import { QLabel } from "@qtasyncio/qtasyncio/widgets";
   * import { qtTest } from "@qtasyncio/qtasyncio/testing";
   *
   * Deno.test("the clock ticks", qtTest(async (t) => {
   *   const label = new QLabel({ text: "…" });
   *   label.show();
   *   setTimeout(() => label.text = "12:00", 20);
   *   await t.until(() => label.text === "12:00");
   *   await t.until(() => t.find("12:00"));
   * }));
   * ```
   */
  async until<T>(
    condition: () => T | Promise<T>,
    options: TimeoutOptions = {},
  ): Promise<Exclude<T, false | null | undefined>> {
    return await pollUntil(condition, this.#timeout(options));
  }

  /**
   * Expects a signal from now on: call this, then cause the signal, then await the promise.
   *
   * @typeParam A The types of the signal's arguments.
   * @returns The signal's arguments.
   * @throws {TimeoutError} (as a rejection) If it does not come in time.
   *
   * @example
   * ```ts ignore
   * import { assertEquals } from "@std/assert";
   * import { QSpinBox } from "@qtasyncio/qtasyncio/widgets";
   * import { qtTest } from "@qtasyncio/qtasyncio/testing";
   *
   * Deno.test("counts up", qtTest(async (t) => {
   *   const box = new QSpinBox({ value: 7 });
   *   box.show();
   *   const changed = t.expectSignal(box.valueChanged);
   *   await t.press(box, "Up");
   *   assertEquals(await changed, [8]);
   * }));
   * ```
   */
  expectSignal<A extends readonly unknown[]>(
    signal: Signal<A>,
    options: SignalOptions<A> = {},
  ): Promise<A> {
    const expected = signalArguments(
      signal,
      this.#timeout(options),
      options.filter,
    );
    this.#facts.expectations.expect(expected, String(signal));
    return expected;
  }

  /**
   * Waits, and fails if a signal is emitted meanwhile.
   *
   * @param options How long to wait: `during`, in milliseconds, 50 by default.
   * @throws {Error} (as a rejection) If it comes, with its arguments.
   */
  async noSignal<A extends readonly unknown[]>(
    signal: Signal<A>,
    options: { readonly during?: number } = {},
  ): Promise<void> {
    await expectSilence(signal, options.during ?? 50);
  }

  // Pictures

  /**
   * Returns a picture of a widget, an item or a window, as it looks now.
   *
   * @returns A PNG file.
   * @throws {TypeError} If it is nothing that is drawn by itself.
   */
  screenshot(target: Target): Uint8Array<ArrayBuffer> {
    return pictureOf(target);
  }

  /**
   * Compares a widget or a window with an approved picture, `__pictures__/NAME.png` beside the test's file. If it differs,
   * `NAME.actual.png` and `NAME.difference.png` are written there: the latter shows both, with the differences in red.
   * `deno test -A -- --update` approves what is drawn.
   *
   * Pictures are the same on each run ({@linkcode qtTest} sees to the style, the font and the resolution), but not with another
   * version of the font or its renderer: the tolerance allows for little differences.
   *
   * @param name The name of the picture.
   * @throws {Error} If it differs, or there is no approved picture.
   */
  async matchPicture(
    target: Target,
    name: string,
    options: PictureOptions = {},
  ): Promise<void> {
    const { origin, timeout } = this.#facts;
    await matchPicture(target, name, options, origin, timeout);
  }

  // Messages

  /**
   * Allows messages of Qt that would fail the test: warnings and worse.
   *
   * @param texts A part of the text, or a pattern.
   */
  allowMessages(...texts: Text[]): void {
    this.#facts.expectations.allow(texts);
  }

  /** Waits until Qt has handled all pending events: posted events, events of the window system, and what they have caused. */
  async settle(): Promise<void> {
    await settle(anyDriver(), this.#facts.timeout);
  }

  #timeout({ timeout }: TimeoutOptions): number {
    return timeout ?? this.#facts.timeout;
  }

  #ready(
    target: Target,
    what: string,
    options: MouseOptions,
  ): Promise<Element> {
    return waitUntilReady(target, what, options, this.#timeout(options));
  }

  #input(element: Element): Input {
    return new Input(element.driver, this.#facts.timeout);
  }
}
