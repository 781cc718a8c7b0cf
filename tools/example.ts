/**
 * The main job: sets the machine up and runs the minimal example. Without a display,
 * it runs a demonstration of it instead, which leaves its pictures in the folder `out`.
 *
 *     deno task example
 *
 * @module
 */

import { join } from "node:path";
import { ROOT } from "./root.ts";
import { setUpOrExit } from "./setup.ts";

/** Whether a window can be shown to a user. */
export function hasDisplay(): boolean {
  return ["DISPLAY", "WAYLAND_DISPLAY"].some((name) => Deno.env.get(name));
}

/** What to run, as arguments of `deno`. */
function program(): string[] {
  if (hasDisplay()) {
    return ["--allow-ffi", join(ROOT, "examples", "minimal.ts")];
  }
  console.log("There is no display: the window is drawn, clicked and saved.");
  const folder = join(ROOT, "out");
  Deno.mkdirSync(folder, { recursive: true });
  return [
    "--allow-ffi",
    `--allow-write=${folder}`,
    join(ROOT, "tools", "demonstration.ts"),
    folder,
  ];
}

if (import.meta.main) {
  await setUpOrExit();
  const { code } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", ...program(), ...Deno.args],
    stdin: "inherit",
  }).spawn().status;
  Deno.exit(code);
}
