/**
 * The options of TLS, and what is wrong with them.
 *
 * @module
 */

import { describeValue } from "../core/_util.ts";

/** How long a handshake may take, in milliseconds. */
const HANDSHAKE_TIMEOUT = 60_000;

/** How long the end of a connection may take, in milliseconds. */
const SHUTDOWN_TIMEOUT = 30_000;

/** A version of TLS. */
export type TlsVersion = "TLSv1.2" | "TLSv1.3";

const VERSIONS: readonly TlsVersion[] = ["TLSv1.2", "TLSv1.3"];

/** The options of TLS itself, named as those of `Deno.connectTls()` and `Deno.listenTls()`. */
export interface TlsOptions {
  /**
   * Certificates of authorities, in PEM form. If given, a peer's certificate must be signed by one of them; the
   * platform's are not trusted then.
   */
  caCerts?: readonly string[] | undefined;
  /** The own certificate, followed by those between it and its authority, in PEM form. Servers must have one. */
  cert?: string | undefined;
  /** The private key of `cert`, in PEM form. */
  key?: string | undefined;
  /** The application protocols offered or accepted, by preference: `["h2", "http/1.1"]`. */
  alpnProtocols?: readonly string[] | undefined;
  /**
   * For clients: whether a trusted certificate for any other host is accepted, too.
   *
   * @default {false}
   */
  unsafelyDisableHostnameVerification?: boolean | undefined;
  /**
   * For servers: whether clients must have a certificate that is signed by one of `caCerts`.
   *
   * @default {false}
   */
  requestCert?: boolean | undefined;
  /**
   * The oldest version of TLS to speak.
   *
   * @default {"TLSv1.2"}
   */
  minVersion?: TlsVersion | undefined;
  /**
   * The newest version of TLS to speak.
   *
   * @default {"TLSv1.3"}
   */
  maxVersion?: TlsVersion | undefined;
}

/** The time limits of TLS. */
export interface TlsTimeouts {
  /**
   * How long the handshake may take, in milliseconds. After that, the connection is closed.
   *
   * @default {60_000}
   */
  tlsHandshakeTimeout?: number | undefined;
  /**
   * How long a connection that is closed may take to send the rest and to wait for the peer's end, in milliseconds.
   * After that it is lost with a `TimeoutError`.
   *
   * @default {30_000}
   */
  tlsShutdownTimeout?: number | undefined;
}

/** The options of a client that may use TLS. */
export interface ClientTlsOptions extends TlsTimeouts {
  /**
   * Whether to use TLS, or the options of it.
   *
   * @default {false}
   */
  tls?: boolean | TlsOptions | undefined;
  /** The name that the server's certificate must be for. Default: the host. */
  serverHostname?: string | undefined;
}

/** The options of a server that may use TLS. */
export interface ServerTlsOptions extends TlsTimeouts {
  /** The options of TLS, with `cert` and `key`; without them, connections are plain. */
  tls?: TlsOptions | undefined;
}

/** What is common to checked options of both sides. */
export interface CheckedTls {
  readonly options: TlsOptions;
  readonly handshakeTimeout: number;
  readonly shutdownTimeout: number;
}

/** Checks the options of a client; `null` if it does not use TLS. */
export function checkClient(
  { tls, serverHostname, ...timeouts }: ClientTlsOptions,
  host: string | null | undefined,
): CheckedTls & { readonly hostname: string } | null {
  if (tls === undefined || tls === false) {
    if (serverHostname !== undefined) {
      throw new TypeError(
        "serverHostname is only meaningful with tls: set tls: true, or leave it out",
      );
    }
    checkNoTimeouts(timeouts);
    return null;
  }
  const options = checkOptions(tls === true ? {} : tls);
  if (options.requestCert !== undefined) {
    throw new TypeError(
      "tls.requestCert cannot be given for a client: only servers request certificates",
    );
  }
  if (serverHostname !== undefined && typeof serverHostname !== "string") {
    throw new TypeError(
      `serverHostname must be a string, got ${describeValue(serverHostname)}`,
    );
  }
  const hostname = serverHostname ?? host ?? null;
  if (hostname === null) {
    throw new TypeError(
      "serverHostname must be given to use tls without host: it is what the certificate is checked for",
    );
  }
  if (hostname === "" && !options.unsafelyDisableHostnameVerification) {
    throw new TypeError(
      "serverHostname must not be empty: the server's certificate cannot be checked then",
    );
  }
  return { options, hostname, ...checkTimeouts(timeouts) };
}

