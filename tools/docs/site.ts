/**
 * Makes the pages of the reference: one for each name, one for each public module, and a search in all names.
 *
 * `deno doc --html` has a page for each member, of 20 kB or more: some 500 MB for all of Qt.
 *
 * @module
 */

import { basename } from "node:path";
import { escape, markdown } from "./markdown.ts";
import type {
  DocDeclaration,
  DocJson,
  DocMember,
  DocSymbol,
  JsDoc,
} from "./model.ts";
import { functionText, memberText, typeParams, typeText } from "./signature.ts";

/** Makes the site's files, by their names. */
export function makeSite(
  title: string,
  doc: DocJson,
  home?: string,
): Map<string, string> {
  return new Site(title, doc, home).files();
}

class Site {
  readonly #title: string;
  readonly #home: string;
  readonly #doc: DocJson;
  /** The declarations of each name, each once. */
  readonly #names = new Map<string, Map<string, DocDeclaration>>();
  /** The public modules of each name. */
  readonly #modules = new Map<string, Set<string>>();

  constructor(title: string, doc: DocJson, home: string | undefined) {
    this.#title = title;
    this.#home = home === undefined ? "" : `<a href="${home}">Documents</a> `;
    this.#doc = doc;
    for (const [module, { symbols }] of Object.entries(doc.nodes)) {
      for (const symbol of symbols) this.#add(module, symbol);
    }
  }

  #add(module: string, { name, declarations }: DocSymbol): void {
    const known = this.#names.get(name) ?? new Map();
    for (const one of declarations) {
      if (one.kind === "reference") continue;
      const { filename, line, col } = one.location;
      known.set(`${filename}:${line}:${col}`, one);
    }
    if (known.size === 0) return;
    this.#names.set(name, known);
    const modules = this.#modules.get(name) ?? new Set();
    this.#modules.set(name, modules.add(basename(module)));
  }

  files(): Map<string, string> {
    const files = new Map<string, string>();
    const index: string[] = [];
    for (const name of [...this.#names.keys()].sort()) {
      const members: string[] = [];
      files.set(fileOf(name), this.#symbolPage(name, members));
      index.push([name, ...new Set(members)].join(" "));
    }
    files.set(
      "names.js",
      `const NAMES = ${JSON.stringify(index.join("\n"))};\n`,
    );
    const modules = Object.keys(this.#doc.nodes).sort();
    for (const module of modules) {
      files.set(`${basename(module)}.html`, this.#modulePage(module));
    }
    files.set("index.html", this.#indexPage(modules));
    return files;
  }

  #indexPage(modules: readonly string[]): string {
    const items = modules.map((module) =>
      `<h2><a href="${basename(module)}.html">${basename(module)}</a></h2>${
        this.#text(this.#doc.nodes[module]!.module_doc)
      }`
    );
    return this.#page(this.#title, items.join("\n"));
  }

  #modulePage(module: string): string {
    const { module_doc, symbols } = this.#doc.nodes[module]!;
    const kinds = new Map<string, string[]>();
    for (const { name, declarations } of symbols) {
      for (const kind of new Set(declarations.map((one) => one.kind))) {
        if (kind === "reference" || !this.#names.has(name)) continue;
        kinds.set(kind, [...kinds.get(kind) ?? [], name]);
      }
    }
    const lists = [...kinds].sort(([a], [b]) => a < b ? -1 : 1).map((
      [kind, names],
    ) =>
      `<h2>${HEADINGS[kind] ?? kind}</h2><p class="names">${
        [...new Set(names)].sort().map((name) =>
          `<a href="${fileOf(name)}">${name}</a>`
        ).join(" ")
      }</p>`
    );
    return this.#page(
      basename(module),
      `${this.#text(module_doc)}${lists.join("\n")}`,
    );
  }

  #symbolPage(name: string, members: string[]): string {
    const parts = [...this.#names.get(name)!.values()].map((one) =>
      this.#declaration(name, one, members)
    );
    const from = [...this.#modules.get(name)!].sort()
      .map((module) => `<a href="${module}.html">${module}</a>`).join(", ");
    return this.#page(name, `<p class="from">${from}</p>${parts.join("\n")}`);
  }

  #declaration(
    name: string,
    { kind, def, jsDoc }: DocDeclaration,
    members: string[],
  ): string {
    const head = this.#code(headOf(name, kind, def));
    const lists = [
      [
        "Constructors",
        def.constructors?.map((one) => ({ ...one, name: "new" })),
      ],
      ["Calls", def.callSignatures?.map((one) => ({ ...one, name }))],
      ["Properties", def.properties],
      ["Methods", def.methods],
    ] as const;
    // The values of an enumeration stand in the declaration.
    const body = lists.map(([title, list]) =>
      this.#members(title, list ?? [], members)
    );
    return `<section>${head}${this.#text(jsDoc)}${body.join("")}</section>`;
  }

  #members(
    title: string,
    list: readonly DocMember[],
    members: string[],
  ): string {
    const shown = list.filter(({ name, jsDoc, accessibility }) =>
      accessibility !== "private" && !/^\[|^_/.test(name) &&
      !jsDoc?.tags?.some(({ kind }) => kind === "internal" || kind === "ignore")
    );
    if (shown.length === 0) return "";
    const seen = new Set<string>();
    const items = shown.map((member) => {
      const { name } = member;
      const id = seen.has(name) ? "" : ` id="${escape(name)}"`;
      seen.add(name);
      if (name !== "new") members.push(name);
      const text = member.params && name === "new"
        ? functionText(name, member)
        : memberText(member);
      return `<dt${id}>${this.#code(text)}</dt><dd>${
        this.#text(member.jsDoc)
      }</dd>`;
    });
    return `<h3>${title}</h3><dl>${items.join("\n")}</dl>`;
  }

  /** A doc comment. */
  #text(jsDoc: JsDoc | undefined): string {
    if (jsDoc === undefined) return "";
    const convert = (text: string) => markdown(text, (to) => this.#link(to));
    const tags = (jsDoc.tags ?? []).flatMap(({ kind, name, doc, tsType }) => {
      if (doc === undefined || kind === "module") return [];
      const label = [TAGS[kind] ?? kind, name ?? (tsType && typeText(tsType))]
        .filter(Boolean)
        .join(" ");
      return [`<div class="tag"><b>${escape(label)}</b> ${convert(doc)}</div>`];
    });
    return convert(jsDoc.doc ?? "") + tags.join("");
  }

  /** Code, in which known names are links. */
  #code(text: string): string {
    const linked = escape(text).replaceAll(/\b[A-Z]\w+/g, (name) => {
      const href = this.#link(name);
      return href === undefined ? name : `<a href="${href}">${name}</a>`;
    });
    return `<code>${linked}</code>`;
  }

  #link(name: string): string | undefined {
    const [owner = "", member] = name.split(".");
    if (!this.#names.has(owner)) return undefined;
    return fileOf(owner) + (member === undefined ? "" : `#${member}`);
  }

  #page(title: string, body: string): string {
    return `<!DOCTYPE html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${
      escape(title)
    }</title><link rel="stylesheet" href="style.css"><header><a href="index.html">${
      escape(this.#title)
    }</a> ${this.#home}<input id="search" type="search" placeholder="Search"></header><div id="found"></div><main><h1>${
      escape(title)
    }</h1>
${body}</main><script src="names.js"></script><script src="search.js"></script></html>
`;
  }
}

