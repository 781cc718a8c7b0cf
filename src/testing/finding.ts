/**
 * Finds what is on the screen.
 *
 * @module
 */

import type { QObject } from "../qt/objects/qobject.ts";
import type { QtAbstractClass } from "../qt/objects/qt_class.ts";
import { allElements, elementsIn } from "./driver.ts";
import { describeTree, Element } from "./element.ts";
import {
  describeQuery,
  isQuery,
  type Query,
  select,
  type Target,
  type Text,
} from "./query.ts";

function isText(query: Text | Query): query is Text {
  return typeof query === "string" || query instanceof RegExp;
}

/** A class, what it shows or a query, as one query. */
export function toQuery(
  first: QtAbstractClass<QObject> | Text | Query,
  second?: Text | Query,
): Text | Query {
  if (typeof first !== "function") return first;
  if (second === undefined) return { type: first };
  if (!isText(second)) return { ...second, type: first };
  return { text: second, type: first };
}

/**
 * Finds the object that is meant.
 *
 * @throws {Error} If there is none, or more than one.
 */
export function findObject(query: Text | Query): QObject {
  const element = findElement(query);
  if (element.object !== null) return element.object;
  throw new Error(
    `${element} is a part of ${element.parent}, not an object: use element()`,
  );
}

/** Finds all objects that match; parts of objects are none. */
export function findObjects(query: Text | Query): QObject[] {
  return findElements(query).map(({ object }) => object)
    .filter((object) => object !== null);
}

/**
 * Finds the element that is meant.
 *
 * @throws {Error} If there is none, or more than one.
 */
export function findElement(target: Target): Element {
  if (target instanceof Element) return target;
  if (!isQuery(target)) {
    const [element] = elementsIn(target, true);
    if (element !== undefined) return element;
    throw new TypeError(
      `Cannot find ${target} on the screen: expected a widget, an item or a window`,
    );
  }
  const found = findElements(target);
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
    `No element matches ${query}.${hint(target)} There is:\n${
      describeScreen(target)
    }`,
  );
}

/** Finds all elements that match. */
export function findElements(query: Text | Query): Element[] {
  const hidden = isText(query) ? false : query.hidden ?? false;
  return select(all(query, hidden), query);
}

/** What is on the screen, or in what a query names, as an indented list. */
export function describeScreen(query: Text | Query): string {
  return describeTree(all(query, false));
}

function all(query: Text | Query, hidden: boolean): Element[] {
  const within = isText(query) ? undefined : query.within;
  if (within === undefined) return allElements(hidden);
  if (!(within instanceof Element)) {
    return elementsIn(within, hidden).slice(1);
  }
  if (within.object === null) return [];
  return elementsIn(within.object, hidden).slice(1);
}

/** Whether hidden ones would match. */
function hint(query: Text | Query): string {
  if (select(all(query, true), query).length === 0) return "";
  return " One that is hidden does (show() its window; { hidden: true } finds it).";
}
