/**
 * Follows every path that documents and comments name: the targets of Markdown links, and paths of this project such as
 * `tools/root.ts`; and looks for the tasks that they name. What has moved leaves no stale name behind.
 *
 * @module
 */

import { basename, dirname, join, normalize } from "node:path";
import settings from "../deno.json" with { type: "json" };
import { filesOf } from "../src/init/files.ts";
import { run } from "./process.ts";
import { ROOT } from "./root.ts";

/** The tasks of projects that `init.ts` makes, which documents name as well. */
const tasksOfProjects: readonly string[] = Object.keys(
  JSON.parse(
    filesOf({
      name: "name",
      quick: false,
      imports: {},
      flags: [],
      dev: "dev.ts",
      packager: "package.ts",
    })["deno.json"]!,
  ).tasks,
);

/** A name that leads nowhere. */
export interface DeadLink {
  /** The file that names it, from the project's folder. */
  file: string;
  /** The line, from 1. */
  line: number;
  /** The path, as it is written there. */
  path: string;
}

/** Files whose comments are not written by hand, and the test of this check. */
const SKIPPED = /^src\/qt\/generated\/|\/worker_program\.ts$|\/links_test\.ts$/;
const SOURCE = /\.(?:ts|tsx|js|cpp|h|hpp|py|sh|txt|yml)$/;
const EXTENSION = /\.(?:ts|js|cpp|h|md|json|py|qml|ui|png|txt|yml|sh)$/;

/**
 * Finds the names in a file that lead nowhere.
 *
 * @param file The file's path, from the project's folder.
 * @param text Its text.
 * @param files The paths of all files of the project.
 * @returns Them, in the order of the lines.
 */
export function deadLinks(
  file: string,
  text: string,
  files: ReadonlySet<string>,
): DeadLink[] {
  const known = withFolders(files);
  const names = new Set([...files].map((path) => basename(path)));
  const found: DeadLink[] = [];
  const lines = file.endsWith(".md")
    ? text.split("\n")
    : commentLines(text, file);
  lines.forEach((content, index) => {
    const check = (path: string, ...candidates: string[]) => {
      if (candidates.some((one) => known.has(tidy(one)) || isMade(one))) return;
      found.push({ file, line: index + 1, path });
    };
    for (const path of file.endsWith(".md") ? linkTargets(content) : []) {
      check(path, join(dirname(file), path));
    }
    if (!file.endsWith(".md")) {
      // A file's name alone: some file has it. Headers may be those of Qt.
      for (
        const [, name = ""] of content.matchAll(/`([\w.-]+\.(?:ts|cpp))`/g)
      ) {
        if (!names.has(name)) found.push({ file, line: index + 1, path: name });
      }
    }
    for (const path of projectPaths(content, known)) {
      // C++ includes and module names leave the extension out.
      check(path, path, `${path}.ts`, join(dirname(file), path));
    }
    for (const [, name = ""] of content.matchAll(/deno task ([a-z][a-z:]*)/g)) {
      if (!(name in settings.tasks) && !tasksOfProjects.includes(name)) {
        found.push({ file, line: index + 1, path: `task ${name}` });
      }
    }
  });
  return found;
}

/** The relative targets of Markdown links, without their anchors. */
function linkTargets(line: string): string[] {
  const targets: string[] = [];
  for (const [, target = ""] of line.matchAll(/\]\(([^)\s]+)\)/g)) {
    if (/^[a-z][a-z0-9+.-]*:|^#/i.test(target)) continue;
    targets.push(target.replace(/#.*/, ""));
  }
  return targets;
}

/** Words that begin with a folder of the project, and do not stand in a URL or a placeholder. */
function projectPaths(line: string, known: ReadonlySet<string>): string[] {
  const paths: string[] = [];
  for (
    const match of line.matchAll(/(?<![\w./:@${}*-])[\w.-]+(?:\/[\w.-]+)+\/?/g)
  ) {
    const path = match[0].replace(/\.+$/, "");
    const after = line[match.index + match[0].length] ?? "";
    if ("*<{$…".includes(after) && after !== "") continue;
    const top = path.slice(0, path.indexOf("/"));
    if (!known.has(top) || isProse(path)) continue;
    paths.push(path);
  }
  return paths;

  /** In a sentence, a slash may mean "or": a path has an extension, ends with a slash, or is code. */
  function isProse(path: string): boolean {
    return !EXTENSION.test(path) && !path.endsWith("/") &&
      !line.includes(`\`${path}\``);
  }
}

/** The lines of a text, those outside of comments empty. */
function commentLines(text: string, file: string): string[] {
  const hash = /\.(?:py|sh|txt|yml)$/.test(file);
  let isBlock = false;
  return text.split("\n").map((line) => {
    if (hash) return /^\s*#(.*)/.exec(line)?.[1] ?? "";
    if (isBlock) {
      isBlock = !line.includes("*/");
      return line;
    }
    const start = line.search(/(?<![:"'`\w])\/\/|\/\*/);
    if (start < 0) return "";
    const comment = line.slice(start);
    isBlock = comment.startsWith("/*") && !comment.includes("*/");
    return comment;
  });
}

function withFolders(files: ReadonlySet<string>): Set<string> {
  const known = new Set(files);
  for (const file of files) {
    for (let at = dirname(file); at !== "."; at = dirname(at)) known.add(at);
  }
  return known;
}

function tidy(path: string): string {
  return normalize(path).replace(/\/$/, "");
}

/** Whether the tasks write it, so that it is not committed. */
function isMade(path: string): boolean {
  const tidied = tidy(path);
  return settings.exclude.some((one) =>
    tidied === one || tidied.startsWith(`${one}/`)
  );
}

/**
 * Checks all files of the project.
 *
 * @returns The names that lead nowhere.
 */
export async function findDeadLinks(): Promise<DeadLink[]> {
  const list = await run(
    ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
    { cwd: ROOT },
  );
  if (!list.success) throw new Error(`Cannot list the files:\n${list.output}`);
  const files: string[] = [];
  for (const file of list.output.split("\0")) {
    const isThere = await Deno.stat(join(ROOT, file)).then(
      (info) => info.isFile,
      () => false,
    );
    if (file !== "" && isThere) files.push(file);
  }
  const known = new Set(files);
  const found: DeadLink[] = [];
  for (const file of files) {
    if (SKIPPED.test(file)) continue;
    if (!file.endsWith(".md") && !SOURCE.test(file)) continue;
    const text = await Deno.readTextFile(join(ROOT, file));
    found.push(...deadLinks(file, text, known));
  }
  return found;
}

if (import.meta.main) {
  const dead = await findDeadLinks();
  for (const { file, line, path } of dead) {
    console.error(`${file}:${line}: there is no ${path}`);
  }
  if (dead.length > 0) Deno.exit(1);
}
