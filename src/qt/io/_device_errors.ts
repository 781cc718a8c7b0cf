/** The errors of Qt's devices as `Deno.errors`. */

import { networkError } from "../../asyncio/io/_errors.ts";
import type { QIODevice } from "../generated/core/classes.js";

/** What a device's signal `errorOccurred` says: a name, or a number where Qt knows no names at run time. */
export type DeviceErrorCode = string | number;

const { errors } = Deno;

/** Of sockets, as `QAbstractSocket::SocketError` and `QLocalSocket::LocalSocketError` name them, in the order of their numbers. */
const SOCKET_ERRORS: readonly (readonly string[])[] = [
  ["ECONNREFUSED", "ConnectionRefusedError"],
  ["ECONNRESET", "RemoteHostClosedError", "PeerClosedError"],
  ["ENOENT", "HostNotFoundError", "ServerNotFoundError"],
  ["EACCES", "SocketAccessError"],
  [],
  ["ETIMEDOUT", "SocketTimeoutError"],
  [],
  ["ECONNABORTED", "NetworkError", "ConnectionError"],
  ["EADDRINUSE", "AddressInUseError"],
  ["EADDRNOTAVAIL", "SocketAddressNotAvailableError"],
];

function socketError(code: DeviceErrorCode): string | undefined {
  return typeof code === "number"
    ? SOCKET_ERRORS[code]?.[0]
    : SOCKET_ERRORS.find(([, ...names]) => names.includes(code))?.[0];
}

type ErrorType = new (message: string) => Error;

/** Of `QSerialPort` and `QProcess`. */
const NAMED_ERRORS: Readonly<Record<string, readonly [ErrorType, string]>> = {
  DeviceNotFoundError: [errors.NotFound, "ENOENT"],
  PermissionError: [errors.PermissionDenied, "EACCES"],
  ResourceError: [errors.ConnectionReset, "EIO"],
  // So Qt calls it, too, when a device has gone.
  ReadError: [errors.ConnectionReset, "EIO"],
  FailedToStart: [errors.NotFound, "ENOENT"],
  WriteError: [errors.BrokenPipe, "EPIPE"],
};

/** What is no error of the stream: its end follows by itself, or nothing has happened to it. */
const HARMLESS: ReadonlySet<DeviceErrorCode> = new Set([
  "NoError",
  "UnsupportedOperationError",
  "TimeoutError",
  "Crashed",
  "Timedout",
]);

/** Whether the device goes on after an error, or ends by itself. */
export function isHarmless(code: DeviceErrorCode): boolean {
  return HARMLESS.has(code);
}

/** Whether the peer of a socket has closed the connection. */
export function isPeerClosed(code: DeviceErrorCode): boolean {
  return socketError(code) === "ECONNRESET";
}

/**
 * Makes an error of what a device reports.
 *
 * @param doing what could not be done, for the message: "connect to /tmp/app".
 */
export function deviceError(
  device: Pick<QIODevice, "errorString">,
  code: DeviceErrorCode,
  doing: string,
): Error {
  const reason = device.errorString();
  const known = socketError(code);
  if (known !== undefined) {
    return networkError(
      Object.assign(new Error(reason), { code: known }),
      doing,
    );
  }
  const [ErrorClass, name] = NAMED_ERRORS[code] ?? [Error, String(code)];
  return Object.assign(new ErrorClass(`${doing}: ${reason}`), { code: name });
}
