/**
 * What a test works with.
 *
 * @module
 */

import { TimeoutError } from "../asyncio/mod.ts";
import { QCoreApplication } from "../qt/app/application.ts";
import type { QtMessage } from "../qt/app/messages.ts";
import type { QObject } from "../qt/objects/qobject.ts";
import type { QtAbstractClass } from "../qt/objects/qt_class.ts";
import type { Signal } from "../qt/signals/signal.ts";
import { answerDialog, type DialogAnswer } from "./dialogs.ts";
import { allElements, anyDriver, elementsIn, settle } from "./driver.ts";
import { describeTree, Element } from "./element.ts";
import { Input, type MouseOptions } from "./input.ts";
import { comparePicture, type PictureOptions } from "./picture.ts";
import {
  describeQuery,
  isQuery,
  type Query,
  select,
  type Target,
  type Text,
} from "./query.ts";
import {
  codeOf,
  inspect,
  poll,
  signalArguments,
  type SignalOptions,
  type TimeoutOptions,
} from "./waiting.ts";

/** How to type. */
export interface TypeOptions extends TimeoutOptions {
  /**
   * Whether the text takes the place of the one that is there.
   *
   * @default {false}
   */
  readonly replace?: boolean;
}

/** What a context knows of its test. */
export interface TestFacts {
  readonly name: string;
  /** The URL of the test's file, if it is known. */
  readonly origin: string | undefined;
  readonly timeout: number;
}

/**
 * What a test works with: it finds what is on the screen, does what a user does, and waits. {@linkcode qtTest} makes it.
 *
 * What acts on a target waits until there is exactly one, which is visible and enabled and not covered by a dialog; it
 * resolves when Qt has handled the event. A dialog that it opens may stay open: `await t.click("Quit"); await t.answer("Yes");`.
 */
export class QtTestContext {
  /** Qt's messages since the test has begun. */
  readonly messages: QtMessage[] = [];
  readonly #facts: TestFacts;
  readonly #allowed: Text[] = [];
  readonly #expected = new Map<Promise<unknown>, string>();

  /** @internal */
  constructor(facts: TestFacts) {
    this.#facts = facts;
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
    throw new Error("There is no application");
  }

  // Finding

  /**
   * Finds the object that is meant.
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
   * Finds the object that is meant, whatever its class.
   *
   * @param query What it shows, is called or is.
   */
  find<T extends QObject = QObject>(query: Text | Query<T>): T;
  find(
    first: QtAbstractClass<QObject> | Text | Query,
    second?: Text | Query,
  ): QObject {
    const query = toQuery(first, second);
    const element = this.element(query);
    if (element.object !== null) return element.object;
    throw new Error(
      `${element} is a part of ${element.parent} and no object: use element()`,
    );
  }

  /** Finds all objects that are meant, as {@linkcode QtTestContext.find}: none, one or several. */
  findAll<T extends QObject>(
    type: QtAbstractClass<T>,
    query?: Text | Omit<Query, "type">,
  ): T[];
  /**
   * Finds all objects that are meant, whatever their classes.
   *
   * @param query What they show, are called or are.
   */
  findAll<T extends QObject = QObject>(query: Text | Query<T>): T[];
  findAll(
    first: QtAbstractClass<QObject> | Text | Query,
    second?: Text | Query,
  ): QObject[] {
    return this.elements(toQuery(first, second))
      .map(({ object }) => object)
      .filter((object) => object !== null);
  }

  /**
   * What a screen reader would tell of something: an object, or a part of one, such as a cell of a table.
   *
   * @throws {Error} If there is none, or more than one: the message says what is there.
   */
  element(target: Target): Element {
    if (target instanceof Element) return target;
    if (!isQuery(target)) {
      const [element] = elementsIn(target, true);
      if (element !== undefined) return element;
      throw new TypeError(
        `${target} is not on the screen: expected a widget, an item or a window`,
      );
    }
    const found = this.elements(target);
    if (found.length === 1) return found[0]!;
    const query = describeQuery(target);
    if (found.length > 1) {
      throw new Error(
        `${found.length} elements match ${query}, expected one:\n${
          found.map((one) => `  ${one}`).join("\n")
        }`,
      );
    }
    throw new Error(
      `No element matches ${query}.${this.#hint(target)} There is:\n${
        describeTree(this.#all(target, false))
      }`,
    );
  }

