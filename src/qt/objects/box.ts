/**
 * Objects of Qt's that are no QObjects: values such as pens and fonts, painters, items, events.
 *
 * @module
 */

import { Layout } from "../../../ffi/abi.ts";
import { describeValue } from "../../asyncio/core/_util.ts";
import { type Bridge, requireBridge } from "../calls/bridge.ts";
import { handleOf, REACH } from "../calls/reach.ts";
import { QtOpaque } from "../calls/values.ts";
import {
  ancestorsOf,
  type ApiClass,
  apiClassNamed,
  apiClassOf,
  classNameOf,
  nameClass,
  ownClassName,
} from "./api_table.ts";
import {
  type ApiMember,
  constructorOf,
  type Creation,
  memberFor,
} from "./api_call.ts";
import { convertBy } from "./api_types.ts";
import { BoxReach, noteArguments } from "./keeping.ts";
import { endChains } from "./lazy_members.ts";
import { checkOverrides, overrideIn, setExtendedBoxes } from "./overrides.ts";

/** An object that exists already, on its way into its wrapper. */
class Wrapping {
  constructor(
    readonly bridge: Bridge,
    readonly handle: number,
    readonly type: ApiClass,
    readonly creation?: Creation,
    readonly isLent = false,
  ) {}
}

/** Frees what no program refers to any more. */
const finalizers = new FinalizationRegistry<() => void>((end) => {
  // Not in the finalizer's own call.
  queueMicrotask(end);
});

/** How many wrappers there may be that the garbage collector does not tell of. */
const MOST_YOUNG = 1000;

/** Those that it will tell of after this turn: most values are disposed of before, and to watch one costs as much. */
let young: QtBox[] = [];
let watch: (box: QtBox) => void;

function watchLater(box: QtBox): void {
  if (young.push(box) === 1) queueMicrotask(watchYoung);
  else if (young.length === MOST_YOUNG) watchYoung();
}

function watchYoung(): void {
  const boxes = young;
  young = [];
  for (const box of boxes) watch(box);
}

/** The wrappers of an application, by their handles. */
class Boxes {
  /** Of what Qt has: the same object is the same wrapper. */
  readonly known = new Map<number, WeakRef<QtBox>>();
  /** Objects of classes of the program's: Qt asks them as long as it has them. */
  readonly extended = new Map<number, QtBox>();
}

const boxes = new WeakMap<Bridge, Boxes>();

function boxesOf(bridge: Bridge): Boxes {
  let found = boxes.get(bridge);
  if (found === undefined) boxes.set(bridge, found = new Boxes());
  return found;
}

/**
 * An object of Qt's that is no QObject: a value, such as a `QPen`, a painter, an item of a view. Classes of it have the
 * methods that they have in C++.
 *
 * **Life.** What a program has created, or got as a copy, is deleted by `using` or {@linkcode QtBox.dispose}, else when it
 * has been collected, at the latest with the application. What Qt owns (an item that is in a view) lives as long as Qt
 * has it; to use it later is a {@linkcode DestroyedObjectError}.
 *
 * @example
 * ```ts
 * import { QApplication, QPen } from "@qtasyncio/qtasyncio/widgets";
 * import { assertEquals } from "@std/assert";
 *
 * await using app = new QApplication(["-platform", "offscreen"]);
 * using pen = new QPen("tomato");
 * pen.setWidth(3);
 * assertEquals(pen.width(), 3);
 * ```
 */
export class QtBox extends QtOpaque {
  readonly #bridge: Bridge;
  /** @internal */
  readonly [REACH]: BoxReach;

  /**
   * Creates an object of this class, by the constructor of C++ that the arguments fit.
   *
   * @param args The arguments.
   * @throws {ApplicationError} If this thread has no application.
   * @throws {TypeError} If a program cannot create objects of the class, or the arguments fit no constructor.
   */
  constructor(...args: unknown[]) {
    const wrapping = args[0] instanceof Wrapping
      ? args[0]
      : create(new.target.prototype, args);
    const { bridge, handle, type, creation, isLent } = wrapping;
    super(handle, type.name);
    this.#bridge = bridge;
    this[REACH] = new BoxReach(this, handle, type, isLent);
    if (isLent) return;
    if (creation !== undefined && creation.form.keeps) {
      noteArguments(creation.form.parameters, creation.args, this);
    }
    if (type.kind !== "value") {
      const { known, extended } = boxesOf(bridge);
      known.set(handle, new WeakRef(this));
      if (creation !== undefined && overrideIn(bridge, handle, this)) {
        extended.set(handle, this);
        return;
      }
    }
    watchLater(this);
  }

  static {
    watch = (box) => {
      const reach = box[REACH];
      if (reach.isDisposed) return;
      reach.isWatched = true;
      const { handle, type } = reach;
      const bridge = box.#bridge;
      if (type.kind === "value") {
        finalizers.register(box, () => bridge.api.end(handle), box);
        return;
      }
      const { known } = boxesOf(bridge);
      finalizers.register(box, () => {
        // Qt may have handed it out again meanwhile.
        if (known.get(handle)?.deref() !== undefined) return;
        known.delete(handle);
        bridge.api.end(handle);
      }, box);
    };
  }

  /** Whether it has been disposed of, or what it belonged to is gone. Nothing else of it can be used then. */
  get isDisposed(): boolean {
    return this[REACH].hasEnded;
  }

