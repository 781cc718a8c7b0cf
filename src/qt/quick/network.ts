/**
 * Deno's permissions for what documents of QML ask the network for.
 *
 * @module
 */

import { report } from "../calls/errors.ts";
import type { QObject } from "../objects/qobject.ts";
import { qtClass } from "../objects/qt_class.ts";

const PORTS: Readonly<Record<string, number>> = { "http:": 80, "https:": 443 };

/** Schemes by which Qt reads what is on this machine. */
const LOCAL = ["file:", "qrc:", "data:"];

/**
 * Has Qt ask before QML uses the network (`cpp_shim/quick/qml_network.h`). What is refused is reported, once for each
 * host.
 *
 * @returns The object that replies; its application destroys it.
 */
export function guardNetwork(): QObject {
  const QmlNetwork = qtClass("QmlNetwork");
  const network: QObject = new QmlNetwork();
  const refused = new Set<string>();
  network.signal<[number, string]>("wanted").connect((id, url) => {
    const error = refusal(url);
    network.invoke("answer", id, error === undefined);
    const host = hostOf(url) ?? url;
    if (error === undefined || refused.has(host)) return;
    refused.add(host);
    report("Problem in QML", error);
  });
  return network;
}

/**
 * Tells why Deno does not permit a URL; it never prompts.
 *
 * @returns An error to throw; undefined if the URL is permitted, or needs no network.
 */
export function refusal(url: string): Error | undefined {
  const { protocol } = new URL(url);
  if (LOCAL.includes(protocol)) return undefined;
  const host = hostOf(url);
  const descriptor = { name: "net", ...(host && { host }) } as const;
  if (Deno.permissions.querySync(descriptor).state === "granted") {
    return undefined;
  }
  const flag = host === undefined ? "--allow-net" : `--allow-net=${host}`;
  return new Deno.errors.NotCapable(
    `Cannot load ${url} in QML: Deno does not permit it; run again with ${flag}`,
  );
}

/** The host and the port, as `--allow-net` takes them. */
function hostOf(url: string): string | undefined {
  const { protocol, hostname, port } = new URL(url);
  if (hostname === "") return undefined;
  return `${hostname}:${port === "" ? PORTS[protocol] ?? 0 : port}`;
}
