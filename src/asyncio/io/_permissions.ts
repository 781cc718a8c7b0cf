/**
 * Asks for permissions before the platform needs them: without, `listen()` and `bind()` of Node's sockets fail in a way
 * that cannot be caught.
 */

/** Names a host and a port as `--allow-net` does. */
export function hostAndPort(host: string, port: number): string {
  const name = host.includes(":") ? `[${host}]` : host;
  return port === 0 ? name : `${name}:${port}`;
}

/** Returns whether a permission is granted, without asking for it. */
export function isGranted(descriptor: Deno.PermissionDescriptor): boolean {
  return Deno.permissions.querySync(descriptor).state === "granted";
}

/** Asks for a permission, the user too where that is possible. */
export function requirePermission(
  descriptor: Deno.PermissionDescriptor,
  what: string,
  flag: string,
): void {
  if (isGranted(descriptor)) return;
  // A refusal is final: without a terminal, or with --no-prompt, there is no prompt.
  const { state } = Deno.permissions.requestSync(descriptor);
  if (state !== "granted") {
    throw new Deno.errors.NotCapable(
      `${what} needs ${flag}: run again with that flag`,
    );
  }
}

/** Asks for the permission to use a host and a port. */
export function requireNet(what: string, host: string, port: number): void {
  // Deno keeps each permission that was asked for: where all are granted, one is enough.
  const all = Deno.permissions.querySync({ name: "net" });
  if (all.state === "granted" && !all.partial) return;
  const name = hostAndPort(host, port);
  requirePermission({ name: "net", host: name }, what, `--allow-net=${name}`);
}