  /** Deletes the object if the program owns it; otherwise only ends the use of it here. */
  dispose(): void {
    const { handle, type, isDisposed, isLent, isWatched } = this[REACH];
    if (isDisposed) return;
    this[REACH].end();
    if (isLent) return;
    if (isWatched) finalizers.unregister(this);
    if (type.kind !== "value") {
      const { known, extended } = boxesOf(this.#bridge);
      known.delete(handle);
      extended.delete(handle);
    }
    this.#bridge.api.end(handle);
  }

  /** @internal Ends what an override has got. */
  expire(): void {
    this[REACH].end();
  }

  /** As {@linkcode QtBox.dispose}, for `using`. */
  [Symbol.dispose](): void {
    this.dispose();
  }

  /** What the `toString()` of its class in C++ returns; `QPen()` if there is none, or if it has been disposed of. */
  override toString(...args: unknown[]): string {
    const member = this.isDisposed
      ? undefined
      : memberFor(this, "toString", args);
    if (member !== undefined) return String(member.call(this, args));
    if (args.length === 0) return `${this.typeName}()`;
    throw new TypeError(
      `${this.typeName}.toString does not take these arguments: ${
        args.map(describeValue).join(", ")
      }`,
    );
  }

  /** Whether the class of an object is this one, or derives from it in C++. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    if (Function.prototype[Symbol.hasInstance].call(this, value)) return true;
    const wanted = ownClassName(this.prototype);
    if (wanted === undefined || typeof value !== "object" || value === null) {
      return false;
    }
    const name = classNameOf(value);
    return name !== undefined && ancestorsOf(name).has(wanted);
  }
}

endChains(QtOpaque);

/** A copy of a value, which `clone()` of its class returns. */
export function cloneOf(this: object): object {
  const bridge = requireBridge();
  return bridge.api.copy(handleOf(this)!);
}

/** What objects are created by, by the prototypes that they get. */
const constructors = new WeakMap<object, ApiMember>();

function create(prototype: object, args: readonly unknown[]): Wrapping {
  const bridge = requireBridge();
  let found = constructors.get(prototype);
  if (found === undefined) {
    constructors.set(prototype, found = findConstructors(prototype));
  }
  const creation = found.create(args);
  return new Wrapping(bridge, creation.created.handle, found.owner, creation);
}

function findConstructors(prototype: object): ApiMember {
  const name = classNameOf(prototype);
  const found = name === undefined ? undefined : apiClassNamed(name);
  if (found === undefined) {
    throw new TypeError(
      `Cannot create ${name}: this application has not opened the library of the class`,
    );
  }
  const isExtended = checkOverrides(found, prototype);
  const member = constructorOf(found, isExtended);
  if (member === undefined) {
    throw new TypeError(
      `Cannot create ${name}: it is abstract, or Qt alone creates its objects`,
    );
  }
  prepare(found);
  return member;
}

const types = new Map<string, typeof QtBox>();
const prepared = new Set<ApiClass>();

/**
 * The JavaScript class of a class of Qt's that is no QObject, by its name in C++.
 *
 * @param className Such as `QPen`, or `QTextLayout::FormatRange` for a class inside of another.
 */
export function apiClass(className: string): typeof QtBox {
  let type = types.get(className);
  if (type === undefined) {
    type = class extends QtBox {};
    Object.defineProperty(type, "name", {
      value: className.replaceAll("::", "."),
      configurable: true,
    });
    nameClass(type.prototype, className);
    types.set(className, type);
  }
  return type;
}

/** Gives the JavaScript class of a class its place below that of its first base. */
function prepare(found: ApiClass): typeof QtBox {
  const type = apiClass(found.name);
  if (prepared.has(found)) return type;
  prepared.add(found);
  const base = found.bases.map((name) => apiClassNamed(name))
    .find((one) => one !== undefined && one.kind !== "object");
  if (base !== undefined) {
    const above = prepare(base);
    Object.setPrototypeOf(type, above);
    Object.setPrototypeOf(type.prototype, above.prototype);
  }
  return type;
}

/** @internal An object of a class of the program's is gone. */
export function releaseBox(bridge: Bridge, handle: number): void {
  const { extended } = boxesOf(bridge);
  extended.get(handle)?.expire();
  extended.delete(handle);
}

/** @internal The object of a class of the program's. */
export function extendedBox(
  bridge: Bridge,
  handle: number,
): object | undefined {
  return boxesOf(bridge).extended.get(handle);
}

/** @internal The wrapper of an object that Qt has handed out. */
export function wrapBox(
  bridge: Bridge,
  handle: number,
  classId: number,
): object {
  if (classId & Layout.Lent) {
    const found = apiClassOf(classId & ~Layout.Lent, bridge);
    const box = new (prepare(found))(
      new Wrapping(bridge, handle, found, undefined, true),
    );
    bridge.wrappers.lent.push(box);
    return box;
  }
  const known = boxesOf(bridge).known.get(handle)?.deref();
  if (known !== undefined) {
    if (!known.isDisposed) return known;
    // Another object may be there now: it gets a handle of its own the next time.
    known.dispose();
  }
  const found = apiClassOf(classId, bridge);
  return new (prepare(found))(new Wrapping(bridge, handle, found));
}

convertBy((name, value) => new (apiClass(name))(value));

setExtendedBoxes(extendedBox);
