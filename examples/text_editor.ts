/**
 * A text editor that highlights TypeScript, finds text, and undoes.
 *
 *     deno run --allow-ffi --allow-read --allow-write examples/text_editor.ts [FILE]
 *
 * @module
 */

import {
  getOpenFileName,
  getSaveFileName,
  QApplication,
  QFont,
  QLineEdit,
  QMainWindow,
  QPlainTextEdit,
  QSyntaxHighlighter,
  run,
  showMessage,
} from "../widgets.ts";

const COLORS: readonly (readonly [RegExp, string])[] = [
  [
    /\b(async|await|class|const|export|for|function|if|import|let|new|return)\b/g,
    "mediumblue",
  ],
  [/\b[A-Z]\w*/g, "darkcyan"],
  [/\b\d[\d._]*/g, "chocolate"],
  [/"([^"\\]|\\.)*"/g, "seagreen"],
  [/\/\/.*/g, "gray"],
];

/** Colours the words of TypeScript. */
export class Highlighter extends QSyntaxHighlighter {
  protected override highlightBlock(text: string): void {
    for (const [pattern, color] of COLORS) {
      for (const { 0: { length }, index } of text.matchAll(pattern)) {
        this.setFormat(index, length, color);
      }
    }
    // A comment may end in a later block: the state of a block, 1, says that it has not ended.
    let start = this.previousBlockState() === 1 ? 0 : text.indexOf("/*");
    this.setCurrentBlockState(0);
    while (start >= 0) {
      const end = text.indexOf("*/", start);
      const length = (end < 0 ? text.length : end + 2) - start;
      this.setFormat(start, length, "gray");
      if (end < 0) this.setCurrentBlockState(1);
      start = end < 0 ? -1 : text.indexOf("/*", end);
    }
  }
}

/** The window. */
export class TextEditor {
  /** The window. */
  readonly window: QMainWindow = new QMainWindow({ windowTitle: "Editor[*]" });
  /** The text. */
  readonly edit: QPlainTextEdit = new QPlainTextEdit({
    lineWrapMode: "NoWrap",
  });
  readonly #search = new QLineEdit({ placeholderText: "Find" });
  #path: string | null = null;

  /** Makes the window. */
  constructor() {
    const { window, edit } = this;
    edit.font = new QFont("monospace", 10);
    new Highlighter(edit.document());
    window.setCentralWidget(edit);
    const file = window.menuBar().addMenu("&File");
    file.addAction("&Open …", "Ctrl+O").triggered.connect(async () => {
      await this.open(await getOpenFileName({ parent: window }));
    });
    file.addAction("&Save", "Ctrl+S").triggered.connect(() => this.save());
    const tools = window.addToolBar("Find");
    tools.addWidget(this.#search);
    this.#search.returnPressed.connect(() => this.find());
    this.#search.textChanged.connect(() => edit.moveCursor("Start"));
    edit.document()!.modificationChanged.connect((modified) =>
      window.windowModified = modified
    );
    window.resize(460, 300);
  }

  /** Shows a file; null is none. */
  async open(path: string | null): Promise<void> {
    if (path === null) return;
    try {
      this.edit.setPlainText(await Deno.readTextFile(path));
      this.#setPath(path);
    } catch (error) {
      await showMessage({ parent: this.window, text: `${error}` });
    }
  }

  /** Writes the file; asks for its name if there is none. */
  async save(): Promise<void> {
    this.#path ??= await getSaveFileName({ parent: this.window });
    if (this.#path === null) return;
    await Deno.writeTextFile(this.#path, this.edit.plainText);
    this.#setPath(this.#path);
  }

  /** Selects the next place of the text that is looked for; begins again after the last one. */
  find(): boolean {
    const { edit } = this;
    if (edit.find(this.#search.text)) return true;
    edit.moveCursor("Start");
    return edit.find(this.#search.text);
  }

  #setPath(path: string): void {
    this.#path = path;
    this.edit.document()!.modified = false;
    this.window.windowTitle = `${path}[*]`; // * while it is modified
  }
}

if (import.meta.main) {
  await using _app = new QApplication();
  const editor = new TextEditor();
  editor.window.show();
  await run(() => editor.open(Deno.args[0] ?? null));
}