  /** All that match, as {@linkcode QtTestContext.element}: none, one or several. */
  elements(query: Text | Query): Element[] {
    const hidden = isText(query) ? false : query.hidden ?? false;
    return select(this.#all(query, hidden), query);
  }

  /** What is on the screen, as an indented list: for a look at it while a test is written. */
  describe(within?: QObject): string {
    return describeTree(this.#all(within ? { within } : {}, false));
  }

  // Acting

  /** Clicks on something. */
  async click(target: Target, options: MouseOptions = {}): Promise<void> {
    const element = await this.#ready(target, "click on", options);
    await this.#input(element).click(element, options, 1);
  }

  /** Clicks on something twice, so quickly that it is a double click. */
  async doubleClick(target: Target, options: MouseOptions = {}): Promise<void> {
    const element = await this.#ready(target, "click on", options);
    await this.#input(element).click(element, options, 2);
  }

  /** Moves the mouse to something. */
  async hover(target: Target, options: MouseOptions = {}): Promise<void> {
    const element = await this.#ready(target, "move to", options);
    await this.#input(element).hover(element, options);
  }

  /**
   * Drags something to something else.
   *
   * @param options How to take it; `to` says where to let it go, as `position` says where to take it.
   */
  async drag(
    from: Target,
    to: Target,
    options: MouseOptions & { readonly to?: MouseOptions["position"] } = {},
  ): Promise<void> {
    const start = await this.#ready(from, "drag", options);
    const { timeout } = options;
    const end = await this.#ready(
      to,
      "drag to",
      timeout === undefined ? {} : { timeout },
    );
    await this.#input(start).drag(start, end, options, options.to);
  }

  /**
   * Turns the wheel over something.
   *
   * @param degrees How far: 15 is a notch; more than 0 is away from the user, which scrolls up. A number is for the vertical wheel.
   */
  async wheel(
    target: Target,
    degrees: number | { readonly x: number; readonly y: number },
    options: Omit<MouseOptions, "button"> = {},
  ): Promise<void> {
    const element = await this.#ready(target, "scroll", options);
    const both = typeof degrees === "number" ? { x: 0, y: degrees } : degrees;
    await this.#input(element).wheel(element, both, options);
  }

  /**
   * Gives something the keyboard, and types a text, a key for each character; `\n` is Return, `\t` is Tab.
   *
   * @param options How to type.
   */
  async type(
    target: Target,
    text: string,
    options: TypeOptions = {},
  ): Promise<void> {
    const element = await this.#focused(target, "type into", options);
    const input = this.#input(element);
    if (options.replace === true) {
      await input.press(element.window!, "Ctrl+A");
      if (text === "") return await input.press(element.window!, "Delete");
    }
    await input.type(element.window!, text);
  }

  /**
   * Presses keys, in the active window or in a target, which gets the keyboard first.
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
    if (second !== undefined) {
      const element = await this.#focused(first, "press keys in");
      return await this.#input(element).press(element.window!, second);
    }
    const driver = anyDriver();
    const window = await poll(
      () => driver.focusWindow() ?? undefined,
      this.#facts.timeout,
      {
        what: () => `an active window, to press ${first} in`,
        seen: () => "there is none: show one, or name a target",
      },
    );
    await new Input(driver, this.#facts.timeout).press(window, first as string);
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
   * Waits until a condition holds: until a function returns something else than `false`, `null` or `undefined`. A function that
   * throws is asked again as well, so that {@linkcode QtTestContext.find} and assertions will do.
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
    let last: unknown;
    return await poll(
      async () => {
        const value = last = await condition();
        return value === false || value === null || value === undefined
          ? undefined
          : value as Exclude<T, false | null | undefined>;
      },
      this.#timeout(options),
      {
        what: () => codeOf(condition),
        seen: () => `it returned ${inspect(last)} at last`,
      },
    );
  }

  /**
   * Expects a signal from now on: call it, then do what makes the signal come, then await it.
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
    this.#expected.set(expected, String(signal));
    const done = () => void this.#expected.delete(expected);
    // It may reject while the test awaits something else.
    expected.then(done, done);
    return expected;
  }

  /**
   * Waits, and expects that a signal does not come meanwhile.
   *
   * @param options How long to wait: `during`, in milliseconds, 50 by default.
   * @throws {Error} (as a rejection) If it comes, with its arguments.
   */
  async noSignal<A extends readonly unknown[]>(
    signal: Signal<A>,
    options: { readonly during?: number } = {},
  ): Promise<void> {
    const { during = 50 } = options;
    const args = await signalArguments(signal, during).catch((error) => {
      if (!(error instanceof TimeoutError)) throw error;
    });
    if (args === undefined) return;
    throw new Error(
      `${signal} was emitted with ${inspect(args)}, expected not to be`,
    );
  }

  // Pictures

  /**
   * What a widget, an item or a window looks like now.
   *
   * @returns A PNG file.
   * @throws {TypeError} If it is nothing that is drawn by itself.
   */
  screenshot(target: Target): Uint8Array<ArrayBuffer> {
    const { object } = this.element(target);
    if (object === null || !isGrabbable(object)) {
      throw new TypeError(
        `Cannot take a picture of ${target}: expected a widget or a window`,
      );
    }
    return object.grab();
  }

  /**
   * Compares what a widget or a window looks like with a picture that has been approved, `__pictures__/NAME.png` beside the
   * test's file. Where it differs, `NAME.actual.png` and `NAME.difference.png` are written there: the latter shows both, and in
   * red what differs. `deno test -A -- --update` approves what is drawn.
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
    const { origin } = this.#facts;
    const folder = options.folder ??
      (origin === undefined ? "__pictures__" : new URL("__pictures__", origin));
    await comparePicture(
      anyDriver(),
      await this.#stablePicture(target),
      name,
      folder,
      options,
    );
  }

  /** A picture that is the same as the one before: a window that has just been shown becomes active. */
  async #stablePicture(target: Target): Promise<Uint8Array<ArrayBuffer>> {
    let before: Uint8Array | undefined;
    return await poll(
      async () => {
        await this.settle();
        const now = this.screenshot(target);
        const same = before?.length === now.length &&
          before.every((byte, i) => byte === now[i]);
        before = now;
        return same ? now : undefined;
      },
      this.#facts.timeout,
      {
        what: () => "a picture that does not change",
        seen: () => "each one differs from the one before",
      },
    );
  }

