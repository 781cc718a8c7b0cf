/**
 * What is on the screen: windows, widgets, items of Qt Quick, and what they consist of.
 *
 * @module
 */

import type { QPoint, QPointF, QRectF } from "../qt/calls/values.ts";
import type { QAccessibleRole } from "../qt/generated/gui/qaccessible.d.ts";
import type { QObject } from "../qt/objects/qobject.ts";
import type { Signal } from "../qt/signals/signal.ts";

/** What an element is for those who cannot see it: a key of [QAccessible::Role](https://doc.qt.io/qt-6/qaccessible.html#Role-enum). */
export type Role = QAccessibleRole;

/** The bits of `TestDriver::State` (`cpp_shim/gui/testing/test_driver.h`). */
const STATES = {
  visible: 1,
  enabled: 2,
  focused: 4,
  checkable: 8,
  checked: 16,
  selected: 32,
  expanded: 64,
  readOnly: 128,
  modal: 256,
} as const;

/** As the shim sends it. */
export type RawElement = readonly [
  parent: number,
  object: QObject | null,
  className: string,
  objectName: string,
  window: QObject | null,
  role: Role,
  name: string,
  value: string,
  description: string,
  states: number,
  area: QRectF,
];

/** An object of the shim's class of the name (`cpp_shim/gui/testing/test_driver.h`). */
export interface Driver extends QObject {
  readonly reached: Signal<[id: number]>;
  steady(fontFamily: string, pointSize: number): void;
  tree(root: QObject, hidden: boolean): RawElement[];
  reveal(object: QObject): void;
  covering(object: QObject, at: QPointF): QObject | null;
  focusWindow(): QObject | null;
  mouse(
    window: QObject,
    type: number,
    at: QPointF,
    button: number,
    buttons: number,
    modifiers: number,
    later: boolean,
  ): void;
  dragRefused(): boolean;
  wheel(window: QObject, at: QPointF, degrees: QPoint, modifiers: number): void;
  key(
    window: QObject,
    type: number,
    key: number,
    modifiers: number,
    text: string,
  ): void;
  mark(id: number): void;
  keysOf(sequence: string): [key: number, modifiers: number, text: string][];
  compare(
    expected: Uint8Array,
    actual: Uint8Array,
    threshold: number,
  ): [
    expectedWidth: number,
    expectedHeight: number,
    actualWidth: number,
    actualHeight: number,
    pixels: number,
    largest: number,
    picture: Uint8Array,
  ];
}

/**
 * An element of the user interface, as Qt's [accessibility](https://doc.qt.io/qt-6/accessible.html) describes it to a screen
 * reader: a widget, an item of Qt Quick, or a part of one that is not an object (a cell of a table, a tab, a menu entry).
 *
 * Its properties are those of the moment when it was found.
 */
export class Element {
  /** The object; null for a part. */
  readonly object: QObject | null;
  /** The class of the object; empty for a part. */
  readonly className: string;
  /** The name of the object. */
  readonly objectName: string;
  /** Its accessible role: `"Button"`, `"EditableText"`, `"Cell"`. */
  readonly role: Role;
  /** Its accessible name: the text of a button or a label, the title of a window, without the `&` of a mnemonic. */
  readonly name: string;
  /** Its value: the text of a line edit, the position of a slider. */
  readonly value: string;
  /** Its accessible description, or its placeholder text. */
  readonly description: string;
  /** The element that contains it; null for a window. */
  readonly parent: Element | null;
  /** @internal Where it is in its window, as far as it can be seen. */
  readonly area: QRectF;
  /** @internal */
  readonly window: QObject | null;
  /** @internal */
  readonly driver: Driver;
  readonly #states: number;

  /** @internal */
  constructor(
    driver: Driver,
    raw: RawElement,
    parent: Element | null,
  ) {
    [
      ,
      this.object,
      this.className,
      this.objectName,
      this.window,
      this.role,
      this.name,
      this.value,
      this.description,
      this.#states,
      this.area,
    ] = raw;
    this.driver = driver;
    this.parent = parent;
  }

  /** Whether it is enabled. */
  get enabled(): boolean {
    return (this.#states & STATES.enabled) !== 0;
  }

  /** Whether it is shown; it may still be scrolled out of view. */
  get visible(): boolean {
    return (this.#states & STATES.visible) !== 0;
  }

  /** Whether it has the keyboard focus. */
  get focused(): boolean {
    return (this.#states & STATES.focused) !== 0;
  }

  /** Whether it is checked; null if it is not checkable. */
  get checked(): boolean | null {
    if ((this.#states & (STATES.checkable | STATES.checked)) === 0) return null;
    return (this.#states & STATES.checked) !== 0;
  }

  /** Whether it is one of those that are selected. */
  get selected(): boolean {
    return (this.#states & STATES.selected) !== 0;
  }

  /** Whether what belongs to it is shown: the branch of a tree. */
  get expanded(): boolean {
    return (this.#states & STATES.expanded) !== 0;
  }

  /** Whether the user cannot change what it contains. */
  get readOnly(): boolean {
    return (this.#states & STATES.readOnly) !== 0;
  }

  /** `Button "Save" (QPushButton #save, disabled)`. */
  toString(): string {
    const { role, name, value, className, objectName } = this;
    const object = `${className}${objectName === "" ? "" : ` #${objectName}`}`;
    const notes = [
      object,
      this.visible ? "" : "hidden",
      this.enabled ? "" : "disabled",
      this.checked === true ? "checked" : "",
      this.selected ? "selected" : "",
      this.focused ? "focused" : "",
    ].filter((note) => note !== "");
    const called = name === "" ? "" : ` ${quoted(name)}`;
    const contains = value === "" || value === name
      ? ""
      : ` = ${quoted(value)}`;
    const suffix = notes.length === 0 ? "" : ` (${notes.join(", ")})`;
    return `${role}${called}${contains}${suffix}`;
  }
}

const LONGEST = 60;

function quoted(text: string): string {
  return JSON.stringify(
    text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text,
  );
}

/** Reads the elements that a driver has found, parents first. */
export function toElements(
  driver: Driver,
  raw: readonly RawElement[],
): Element[] {
  const elements: Element[] = [];
  for (const one of raw) {
    const parent = one[0] < 0 ? null : elements[one[0]]!;
    elements.push(new Element(driver, one, parent));
  }
  return elements;
}

const MOST_LINES = 80;

/** The elements as a tree, one on a line, without those that only hold others. */
export function describeTree(elements: readonly Element[]): string {
  const depths = new Map<Element | null, number>([[null, 0]]);
  const lines: string[] = [];
  for (const element of elements) {
    const depth = depths.get(element.parent) ?? 0;
    const { name, value, objectName, parent, role } = element;
    const says = name !== "" || value !== "" || objectName !== "" ||
      parent === null || role === "EditableText";
    depths.set(element, depth + (says ? 1 : 0));
    if (says) lines.push(`${"  ".repeat(depth + 1)}${element}`);
  }
  if (lines.length === 0) return "  nothing: no window is shown";
  const more = lines.length - MOST_LINES;
  if (more > 0) lines.splice(MOST_LINES, more, `  … and ${more} more`);
  return lines.join("\n");
}