const HEADINGS: Readonly<Record<string, string>> = {
  class: "Classes",
  function: "Functions",
  interface: "Interfaces",
  typeAlias: "Types",
  variable: "Constants",
};

const TAGS: Readonly<Record<string, string>> = {
  default: "By default",
  example: "Example",
  param: "Parameter",
  return: "Returns",
  template: "Type",
  throws: "Throws",
};

function headOf(
  name: string,
  kind: string,
  def: DocDeclaration["def"],
): string {
  switch (kind) {
    case "class": {
      const base = typeof def.extends === "string"
        ? ` extends ${def.extends}`
        : "";
      return `${def.isAbstract ? "abstract " : ""}class ${name}${
        typeParams(def.typeParams)
      }${base}`;
    }
    case "interface": {
      const bases = Array.isArray(def.extends) && def.extends.length > 0
        ? ` extends ${def.extends.map(typeText).join(", ")}`
        : "";
      return `interface ${name}${typeParams(def.typeParams)}${bases}`;
    }
    case "function":
      return `${def.isAsync ? "async " : ""}function ${
        functionText(name, def)
      }`;
    case "typeAlias":
      return `type ${name}${typeParams(def.typeParams)} = ${
        typeText(def.tsType)
      }`;
    default:
      return `const ${name}: ${typeText(def.tsType)}`;
  }
}

/** The file of a name: file systems may not tell `State` from `state`. */
function fileOf(name: string): string {
  return /^[a-z]/.test(name) ? `${name}-.html` : `${name}.html`;
}
