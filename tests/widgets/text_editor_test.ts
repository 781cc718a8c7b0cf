/** examples/text_editor.ts: highlights, finds, opens and saves. */

import { assert, assertEquals } from "@std/assert";
import { join } from "node:path";
import { TextEditor } from "../../examples/text_editor.ts";
import { qtTest } from "../../testing.ts";
import { QLineEdit, type QPlainTextEdit } from "../../widgets.ts";
import { keepPicture } from "../_support/gallery.ts";

const TEXT = `/* Says hello
   to someone. */
export function greet(name: string) {
  return "Hello " + name; // or Moin
}

console.log(greet("Ada"), 1234);
`;

/** The parts of a line that are coloured, with their colours. */
function coloured(edit: QPlainTextEdit, line: number): string[] {
  const block = edit.document()!.findBlockByNumber(line);
  const text = block.text();
  return block.layout()!.formats().map(({ start, length, format }) =>
    `${text.slice(start, start + length)} ${
      format.foreground().color()?.green ?? ""
    }`
  );
}

Deno.test(
  "examples/text_editor.ts highlights what is typed, finds, opens and saves",
  qtTest(async (t) => {
    const folder = await Deno.makeTempDir();
    const path = join(folder, "greet.ts");
    await Deno.writeTextFile(path, TEXT);
    const editor = new TextEditor();
    const { edit, window } = editor;
    window.show();
    await t.press("Ctrl+O");
    await t.answer({ file: path });
    await t.until(() => edit.plainText === TEXT);
    assertEquals(coloured(edit, 0), ["/* Says hello 128"]);
    assertEquals(coloured(edit, 1), ["   to someone. */ 128"]);
    assertEquals(coloured(edit, 2), ["export 0", "function 0"]);
    assertEquals(coloured(edit, 6), ['"Ada" 139', "1234 105"]);

    const search = t.find(QLineEdit);
    const found: number[] = [];
    await t.type(search, "greet");
    for (let i = 0; i < 3; i++) {
      await t.press(search, "Return");
      assertEquals(edit.textCursor().selectedText(), "greet");
      found.push(edit.textCursor().blockNumber());
    }
    assertEquals(found, [2, 6, 2]);
    await t.type(search, "nowhere", { replace: true });
    assertEquals(editor.find(), false);

    edit.moveCursor("Start");
    assert(!window.windowModified);
    await t.type(edit, "// mine\n");
    assert(window.windowModified);
    assertEquals(coloured(edit, 0), ["// mine 128"]);
    await keepPicture("text_editor", t.screenshot(window));
    await t.press("Ctrl+S");
    await t.until(() => !window.windowModified);
    assertEquals(await Deno.readTextFile(path), `// mine\n${TEXT}`);
    await t.press(edit, "Ctrl+Z");
    await t.until(() => window.windowModified);

    const missing = editor.open(join(folder, "missing.ts"));
    assert((await t.answer("OK")).includes("NotFound"));
    await missing;
    await Deno.remove(folder, { recursive: true });
  }),
);
