/** A handshake with PostgreSQL: SSLRequest, TLS, SCRAM-SHA-256, and a query. */

import { assertEquals } from "@std/assert";
import { run } from "../../src/asyncio/mod.ts";
import { openConnection, type StreamReader } from "../../net.ts";
import { certificates } from "../_support/certificates.ts";
import { execute, Folder, freePort, HOST, Service } from "./_service.ts";

const USER = "postgres";
const PASSWORD = "pencil";

type Bytes = Uint8Array<ArrayBuffer>;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

function int(value: number): Bytes {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value);
  return bytes;
}

function join(...parts: (string | Uint8Array)[]): Bytes {
  return Uint8Array.from(
    parts.flatMap((part) => [
      ...typeof part === "string" ? encoder.encode(part) : part,
    ]),
  );
}

/** A message: its kind, its length, its content. */
function message(kind: string, ...parts: (string | Uint8Array)[]): Bytes {
  const body = join(...parts);
  return join(kind, int(body.length + 4), body);
}

async function receive(reader: StreamReader): Promise<[string, Bytes]> {
  const head = await reader.readexactly(5);
  const view = new DataView(head.buffer, head.byteOffset);
  const body = await reader.readexactly(view.getUint32(1) - 4);
  const kind = String.fromCharCode(head[0]!);
  if (kind === "E") throw new Error(decoder.decode(body));
  return [kind, body];
}

async function hmac(key: Bytes, text: string): Promise<Bytes> {
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const { subtle } = crypto;
  const made = await subtle.importKey("raw", key, algorithm, false, ["sign"]);
  return new Uint8Array(await subtle.sign("HMAC", made, encoder.encode(text)));
}

/** The client's last message of SCRAM-SHA-256 (RFC 7677). */
async function scram(first: string, challenge: string): Promise<string> {
  const { r, s, i } = Object.fromEntries(
    challenge.split(",").map((each) => [each[0], each.slice(2)]),
  );
  const { subtle } = crypto;
  const password = await subtle.importKey(
    "raw",
    encoder.encode(PASSWORD),
    "PBKDF2",
    false,
    ["deriveBits"],
  );
  const salt = Uint8Array.fromBase64(s!);
  const salted = await subtle.deriveBits(
    { name: "PBKDF2", hash: "SHA-256", salt, iterations: Number(i) },
    password,
    256,
  );
  const clientKey = await hmac(new Uint8Array(salted), "Client Key");
  const stored = new Uint8Array(await subtle.digest("SHA-256", clientKey));
  const last = `c=biws,r=${r}`;
  const signature = await hmac(stored, `${first},${challenge},${last}`);
  const proof = clientKey.map((byte, index) => byte ^ signature[index]!);
  return `${last},p=${proof.toBase64()}`;
}

/** Runs a cluster of its own; PostgreSQL refuses to run as root. */
async function start(folder: Folder): Promise<Service> {
  const port = freePort();
  const [version] = Deno.readDirSync("/usr/lib/postgresql");
  const programs = `/usr/lib/postgresql/${version!.name}/bin`;
  const isRoot = Deno.uid() === 0;
  const as = isRoot
    ? ["setpriv", "--reuid", USER, "--regid", USER, "--init-groups"]
    : [];
  const data = `${folder.path}/data`;
  const password = folder.write("password", PASSWORD);
  Deno.chmodSync(`${folder.path}/server.key`, 0o600);
  if (isRoot) await execute("chown", "-R", `${USER}:`, folder.path);
  await execute(
    ...as,
    `${programs}/initdb`,
    ...["-D", data, "-U", USER, "-A", "scram-sha-256", "--pwfile", password],
  );
  return await Service.start(
    port,
    ...as,
    `${programs}/postgres`,
    ...["-D", data, "-p", `${port}`, "-h", HOST, "-k", folder.path],
    ...["-c", "ssl=on", "-c", `ssl_cert_file=${folder.path}/server.pem`],
    ...["-c", `ssl_key_file=${folder.path}/server.key`],
  );
}

Deno.test("postgresql: TLS after SSLRequest, SCRAM-SHA-256, a query", async () => {
  using folder = new Folder();
  await using service = await start(folder);
  await run(async () => {
    const [reader, writer] = await openConnection(HOST, service.port);
    await using _ = writer;
    writer.write(join(int(8), int(80_877_103)));
    assertEquals(decoder.decode(await reader.readexactly(1)), "S");
    await writer.startTls(
      { caCerts: [certificates().ca] },
      { serverHostname: "localhost" },
    );
    assertEquals(writer.getExtraInfo("tlsVersion"), "TLSv1.3");
    writer.write(message("", int(196_608), `user\0${USER}\0\0`));
    const first = `n=,r=${crypto.randomUUID()}`;
    assertEquals((await receive(reader))[0], "R");
    const initial = encoder.encode(`n,,${first}`);
    writer.write(message("p", "SCRAM-SHA-256\0", int(initial.length), initial));
    const challenge = decoder.decode((await receive(reader))[1].subarray(4));
    writer.write(message("p", await scram(first, challenge)));
    while ((await receive(reader))[0] !== "Z");
    writer.write(message("Q", "select 6*7, repeat('x', 1000000)\0"));
    const rows: string[] = [];
    for (;;) {
      const [kind, body] = await receive(reader);
      if (kind === "D") rows.push(decoder.decode(body));
      if (kind === "Z") break;
    }
    assertEquals(rows.length, 1);
    assertEquals(rows[0]!.slice(6, 8), "42");
    assertEquals(rows[0]!.slice(-1_000_000), "x".repeat(1_000_000));
    writer.write(message("X"));
  });
});
