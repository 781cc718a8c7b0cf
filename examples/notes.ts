/**
 * A note in the tray: it remembers its text and its place, has shortcuts, and follows the desktop's colours.
 *
 *     deno run --allow-ffi examples/notes.ts
 *
 * @module
 */

import {
  QAction,
  QApplication,
  type QCloseEvent,
  type QEvent,
  QIcon,
  QMenu,
  QPainter,
  QPixmap,
  QPlainTextEdit,
  QSettings,
  QSystemTrayIcon,
  run,
} from "../widgets.ts";

/** The window. */
export class Note extends QPlainTextEdit {
  readonly #settings: QSettings;
  /** The icon in the tray, with its menu. */
  readonly tray: QSystemTrayIcon;

  /** @param settings Where the text and the window's place are kept. */
  constructor(settings: QSettings) {
    super({ windowTitle: "Note", placeholderText: "Note something" });
    this.#settings = settings;
    this.setPlainText(`${settings.value("text", "")}`);
    const geometry = settings.value("geometry");
    if (geometry instanceof Uint8Array) this.restoreGeometry(geometry);
    else this.resize(320, 200);

    const menu = new QMenu("Note", this);
    const action = (text: string, keys: string, triggered: () => void) => {
      const action = new QAction(text, this, { triggered });
      action.shortcut = keys;
      this.addAction(action); // for its shortcut, menu or not
      menu.addAction(action);
    };
    action("&Show or hide", "Ctrl+H", () => this.visible = !this.visible);
    action(
      "Insert the &date",
      "Ctrl+D",
      () => this.insertPlainText(new Date().toISOString().slice(0, 10)),
    );
    action("&Quit", "Ctrl+Q", () => {
      this.save();
      QApplication.quit();
    });
    this.tray = new QSystemTrayIcon(this, { toolTip: "Note" });
    this.tray.setContextMenu(menu);
    this.tray.activated.connect((reason) => {
      if (reason === "Trigger") this.visible = !this.visible;
    });
    this.tray.icon = this.#icon();
    this.tray.show();
  }

  /** Whether the desktop's colours are dark. */
  get isDark(): boolean {
    const { palette } = this;
    const [back, text] = [palette.color("Base"), palette.color("Text")];
    return (back?.green ?? 255) < (text?.green ?? 0);
  }

  /** Keeps the text and the place of the window. */
  save(): void {
    this.#settings.setValue("text", this.plainText);
    this.#settings.setValue("geometry", this.saveGeometry());
  }

  protected override closeEvent(event: QCloseEvent): void {
    this.save();
    if (!QSystemTrayIcon.isSystemTrayAvailable()) return event.accept();
    this.hide(); // it stays in the tray
    event.ignore();
  }

  protected override changeEvent(event: QEvent): void {
    super.changeEvent(event);
    // The desktop has become dark or light; Qt paints its own widgets anew.
    if (event.type() === "PaletteChange") this.tray.icon = this.#icon();
  }

  /** A sheet of paper, which is seen on dark and light panels. */
  #icon(): QIcon {
    using pixmap = new QPixmap(32, 32);
    pixmap.fill("transparent");
    using painter = new QPainter(pixmap);
    painter.setPen(this.isDark ? "white" : "black");
    painter.setBrush(this.isDark ? "dimgray" : "lemonchiffon");
    painter.drawRect(6, 3, 19, 25);
    for (let y = 9; y < 25; y += 5) painter.drawLine(10, y, 21, y);
    painter.end();
    return new QIcon(pixmap);
  }
}

if (import.meta.main) {
  await using _app = new QApplication();
  new Note(new QSettings("QtAsyncio", "Note")).show();
  await run();
}
