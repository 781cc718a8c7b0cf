/** What happens to errors of callbacks. CPython's test_base_events. */

import {
  assert,
  assertEquals,
  assertStrictEquals,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import {
  type BaseEventLoop,
  type ExceptionContext,
  FatalError,
  sleep,
} from "../../../src/asyncio/mod.ts";
import {
  capturing,
  collectErrors,
  type NewLoop,
  oneRound,
  withLoop,
} from "./_support.ts";

/** The cases, on the loops that `newLoop` makes. */
export function suite(name: string, newLoop: NewLoop): void {
  const test = (title: string, fn: () => Promise<void>): void =>
    Deno.test(`${name}: ${title}`, fn);

  test("an error in a callback goes to the handler and the loop goes on (test_default_exc_handler_callback)", () =>
    withLoop(newLoop, async (loop) => {
      const contexts = collectErrors(loop);
      const error = new Error("callback");
      const seen: string[] = [];
      const handle = loop.callSoon(function failing() {
        throw error;
      });
      loop.callSoon(() => seen.push("next"));
      await oneRound(loop);
      assertEquals(seen, ["next"]);
      assertEquals(contexts.length, 1);
      assertStringIncludes(
        contexts[0]!.message,
        "Exception in callback failing()",
      );
      assertStrictEquals(contexts[0]!.exception, error);
      assertStrictEquals(contexts[0]!.handle, handle);
    }));

  test("the default handler writes to the console (test_default_exc_handler_callback)", () =>
    withLoop(newLoop, async (loop) => {
      loop.callSoon(function failing() {
        throw new Error("to the console");
      });
      const text = await capturing("error", () => oneRound(loop));
      assertStringIncludes(text, "Exception in callback failing()");
      assertStringIncludes(text, "to the console");
    }));

  test("setExceptionHandler() replaces and restores (test_set_exc_handler_custom)", () =>
    withLoop(newLoop, async (loop) => {
      assertEquals(loop.getExceptionHandler(), null);
      const calls: [BaseEventLoop, ExceptionContext][] = [];
      const handler = (l: BaseEventLoop, c: ExceptionContext) =>
        calls.push([l, c]);
      loop.setExceptionHandler(handler);
      assertStrictEquals(loop.getExceptionHandler(), handler);
      const context = { message: "by hand" };
      loop.callExceptionHandler(context);
      assertStrictEquals(calls[0]![0], loop);
      assertStrictEquals(calls[0]![1], context);
      loop.setExceptionHandler(null);
      const text = await capturing(
        "error",
        () => loop.callExceptionHandler(context),
      );
      assertStringIncludes(text, "by hand");
      assertEquals(calls.length, 1);
    }));

  test("setExceptionHandler() takes functions only (test_set_exc_handler_...)", () =>
    withLoop(newLoop, async (loop) => {
      assertThrows(
        () => loop.setExceptionHandler("spam" as unknown as null),
        TypeError,
        "exception handler must be a function or null, got",
      );
    }));

  test("a handler that fails is reported, with what it was given (test_set_exc_handler_broken)", () =>
    withLoop(newLoop, async (loop) => {
      loop.setExceptionHandler(() => {
        throw new Error("handler failed");
      });
      const seen: string[] = [];
      loop.callSoon(() => {
        throw new Error("original");
      });
      loop.callSoon(() => seen.push("goes on"));
      const text = await capturing("error", () => oneRound(loop));
      assertStringIncludes(text, "Unhandled error in exception handler");
      assertStringIncludes(text, "handler failed");
      assertStringIncludes(text, "Exception in callback");
      assertEquals(seen, ["goes on"]);
    }));

  test("a default handler that fails is logged (test_default_exc_handler_broken)", () =>
    withLoop(newLoop, async (loop) => {
      loop.defaultExceptionHandler = () => {
        throw new Error("default failed");
      };
      const text = await capturing(
        "error",
        () => loop.callExceptionHandler({ message: "first" }),
      );
      assertStringIncludes(text, "Exception in default exception handler");
      assertStringIncludes(text, "default failed");
    }));

  test("a FatalError in a callback ends the run at once (KeyboardInterrupt, SystemExit)", () =>
    withLoop(newLoop, async (loop) => {
      const seen: string[] = [];
      const fatal = new FatalError("out");
      loop.callSoon(() => {
        throw fatal;
      });
      loop.callSoon(() => seen.push("later"));
      const thrown = await loop.runForever().then(() => null, (e) => e);
      assertStrictEquals(thrown, fatal);
      assertEquals(seen, []);
      assert(!loop.isRunning());
      await oneRound(loop);
      assertEquals(seen, ["later"]);
    }));

  test("a FatalError in a task leaves the loop; the task is done (test_baseexception_during_cancel)", () =>
    withLoop(newLoop, async (loop) => {
      const fatal = new FatalError("out");
      const task = loop.createTask(async () => {
        try {
          await sleep(10_000);
        } catch {
          throw fatal;
        }
      });
      loop.callSoon(() => loop.callSoon(() => task.cancel()));
      const thrown = await loop.runForever().then(() => null, (e) => e);
      assertStrictEquals(thrown, fatal);
      assert(task.done());
      assert(!task.cancelled());
      assertStrictEquals(task.exception(), fatal);
    }));
}
