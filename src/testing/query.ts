/**
 * Which element is meant.
 *
 * @module
 */

import { QAccessibleRole as ROLES } from "../qt/generated/gui/enums.ts";
import { QObject } from "../qt/objects/qobject.ts";
import type { QtAbstractClass } from "../qt/objects/qt_class.ts";
import { Element, type Role } from "./element.ts";

/** A text: all of it, or a pattern that it matches. */
export type Text = string | RegExp;

/**
 * Selects elements: those that match all fields that are given.
 *
 * @typeParam T The type of the object.
 */
export interface Query<T extends QObject = QObject> {
  /** Its name, its value or its description: any text that it shows. */
  readonly text?: Text;
  /** Its accessible role ({@linkcode Element.role}). */
  readonly role?: Role;
  /** Its accessible name ({@linkcode Element.name}). */
  readonly name?: Text;
  /** The `objectName` of the object. */
  readonly objectName?: Text;
  /** The class of the object, or a base class. */
  readonly type?: QtAbstractClass<T>;
  /** Its container: a window, a dialog, a widget. */
  readonly within?: QObject | Element;
  /**
   * Whether hidden elements match, too.
   *
   * @default {false}
   */
  readonly hidden?: boolean;
}

/** An element: one that has been found, its object, a text that it shows or its `objectName`, or a {@linkcode Query}. */
export type Target = Element | QObject | Text | Query;

/** What holds others and has a title: to be found by the same text is no reason to hide what is in it. */
const CONTAINERS: ReadonlySet<Role> = new Set<Role>([
  "NoRole",
  "Window",
  "Client",
  "Dialog",
  "AlertMessage",
  "Application",
  "Document",
  "Pane",
  "Grouping",
  "PropertyPage",
  "LayeredPane",
  "ToolBar",
  "StatusBar",
  "MenuBar",
  "PopupMenu",
  "PageTabList",
  "Splitter",
  "List",
  "Table",
  "Tree",
]);

/** Whether a target is a query. */
export function isQuery(target: Target): target is Text | Query {
  return !(target instanceof Element) && !(target instanceof QObject);
}

function matches(text: Text, actual: string): boolean {
  if (typeof text === "string") return text === actual;
  text.lastIndex = 0;
  return text.test(actual);
}

function shows(element: Element, text: Text): boolean {
  const { name, value, description } = element;
  return [name, value, description].some((one) => matches(text, one));
}

function fits(element: Element, query: Text | Query): boolean {
  if (typeof query === "string" || query instanceof RegExp) {
    return shows(element, query) || matches(query, element.objectName);
  }
  const { text, role, name, objectName, type } = query;
  return (text === undefined || shows(element, text)) &&
    (role === undefined || ROLES[element.role] === ROLES[role]) &&
    (name === undefined || matches(name, element.name)) &&
    (objectName === undefined || matches(objectName, element.objectName)) &&
    (type === undefined || element.object instanceof type);
}

/** The elements that fit. A control hides what it consists of: the text in a button, the line edit in a combo box. */
export function select(
  elements: readonly Element[],
  query: Text | Query,
): Element[] {
  const fitting = elements.filter((element) => fits(element, query));
  const controls = new Set(
    fitting.filter(({ role }) => !CONTAINERS.has(role)),
  );
  return fitting.filter((element) => {
    for (let above = element.parent; above !== null; above = above.parent) {
      if (controls.has(above)) return false;
    }
    return true;
  });
}

/** What is looked for, for an error. */
export function describeQuery(query: Text | Query): string {
  if (typeof query === "string") return JSON.stringify(query);
  if (query instanceof RegExp) return String(query);
  const parts = Object.entries(query).map(([name, value]) => {
    const text = name === "type"
      ? (value as { name: string }).name
      : typeof value === "string"
      ? JSON.stringify(value)
      : String(value);
    return `${name}: ${text}`;
  });
  return `{ ${parts.join(", ")} }`;
}
