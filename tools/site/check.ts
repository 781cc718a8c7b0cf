/**
 * Follows the links of a site that has been built.
 *
 * @module
 */

import { dirname, join, normalize, relative } from "node:path";

/** The files below a folder, as paths in it. */
async function filesIn(folder: string): Promise<Set<string>> {
  const found = new Set<string>();
  const walk = async (at: string) => {
    for await (const { name, isDirectory } of Deno.readDir(at)) {
      const path = join(at, name);
      if (isDirectory) await walk(path);
      else found.add(relative(folder, path));
    }
  };
  await walk(folder);
  return found;
}

/** The values of attributes, without HTML's way to write characters (`&#x2F;`). */
function attributes(html: string, pattern: RegExp): string[] {
  return [...html.matchAll(pattern)].map(([, value = ""]) =>
    value
      .replace(/&#x([0-9a-f]+);/gi, (_, code) => character(parseInt(code, 16)))
      .replace(/&#(\d+);/g, (_, code) => character(Number(code)))
      .replaceAll("&quot;", '"')
      .replaceAll("&amp;", "&")
  );
}

function character(code: number): string {
  return String.fromCodePoint(code);
}

/**
 * Finds links and pictures that lead nowhere. Places in a page (`#…`) are looked for, but not in the reference, where
 * each page has many and a tool has written them.
 *
 * @param folder The site's folder.
 * @param base The path of the site on its host.
 * @returns A line for each.
 */
export async function brokenLinks(
  folder: string,
  base: string,
): Promise<string[]> {
  const files = await filesIn(folder);
  const anchors = new Map<string, Set<string>>();
  const targets: { page: string; file: string; anchor: string }[] = [];
  for (const page of files) {
    if (!page.endsWith(".html")) continue;
    const html = await Deno.readTextFile(join(folder, page));
    const isReference = page.startsWith("api/");
    if (!isReference) {
      anchors.set(page, new Set(attributes(html, /\sid="([^"]*)"/g)));
    }
    for (const url of attributes(html, /\s(?:href|src)="([^"]*)"/g)) {
      if (/^(?:[a-z][a-z0-9+.-]*:|\/\/)/i.test(url)) continue;
      const [path = "", anchor = ""] = url.split("#");
      const plain = decodeURIComponent(path.replace(/\?.*/, ""));
      const file = plain === ""
        ? page
        : plain.startsWith("/")
        ? plain.startsWith(base) ? plain.slice(base.length) : plain
        : normalize(join(dirname(page), plain));
      targets.push({
        page,
        file: file === "" || file.endsWith("/") ? `${file}index.html` : file,
        anchor: isReference ? "" : decodeURIComponent(anchor),
      });
    }
  }
  const broken = new Set<string>();
  for (const { page, file, anchor } of targets) {
    if (!files.has(file)) broken.add(`${page}: there is no ${file}`);
    else if (anchor !== "" && anchors.get(file)?.has(anchor) === false) {
      broken.add(`${page}: ${file} has no #${anchor}`);
    }
  }
  return [...broken].sort();
}
