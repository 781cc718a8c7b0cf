/**
 * Classes for QML that are defined in TypeScript.
 *
 * @module
 */

import { describeValue } from "../../asyncio/core/_util.ts";
import { DestroyedObjectError } from "../calls/errors.ts";
import { FunctionResult } from "../../../ffi/abi.ts";
import { registerClass } from "../objects/class_registry.ts";
import type { Properties } from "../objects/object_state.ts";
import { QObject } from "../objects/qobject.ts";
import type { QtClass } from "../objects/qt_class.ts";
import { answerCall, type QmlFunction } from "./calls.ts";
import { type Quick, requireQuick, whenQuickOpens } from "./library.ts";
import { ListModel, serveListModel } from "./list_model.ts";
import {
  checkMembers,
  type Defined,
  mostArguments,
  type QmlDefinition,
  type QmlFunctions,
  type QmlObject,
  type QmlObjectProperties,
  type QmlSignals,
} from "./qml_definition.ts";

const names = new Set<string>();
/** What a class was defined by. QML gives an object that it has made a class of its own, which inherits this. */
const DEFINED = Symbol("qtasyncio.defined");

/**
 * Defines a class whose objects QML can use: properties that bindings follow, signals, and functions that are written
 * in TypeScript. Give an object to {@linkcode QmlEngine.setContextProperty}, pass it on as a value, or let QML make
 * objects of the class itself ({@linkcode registerQmlType}).
 *
 * A property holds whatever QML and TypeScript have in common; a binding follows it when it is assigned, not when
 * something inside of an array or object changes. An error that a function throws is thrown in QML.
 *
 * @typeParam P The properties.
 * @typeParam S The signals.
 * @typeParam F The functions.
 * @param name The name of the class: a capital letter, then letters, digits and `_`.
 * @param definition What it has.
 * @returns The class.
 * @throws {TypeError} If a name cannot be used, or is taken.
 *
 * @example
 * ```ts
 * import { QGuiApplication, qmlClass, QmlEngine, qmlSignal } from "@qtasyncio/qtasyncio/quick";
 * import { assertEquals } from "@std/assert";
 *
 * const Counter = qmlClass("Counter", {
 *   properties: { count: 0 },
 *   signals: { full: qmlSignal<[limit: number]>("limit") },
 *   functions: {
 *     add(n: number): number {
 *       this.count += n;
 *       if (this.count >= 10) this.emit("full", 10);
 *       return this.count;
 *     },
 *   },
 * });
 *
 * await using app = new QGuiApplication(["-platform", "offscreen"]);
 * using engine = new QmlEngine();
 * const counter = new Counter({ count: 4 });
 * engine.setContextProperty("counter", counter);
 * const root = await engine.loadData(`
 *   import QtQml
 *   QtObject {
 *     property int twice: 2 * counter.count
 *     property int sum: counter.add(3)
 *   }
 * `);
 * assertEquals([root.sum, root.twice], [7, 14]);
 * counter.count = 5;
 * assertEquals(root.twice, 10);
 * ```
 */
export function qmlClass<
  P extends object = Record<never, never>,
  S extends QmlSignals = Record<never, never>,
  F extends QmlFunctions = Record<never, never>,
>(
  name: string,
  definition: QmlDefinition<P, S, F>,
): QtClass<QmlObject<P, S, F>, QmlObjectProperties<P, S>> {
  checkClassName(name);
  const { properties = {}, functions = {} } = definition;
  const signals: QmlSignals = definition.signals ?? {};
  const type = {
    [name]: class extends QObject {
      constructor(properties?: Properties, parent?: QObject | null) {
        define(requireQuick(), defined);
        super(properties, parent);
      }

      emit(signal: string, ...args: unknown[]): void {
        emit(this, defined, signal, args);
      }
    },
  }[name] as unknown as typeof QObject;
  const functionNames = Object.keys(functions);
  const defined: Defined = {
    name,
    type,
    properties: new Map(Object.entries(properties)),
    signals: new Map(
      Object.entries(signals).map(([name, { parameters }]) => [
        name,
        parameters,
      ]),
    ),
    functions: new Map(Object.entries(functions)),
    functionNames,
    labels: functionNames.map((function_) => `${name}.${function_}`),
  };
  checkMembers(defined);
  for (const [name, value] of defined.functions) {
    Object.defineProperty(type.prototype, name, {
      value,
      writable: true,
      configurable: true,
    });
  }
  registerClass(name, type);
  names.add(name);
  Object.defineProperty(type, DEFINED, { value: defined });
  return type as unknown as QtClass<
    QmlObject<P, S, F>,
    QmlObjectProperties<P, S>
  >;
}

/** Where {@linkcode registerQmlType} puts a class. */
export interface QmlTypeOptions {
  /** The name of the module that QML imports, such as `"Example.Backend"`. */
  readonly module: string;
  /**
   * The module's version.
   *
   * @default {"1.0"}
   */
  readonly version?: `${number}.${number}`;
  /**
   * The name of the type in QML.
   *
   * @default {the name of the class}
   */
  readonly name?: string;
}

