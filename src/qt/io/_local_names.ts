/** The names of Qt's local sockets. */

import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { describeValue } from "../../asyncio/core/_util.ts";
import { requirePermission } from "../../asyncio/io/_permissions.ts";
import { QTemporaryFile } from "../generated/core/classes.js";

/** A name, checked. */
export interface LocalName {
  /** What Qt is told: an absolute path, or an abstract name without its zero. */
  readonly name: string;
  readonly isAbstract: boolean;
  /** How messages show it. */
  readonly shown: string;
  /** The address of a server of that name. */
  readonly address: Deno.UnixAddr;
}

/**
 * Makes of a name what Qt makes of it.
 *
 * @throws {TypeError} if it is no name.
 */
export function localName(given: unknown): LocalName {
  const text = given instanceof URL ? fileURLToPath(given) : given;
  const isAbstract = typeof text === "string" && text.startsWith("\0");
  const name = isAbstract ? text.slice(1) : text;
  if (typeof name !== "string" || name === "" || name.includes("\0")) {
    throw new TypeError(
      `name must be a name, a path, a file URL or an abstract name ("\\0…"), got ${
        describeValue(given)
      }`,
    );
  }
  if (isAbstract) {
    return {
      name,
      isAbstract,
      shown: `@${name}`,
      address: { transport: "unix", path: `\0${name}` },
    };
  }
  const path = resolve(temporaryFolder(), name);
  return {
    name: path,
    isAbstract,
    shown: path,
    address: { transport: "unix", path },
  };
}

/** The folder of names without one: Qt's `QDir::tempPath()`. */
function temporaryFolder(): string {
  const file = new QTemporaryFile();
  try {
    return dirname(file.fileTemplate());
  } finally {
    file.deleteLater();
  }
}

/** Asks for the permissions that a socket of that name needs. */
export function requireName(
  doing: string,
  { name, isAbstract, shown }: LocalName,
): void {
  const what = `${doing} ${shown}`;
  if (isAbstract) {
    requirePermission({ name: "net" }, what, "--allow-net");
    return;
  }
  for (const permission of ["read", "write"] as const) {
    requirePermission(
      { name: permission, path: name },
      what,
      `--allow-${permission}=${name}`,
    );
  }
}
