/**
 * The Markdown of doc comments as HTML: paragraphs, lists, tables, headings, code, links, bold.
 *
 * @module
 */

/** Makes text safe to stand in HTML. */
export function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

/** Where a name of the code is documented; undefined if it is nowhere. */
export type Resolve = (name: string) => string | undefined;

/** Converts Markdown. */
export function markdown(text: string, resolve: Resolve): string {
  const parts: string[] = [];
  for (
    const [at, part] of text.split(/^```(.*(?:\n(?!```).*)*)\n```/m).entries()
  ) {
    if (at % 2 === 1) {
      parts.push(`<pre>${escape(part.slice(part.indexOf("\n") + 1))}</pre>`);
    } else {
      const blocks = part.split(/\n\s*\n/).map((block) => block.trim());
      parts.push(
        ...blocks.filter((block) => block !== "")
          .map((block) => blockOf(block, resolve)),
      );
    }
  }
  return parts.join("\n");
}

function blockOf(text: string, resolve: Resolve): string {
  const inside = (part: string) => inline(part, resolve);
  const heading = text.match(/^(#+) (.*)$/);
  if (heading !== null) return `<h4>${inside(heading[2]!)}</h4>`;
  if (/^[-*] /.test(text)) {
    const items = text.split(/\n(?=[-*] )/).map((item) =>
      `<li>${inside(item.slice(2))}</li>`
    );
    return `<ul>${items.join("")}</ul>`;
  }
  if (text.startsWith("|")) {
    const rows = text.split("\n").filter((row) => !/^\|[-: |]+\|$/.test(row));
    const cells = rows.map((row) =>
      row.slice(1, -1).split("|").map((cell) =>
        `<td>${inside(cell.trim())}</td>`
      ).join("")
    );
    return `<table>${cells.map((row) => `<tr>${row}</tr>`).join("")}</table>`;
  }
  return `<p>${inside(text)}</p>`;
}

function inline(text: string, resolve: Resolve): string {
  const pattern =
    /`([^`]+)`|\{@link(?:code|plain)? ([^}|\s]+)[|\s]?([^}]*)\}|\[([^\]]+)\]\(([^)]+)\)|\*\*([^*]+)\*\*/g;
  let html = "";
  let last = 0;
  for (const found of text.matchAll(pattern)) {
    const [whole, code, target, label, title, url, bold] = found;
    html += escape(text.slice(last, found.index));
    last = found.index + whole.length;
    if (code !== undefined) html += `<code>${escape(code)}</code>`;
    else if (target !== undefined) {
      const href = resolve(target);
      const name = `<code>${escape(label || target)}</code>`;
      html += href === undefined ? name : `<a href="${href}">${name}</a>`;
    } else if (url !== undefined) {
      html += `<a href="${escape(url)}">${inline(title!, resolve)}</a>`;
    } else html += `<b>${inline(bold!, resolve)}</b>`;
  }
  return html + escape(text.slice(last));
}