/**
 * Lets QML make objects of a class: `import Example.Backend`, then `Counter { count: 3; onFull: … }`. TypeScript meets
 * such an object when QML calls a function of it, hands it over, or when it is found in the tree.
 *
 * It holds for the application that there is, and must be done before a document imports the module.
 *
 * @param type A class that {@linkcode qmlClass} has made.
 * @param options Where to put it.
 * @throws {TypeError} If it is another class, or the name is taken or cannot be used.
 * @throws {ApplicationError} If this thread has no application.
 *
 * @example
 * ```ts
 * import { QGuiApplication, qmlClass, QmlEngine, registerQmlType } from "@qtasyncio/qtasyncio/quick";
 * import { assertEquals } from "@std/assert";
 *
 * const Score = qmlClass("Score", { properties: { points: 0 } });
 *
 * await using app = new QGuiApplication(["-platform", "offscreen"]);
 * registerQmlType(Score, { module: "Example.Games" });
 * using engine = new QmlEngine();
 * const root = await engine.loadData(`
 *   import QtQml
 *   import Example.Games
 *   QtObject { property Score score: Score { points: 3 } }
 * `);
 * assertEquals((root.score as InstanceType<typeof Score>).points, 3);
 * ```
 */
export function registerQmlType(
  // deno-lint-ignore no-explicit-any -- any of them
  type: QtClass<any, any, any>,
  options: QmlTypeOptions,
): void {
  const defined = typeof type === "function" && Object.hasOwn(type, DEFINED)
    ? definitionOf(type)
    : undefined;
  if (defined === undefined) {
    throw new TypeError(
      `Cannot register a QML type: expected a class that qmlClass() returned, got ${
        describeValue(type)
      }`,
    );
  }
  const { module, version = "1.0", name = defined.name } = options;
  const numbers = /^(\d+)\.(\d+)$/.exec(version);
  if (!/^[A-Z]\w*$/.test(name) || !/^\w+(\.\w+)*$/.test(module) || !numbers) {
    throw new TypeError(
      `Cannot register ${name} of ${module} ${version}: expected a name with an uppercase letter first, a module such as "My.Module", and a version such as "1.0"`,
    );
  }
  const quick = requireQuick();
  define(quick, defined);
  const [major, minor] = [Number(numbers[1]), Number(numbers[2])];
  const refusal = quick.types.invoke(
    "makeElement",
    defined.name,
    module,
    major,
    minor,
    name,
  );
  if (refusal !== "") {
    throw new TypeError(`Cannot register ${name}: ${refusal}`);
  }
}

/** Tells the shim of a class, once for each application. */
function define(quick: Quick, defined: Defined): void {
  if (quick.defined.has(defined)) return;
  quick.types.invoke(
    "define",
    defined.name,
    [...defined.properties],
    [...defined.signals],
    [...defined.functions].map((
      [name, fn],
    ) => [name, fn.length, mostArguments(fn)]),
  );
  quick.defined.add(defined);
}

function emit(
  object: QObject,
  defined: Defined,
  signal: string,
  args: readonly unknown[],
): void {
  if (object.isDestroyed) {
    throw new DestroyedObjectError(
      `Cannot emit ${defined.name}.${signal}: the object has been destroyed`,
    );
  }
  if (requireQuick().types.invoke("emitSignal", object, signal, args)) return;
  const parameters = defined.signals.get(signal);
  throw new TypeError(
    parameters === undefined
      ? `Cannot emit ${defined.name}.${signal}: the class has no such signal`
      : `Cannot emit ${defined.name}.${signal}: expected ${parameters.length} arguments, got ${args.length}`,
  );
}

function checkClassName(name: string): void {
  // Qt's own classes begin like this.
  if (!/^[A-Z]\w*$/.test(name) || /^Q[A-Z]/.test(name)) {
    throw new TypeError(
      `Cannot define a class ${name}: expected an uppercase letter, then letters, digits and "_", and not "Q" before another uppercase letter`,
    );
  }
  if (names.has(name) || RESERVED.has(name)) {
    throw new TypeError(
      `Cannot define a class ${name}: a class of that name exists already`,
    );
  }
}

/** The shim's own classes. */
const RESERVED = new Set(["QmlEngine", "QmlTypes", "ListModel"]);

whenQuickOpens((quick) => {
  quick.bridge.requests.onFunction((target, method, args) => {
    if (target instanceof ListModel) {
      return [FunctionResult.Returned, serveListModel(target, method, args)];
    }
    const object = target as QObject & Record<string, QmlFunction>;
    const defined = definitionOf(object.constructor)!;
    const fn = object[defined.functionNames[method]!]!;
    return answerCall(quick, object, fn, args, defined.labels[method]!);
  });
});

function definitionOf(type: object): Defined | undefined {
  return (type as { [DEFINED]?: Defined })[DEFINED];
}
