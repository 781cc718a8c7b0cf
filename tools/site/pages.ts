/**
 * The pages of the site: the documents, each example with its source, and the first page.
 *
 * @module
 */

import { basename, dirname, join, normalize, relative } from "node:path";
import { ROOT } from "../root.ts";

/** A group of pages in the site's sidebar. */
interface Group {
  readonly text: string;
  readonly pages: readonly string[];
}

/** In which order pages are listed; one that is in no group comes last. */
const GROUPS: readonly Group[] = [
  {
    text: "Start",
    pages: [
      "tutorial",
      "gallery",
      "testing",
      "packaging",
      "troubleshooting",
      "faq",
    ],
  },
  {
    text: "Coming from",
    pages: ["coming-from-asyncio", "coming-from-electron"],
  },
  {
    text: "Guides",
    pages: [
      ...["typed-classes", "signals", "builder", "dialogs", "qml"],
      ...["cancellation", "executor", "networking", "process"],
    ],
  },
  {
    text: "For everybody",
    pages: ["accessibility", "dark-mode", "high-dpi", "translations"],
  },
  {
    text: "Run and look into",
    pages: ["inspector", "delivery", "security", "performance", "support"],
  },
  { text: "How it works", pages: ["how-it-works", "asyncio-conformance"] },
];

/** Documents beside `docs/` that are pages, too. */
const BESIDE = ["CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md"];

/** An entry of the sidebar. */
export interface SidebarItem {
  /** What is shown. */
  readonly text: string;
  /** Where it leads. */
  readonly link?: string;
  /** Entries below it. */
  readonly items?: readonly SidebarItem[];
  /** Whether it begins closed. */
  readonly collapsed?: boolean;
}

/** Source files of one example, by the language that colours them. */
const LANGUAGES: Readonly<Record<string, string>> = {
  ".ts": "ts",
  ".qml": "qml",
  ".ui": "xml",
};

/**
 * Writes the pages into a folder for the site's generator.
 *
 * @param to The folder.
 * @returns The sidebar.
 */
export async function writePages(to: string): Promise<SidebarItem[]> {
  const pages = new Map<string, string>();
  for (const path of await markdownIn("docs")) {
    pages.set(path, relative("docs", path));
  }
  for (const path of BESIDE) pages.set(path, path.toLowerCase());
  const examples = await names(join(ROOT, "examples"));
  for (const name of examples) {
    if (name.endsWith(".ts")) {
      pages.set(`examples/${name}`, `examples/${name.slice(0, -3)}.md`);
    }
  }
  const titles = new Map<string, string>();
  for (const [path, page] of pages) {
    const text = await Deno.readTextFile(join(ROOT, path));
    const content = path.startsWith("examples/")
      ? await examplePage(path, text, examples)
      : withLinks(path, text, pages);
    const [, title = page] = /^# (.*)$/m.exec(content) ?? [];
    titles.set(page, title.replaceAll("`", ""));
    await write(join(to, page), content);
  }
  await copyImages(join(to, "images"));
  // The first page names its picture in its settings, where VitePress does not look for files.
  await copyImages(join(to, "public", "images"));
  await write(join(to, "index.md"), HOME);
  return sidebar(titles);
}

async function names(folder: string): Promise<string[]> {
  const found: string[] = [];
  for await (const { name, isFile } of Deno.readDir(folder)) {
    if (isFile) found.push(name);
  }
  return found.sort();
}

async function markdownIn(folder: string): Promise<string[]> {
  const found: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(join(ROOT, folder))) {
    if (isDirectory && name !== "api") {
      found.push(...await markdownIn(`${folder}/${name}`));
    } else if (name.endsWith(".md")) found.push(`${folder}/${name}`);
  }
  return found.sort();
}

async function write(path: string, text: string): Promise<void> {
  await Deno.mkdir(dirname(path), { recursive: true });
  await Deno.writeTextFile(path, text);
}

async function copyImages(to: string): Promise<void> {
  await Deno.mkdir(to, { recursive: true });
  for (const name of await names(join(ROOT, "docs", "images"))) {
    await Deno.copyFile(join(ROOT, "docs", "images", name), join(to, name));
  }
}

