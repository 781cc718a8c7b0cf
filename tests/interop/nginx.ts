/** HTTP/1.1 by nginx: keep-alive, chunks, TLS with ALPN; and the SOCKS5 proxy between curl and nginx. */

import { assert, assertEquals } from "@std/assert";
import { startProxy } from "../../examples/socks.ts";
import { QCoreApplication, run } from "../../mod.ts";
import {
  type ConnectionOptions,
  createSubprocessExec,
  openConnection,
  PIPE,
  type StreamReader,
} from "../../net.ts";
import { certificates } from "../_support/certificates.ts";
import { Folder, freePort, HOST, Service } from "./_service.ts";

/** A text that becomes several chunks when it is compressed. */
const TEXT = Array.from(Array(50_000).keys(), (i) => `${i * i}\n`).join("");

async function start(folder: Folder): Promise<[Service, tlsPort: number]> {
  const [port, tlsPort] = [freePort(), freePort()];
  folder.write("text.txt", TEXT);
  const user = Deno.uid() === 0 ? "user root;" : "";
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
    .map((name) => `${name}_temp_path ${folder.path}/${name};`).join("\n");
  const configuration = folder.write(
    "nginx.conf",
    `${user}
    daemon off; master_process off; pid ${folder.path}/pid;
    error_log ${folder.path}/error.log;
    events {}
    http {
      access_log off; default_type text/plain;
      ${temporary}
      gzip on; gzip_types text/plain; gzip_min_length 1;
      server {
        listen ${HOST}:${port};
        listen ${HOST}:${tlsPort} ssl;
        ssl_certificate server.pem; ssl_certificate_key server.key;
        root ${folder.path};
      }
    }`,
  );
  const service = await Service.start(
    port,
    ...["nginx", "-c", configuration, "-p", folder.path],
    ...["-e", `${folder.path}/error.log`],
  );
  return [service, tlsPort];
}

const decoder = new TextDecoder();

/** Reads a response; gives its headers and its body. */
async function response(
  reader: StreamReader,
): Promise<[Record<string, string>, Uint8Array<ArrayBuffer>]> {
  const lines = reader.lines();
  assertEquals((await lines.next()).value, "HTTP/1.1 200 OK");
  const headers: Record<string, string> = {};
  for (;;) {
    const line = (await lines.next()).value;
    if (line === "") break;
    const [, name, value] = /^(.*?): (.*)$/.exec(line)!;
    headers[name!.toLowerCase()] = value!;
  }
  const size = headers["content-length"];
  if (size !== undefined) {
    return [headers, await reader.readexactly(Number(size))];
  }
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  for (;;) {
    const length = parseInt(decoder.decode(await reader.readline()), 16);
    const chunk = await reader.readexactly(length + 2);
    if (length === 0) break;
    chunks.push(chunk.subarray(0, -2));
  }
  return [headers, await new Blob(chunks).bytes()];
}

async function unzipped(data: Uint8Array<ArrayBuffer>): Promise<string> {
  const stream = new Blob([data]).stream()
    .pipeThrough(new DecompressionStream("gzip"));
  return await new Response(stream).text();
}

async function talk(port: number, options: ConnectionOptions): Promise<void> {
  const [reader, writer] = await openConnection(HOST, port, options);
  await using _ = writer;
  const request = "GET /text.txt HTTP/1.1\r\nHost: localhost\r\n";
  // Three requests at once, over one connection.
  writer.write(`${request}\r\n`.repeat(2));
  writer.write(`${request}Accept-Encoding: gzip\r\n\r\n`);
  await writer.drain();
  for (let i = 0; i < 2; i++) {
    const [, body] = await response(reader);
    assertEquals(decoder.decode(body), TEXT);
  }
  const [headers, body] = await response(reader);
  assertEquals(headers["transfer-encoding"], "chunked");
  assertEquals(await unzipped(body), TEXT);
  writer.write(`${request}Connection: close\r\n\r\n`);
  assert(decoder.decode(await reader.read()).endsWith(TEXT));
}

Deno.test("nginx: keep-alive and chunks, plain and by TLS with ALPN", async () => {
  using folder = new Folder();
  const [service, tlsPort] = await start(folder);
  await using _ = service;
  await using __ = new QCoreApplication([]);
  await run(async () => {
    await talk(service.port, {});
    const tls = {
      caCerts: [certificates().ca],
      alpnProtocols: ["h3", "http/1.1"],
    };
    await talk(tlsPort, { tls });
    const [, writer] = await openConnection(HOST, tlsPort, { tls });
    assertEquals(writer.getExtraInfo("alpnProtocol"), "http/1.1");
    await writer[Symbol.asyncDispose]();
  }, { keepRunning: false });
});

Deno.test("curl reaches nginx through examples/socks.ts", async () => {
  using folder = new Folder();
  const [service, tlsPort] = await start(folder);
  await using _ = service;
  await using __ = new QCoreApplication([]);
  await run(async () => {
    await using proxy = await startProxy(0);
    const { port } = proxy.sockets[0] as Deno.NetAddr;
    const curl = async (...args: string[]) => {
      const process = await createSubprocessExec(
        "curl",
        ["--silent", "--show-error", ...args],
        { stdout: PIPE },
      );
      const [output] = await process.communicate();
      return [process.returncode, decoder.decode(output!)];
    };
    const certificate = ["--cacert", `${folder.path}/ca.pem`];
    for (const socks of ["--socks5", "--socks5-hostname"]) {
      const through = [socks, `${HOST}:${port}`, ...certificate];
      for (
        const url of [
          `http://localhost:${service.port}/text.txt`,
          `https://localhost:${tlsPort}/text.txt`,
        ]
      ) {
        assertEquals(await curl(...through, url), [0, TEXT]);
      }
    }
  }, { keepRunning: false });
});
