/**
 * A form that sends a letter by SMTP (RFC 5321), over TLS that begins with STARTTLS.
 *
 *     deno run --allow-ffi --allow-net examples/mail.ts [host[:port]]
 *
 * @module
 */

import {
  build,
  QApplication,
  QFormLayout,
  QLabel,
  QLineEdit,
  QPlainTextEdit,
  QPushButton,
  QWidget,
  run,
  state,
  timeout,
} from "../widgets.ts";
import { row } from "../builder.ts";
import { openConnection, type Streams, type TlsOptions } from "../net.ts";

/** How long a server may take to answer, in milliseconds. */
const PATIENCE = 30_000;

/** A letter, and by whom it is sent. */
export interface Letter {
  from: string;
  to: string;
  subject: string;
  text: string;
  user: string;
  password: string;
}

/** What a server answers: several lines with one code. */
class Smtp {
  constructor(readonly streams: Streams) {}

  /** Reads an answer and checks its code. */
  async expect(code: number): Promise<string[]> {
    const lines: string[] = [];
    let line: string;
    do {
      const bytes = await timeout(PATIENCE, () => this.streams[0].readline());
      line = new TextDecoder().decode(bytes).trimEnd();
      if (line === "") throw new Error("The server has closed the connection");
      lines.push(line.slice(4));
    } while (line[3] === "-");
    if (Number(line.slice(0, 3)) !== code) throw new Error(line);
    return lines;
  }

  /** Says something and reads the answer. */
  async say(line: string, code = 250): Promise<string[]> {
    if (/[\r\n]/.test(line)) throw new Error("A command must be one line");
    const [, writer] = this.streams;
    writer.write(`${line}\r\n`);
    await writer.drain();
    return await this.expect(code);
  }
}

/** Sends a letter. With a user's name, the server must know TLS: a password is never sent without. */
export async function send(
  host: string,
  port: number,
  letter: Letter,
  tls: TlsOptions = {},
): Promise<void> {
  const streams = await timeout(PATIENCE, () => openConnection(host, port));
  await using writer = streams[1];
  const smtp = new Smtp(streams);
  await smtp.expect(220);
  let extensions = await smtp.say("EHLO localhost");
  if (extensions.includes("STARTTLS")) {
    await smtp.say("STARTTLS", 220);
    await writer.startTls(tls, { serverHostname: host });
    extensions = await smtp.say("EHLO localhost");
  } else if (letter.user !== "") {
    throw new Error("The server does not know STARTTLS");
  }
  if (letter.user !== "") {
    const text = `\0${letter.user}\0${letter.password}`;
    const bytes = new TextEncoder().encode(text);
    await smtp.say(`AUTH PLAIN ${bytes.toBase64()}`, 235);
  }
  await smtp.say(`MAIL FROM:<${letter.from}>`);
  await smtp.say(`RCPT TO:<${letter.to}>`);
  await smtp.say("DATA", 354);
  // A point at the beginning of a line would end the letter.
  const text = letter.text.replaceAll(/\r?\n/g, "\r\n").replaceAll(
    /^\./gm,
    "..",
  );
  const subject = letter.subject.replaceAll(/\s+/g, " ");
  writer.write(
    `From: ${letter.from}\r\nTo: ${letter.to}\r\nSubject: ${subject}\r\n`,
  );
  writer.write(`Content-Type: text/plain; charset=utf-8\r\n\r\n${text}\r\n`);
  await smtp.say(".");
  await smtp.say("QUIT", 221);
}

/** The form. */
export class MailForm {
  readonly status = state("");
  readonly fields = {
    from: new QLineEdit(),
    to: new QLineEdit(),
    subject: new QLineEdit(),
    user: new QLineEdit(),
    password: build(QLineEdit, { echoMode: "Password" }),
    text: new QPlainTextEdit(),
  };
  readonly #idle = state(true);
  readonly button = build(QPushButton, {
    text: "Send",
    enabled: this.#idle,
    clicked: async () => await this.#send(),
  });
  readonly window: QWidget;

  constructor(host: string, port: number, tls?: TlsOptions) {
    this.#deliver = (letter) => send(host, port, letter, tls);
    this.window = build(
      QWidget,
      { windowTitle: "A letter", minimumWidth: 420 },
      build(
        QFormLayout,
        {},
        ...Object.entries(this.fields).map(([name, field]) => row(name, field)),
        row("", this.button),
        row("", build(QLabel, { text: this.status })),
      ),
    );
  }

  readonly #deliver: (letter: Letter) => Promise<void>;

  async #send(): Promise<void> {
    const { from, to, subject, user, password, text } = this.fields;
    this.#idle.value = false;
    this.status.value = "Sending …";
    try {
      await this.#deliver({
        from: from.text,
        to: to.text,
        subject: subject.text,
        user: user.text,
        password: password.text,
        text: text.plainText,
      });
      this.status.value = "Sent";
    } catch (error) {
      this.status.value = `${error}`;
    } finally {
      this.#idle.value = true;
    }
  }
}

if (import.meta.main) {
  await using _app = new QApplication();
  const [host = "localhost", port = "25"] = Deno.args[0]?.split(":") ?? [];
  const form = new MailForm(host, Number(port));
  form.window.show();
  await run(undefined, { handleSigint: true });
}
