/** The site: its pages, and the check of its links. Building it takes a generator that is fetched, and `deno task site`. */

import { assert, assertEquals } from "@std/assert";
import { dirname, join, normalize } from "node:path";
import { brokenLinks } from "../../tools/site/check.ts";
import { configuration } from "../../tools/site/config.ts";
import { type SidebarItem, writePages } from "../../tools/site/pages.ts";

/** Files in a folder of their own. */
async function withFiles(
  files: Readonly<Record<string, string>>,
  use: (folder: string) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    for (const [name, text] of Object.entries(files)) {
      await Deno.mkdir(dirname(join(folder, name)), { recursive: true });
      await Deno.writeTextFile(join(folder, name), text);
    }
    await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("brokenLinks() finds pages, pictures and places that are not there", async () => {
  await withFiles({
    "index.html":
      `<h1 id="top"></h1><a href="#top"></a><a href="a/b.html#one"></a><a href="/base/a/"></a>
       <a href="none.html"></a><a href="a/b.html#two"></a><img src="/base/none.png"><a href="https://example.org/x"></a>`,
    "a/index.html": `<a href="../index.html?x=1#top"></a><a href="b.html"></a>`,
    "a/b.html": `<h2 id="one"></h2><a href="/index.html"></a>`,
    // The reference: its places are not looked for.
    "api/index.html":
      `<a href="..&#x2F;a/b.html#three"></a><a href="all.html"></a>`,
  }, async (folder) => {
    assertEquals(await brokenLinks(folder, "/base/"), [
      "a/b.html: there is no /index.html",
      "api/index.html: there is no api/all.html",
      "index.html: a/b.html has no #two",
      "index.html: there is no none.html",
      "index.html: there is no none.png",
    ]);
  });
});

Deno.test("brokenLinks() finds nothing wrong in a site that is whole", async () => {
  const files = {
    "index.html": `<a href="/a.html#b">`,
    "a.html": `<p id="b">`,
  };
  await withFiles(files, async (folder) => {
    assertEquals(await brokenLinks(folder, "/"), []);
  });
});

Deno.test("writePages() writes every document and every example, and no link leaves them", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const sidebar = await writePages(folder);
    const leaves = (items: readonly SidebarItem[]): string[] =>
      items.flatMap(({ link, items = [] }) => [
        ...(link === undefined ? [] : [link]),
        ...leaves(items),
      ]);
    const pages = leaves(sidebar).filter((link) => !link.startsWith("/api/"));
    assert(pages.includes("/tutorial") && pages.includes("/examples/minimal"));
    for (const page of pages) {
      const text = await Deno.readTextFile(join(folder, `${page}.md`));
      const prose = text.replace(/^(`{3,}).*?^\1$/gms, "");
      for (const [, target = ""] of prose.matchAll(/\]\(([^)\s#]+)[^)]*\)/g)) {
        if (/^[a-z]+:/.test(target)) continue;
        const path = normalize(join(folder, dirname(page), target));
        assert((await Deno.stat(path)).isFile, `${page}: ${target}`);
      }
    }
    assert(configuration(sidebar, "/base/").includes('"base": "/base/"'));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
