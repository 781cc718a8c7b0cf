/**
 * A window whose button awaits.
 *
 *     deno run --allow-ffi examples/minimal.ts
 *
 * One second after a click the label shows the question. Closing the window ends the program.
 *
 * @module
 */

import {
  QApplication,
  QLabel,
  QMainWindow,
  QPushButton,
  QVBoxLayout,
  QWidget,
  run,
  sleep,
} from "../widgets.ts";

/** Builds the window; it is not shown yet. */
export function createWindow(): QMainWindow {
  const window = new QMainWindow();
  const widget = new QWidget();
  const layout = new QVBoxLayout({}, widget);
  window.setCentralWidget(widget);

  const label = new QLabel({
    objectName: "label",
    text: "The answer is 42.",
  });
  layout.addWidget(label, 0, "AlignCenter");

  const button = new QPushButton({
    objectName: "button",
    text: "What is the question?",
  });
  button.clicked.connect(async () => {
    await sleep(1000);
    label.text = "What do you get if you multiply six by nine?";
  });
  layout.addWidget(button, 0, "AlignCenter");

  return window;
}

if (import.meta.main) {
  await using _app = new QApplication();
  createWindow().show();
  await run(undefined, { handleSigint: true });
}
