/**
 * Builds the site: the documents, a gallery of the examples, and the reference, each with a search.
 *
 *     deno task site [--base=/] [--out=out/site] [--reference=FOLDER]
 *
 * VitePress, a package of npm, makes pages out of Markdown; `--reference` takes a reference that was made before in
 * place of making one. A link in a page that leads nowhere fails the build.
 *
 * @module
 */

import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { writeReference } from "./docs.ts";
import { run } from "./process.ts";
import { ROOT } from "./root.ts";
import { brokenLinks } from "./site/check.ts";
import { configuration, VITEPRESS } from "./site/config.ts";
import { writePages } from "./site/pages.ts";

/** Where the generator works; its packages stay there from one build to the next. */
const STAGE = join(ROOT, "out", "site-source");

async function clear(folder: string): Promise<void> {
  await Deno.remove(folder, { recursive: true }).catch((error) => {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  });
}

async function command(args: readonly string[], cwd: string): Promise<void> {
  const outcome = await run(args, { cwd, env: { NO_COLOR: "1" } });
  if (!outcome.success) {
    throw new Error(`"${args.join(" ")}" failed:\n${outcome.output}`);
  }
}

async function build(out: string, base: string): Promise<void> {
  const pages = join(STAGE, "pages");
  await clear(pages);
  const sidebar = await writePages(pages);
  await Deno.mkdir(join(pages, ".vitepress"));
  await Deno.writeTextFile(
    join(pages, ".vitepress", "config.mjs"),
    configuration(sidebar, base),
  );
  await Deno.writeTextFile(
    join(STAGE, "deno.json"),
    JSON.stringify({
      nodeModulesDir: "auto",
      lock: false,
      // The pages that VitePress makes import Vue themselves.
      imports: { vitepress: VITEPRESS, vue: "npm:vue@^3.5.0" },
    }),
  );
  await command([Deno.execPath(), "install", "--quiet"], STAGE);
  await command([
    ...[Deno.execPath(), "run", "-A", "--no-prompt", VITEPRESS],
    ...["build", pages, "--outDir", out],
  ], STAGE);
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      base: { type: "string", default: "/" },
      out: { type: "string", default: join(ROOT, "out", "site") },
      reference: { type: "string" },
    },
  });
  const say = (line: string) => console.error(`site: ${line}`);
  const out = resolve(values.out);
  await clear(out);
  say("Building the pages");
  await build(out, values.base);
  const api = join(out, "api");
  if (values.reference === undefined) {
    say("Writing the reference");
    await writeReference(api, "../index.html");
  } else await command(["cp", "-r", resolve(values.reference), api], ROOT);
  const broken = await brokenLinks(out, values.base);
  for (const line of broken) say(line);
  // In the reference, `deno doc` leads to wrong names of members with keys such as Symbol.for("…").
  const own = broken.filter((line) => !line.startsWith("api/"));
  say(
    `${out}: ${own.length} broken links in pages, ${
      broken.length - own.length
    } in the reference`,
  );
  if (own.length > 0) Deno.exit(1);
}
