/**
 * The types of Qt Network's classes, and the classes themselves for `instanceof`.
 *
 * The shim does not load Qt Network and creates none of its objects: a program of Deno's has `fetch`, `WebSocket`,
 * `Deno.connect` and `Deno.serve`, which go on while Qt does. What is here types the objects that other libraries of
 * Qt's hand out, such as the network access of QML's engine.
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

export * from "./src/qt/generated/network/classes.js";
export { openDevice } from "./src/qt/io/device_streams.ts";
