/** The tutorial and the README's first program, done as they are written, in an empty folder. */

import { dirname, join } from "node:path";
import { assert, assertEquals } from "@std/assert";
import { ROOT } from "../../tools/root.ts";
import { Desktop } from "../_support/desktop.ts";
import { Xvfb } from "../_support/xvfb.ts";
import { type Block, blocksOf } from "./_pages.ts";

const PATH = `${dirname(Deno.execPath())}:${Deno.env.get("PATH")}`;

/** Runs the lines of a block. Closes the window with this title, if they open one. */
async function runLines(
  text: string,
  folder: string,
  xvfb: Xvfb,
  title?: string,
): Promise<void> {
  const child = new Deno.Command("sh", {
    args: ["-c", text],
    cwd: folder,
    env: { ...xvfb.env, QT_QPA_PLATFORM: "", PATH, NO_COLOR: "1" },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const ended = child.output();
  if (title !== undefined) {
    const desktop = new Desktop(xvfb);
    const window = await Promise.race([
      desktop.waitForWindow({ title }),
      ended.then(({ stderr }) => {
        throw new Error(`${text}: ${new TextDecoder().decode(stderr)}`);
      }),
    ]);
    desktop.close(window);
  }
  const { code, stdout, stderr } = await ended;
  const said = new TextDecoder().decode(stdout) +
    new TextDecoder().decode(stderr);
  assertEquals(code, 0, `${text}\n${said}`);
}

async function perform(block: Block, folder: string, xvfb: Xvfb) {
  const file = block.marks.get("file");
  if (file !== undefined) {
    await Deno.writeTextFile(join(folder, file), block.text);
  }
  const how = block.marks.get("run");
  if (how !== undefined) {
    const title = how === "window" ? "Folder sizes" : undefined;
    await runLines(block.text, folder, xvfb, title);
  }
}

/** Packing takes minutes on a busy machine. */
const LONG = { timeout: 1_200_000 };

Deno.test(
  "the tutorial leads from an empty folder to a package",
  LONG,
  async () => {
    const page = await Deno.readTextFile(join(ROOT, "docs", "tutorial.md"));
    const blocks = blocksOf(page);
    assert(blocks.filter(({ marks }) => marks.has("run")).length >= 5);
    const at = await Deno.makeTempDir({ prefix: "qtasyncio-tutorial-" });
    await using xvfb = await Xvfb.start();
    try {
      await Deno.symlink(ROOT.replace(/\/$/, ""), join(at, "qtasyncio"));
      const folder = join(at, "folder-sizes");
      await Deno.mkdir(folder);
      for (const block of blocks) await perform(block, folder, xvfb);
      const made = Array.from(Deno.readDirSync(join(folder, "dist")));
      assert(made.some(({ name }) => name.endsWith(".deb")));
    } finally {
      await Deno.remove(at, { recursive: true });
    }
  },
);

Deno.test("the README's first program runs as it is written", async () => {
  const page = await Deno.readTextFile(join(ROOT, "README.md"));
  const blocks = blocksOf(page);
  const program = blocks.find(({ language }) => language === "ts")!;
  const line = blocks.find(({ text }) => text.includes("hello.ts"))!;
  const hello = join(ROOT, "hello.ts");
  await using xvfb = await Xvfb.start();
  // It belongs in the clone, where names of this package lead to its modules.
  await Deno.writeTextFile(hello, program.text, { createNew: true });
  try {
    await runLines(line.text, ROOT, xvfb, "Hello");
  } finally {
    await Deno.remove(hello);
  }
});
