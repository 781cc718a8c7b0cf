/** examples/mail.ts: a letter by SMTP with STARTTLS, against a server that notes what it is told. */

import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { type Letter, MailForm, send } from "../../examples/mail.ts";
import {
  type ClientConnectedCallback,
  type Server,
  startServer,
} from "../../net.ts";
import { run } from "../../widgets.ts";
import { certificates } from "../_support/certificates.ts";
import { onWidgets } from "../_support/probe.ts";
import { waitFor } from "../_support/wait.ts";

const LETTER: Letter = {
  from: "ada@example.org",
  to: "bob@example.org",
  subject: "Lunch",
  text: "Dear Bob,\n.at noon?\nAda",
  user: "ada",
  password: "secret",
};

/** Serves SMTP; notes each line, and whether it came by TLS. */
function smtp(seen: string[], knowsTls: boolean): ClientConnectedCallback {
  return async (reader, writer) => {
    await using _ = writer;
    let inData = false;
    writer.write("220 ready\r\n");
    for await (const line of reader.lines()) {
      const isSecure = writer.getExtraInfo("tlsVersion") !== null;
      seen.push(`${isSecure ? "TLS" : "plain"} ${line}`);
      if (inData && line !== ".") continue;
      inData = line === "DATA";
      const [verb] = line.split(" ");
      if (verb === "EHLO") {
        const offersTls = knowsTls && !isSecure;
        writer.write(
          offersTls ? "250-hello\r\n250 STARTTLS\r\n" : "250 hello\r\n",
        );
      } else if (verb === "STARTTLS") {
        writer.write("220 go on\r\n");
        // A client that does not trust the server ends it.
        const started = writer.startTls(certificates().server);
        if (!await started.then(() => true, () => false)) return;
      } else if (verb === "DATA") writer.write("354 go on\r\n");
      else if (verb === "AUTH") writer.write("235 welcome\r\n");
      else if (verb === "QUIT") {
        writer.write("221 bye\r\n");
        break;
      } else if (line.includes("nobody")) writer.write("550 no such user\r\n");
      else writer.write("250 OK\r\n");
    }
  };
}

function portOf(server: Server): number {
  return (server.sockets[0] as Deno.NetAddr).port;
}

Deno.test("examples/mail.ts sends a letter by its form", () =>
  onWidgets(() =>
    run(async () => {
      const seen: string[] = [];
      await using server = await startServer(smtp(seen, true), "127.0.0.1", 0);
      const form = new MailForm("localhost", portOf(server), {
        caCerts: [certificates().ca],
      });
      form.window.show();
      const { text, ...lines } = form.fields;
      for (const [name, field] of Object.entries(lines)) {
        field.text = LETTER[name as keyof Letter];
      }
      text.plainText = LETTER.text;
      form.button.click();
      assertEquals(form.button.enabled, false);
      await waitFor("an answer", () => form.button.enabled || undefined);
      assertEquals(form.status.value, "Sent");
      const folder = Deno.env.get("QTASYNCIO_TEST_PICTURES");
      if (folder !== undefined) {
        Deno.writeFileSync(`${folder}/mail.png`, form.window.grab());
      }
      assertEquals(seen, [
        "plain EHLO localhost",
        "plain STARTTLS",
        "TLS EHLO localhost",
        `TLS AUTH PLAIN ${btoa("\0ada\0secret")}`,
        "TLS MAIL FROM:<ada@example.org>",
        "TLS RCPT TO:<bob@example.org>",
        "TLS DATA",
        "TLS From: ada@example.org",
        "TLS To: bob@example.org",
        "TLS Subject: Lunch",
        "TLS Content-Type: text/plain; charset=utf-8",
        "TLS ",
        "TLS Dear Bob,",
        "TLS ..at noon?",
        "TLS Ada",
        "TLS .",
        "TLS QUIT",
      ]);
      lines.to.text = "nobody@example.org";
      form.button.click();
      await waitFor("an answer", () => form.button.enabled || undefined);
      assertStringIncludes(form.status.value, "550 no such user");
    }, { keepRunning: false })
  ));

Deno.test("examples/mail.ts sends no password without TLS, and no letter to a stranger", () =>
  onWidgets(() =>
    run(async () => {
      const seen: string[] = [];
      await using plain = await startServer(smtp(seen, false), "127.0.0.1", 0);
      await assertRejects(
        () => send("localhost", portOf(plain), LETTER),
        Error,
        "does not know STARTTLS",
      );
      await using server = await startServer(smtp(seen, true), "127.0.0.1", 0);
      await assertRejects(
        () => send("localhost", portOf(server), LETTER),
        Deno.errors.InvalidData,
      );
      assertEquals(seen, [
        "plain EHLO localhost",
        "plain EHLO localhost",
        "plain STARTTLS",
      ]);
    }, { keepRunning: false })
  ));
