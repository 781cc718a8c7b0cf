/**
 * What holds for every test. The facade of `@std/assert` imports this module; on the real library, `deno task test:std`
 * preloads it.
 *
 * - A time limit: a test that hangs fails, with its name, and the others run. `timeout` in a test's own options comes
 *   before it. A test that hangs in native code, where Deno cannot interrupt it, ends the whole run some time later: the
 *   last line of the report names it.
 * - Deno's sanitizers: a test that leaves operations or resources behind fails.
 * - A time limit for each wait of `qtTest()` that no slow machine reaches.
 * - A folder for what runs (`XDG_RUNTIME_DIR`), where the system has none for this user: Qt and Wayland want one.
 *
 * @module
 */

import { tmpdir } from "node:os";
import { join } from "node:path";

/** How long a test may take, in milliseconds: many times what the slowest takes on a busy machine. */
export const TIME_LIMIT = 300_000;

const { symbols: { alarm } } = Deno.dlopen("libc.so.6", {
  alarm: { parameters: ["u32"], result: "u32" },
});

const WAITS = "QTASYNCIO_TEST_TIMEOUT";

type Options = Partial<Deno.TestDefinition>;

/** What each test has unless its own options say otherwise. Older versions of Deno refuse a deno.json with the sanitizers. */
export const DEFAULTS = {
  timeout: TIME_LIMIT,
  sanitizeOps: true,
  sanitizeResources: true,
} as const satisfies Options;

/** The arguments of `Deno.test()`, with what each test has among the options. */
export function limited(args: readonly unknown[]): unknown[] {
  const fn = args.find((arg) => typeof arg === "function") as
    | Deno.TestDefinition["fn"]
    | undefined;
  const options = args.find((arg) => typeof arg === "object") as
    | Options
    | undefined;
  const name = args.find((arg) => typeof arg === "string") as
    | string
    | undefined;
  const definition: Options = { ...DEFAULTS, ...options };
  if (fn !== undefined) definition.fn = fn;
  if (name !== undefined) definition.name = name;
  else definition.name ??= definition.fn?.name ?? "";
  return [definition];
}

/** The first line of a stack trace that is outside of this module, as `file:line:column`. */
function caller(): string | undefined {
  return new Error().stack?.split("\n").slice(1)
    .find((line) => !line.includes(import.meta.url))
    ?.match(/\(?(\S+:\d+:\d+)\)?$/)?.[1];
}

/** Where a report says that a test is. Without it, that would be this module. */
const LOCATION = Symbol.for("Deno.test.location");

/** Has the system end this process (SIGALRM) if a test does not. */
function watched(
  fn: Deno.TestDefinition["fn"],
  timeout: number,
): Deno.TestDefinition["fn"] {
  return (context) => {
    // Later than Deno's own limit, by a quarter.
    alarm(Math.ceil(timeout * 1.25 / 1000));
    const end = () => void alarm(0);
    try {
      const result = fn(context);
      if (result === undefined) end();
      else result.then(end, end);
      return result;
    } catch (error) {
      end();
      throw error;
    }
  };
}

function install(): void {
  const limit = <F extends (...args: never[]) => unknown>(register: F): F =>
    new Proxy(register, {
      apply(target, self, args) {
        const [definition] = limited(args) as [Options];
        const { fn } = definition;
        const place = caller();
        if (fn !== undefined && place !== undefined) {
          definition.fn = Object.defineProperty(
            watched(fn, definition.timeout ?? TIME_LIMIT),
            LOCATION,
            { value: place },
          );
        }
        return Reflect.apply(target, self, [definition]);
      },
      get(target, key) {
        const value = Reflect.get(target, key);
        return key === "only" || key === "ignore" ? limit(value as F) : value;
      },
    });
  Object.assign(Deno, { test: limit(Deno.test) });
}

/** The same for all runs of this user. */
function makeRuntimeFolder(): void {
  if (Deno.env.has("XDG_RUNTIME_DIR")) return;
  const folder = join(tmpdir(), `qtasyncio-tests-${Deno.uid() ?? 0}`);
  Deno.mkdirSync(folder, { recursive: true, mode: 0o700 });
  Deno.env.set("XDG_RUNTIME_DIR", folder);
}

/** How long each wait of `qtTest()` may take, in milliseconds, unless the test's own options say otherwise. */
function extendWaits(): void {
  if (!Deno.env.has(WAITS)) Deno.env.set(WAITS, String(TIME_LIMIT / 5));
}

install();
extendWaits();
makeRuntimeFolder();