  // Messages

  /**
   * Lets messages of Qt's come that would fail the test: warnings and worse.
   *
   * @param texts A part of the text, or a pattern.
   */
  allowMessages(...texts: Text[]): void {
    this.#allowed.push(...texts);
  }

  /** Waits until Qt has handled what is pending: posted events, events of the window system, and what they have caused. */
  async settle(): Promise<void> {
    await settle(anyDriver(), this.#facts.timeout);
  }

  /** @internal The messages that fail the test. */
  unexpectedMessages(): QtMessage[] {
    return this.messages.filter(({ level, text }) =>
      (level === "warning" || level === "critical") &&
      ![...ENVIRONMENT, ...this.#allowed].some((allowed) =>
        typeof allowed === "string"
          ? text.includes(allowed)
          : allowed.test(text)
      )
    );
  }

  /** @internal The signals that the test still expects. */
  outstanding(): string[] {
    return [...this.#expected.values()];
  }

  #timeout({ timeout }: TimeoutOptions): number {
    return timeout ?? this.#facts.timeout;
  }

  #all(query: Text | Query, hidden: boolean): Element[] {
    const within = isText(query) ? undefined : query.within;
    if (within === undefined) return allElements(hidden);
    if (!(within instanceof Element)) {
      return elementsIn(within, hidden).slice(1);
    }
    if (within.object === null) return [];
    return elementsIn(within.object, hidden).slice(1);
  }

  /** Whether hidden ones would match. */
  #hint(query: Text | Query): string {
    if (select(this.#all(query, true), query).length === 0) return "";
    return " One that is hidden does (show() its window; { hidden: true } finds it).";
  }

  #input(element: Element): Input {
    return new Input(element.driver, this.#facts.timeout);
  }

  /** Waits until there is exactly one element, which events reach. */
  async #ready(
    target: Target,
    what: string,
    options: MouseOptions,
  ): Promise<Element> {
    return await poll(
      () => {
        let element = this.element(target);
        if (element.object !== null) {
          element.driver.reveal(element.object);
          element = this.element(isQuery(target) ? target : element.object);
        }
        const place = Input.place(element, options);
        const problem = problemOf(element, place);
        if (problem === undefined) return element;
        throw new Error(`${element} ${problem}`);
      },
      this.#timeout(options),
      {
        what: () => `something to ${what}`,
        seen: () => "there is none",
      },
    );
  }

  async #focused(
    target: Target,
    what: string,
    options: TimeoutOptions = {},
  ): Promise<Element> {
    const element = await this.#ready(target, what, options);
    const { object, window, driver } = element;
    if (object === null || element.focused) return element;
    if (driver.focusWindow() !== window) {
      window!.invoke("requestActivate");
      await settle(driver, this.#facts.timeout);
    }
    const method = object.inherits("QWidget") ? "setFocus" : "forceActiveFocus";
    object.invoke(method);
    await settle(driver, this.#facts.timeout);
    return element;
  }
}

/** What is no fault of a program's: a machine without a session. */
const ENVIRONMENT: readonly Text[] = [/^QStandardPaths: /];

function isText(query: Text | Query): query is Text {
  return typeof query === "string" || query instanceof RegExp;
}

function toQuery(
  first: QtAbstractClass<QObject> | Text | Query,
  second?: Text | Query,
): Text | Query {
  if (typeof first !== "function") return first;
  if (second === undefined) return { type: first };
  if (!isText(second)) return { ...second, type: first };
  return { text: second, type: first };
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

function isGrabbable(
  object: QObject,
): object is QObject & { grab(): Uint8Array<ArrayBuffer> } {
  return "grab" in object && typeof object.grab === "function";
}
