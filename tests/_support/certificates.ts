/** Certificates for tests, made by openssl when they are first asked for. */

/** A certificate and its key, in PEM form. */
export interface Pair {
  cert: string;
  key: string;
}

/** What tests of TLS need. */
export interface Certificates {
  /** The authority that has signed all but `stranger`. */
  ca: string;
  /** An authority that has signed only `stranger`. */
  otherCa: string;
  /** For localhost, 127.0.0.1 and ::1. */
  server: Pair;
  /** For example.org. */
  elsewhere: Pair;
  /** For a client. */
  client: Pair;
  /** For localhost, signed by the other authority. */
  stranger: Pair;
}

let made: Certificates | null = null;

/** Gives the certificates, the same ones in the whole process. */
export function certificates(): Certificates {
  if (made !== null) return made;
  const folder = Deno.makeTempDirSync();
  try {
    return made = make(folder);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

function make(folder: string): Certificates {
  const openssl = (...args: string[]) => {
    const { success, stderr } = new Deno.Command("openssl", {
      args,
      cwd: folder,
      stdout: "null",
      stderr: "piped",
    }).outputSync();
    if (!success) throw new Error(new TextDecoder().decode(stderr));
  };
  const read = (name: string) => Deno.readTextFileSync(`${folder}/${name}`);
  const key = [
    ...["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"],
  ];
  const authority = (name: string): string => {
    openssl(
      ...["req", "-x509", ...key, "-days", "2", "-subj", `/CN=${name}`],
      ...["-keyout", `${name}.key`, "-out", `${name}.pem`],
    );
    return read(`${name}.pem`);
  };
  const leaf = (ca: string, name: string, altNames: string): Pair => {
    const file = altNames.replaceAll(/\W/g, "_") + ca;
    Deno.writeTextFileSync(
      `${folder}/extensions`,
      `subjectAltName=${altNames}\nbasicConstraints=CA:FALSE\n`,
    );
    openssl(
      ...["req", ...key, "-subj", `/CN=${name}`],
      ...["-keyout", `${file}.key`, "-out", "request"],
    );
    openssl(
      ...["x509", "-req", "-in", "request", "-days", "2"],
      ...["-CA", `${ca}.pem`, "-CAkey", `${ca}.key`, "-CAcreateserial"],
      ...["-extfile", "extensions", "-out", `${file}.pem`],
    );
    return { cert: read(`${file}.pem`), key: read(`${file}.key`) };
  };
  const local = "DNS:localhost,IP:127.0.0.1,IP:::1";
  return {
    ca: authority("ca"),
    otherCa: authority("other"),
    server: leaf("ca", "localhost", local),
    elsewhere: leaf("ca", "example.org", "DNS:example.org"),
    client: leaf("ca", "ada", "DNS:ada.example.org"),
    stranger: leaf("other", "localhost", local),
  };
}
