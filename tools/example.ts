/**
 * The main job: sets the machine up and runs the minimal example. Without a
 * display the example gets `--demo`.
 *
 *     deno task example
 *
 * @module
 */

import { join } from "node:path";
import { ROOT } from "./root.ts";
import { setUpOrExit } from "./setup.ts";

/** Whether a window can be shown to somebody. */
export function hasDisplay(): boolean {
  return ["DISPLAY", "WAYLAND_DISPLAY"].some((name) => Deno.env.get(name));
}

if (import.meta.main) {
  await setUpOrExit();
  const example = new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--allow-ffi",
      join(ROOT, "examples", "minimal.ts"),
      ...(hasDisplay() ? [] : ["--demo"]),
      ...Deno.args,
    ],
    stdin: "inherit",
  }).spawn();
  const { code } = await example.status;
  Deno.exit(code);
}
