/** Both sides of TLS by the platform. */

import type { Socket } from "node:net";
import type { SecureContextOptions, Server, TLSSocket } from "node:tls";
import type { Duplex } from "node:stream";
import { familyOf } from "./addresses.ts";
import { ignoreError, networkError } from "./_errors.ts";
import { nodeCrypto, nodeTls } from "./_node.ts";
import type { TlsDuplex } from "./_tls_duplex.ts";
import type { CheckedTls, TlsOptions } from "./tls_options.ts";

/** Told of the end of a handshake: the socket, or the error. */
export type HandshakeDone = (
  socket: TLSSocket | null,
  error: Error | null,
) => void;

/** One side of connections with TLS. */
export interface TlsSide {
  readonly handshakeTimeout: number;
  readonly shutdownTimeout: number;
  /** Begins a handshake. */
  begin(stream: Duplex, done: HandshakeDone): void;
}

/** What a transport has of TLS. */
export interface TlsLayer {
  /** What the program writes to and reads from. */
  readonly socket: TLSSocket;
  /** The socket below. */
  readonly raw: Socket;
  readonly duplex: TlsDuplex;
  readonly shutdownTimeout: number;
}

/** The side of a client. */
export function clientSide(
  { options, hostname, ...timeouts }: CheckedTls & { hostname: string },
): TlsSide {
  const context = contextOptions(options);
  const isName = hostname !== "" && familyOf(hostname) === 0;
  return {
    ...timeouts,
    begin(stream, done) {
      const socket = nodeTls().connect({
        ...context,
        socket: stream as Socket,
        host: hostname,
        // An address is checked against the certificate, but not sent.
        ...isName && { servername: hostname },
        ...options.alpnProtocols &&
          { ALPNProtocols: [...options.alpnProtocols] },
        ...options.unsafelyDisableHostnameVerification &&
          { checkServerIdentity: () => undefined },
        rejectUnauthorized: true,
      });
      socket.on("error", ignoreError);
      socket.once("error", (error) => done(null, error));
      socket.once("secureConnect", () => done(socket, null));
    },
  };
}

/**
 * The side of a server.
 *
 * @throws {Deno.errors.InvalidData} if the certificate or the key is wrong.
 */
export function serverSide({ options, ...timeouts }: CheckedTls): TlsSide {
  const server = nodeTls().createServer({
    ...contextOptions(options),
    ...options.alpnProtocols && { ALPNProtocols: [...options.alpnProtocols] },
    requestCert: options.requestCert === true,
    rejectUnauthorized: options.requestCert === true,
  });
  return {
    ...timeouts,
    begin(stream, done) {
      serveOne(server, stream, done);
    },
  };
}

/** Gives a connection to a server that does not listen: only a server judges the certificates of clients. */
function serveOne(server: Server, stream: Duplex, done: HandshakeDone): void {
  const emit = server.emit as (name: string, ...args: unknown[]) => boolean;
  // The server reports on all its connections: a view of it stands for this one.
  const view: Server = Object.create(server, {
    emit: {
      value(name: string, ...args: unknown[]): boolean {
        if (name === "secureConnection") {
          const socket = args[0] as TLSSocket;
          socket.on("error", ignoreError);
          done(socket, null);
        } else if (name === "tlsClientError") done(null, args[0] as Error);
        return true;
      },
    },
  });
  emit.call(view, "connection", stream);
}

function contextOptions(options: TlsOptions): SecureContextOptions {
  const { caCerts, cert, key, minVersion, maxVersion } = options;
  caCerts?.forEach((each, index) => {
    if (!each.includes("-----BEGIN ")) {
      throw new Deno.errors.InvalidData(
        `tls.caCerts[${index}] is not a certificate in PEM form`,
      );
    }
  });
  if (cert !== undefined && key !== undefined) checkPair(cert, key);
  return {
    ...caCerts && { ca: [...caCerts] },
    ...cert && { cert },
    ...key && { key },
    ...minVersion && { minVersion },
    ...maxVersion && { maxVersion },
  };
}

/** Refuses now what the platform would refuse at each handshake. */
function checkPair(cert: string, key: string): void {
  const { X509Certificate, createPrivateKey } = nodeCrypto();
  const certificate = parsed("tls.cert", () => new X509Certificate(cert));
  const privateKey = parsed("tls.key", () => createPrivateKey(key));
  if (!certificate.checkPrivateKey(privateKey)) {
    throw new Deno.errors.InvalidData("tls.key is not the key of tls.cert");
  }
}

function parsed<T>(name: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw new Deno.errors.InvalidData(
      `${name} is not in PEM form: ${(error as Error).message}`,
      { cause: error },
    );
  }
}

/** What is known of a connection after the handshake. */
export function peerInfo(socket: TLSSocket): Record<string, unknown> {
  const cert = socket.getPeerCertificate();
  const isKnown = cert !== null && Object.keys(cert).length > 0;
  return {
    tlsVersion: socket.getProtocol(),
    cipher: socket.getCipher(),
    alpnProtocol: socket.alpnProtocol || null,
    peercert: isKnown ? cert : null,
  };
}

/** The error of a handshake that failed. */
export function handshakeError(error: Error): Error {
  return networkError(error, "TLS handshake");
}
