/**
 * Makes the README's moving picture: a real run of `examples/folders.ts`, used from outside by mouse and keyboard, on an X
 * server without a screen. Needs what `deno task setup --tests` installs.
 *
 *     deno task picture [FILE]
 *
 * @module
 */

import { join } from "node:path";
import { Desktop } from "../tests/_support/desktop.ts";
import { Program } from "../tests/_support/program.ts";
import { Xvfb } from "../tests/_support/xvfb.ts";
import { ROOT } from "./root.ts";

/** A picture of the window, and for how long it is seen, in hundredths of a second. */
interface Frame {
  readonly png: Uint8Array;
  readonly delay: number;
}

const SIZE = { x: 40, y: 40, width: 460, height: 330 };
const ANALYSE = [345, 22] as const;
const FILTER = [100, 50] as const;
const KIB = [260, 77] as const;

/** Runs the example, and uses it. */
async function record(): Promise<Frame[]> {
  await using xvfb = await Xvfb.start();
  await using program = Program.start(join(ROOT, "examples/folders.ts"), {
    permissions: ["--allow-ffi", "--allow-read"],
    args: ["src"],
    env: { ...xvfb.env, QT_QPA_PLATFORM: "" },
    cwd: ROOT,
  });
  const desktop = new Desktop(xvfb);
  const window = await Promise.race([
    desktop.waitForWindow({ title: "Folder sizes" }),
    program.finished().then(({ stderr }) => {
      throw new Error(stderr.join("\n"));
    }),
  ]);
  await desktop.place(window, SIZE);
  await desktop.focus(window);
  const frames: Frame[] = [];
  const see = async (delay: number) => {
    const { png } = await desktop.settledScreenshot(window);
    frames.push({ png, delay });
  };
  await see(120);
  await desktop.moveMouse(window, ...ANALYSE);
  await see(40);
  await desktop.click(window, ...ANALYSE);
  await see(120);
  await desktop.click(window, ...KIB);
  await desktop.click(window, ...KIB);
  await see(120);
  await desktop.click(window, ...FILTER);
  for (const letter of "qt") {
    await desktop.type(letter);
    await see(50);
  }
  await see(150);
  desktop.close(window);
  return frames;
}

/** Writes frames as one picture that moves, for ever. */
async function animate(frames: readonly Frame[], file: string): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    const args: string[] = [];
    for (const [index, { png, delay }] of frames.entries()) {
      const path = join(folder, `${index}.png`);
      await Deno.writeFile(path, png);
      args.push("-delay", `${delay}`, path);
    }
    const { success, stderr } = await new Deno.Command("convert", {
      args: [...args, "-loop", "0", "-layers", "optimize", file],
    }).output();
    if (!success) throw new Error(new TextDecoder().decode(stderr));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

if (import.meta.main) {
  const file = Deno.args[0] ?? join(ROOT, "docs/images/folders.gif");
  const frames = await record();
  await animate(frames, file);
  const { size } = await Deno.stat(file);
  console.error(`picture: ${frames.length} frames, ${size} bytes in ${file}`);
}
