/**
 * Runs a program during development: when a file is saved, the window of the new version replaces the old one.
 *
 *     deno run -A dev.ts [--stop-first] [--watch=FOLDER] [Deno's flags] main.ts [arguments]
 *
 * Deno's flags are those of `deno run` for the program; by default `--allow-ffi`. `--stop-first` ends the old version
 * before the new one starts, for programs that need exclusive access to a port or a file.
 *
 * @module
 */

import { develop, type DevelopOptions } from "./src/dev/runner.ts";
import { isMain } from "./src/place.ts";

export { develop, type DevelopOptions };

const USAGE =
  "usage: dev.ts [--stop-first] [--watch=FOLDER] [Deno's flags, such as --allow-ffi] main.ts [arguments]";

/** Reads the command line; undefined if there is no program in it. */
function optionsOf(args: readonly string[]): DevelopOptions | undefined {
  const at = args.findIndex((arg) => !arg.startsWith("-"));
  if (at < 0) return undefined;
  const own = /^--(?:stop-first$|watch=)/;
  const flags = args.slice(0, at).filter((arg) => !own.test(arg));
  const watch = args.slice(0, at).find((arg) => arg.startsWith("--watch="));
  return {
    main: args[at]!,
    args: args.slice(at + 1),
    stopFirst: args.slice(0, at).includes("--stop-first"),
    ...(flags.length === 0 ? {} : { flags }),
    ...(watch === undefined ? {} : { watch: watch.slice("--watch=".length) }),
  };
}

if (isMain(import.meta, "dev.ts")) {
  const options = optionsOf(Deno.args);
  if (options === undefined) {
    console.error(USAGE);
    Deno.exit(2);
  }
  Deno.exit(await develop(options));
}
