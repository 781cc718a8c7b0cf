/**
 * A calculator that another program is: QProcess writes lines to `bc` and reads its answers.
 *
 *     deno run --allow-ffi examples/shell.ts [PROGRAM [ARGUMENTS]]
 *
 * @module
 */

import {
  build,
  QApplication,
  QHBoxLayout,
  QLineEdit,
  QPlainTextEdit,
  QProcess,
  QPushButton,
  QVBoxLayout,
  QWidget,
  run,
} from "../widgets.ts";

/** The window of a program. */
export class Shell extends QWidget {
  /** The program. */
  readonly process: QProcess = new QProcess(this);
  readonly #output = build(QPlainTextEdit, { readOnly: true });
  readonly #decoder = new TextDecoder();

  /** @param command The program and its arguments. */
  constructor([program = "", ...args]: readonly string[]) {
    super({ windowTitle: program });
    const { process } = this;
    const input = build(QLineEdit, { placeholderText: "A line" });
    input.returnPressed.connect(() => {
      process.write(`${input.text}\n`);
      this.#show(`> ${input.text}\n`);
      input.clear();
    });
    const end = build(QPushButton, {
      text: "End",
      clicked: () => process.closeWriteChannel(),
    });
    const line = build(QHBoxLayout, {}, input, end);
    this.setLayout(build(QVBoxLayout, {}, this.#output, line));
    process.setProcessChannelMode("MergedChannels");
    process.readyReadStandardOutput.connect(() =>
      // A character may come in two parts.
      this.#show(
        this.#decoder.decode(process.readAllStandardOutput(), { stream: true }),
      )
    );
    process.errorOccurred.connect(() =>
      this.#show(`${process.errorString()}\n`)
    );
    process.finished.connect((code, status) => {
      line.setEnabled(false);
      this.#show(
        status === "NormalExit" ? `(ended with ${code})\n` : "(crashed)\n",
      );
    });
    process.start(program, args);
    this.resize(360, 220);
  }

  /** What has been written and read. */
  get text(): string {
    return this.#output.plainText;
  }

  #show(text: string): void {
    this.#output.moveCursor("End");
    this.#output.insertPlainText(text);
    this.#output.ensureCursorVisible();
  }
}

if (import.meta.main) {
  await using _app = new QApplication();
  new Shell(Deno.args.length > 0 ? Deno.args : ["bc", "-lq"]).show();
  await run();
}
