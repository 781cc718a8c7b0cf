/**
 * Makes a project: a program with a window, its test, tasks, and settings for an editor.
 *
 *     deno run -A init.ts my-app [--quick]
 *
 * With `--quick`, the window is written in QML. It never overwrites a file.
 *
 * @module
 */

import { probe } from "./ffi/probe.ts";
import {
  installCommand,
  likelySystems,
  type Need,
} from "./src/doctor/packages.ts";
import { init, InitError, type InitOptions } from "./src/init/project.ts";
import { isMain } from "./src/place.ts";

export { init, InitError, type InitOptions };

const USAGE = "usage: init.ts FOLDER [--quick]";

/** What a project needs of the system: the library that shows it. */
const WIDGETS: readonly (readonly [file: string, need: Need])[] = [
  ["libQt6Core.so.6", "core"],
  ["libQt6Widgets.so.6", "widgets"],
  ["libQt6UiTools.so.6", "uitools"],
];
const QUICK: readonly (readonly [file: string, need: Need])[] = [
  ["libQt6Core.so.6", "core"],
  ["libQt6Quick.so.6", "qml"],
];

/** The commands that install what is missing of Qt; nothing if all is there. */
function missing(quick: boolean): string[] {
  const needs = (quick ? QUICK : WIDGETS)
    .filter(([file]) => !probe(file).ok)
    .map(([, need]) => need);
  if (needs.length === 0) return [];
  if (quick) needs.push("qml-modules");
  needs.push("x11");
  let release: string | undefined;
  try {
    release = Deno.readTextFileSync("/etc/os-release");
  } catch {
    // Then all systems that we know are named.
  }
  return likelySystems(release).map((system) =>
    `  ${installCommand(system, needs)}`
  );
}

async function main(args: readonly string[]): Promise<number> {
  const quick = args.includes("--quick");
  const [folder, ...rest] = args.filter((arg) => arg !== "--quick");
  if (folder === undefined || folder.startsWith("-") || rest.length > 0) {
    console.error(USAGE);
    return 2;
  }
  try {
    const files = await init({ folder, quick });
    console.log(`Made ${folder}: ${files.join(", ")}`);
  } catch (error) {
    if (!(error instanceof InitError)) throw error;
    console.error(error.message);
    return 1;
  }
  const commands = missing(quick);
  if (commands.length > 0) {
    console.log(
      `\nQt is missing on this machine. To install it:\n${commands.join("\n")}`,
    );
  }
  console.log(
    `\nNext:\n  cd ${folder}\n  deno task dev    # the window; a saved file shows at once\n  deno task test`,
  );
  return 0;
}

if (isMain(import.meta, "init.ts")) Deno.exit(await main(Deno.args));
