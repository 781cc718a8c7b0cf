/**
 * Tests with an application.
 *
 * @module
 */

import { CancelledError, getRunningLoop, sleep } from "../asyncio/mod.ts";
import { QCoreApplication } from "../qt/app/application.ts";
import { QGuiApplication } from "../qt/app/gui_application.ts";
import { onQtMessage } from "../qt/app/messages.ts";
import { run } from "../qt/app/run.ts";
import { QApplication } from "../qt/app/widgets_application.ts";
import { QtTestContext } from "./context.ts";
import { Expectations } from "./expectations.ts";
import { drivers } from "./driver.ts";
import { CreationLog, refuseApplication } from "./leftovers.ts";
import type { Text } from "./query.ts";
import { checkTimeout } from "./waiting.ts";

/** A class of applications. */
type ApplicationClass = new (args?: readonly string[]) => QCoreApplication;

/** Options of {@linkcode qtTest}. */
export interface QtTestOptions {
  /**
   * The application of the test: a class, of which the test makes one and disposes of it; one that there is, shared by several
   * tests; or null, if what is tested makes and runs its own.
   *
   * @default {QApplication}
   */
  readonly application?:
    | (new (args?: readonly string[]) => QCoreApplication)
    | QCoreApplication
    | null;
  /**
   * The time limit of each wait, in milliseconds, more than 0. The environment variable `QTASYNCIO_TEST_TIMEOUT` sets it for
   * all tests that do not set it, for example on a slow machine.
   *
   * @default {5000}
   */
  readonly timeout?: number;
  /** Messages of Qt's that do not fail the test: {@linkcode QtTestContext.allowMessages}. */
  readonly allowMessages?: readonly Text[];
  /**
   * The font of the application, if the test creates it.
   *
   * @default {{ family: "DejaVu Sans", size: 9 }}
   */
  readonly font?: { readonly family: string; readonly size: number };
  /**
   * The command line of the test's own application. By default windows are drawn off screen, unless the variable
   * `QT_QPA_PLATFORM` names another platform (`xcb`, `wayland`), in the style Fusion.
   */
  readonly args?: readonly string[];
}

/** What a test runner passes to a test, such as `Deno.TestContext`. */
export interface TestInfo {
  /** The name of the test. */
  readonly name?: string;
  /** The URL of its file. */
  readonly origin?: string;
}

/** The function of a test. */
export type QtTestFunction = (t: QtTestContext) => unknown;

const FONT = { family: "DejaVu Sans", size: 9 } as const;

/**
 * Makes a function for `Deno.test()` (or `it()`, or any other runner) of one that gets a {@linkcode QtTestContext}.
 *
 * It makes a `QApplication` on a platform that needs no display, in a style, a font and a resolution that are the same on each
 * run; runs the function as the main coroutine on it, so that tasks, slots and `sleep()` work; and disposes of all that is left
 * of it, tasks and objects included.
 *
 * The test fails if the function throws; if a slot or a task that is not awaited does; if Qt warns
 * ({@linkcode QtTestContext.allowMessages}); if a signal is still expected at its end; or if it quits before.
 *
 * With an application that is not the test's own, it also fails if it leaves objects without a parent, or an application: the
 * error says where they were created, and the objects are destroyed, so that the next test begins as this one did.
 *
 * @param fn The test.
 * @returns What `Deno.test()` takes.
 *
 * @example
 * ```ts ignore
 * import { assertEquals } from "@std/assert";
 * import { QLineEdit } from "@qtasyncio/qtasyncio/widgets";
 * import { qtTest } from "@qtasyncio/qtasyncio/testing";
 *
 * Deno.test("a line edit takes text", qtTest(async (t) => {
 *   const edit = new QLineEdit({ placeholderText: "Name" });
 *   edit.show();
 *   await t.type("Name", "Ada");
 *   assertEquals(edit.text, "Ada");
 * }));
 * ```
 */
export function qtTest(
  fn: QtTestFunction,
): (info?: TestInfo) => Promise<void>;
/**
 * As the other form, with options.
 *
 * @param options The application, and how strict the test is.
 */
export function qtTest(
  options: QtTestOptions,
  fn: QtTestFunction,
): (info?: TestInfo) => Promise<void>;
export function qtTest(
  first: QtTestOptions | QtTestFunction,
  second?: QtTestFunction,
): (info?: TestInfo) => Promise<void> {
  const [options, fn] = typeof first === "function"
    ? [{}, first]
    : [first, second];
  if (typeof fn !== "function") {
    throw new TypeError(`qtTest() expected a function, got ${typeof fn}`);
  }
  checkTimeout(options.timeout ?? defaultTimeout());
  return (info = {}) => new QtTestRun(options, fn, info).run();
}

/** One run of a test. */
class QtTestRun {
  readonly #options: QtTestOptions;
  readonly #fn: QtTestFunction;
  readonly #context: QtTestContext;
  readonly #expectations = new Expectations();
  readonly #failures: unknown[] = [];
  #ended = false;

