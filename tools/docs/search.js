/** The search of the reference: finds parts of names, those that begin with them first. */

const input = document.getElementById("search");
const list = document.getElementById("found");
const MOST = 60;

function* namesIn(text) {
  for (const line of text.split("\n")) {
    const [owner, ...members] = line.split(" ");
    const file = /^[a-z]/.test(owner) ? `${owner}-.html` : `${owner}.html`;
    yield { name: owner, label: owner, href: file };
    for (const member of members) {
      yield {
        name: member,
        label: `${owner}.${member}`,
        href: `${file}#${member}`,
      };
    }
  }
}

// deno-lint-ignore no-undef -- of names.js
const all = [...namesIn(NAMES)];

input.addEventListener("input", () => {
  const wanted = input.value.trim().toLowerCase();
  const rank = ({ name, label }) => {
    const own = name.toLowerCase();
    if (own === wanted) return 0;
    if (own.startsWith(wanted)) return 1;
    return label.toLowerCase().includes(wanted) ? 2 : 3;
  };
  const found = wanted === "" ? [] : all
    .map((one) => ({ ...one, rank: rank(one) }))
    .filter((one) => one.rank < 3)
    .sort((a, b) => a.rank - b.rank || (a.label < b.label ? -1 : 1))
    .slice(0, MOST);
  list.replaceChildren(...found.map(({ label, href }) => {
    const link = document.createElement("a");
    link.textContent = label;
    link.href = href;
    return link;
  }));
});
