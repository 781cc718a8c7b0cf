/** The platform's network errors as `Deno.errors`, each with its code and a sentence. */

type ErrorType = new (message: string, options?: ErrorOptions) => Error;

const { errors } = Deno;

const CLASSES: Readonly<Record<string, readonly [ErrorType, string]>> = {
  ECONNREFUSED: [errors.ConnectionRefused, "connection refused"],
  ECONNRESET: [errors.ConnectionReset, "connection reset by peer"],
  ECONNABORTED: [errors.ConnectionAborted, "connection aborted"],
  EPIPE: [errors.BrokenPipe, "broken pipe"],
  ENOTCONN: [errors.NotConnected, "not connected"],
  EADDRINUSE: [errors.AddrInUse, "address already in use"],
  EADDRNOTAVAIL: [errors.AddrNotAvailable, "address not available"],
  ENOENT: [errors.NotFound, "no such file"],
  EBADF: [errors.BadResource, "bad descriptor"],
  EACCES: [errors.PermissionDenied, "permission denied"],
  EPERM: [errors.PermissionDenied, "operation not permitted"],
  ETIMEDOUT: [errors.TimedOut, "timed out"],
  ENETUNREACH: [errors.NetworkUnreachable, "network unreachable"],
  EHOSTUNREACH: [errors.NetworkUnreachable, "host unreachable"],
  ENOTFOUND: [errors.NotFound, "cannot find the host"],
  // Deno has no classes for these.
  EINVAL: [Error, "invalid argument"],
  EMFILE: [Error, "this process has too many open descriptors"],
  ENFILE: [Error, "the system has too many open descriptors"],
};

// Deno's first look at a stack needs a descriptor: when there is none left, it ends the process.
void new Error().stack;

/** What the codes of all failed certificates and handshakes begin with. */
const TLS =
  /^(CERT_|DEPTH_ZERO_|UNABLE_TO_|SELF_SIGNED_|ERR_TLS_|ERR_SSL_|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE)/;

/** The code of a platform error, `""` if it has none. */
export function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === "string" ? code : "";
}

/**
 * Makes a `Deno.errors` error of what the platform threw or emitted.
 *
 * @param error what came.
 * @param doing what could not be done, for the message: "connect to localhost:80".
 */
export function networkError(error: unknown, doing: string): Error {
  if (error instanceof errors.NotCapable) {
    return new errors.NotCapable(`${doing}: ${error.message}`, {
      cause: error,
    });
  }
  const code = codeOf(error);
  const message = error instanceof Error ? error.message : String(error);
  let [ErrorClass, text]: readonly [ErrorType, string] = CLASSES[code] ??
    [Error, message];
  if (code.startsWith("EAI_")) {
    [ErrorClass, text] = [errors.NotFound, `cannot find the host (${code})`];
  } else if (TLS.test(code)) {
    [ErrorClass, text] = [errors.InvalidData, message];
  }
  if (ErrorClass === Error && error instanceof Error) {
    // What has a class of its own, or no code, is left as it is.
    if (code === "" || error.constructor !== Error) return error;
  }
  const made = new ErrorClass(`${doing}: ${text}`, { cause: error });
  return code === "" ? made : Object.assign(made, { code });
}

/** Returns whether an error says no more than that the peer is gone. */
export function isPeerGone(error: unknown): boolean {
  return error instanceof errors.ConnectionReset ||
    error instanceof errors.ConnectionAborted ||
    error instanceof errors.BrokenPipe;
}

/** Listens to 'error' events that nothing else listens to: without a listener, they would end the process. */
export function ignoreError(): void {}
