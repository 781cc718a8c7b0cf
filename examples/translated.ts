/**
 * Texts in three languages, with their plural forms, changed while the program runs.
 *
 *     deno run --allow-ffi examples/translated.ts
 *
 * `lrelease files_de.po -qm files_de.qm` (of Debian's qt6-l10n-tools) compiles a translation.
 *
 * @module
 */

import {
  build,
  QApplication,
  QComboBox,
  QCoreApplication,
  type QEvent,
  QLabel,
  QSpinBox,
  QTranslator,
  QVBoxLayout,
  QWidget,
  run,
} from "../widgets.ts";
import { fileURLToPath } from "node:url";

const LANGUAGES = { English: "en", Deutsch: "de", Polski: "pl" } as const;

/** A text in the language of the program; `%n` is the number. */
function tr(text: string, n = -1): string {
  return QCoreApplication.translate("Files", text, "", n);
}

/** The window. */
export class Files extends QWidget {
  readonly #count = new QSpinBox({ maximum: 1000, value: 1 });
  readonly #found = new QLabel();
  readonly #translator = new QTranslator(this);

  /** Makes the window. */
  constructor() {
    super();
    const languages = build(QComboBox, {
      currentTextChanged: (name) => this.#speak(name),
    });
    this.#count.valueChanged.connect(() => this.#setTexts());
    this.setLayout(
      build(QVBoxLayout, {}, languages, this.#count, this.#found),
    );
    languages.addItems(Object.keys(LANGUAGES)); // chooses the first
    this.resize(260, 120);
  }

  protected override changeEvent(event: QEvent): void {
    super.changeEvent(event);
    if (event.type() === "LanguageChange") this.#setTexts();
  }

  #speak(name: string): void {
    const language = LANGUAGES[name as keyof typeof LANGUAGES];
    const file = new URL(`translations/files_${language}.qm`, import.meta.url);
    QCoreApplication.removeTranslator(this.#translator);
    if (!this.#translator.load(fileURLToPath(file))) {
      throw new Error(`Cannot load ${file}`);
    }
    QCoreApplication.installTranslator(this.#translator);
  }

  #setTexts(): void {
    this.windowTitle = tr("Files");
    this.#found.text = tr("%n file(s) found", this.#count.value);
  }
}

if (import.meta.main) {
  await using _app = new QApplication();
  new Files().show();
  await run();
}