/** The text with its links led to pages of the site; a link to a file that is none becomes plain text. */
function withLinks(
  path: string,
  text: string,
  pages: ReadonlyMap<string, string>,
): string {
  const own = dirname(pages.get(path)!);
  return text.replace(
    /(!?)\[((?:[^[\]]|\[[^\]]*\])*)\]\(([^)\s]+)\)/g,
    (whole, image: string, label: string, target: string) => {
      if (/^[a-z]+:|^#/.test(target)) return whole;
      const [file = "", anchor] = target.split("#");
      const found = normalize(join(dirname(path), file));
      const page = found.startsWith("docs/images/")
        ? relative("docs", found)
        : pages.get(found);
      if (page === undefined) return image === "" ? label : whole;
      const way = relative(own, page);
      return `${image}[${label}](${way.startsWith(".") ? way : `./${way}`}${
        anchor === undefined ? "" : `#${anchor}`
      })`;
    },
  );
}

/** An example as a page: what its first comment says, its picture, and its sources. */
async function examplePage(
  path: string,
  text: string,
  examples: readonly string[],
): Promise<string> {
  const name = basename(path, ".ts");
  const [comment = ""] = /^\/\*\*.*?\*\//s.exec(text) ?? [];
  const prose = comment.replace(/^\/\*\*|\*\/$/g, "").split("\n")
    .map((line) => line.replace(/^ ?\* ?/, "")).join("\n")
    .replace(/@module/, "").trim()
    .replace(/\{@linkcode (\w+)\}/g, "`$1`");
  const picture = `docs/images/${name}.png`;
  const hasPicture = await Deno.stat(join(ROOT, picture))
    .then(() => true, () => false);
  const parts = [
    `# ${name}\n`,
    prose,
    ...(hasPicture ? [`![The window of ${name}](../images/${name}.png)`] : []),
  ];
  const stem = name.replace(/_ui$/, "");
  for (const file of examples) {
    const [, base = "", extension = ""] = /^(.*)(\.\w+)$/.exec(file) ?? [];
    if (base !== name && base !== stem) continue;
    const source = await Deno.readTextFile(join(ROOT, "examples", file));
    parts.push(
      `## ${file}\n\n\`\`\`\`${LANGUAGES[extension] ?? ""}\n${source}\`\`\`\``,
    );
  }
  return `${parts.join("\n\n")}\n`;
}

function sidebar(titles: ReadonlyMap<string, string>): SidebarItem[] {
  const item = (page: string): SidebarItem => ({
    text: titles.get(page)!,
    link: `/${page.replace(/\.md$/, "")}`,
  });
  const listed = new Set<string>();
  const groups = GROUPS.map(({ text, pages }): SidebarItem => ({
    text,
    items: pages.map((name) => `${name}.md`)
      .filter((page) => titles.has(page))
      .map((page) => {
        listed.add(page);
        return item(page);
      }),
  }));
  const rest = [...titles.keys()].filter((page) => !listed.has(page)).sort();
  const of = (test: (page: string) => boolean) => rest.filter(test).map(item);
  const isDev = (page: string) => page.startsWith("dev/");
  const isExample = (page: string) => page.startsWith("examples/");
  return [
    ...groups,
    { text: "Examples", collapsed: true, items: of(isExample) },
    { text: "Work on it", collapsed: true, items: of(isDev) },
    { text: "More", items: of((page) => !isDev(page) && !isExample(page)) },
    { text: "Reference", link: "/api/index.html" },
  ];
}

const HOME = `---
layout: home
hero:
  name: QtAsyncio for Deno
  text: Qt 6 from TypeScript
  tagline: Windows, QML and asyncio's tasks on one event loop. A button awaits, a dialog is awaited, and fetch goes on.
  image: { src: /images/folders.gif, alt: An example of sixty lines }
  actions:
    - { theme: brand, text: Tutorial, link: /tutorial }
    - { theme: alt, text: Gallery, link: /gallery }
    - { theme: alt, text: Reference, link: /api/index.html, target: _self }
features:
  - { title: Qt's real event loop, details: "exec() runs as a coroutine inside Deno. Nothing polls, nothing blocks.", link: /how-it-works }
  - { title: asyncio, details: "Futures, tasks, groups, time limits and queues with CPython's order and names.", link: /coming-from-asyncio }
  - { title: Typed, details: "Properties, methods and signals of Qt's classes. A wrong name does not compile.", link: /typed-classes }
  - { title: Packages, details: "A folder, an AppImage or a .deb for people without Deno.", link: /packaging }
---
`;
