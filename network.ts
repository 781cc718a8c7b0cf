/**
 * The classes of Qt Network.
 *
 * Qt Network is loaded by the first use of one of them. They do not ask for `--allow-net`; what `net.ts` and Deno itself
 * have (`fetch`, `WebSocket`, `Deno.connect`, `Deno.serve`) does, and goes on while Qt does.
 *
 * @example
 * ```ts
 * import type { QNetworkReply } from "@qtasyncio/qtasyncio/network";
 *
 * function progress(reply: QNetworkReply) {
 *   reply.downloadProgress.connect((received, total) => console.log(received, total));
 * }
 * ```
 *
 * {@linkcode openDevice} makes streams of Qt's devices.
 *
 * @module
 */

import * as classes from "./src/qt/generated/network/classes.ts";
import { offerClasses } from "./src/qt/objects/api_table.ts";

offerClasses("network", Object.keys(classes));

export * from "./src/qt/generated/network/classes.ts";
export { openDevice } from "./src/qt/io/device_streams.ts";
