/** TLS against openssl's server and client. */

import { assertEquals, assertStringIncludes } from "@std/assert";
import { run } from "../../src/asyncio/mod.ts";
import {
  createSubprocessExec,
  openConnection,
  PIPE,
  startServer,
} from "../../net.ts";
import { certificates } from "../_support/certificates.ts";
import { Folder, freePort, HOST, Service } from "./_service.ts";

const decoder = new TextDecoder();

for (const version of ["1_2", "1_3"]) {
  Deno.test(`openssl s_server: lines come back reversed by TLS ${version}`, async () => {
    using folder = new Folder();
    const port = freePort();
    await using _ = await Service.start(
      port,
      ...["openssl", "s_server", "-accept", `${HOST}:${port}`, "-rev"],
      ...["-cert", `${folder.path}/server.pem`, "-quiet", `-tls${version}`],
      ...["-key", `${folder.path}/server.key`, "-alpn", "y,x"],
    );
    await run(async () => {
      const [reader, writer] = await openConnection(HOST, port, {
        tls: { caCerts: [certificates().ca], alpnProtocols: ["x"] },
      });
      await using _ = writer;
      assertEquals(
        writer.getExtraInfo("tlsVersion"),
        `TLSv${version.replace("_", ".")}`,
      );
      assertEquals(writer.getExtraInfo("alpnProtocol"), "x");
      for (const word of ["stressed", "x".repeat(10_000)]) {
        writer.write(`${word}\n`);
        const line = decoder.decode(await reader.readline()).trimEnd();
        assertEquals(line, Array.from(word).reverse().join(""));
      }
    });
  });

  Deno.test(`openssl s_client: talks to a server by TLS ${version}, with a certificate`, async () => {
    using folder = new Folder();
    const { server, client, ca } = certificates();
    folder.write("client.pem", client.cert + client.key);
    await run(async () => {
      let peer: unknown;
      await using listening = await startServer(
        async (reader, writer) => {
          await using _ = writer;
          peer = writer.getExtraInfo("peercert");
          for await (const line of reader.lines()) {
            writer.write(`${line.toUpperCase()}\n`);
          }
        },
        HOST,
        0,
        { tls: { ...server, requestCert: true, caCerts: [ca] } },
      );
      const { port } = listening.sockets[0] as Deno.NetAddr;
      const process = await createSubprocessExec("openssl", [
        ...["s_client", "-connect", `${HOST}:${port}`, "-quiet", "-no_ign_eof"],
        ...["-CAfile", `${folder.path}/ca.pem`, "-verify_return_error"],
        ...["-verify_hostname", "localhost", `-tls${version}`],
        ...["-cert", `${folder.path}/client.pem`],
      ], { stdin: PIPE, stdout: PIPE, stderr: PIPE });
      process.stdin!.write("one\ntwo\n");
      for (const expected of ["ONE\n", "TWO\n"]) {
        const line = await process.stdout!.readline();
        assertEquals(decoder.decode(line), expected);
      }
      process.stdin!.close();
      const [, said] = await process.communicate();
      assertEquals(process.returncode, 0);
      assertStringIncludes(decoder.decode(said!), "verify return:1");
      assertEquals((peer as { subject: { CN: string } }).subject.CN, "ada");
    });
  });
}