/** Checks the options of a server; `null` if it does not use TLS. */
export function checkServer(
  { tls, ...timeouts }: ServerTlsOptions,
): CheckedTls | null {
  if (tls === undefined) {
    checkNoTimeouts(timeouts);
    return null;
  }
  const options = checkOptions(tls);
  if (options.cert === undefined) {
    throw new TypeError("tls.cert and tls.key must be given for a server");
  }
  if (options.requestCert && options.caCerts === undefined) {
    throw new TypeError(
      "tls.requestCert needs tls.caCerts: the authorities of the clients' certificates",
    );
  }
  return { options, ...checkTimeouts(timeouts) };
}

function checkOptions(options: unknown): TlsOptions {
  if (typeof options !== "object" || options === null) {
    throw new TypeError(
      `tls must be an object of options, got ${describeValue(options)}`,
    );
  }
  const { caCerts, cert, key, alpnProtocols, minVersion, maxVersion } =
    options as TlsOptions;
  if (caCerts !== undefined) checkStrings("caCerts", caCerts);
  if (alpnProtocols !== undefined) {
    checkStrings("alpnProtocols", alpnProtocols);
  }
  for (const [name, value] of Object.entries({ cert, key })) {
    if (value !== undefined && typeof value !== "string") {
      throw new TypeError(
        `tls.${name} must be text in PEM form, got ${describeValue(value)}`,
      );
    }
  }
  for (const [name, value] of Object.entries({ minVersion, maxVersion })) {
    if (value !== undefined && !VERSIONS.includes(value)) {
      throw new TypeError(
        `tls.${name} must be "TLSv1.2" or "TLSv1.3", got ${
          describeValue(value)
        }`,
      );
    }
  }
  if ((cert === undefined) !== (key === undefined)) {
    throw new TypeError(
      `tls.cert and tls.key must be given together, got only tls.${
        key === undefined ? "cert" : "key"
      }`,
    );
  }
  return options as TlsOptions;
}

function checkStrings(name: string, list: unknown): void {
  if (
    Array.isArray(list) &&
    list.every((each) => typeof each === "string" && each !== "")
  ) return;
  throw new TypeError(
    `tls.${name} must be an array of strings, got ${describeValue(list)}`,
  );
}

function checkNoTimeouts(timeouts: TlsTimeouts): void {
  for (const name of ["tlsHandshakeTimeout", "tlsShutdownTimeout"] as const) {
    if (timeouts[name] !== undefined) {
      throw new TypeError(
        `${name} is only meaningful with tls: set tls, or leave it out`,
      );
    }
  }
}

function checkTimeouts(
  {
    tlsHandshakeTimeout = HANDSHAKE_TIMEOUT,
    tlsShutdownTimeout = SHUTDOWN_TIMEOUT,
  }: TlsTimeouts,
): Omit<CheckedTls, "options"> {
  for (
    const [name, value] of Object.entries({
      tlsHandshakeTimeout,
      tlsShutdownTimeout,
    })
  ) {
    if (typeof value !== "number") {
      throw new TypeError(
        `${name} must be a number, got ${describeValue(value)}`,
      );
    }
    if (!(value > 0 && value < Infinity)) {
      throw new RangeError(`${name} must be a positive number, got ${value}`);
    }
  }
  return {
    handshakeTimeout: tlsHandshakeTimeout,
    shutdownTimeout: tlsShutdownTimeout,
  };
}
