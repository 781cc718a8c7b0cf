/**
 * A form that was drawn in Qt Designer (`form.ui`): a name badge, shown as it is being written.
 *
 *     deno run --allow-ffi --allow-write examples/form_ui.ts
 *
 * Colour… and Save… await dialogs. A badge that has not been saved asks before its window closes.
 *
 * @module
 */

import {
  bind,
  getColor,
  getSaveFileName,
  loadUi,
  property,
  QApplication,
  QComboBox,
  QLabel,
  QLineEdit,
  QPushButton,
  QSlider,
  QSpinBox,
  type QWidget,
  run,
  showMessage,
  state,
} from "../widgets.ts";
import { child } from "../builder.ts";
import FORM from "./form.ui" with { type: "text" };

/** The window. */
export class Badge {
  /** The window. */
  readonly window: QWidget = loadUi(FORM) as QWidget;
  readonly #badge = child(this.window, QLabel, "badge");
  readonly #color = state("#f2c14e");
  #saved = true;

  /** Finds the widgets of the form, and gives them something to do. */
  constructor() {
    const { window } = this;
    const name = property(child(window, QLineEdit, "name"), "text");
    const role = property(child(window, QComboBox, "role"), "currentText");
    const size = property(child(window, QSpinBox, "size"), "value");
    bind(child(window, QSlider, "sizeSlider"), "value", size);
    size.value = 28;

    const draw = () => {
      this.#badge.text = `<div style="font-size: ${size.value}pt">${
        escapeHtml(name.value || "No name")
      }</div><div>${role.value}</div>`;
      this.#saved = false;
    };
    for (const value of [name, role, size]) value.watch(draw);
    this.#color.watch((color) => {
      this.#badge.styleSheet =
        `background: ${color}; color: black; border-radius: 12px`;
      this.#saved = false;
    });
    this.#saved = true;

    child(window, QPushButton, "color").clicked.connect(() => this.#choose());
    child(window, QPushButton, "save").clicked.connect(() => this.save());
    window.onEvent("Close", async (event) => {
      if (!await this.#mayClose()) event.ignore();
    });
  }

  /** Whether nothing has changed since it was saved. */
  get saved(): boolean {
    return this.#saved;
  }

  /**
   * Asks where to, and saves the badge as a picture.
   *
   * @returns Whether it has been saved.
   */
  async save(): Promise<boolean> {
    const path = await getSaveFileName({
      parent: this.window,
      title: "Save the badge",
      fileName: "badge.png",
      nameFilters: ["Pictures (*.png)"],
    });
    if (path === null) return false;
    try {
      await Deno.writeFile(path, this.#badge.grab());
    } catch (error) {
      await showMessage({
        parent: this.window,
        icon: "Critical",
        text: "The badge cannot be saved.",
        informativeText: `${error}`,
      });
      return false;
    }
    this.#saved = true;
    return true;
  }

  async #choose(): Promise<void> {
    const color = await getColor({
      parent: this.window,
      initial: this.#color.value,
    });
    if (color === null) return;
    const { red, green, blue } = color;
    const rgb = red << 16 | green << 8 | blue;
    this.#color.value = `#${rgb.toString(16).padStart(6, "0")}`;
  }

  async #mayClose(): Promise<boolean> {
    if (this.#saved) return true;
    const answer = await showMessage({
      parent: this.window,
      icon: "Question",
      text: "The badge has not been saved.",
      buttons: ["Save", "Discard", "Cancel"],
      defaultButton: "Save",
    });
    if (answer === "Save") return await this.save();
    return answer === "Discard";
  }
}

function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}

if (import.meta.main) {
  await using _app = new QApplication();
  new Badge().window.show();
  await run(undefined, { handleSigint: true });
}
