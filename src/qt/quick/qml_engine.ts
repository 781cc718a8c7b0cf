/**
 * QML's engine.
 *
 * @module
 */

import { nodePath, nodeUrl } from "../../asyncio/io/_node.ts";
import { report } from "../calls/errors.ts";
import { registerClass } from "../objects/class_registry.ts";
import type { DynamicObject } from "../objects/qt_class.ts";
import { QObject } from "../objects/qobject.ts";
import { once } from "../signals/once.ts";
import { thrownAs } from "./calls.ts";
import { requireQuick } from "./library.ts";
import { refusal } from "./network.ts";
import { QmlError, toProblems } from "./qml_error.ts";

/** What the root object of a document starts with. */
export interface LoadOptions {
  /** Values for its properties, `required` ones too. */
  readonly properties?: Readonly<Record<string, unknown>>;
}

/** The members that the shim adds: `cpp_shim/quick/qml_engine.h`. */
type Invoked = "componentOf" | "componentOfText" | "errorsOf" | "create";

/**
 * Loads and runs documents of QML, as [QQmlApplicationEngine](https://doc.qt.io/qt-6/qqmlapplicationengine.html):
 * `Qt.quit()` in QML quits the application.
 *
 * What goes wrong in a document while it runs goes to the running event loop's exception handler (to `console.error`
 * without one), as a {@linkcode QmlError}. So does, once for each host, what a document asks the network for without a
 * grant of `--allow-net`, as a `Deno.errors.NotCapable`.
 *
 * The engine is destroyed with the application, or before ({@linkcode QObject.deleteLater}, `using`), and the objects
 * that it has created with it. They are gone before the objects that they refer to.
 *
 * @example
 * ```ts
 * import { QGuiApplication, QmlEngine, run } from "@qtasyncio/qtasyncio/quick";
 *
 * await using app = new QGuiApplication(["-platform", "offscreen"]);
 * using engine = new QmlEngine();
 * await engine.loadData(`
 *   import QtQuick
 *   Window {
 *     visible: true
 *     Text { anchors.centerIn: parent; text: "The answer is 42." }
 *     Timer { running: true; interval: 10; onTriggered: Qt.quit() }
 *   }
 * `);
 * await run();
 * ```
 */
export class QmlEngine extends QObject {
  /**
   * Starts an engine.
   *
   * @throws {ApplicationError} If this thread has no application.
   * @throws {ShimError} If the shim's library for QML, or Qt's, cannot be loaded.
   */
  constructor() {
    requireQuick();
    super();
    this.signal<[unknown]>("problems").connect((errors) => {
      for (const problem of toProblems(errors)) {
        const cause = thrownAs(problem.message);
        report(
          "Problem in QML",
          new QmlError([problem], cause === undefined ? {} : { cause }),
        );
      }
    });
  }

  /**
   * Loads a document and creates what it describes. Qt reads files itself: Deno asks for no permission. A document of
   * the web needs `--allow-net` for its host, and comes while Qt's loop runs: call it inside of `run()`.
   *
   * @param source Its URL, or the path of a file.
   * @param options What its root object starts with.
   * @returns The root object.
   * @throws {QmlError} If there is no such document, it is wrong, or its root cannot be created.
   * @throws {Deno.errors.NotCapable} If Deno does not permit its host.
   */
  load(
    source: string | URL,
    options: LoadOptions = {},
  ): Promise<DynamicObject> {
    const url = toUrl(source);
    return this.#load(() => {
      const error = refusal(url);
      if (error !== undefined) throw error;
      return this.#invoke("componentOf", url);
    }, options);
  }

  /**
   * Creates what a text describes, as {@linkcode QmlEngine.load}.
   *
   * @param text The document.
   * @param baseUrl What its relative URLs and imports are relative to, and what errors name.
   * @param options What its root object starts with.
   * @returns The root object.
   * @throws {QmlError} If it is wrong, or its root cannot be created.
   */
  loadData(
    text: string,
    baseUrl: string | URL = "",
    options: LoadOptions = {},
  ): Promise<DynamicObject> {
    if (typeof text !== "string") {
      throw new TypeError(
        `Cannot load QML: expected a string, got ${typeof text}`,
      );
    }
    const url = baseUrl === "" ? "" : toUrl(baseUrl);
    return this.#load(
      () => this.#invoke("componentOfText", text, url),
      options,
    );
  }

  /** The root objects that have been created and still exist, oldest first. */
  rootObjects(): DynamicObject[] {
    return this.invoke("roots") as DynamicObject[];
  }

  /**
   * Gives a value to all documents, by a name. Set before a document is loaded, it costs less.
   *
   * @param name The name: a small letter or `_`, then letters, digits and `_`.
   * @param value The value, such as an object of a {@linkcode qmlClass}, or a {@linkcode ListModel}.
   * @throws {TypeError} If QML could not use the name, or has no form for the value.
   */
  setContextProperty(name: string, value: unknown): void {
    if (!/^[a-z_]\w*$/.test(name)) {
      throw new TypeError(
        `Cannot set the context property "${name}": expected a name of a lowercase letter or "_", then letters, digits and "_"`,
      );
    }
    this.invoke("setContextValue", name, value);
  }

  /** Lets documents import modules from a folder, too. */
  addImportPath(path: string): void {
    this.invoke("addImportFolder", path);
  }

  async #load(
    begin: () => unknown,
    { properties = {} }: LoadOptions,
  ): Promise<DynamicObject> {
    const component = begin() as QObject;
    try {
      if (component.property("status") === "Loading") {
        await once(component.signal<[]>("statusChanged"), {
          filter: () => component.property("status") !== "Loading",
        });
      }
      const root = component.property("status") === "Ready"
        ? this.#invoke("create", component, properties)
        : null;
      if (root !== null) return root as DynamicObject;
      throw new QmlError(toProblems(this.#invoke("errorsOf", component)));
    } finally {
      component.deleteLater();
    }
  }

  #invoke(method: Invoked, ...args: unknown[]): unknown {
    return this.invoke(method, ...args);
  }
}

registerClass("QmlEngine", QmlEngine);

function toUrl(source: string | URL): string {
  if (source instanceof URL) return source.href;
  if (typeof source !== "string" || source === "") {
    throw new TypeError(
      `Cannot load QML: expected a URL or the path of a file, got ${
        source === "" ? "an empty string" : typeof source
      }`,
    );
  }
  // A scheme of one letter is a drive.
  if (/^[a-z][a-z0-9+.-]+:/i.test(source)) return source;
  return nodeUrl().pathToFileURL(nodePath().resolve(source)).href;
}
