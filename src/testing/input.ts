/**
 * What a user does: mouse, wheel and keyboard.
 *
 * @module
 */

import { QPoint, QPointF } from "../qt/calls/values.ts";
import {
  KeyboardModifier,
  MouseButton,
  QEventType,
} from "../qt/generated/core/enums.ts";
import type { QObject } from "../qt/objects/qobject.ts";
import type { Driver, Element } from "./element.ts";
import { settle } from "./driver.ts";
import type { TimeoutOptions } from "./waiting.ts";

/** A key that is held down meanwhile. */
export type Modifier = "Shift" | "Ctrl" | "Alt" | "Meta";

/** How to click. */
export interface MouseOptions extends TimeoutOptions {
  /**
   * The button.
   *
   * @default {"left"}
   */
  readonly button?: "left" | "right" | "middle";
  /** The keys that are held down. */
  readonly modifiers?: readonly Modifier[];
  /** Where, in pixels from the upper left corner of the part that can be seen. By default in its middle. */
  readonly position?: { readonly x: number; readonly y: number };
}

/** How to type. */
export interface TypeOptions extends TimeoutOptions {
  /**
   * Whether the text takes the place of the one that is there.
   *
   * @default {false}
   */
  readonly replace?: boolean;
}

const BUTTONS = {
  left: MouseButton.LeftButton,
  right: MouseButton.RightButton,
  middle: MouseButton.MiddleButton,
} as const;

const MODIFIERS = {
  Shift: KeyboardModifier.ShiftModifier,
  Ctrl: KeyboardModifier.ControlModifier,
  Alt: KeyboardModifier.AltModifier,
  Meta: KeyboardModifier.MetaModifier,
} as const;

/** A drag begins after some distance, and its target gets mouse moves. */
const DRAG_STEPS = 8;

/** Sends events to the windows of a driver. */
export class Input {
  readonly #driver: Driver;
  readonly #timeout: number;

  /** @param timeout How long Qt may take to handle an event, in milliseconds. */
  constructor(driver: Driver, timeout: number) {
    this.#driver = driver;
    this.#timeout = timeout;
  }

  /** Where a click on an element goes. */
  static place({ area }: Element, { position }: MouseOptions = {}): QPointF {
    const { x, y, width, height } = area;
    return position === undefined
      ? new QPointF(Math.floor(x + width / 2), Math.floor(y + height / 2))
      : new QPointF(x + position.x, y + position.y);
  }

  async click(
    element: Element,
    options: MouseOptions,
    count: 1 | 2,
  ): Promise<void> {
    const at = Input.place(element, options);
    const window = element.window!;
    this.#move(window, at, options, false);
    for (let i = 0; i < count; i++) {
      this.#button(window, at, options, "MouseButtonPress", i === 0);
      this.#button(window, at, options, "MouseButtonRelease", false);
    }
    await this.#settle();
  }

  async hover(element: Element, options: MouseOptions): Promise<void> {
    this.#move(element.window!, Input.place(element, options), options, false);
    await this.#settle();
  }

  async drag(
    from: Element,
    to: Element,
    options: MouseOptions,
    toPosition: MouseOptions["position"],
  ): Promise<void> {
    const [start, end] = [
      Input.place(from, options),
      Input.place(to, toPosition === undefined ? {} : { position: toPosition }),
    ];
    const window = from.window!;
    this.#move(window, start, options, false);
    this.#button(window, start, options, "MouseButtonPress", true);
    await this.#settle();
    for (let step = 1; step <= DRAG_STEPS; step++) {
      const between = (a: number, b: number) =>
        Math.round(a + (b - a) * step / DRAG_STEPS);
      const at = new QPointF(
        between(start.x, end.x),
        between(start.y, end.y),
      );
      this.#move(to.window!, at, options, true);
      // A move may open the event loop in which Qt drags.
      await this.#settle();
      if (this.#driver.dragRefused()) {
        throw new Error(
          "The platform offscreen has no drag and drop between widgets (QDrag): run the test on a display, QT_QPA_PLATFORM=xcb",
        );
      }
    }
    this.#button(to.window!, end, options, "MouseButtonRelease", false);
    await this.#settle();
  }

  async wheel(
    element: Element,
    degrees: number | { readonly x: number; readonly y: number },
    { modifiers, position }: Omit<MouseOptions, "button">,
  ): Promise<void> {
    const { x, y } = typeof degrees === "number"
      ? { x: 0, y: degrees }
      : degrees;
    this.#driver.wheel(
      element.window!,
      Input.place(element, position === undefined ? {} : { position }),
      new QPoint(x, y),
      bits(modifiers),
    );
    await this.#settle();
  }

  /** Types a text, key by key. */
  async type(
    window: QObject,
    text: string,
    { replace = false }: TypeOptions,
  ): Promise<void> {
    if (replace) {
      await this.press(window, "Ctrl+A");
      if (text === "") return await this.press(window, "Delete");
    }
    for (const character of text) {
      const [key, sent] = character === "\n"
        ? ["Return", "\r"]
        : character === "\t"
        ? ["Tab", "\t"]
        : [character, character];
      const [code = 0] = this.#driver.keysOf(key)[0] ?? [];
      const shift = /^\p{Lu}$/u.test(character)
        ? KeyboardModifier.ShiftModifier
        : 0;
      this.#key(window, code, shift, sent);
    }
    await this.#settle();
  }

  /**
   * Presses keys.
   *
   * @param keys In the form of QKeySequence, such as `"Ctrl+S"`.
   * @throws {TypeError} If there are no such keys.
   */
  async press(window: QObject, keys: string): Promise<void> {
    const sequence = this.#driver.keysOf(keys);
    if (sequence.length === 0) {
      throw new TypeError(
        `No such keys: ${
          JSON.stringify(keys)
        }; expected keys as QKeySequence has them: "Ctrl+S", "Return", "F5", "Ctrl+K, Ctrl+C"`,
      );
    }
    for (const [key, modifiers, text] of sequence) {
      this.#key(window, key, modifiers, text);
    }
    await this.#settle();
  }

  #settle(): Promise<void> {
    return settle(this.#driver, this.#timeout);
  }

  #move(
    window: QObject,
    at: QPointF,
    { button = "left", modifiers }: MouseOptions,
    pressed: boolean,
  ): void {
    this.#driver.mouse(
      window,
      QEventType.MouseMove,
      at,
      MouseButton.NoButton,
      pressed ? BUTTONS[button] : 0,
      bits(modifiers),
      false,
    );
  }

  #button(
    window: QObject,
    at: QPointF,
    { button = "left", modifiers }: MouseOptions,
    type: "MouseButtonPress" | "MouseButtonRelease",
    later: boolean,
  ): void {
    const code = BUTTONS[button];
    this.#driver.mouse(
      window,
      QEventType[type],
      at,
      code,
      type === "MouseButtonPress" ? code : 0,
      bits(modifiers),
      later,
    );
  }

  #key(window: QObject, key: number, modifiers: number, text: string): void {
    for (const type of ["KeyPress", "KeyRelease"] as const) {
      this.#driver.key(window, QEventType[type], key, modifiers, text);
    }
  }
}

function bits(modifiers: readonly Modifier[] = []): number {
  return modifiers.reduce((all, name) => all | MODIFIERS[name], 0);
}
