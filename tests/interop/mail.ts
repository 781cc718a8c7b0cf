/** examples/mail.ts against aiosmtpd: STARTTLS, a password, a letter. */

import { assertEquals, assertRejects } from "@std/assert";
import { fileURLToPath } from "node:url";
import { type Letter, send } from "../../examples/mail.ts";
import { run } from "../../mod.ts";
import { certificates } from "../_support/certificates.ts";
import { onWidgets } from "../_support/probe.ts";
import { Folder, freePort, python, Service } from "./_service.ts";

const LETTER: Letter = {
  from: "ada@example.org",
  to: "bob@example.org",
  subject: "Lunch",
  text: "Dear Bob,\n.at noon?\nAda",
  user: "ada",
  password: "secret",
};

Deno.test("aiosmtpd: examples/mail.ts sends a letter by TLS, with a password", async () => {
  using folder = new Folder();
  const port = freePort();
  await using service = await Service.start(
    port,
    await python("aiosmtpd"),
    fileURLToPath(new URL("mail_server.py", import.meta.url)),
    ...[`${port}`, `${folder.path}/server.pem`, `${folder.path}/server.key`],
  );
  const tls = { caCerts: [certificates().ca] };
  await onWidgets(() =>
    run(async () => {
      await send("localhost", port, LETTER, tls);
      await assertRejects(
        () => send("localhost", port, { ...LETTER, password: "wrong" }, tls),
        Error,
        "535",
      );
    }, { keepRunning: false })
  );
  const letters = (await service.stop()).trim().split("\n");
  assertEquals(letters.map((line) => JSON.parse(line)), [{
    user: "ada",
    from: "ada@example.org",
    to: ["bob@example.org"],
    content: [
      "From: ada@example.org",
      "To: bob@example.org",
      "Subject: Lunch",
      "Content-Type: text/plain; charset=utf-8",
      "",
      "Dear Bob,",
      ".at noon?",
      "Ada",
      "",
    ].join("\r\n"),
    tls: true,
  }]);
});
