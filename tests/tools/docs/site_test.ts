import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { markdown } from "../../../tools/docs/markdown.ts";
import type { DocJson } from "../../../tools/docs/model.ts";
import { makeSite } from "../../../tools/docs/site.ts";

async function docOf(source: string): Promise<DocJson> {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${folder}/api.ts`, source);
    const { stdout } = await new Deno.Command(Deno.execPath(), {
      args: ["doc", "--json", "api.ts"],
      cwd: folder,
    }).output();
    return JSON.parse(new TextDecoder().decode(stdout));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const doc = await docOf(`
/** A thing, see {@linkcode Other.run}. */
export declare class Thing extends Other {
  /** Makes one. */
  constructor(text: string, parent?: Other | null);
  /** Its text. */
  text: string;
  /** The others. */
  readonly others: Map<string, readonly Other[]>;
  /** Sets the shortcut. */
  setShortcut(keys: string): void;
  /** Sets it by a number. */
  setShortcut(key: number): void;
  /**
   * Hidden.
   *
   * @ignore
   */
  hidden(): void;
}
/** Another one. */
export declare class Other {
  /** Runs. */
  static run<T>(main: () => Promise<T>): [result: T, count: number];
}
/** In lower case. */
export function thing(): void {}
`);

Deno.test("makeSite() makes a page for each name, with all members and their docs", () => {
  const files = makeSite("API", doc);
  const page = files.get("Thing.html")!;
  assertStringIncludes(page, 'extends <a href="Other.html">Other</a>');
  assertStringIncludes(page, "Sets it by a number.");
  assertStringIncludes(
    page,
    'readonly others: Map&lt;string, readonly <a href="Other.html">Other</a>[]&gt;',
  );
  assertStringIncludes(page, 'href="Other.html#run"');
  assert(!page.includes("hidden"));
  assertStringIncludes(
    files.get("Other.html")!,
    "static run&lt;T&gt;(main: () =&gt; Promise&lt;T&gt;): [T, number]",
  );
});

Deno.test("makeSite() keeps names apart that differ in case alone", () => {
  const files = makeSite("API", doc);
  assert(files.has("Thing.html") && files.has("thing-.html"));
});

Deno.test("makeSite() lists every member for the search, each once", () => {
  const names = makeSite("API", doc).get("names.js")!;
  const lines = JSON.parse(names.slice("const NAMES = ".length, -2))
    .split("\n");
  assertEquals(lines, ["Other run", "Thing text others setShortcut", "thing"]);
});

Deno.test("markdown() converts what doc comments have", () => {
  const html = markdown(
    "A `b<c>` and [d](https://e).\n\n- one\n- two\n\n```ts\nf();\n```\n\n| g | h |\n| - | - |\n| i | j |",
    () => undefined,
  );
  assertEquals(html.split("\n").map((line) => line.slice(0, 36).trimEnd()), [
    "<p>A <code>b&lt;c&gt;</code> and <a",
    "<ul><li>one</li><li>two</li></ul>",
    "<pre>f();</pre>",
    "<table><tr><td>g</td><td>h</td></tr>",
  ]);
});