  constructor(options: QtTestOptions, fn: QtTestFunction, info: TestInfo) {
    this.#options = options;
    this.#fn = fn;
    this.#context = new QtTestContext({
      name: info.name ?? "test",
      origin: info.origin,
      timeout: options.timeout ?? defaultTimeout(),
      expectations: this.#expectations,
    });
    this.#expectations.allow(options.allowMessages ?? []);
  }

  async run(): Promise<void> {
    const { application = QApplication } = this.#options;
    {
      using log = new CreationLog(this.#context.name);
      using _messages = onQtMessage((message) =>
        this.#expectations.messages.push(message)
      );
      if (application === null) await this.#runWithout(log);
      else if (typeof application === "function") {
        await this.#runOwn(application, log);
      } else await this.#runShared(application, log);
    }
    this.#failures.push(...this.#expectations.failures());
    this.#throwFailures();
  }

  async #runOwn(type: ApplicationClass, log: CreationLog): Promise<void> {
    refuseApplication();
    await using application = new type(this.#args(type));
    log.noteApplication();
    if (application instanceof QGuiApplication) {
      const { family, size } = this.#options.font ?? FONT;
      for (const driver of drivers()) driver.steady(family, size);
      // A test goes on when it has closed a window.
      application.quitOnLastWindowClosed = false;
    }
    await this.#runOn(true);
  }

  async #runShared(
    application: QCoreApplication,
    log: CreationLog,
  ): Promise<void> {
    if (application.isDestroyed) {
      throw new Error(
        "Cannot run the test: its application has been disposed of",
      );
    }
    await this.#runOn(false, async () => {
      // What is to be destroyed later, is then.
      await this.#turn();
      const left = log.left();
      if (left.length === 0) return;
      this.#failLeft(left);
      log.destroy();
      await this.#turn();
    });
  }

  async #runWithout(log: CreationLog): Promise<void> {
    refuseApplication();
    await this.#guard(() => this.#fn(this.#context));
    log.noteApplication();
    const application = QCoreApplication.instance();
    if (application === null) return;
    const left = log.left().filter((one) => one.includes("Application("));
    await application[Symbol.asyncDispose]();
    this.#failLeft(left.length > 0 ? left : ["the application"]);
  }

  /** Lets Qt's event loop come round. */
  async #turn(): Promise<void> {
    if (drivers().length > 0) return await this.#context.settle();
    await sleep(0);
    await sleep(0);
  }

  #failLeft(left: readonly string[]): void {
    if (left.length === 0) return;
    this.#failures.push(
      new Error(
        `The test "${this.#context.name}" has left ${
          left.length === 1 ? "an object" : `${left.length} objects`
        }, which it should dispose of (\`using\`, or a parent):\n  ${
          left.join("\n  ")
        }`,
      ),
    );
  }

  async #runOn(quitQapp: boolean, end?: () => Promise<void>): Promise<void> {
    const body = async () => {
      getRunningLoop().setExceptionHandler((_loop, { message, exception }) => {
        this.#failures.push(exception ?? new Error(message));
      });
      await this.#guard(() => this.#fn(this.#context));
      await end?.();
      this.#ended = true;
    };
    try {
      await run(body, { keepRunning: false, quitQapp });
    } catch (error) {
      this.#failures.unshift(error);
    }
    if (!this.#ended && this.#failures.length === 0) {
      this.#failures.push(
        new Error(
          "The application quit before the test had ended: to test that, let what is tested make its application, qtTest({ application: null }, …)",
        ),
      );
    }
  }

  async #guard(body: () => unknown): Promise<void> {
    try {
      await body();
    } catch (error) {
      // The application has quit, or the test has awaited a task that was cancelled: run() tells.
      if (error instanceof CancelledError) throw error;
      this.#failures.unshift(error);
    }
  }

  #args(type: ApplicationClass): readonly string[] {
    if (this.#options.args !== undefined) return this.#options.args;
    const hasWindows = type === QGuiApplication ||
      type.prototype instanceof QGuiApplication;
    if (!hasWindows) return [];
    const isWidgets = type === QApplication ||
      type.prototype instanceof QApplication;
    const style = isWidgets ? ["-style", "Fusion"] : [];
    return variable("QT_QPA_PLATFORM") !== ""
      ? style
      : ["-platform", "offscreen", ...style];
  }

  #throwFailures(): void {
    const [first, ...others] = this.#failures;
    if (this.#failures.length === 0) return;
    if (others.length === 0) throw first;
    const messages = this.#failures.map((failure) =>
      failure instanceof Error ? failure.message : String(failure)
    );
    throw new AggregateError(this.#failures, messages.join("\n"));
  }
}

/** A variable of the environment; empty where it is not set, or not permitted to be read. */
function variable(name: string): string {
  const { state } = Deno.permissions.querySync({ name: "env", variable: name });
  return state === "granted" ? Deno.env.get(name) ?? "" : "";
}

function defaultTimeout(): number {
  return Number(variable("QTASYNCIO_TEST_TIMEOUT") || 5000);
}
