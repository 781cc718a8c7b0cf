/**
 * The classes of Qt Multimedia: players, recorders, cameras, audio devices, and widgets that show video.
 *
 * The first use of one of them loads it: on Debian and Ubuntu, `libqt6multimedia6` and `libqt6multimediawidgets6` have
 * it; players need `gstreamer1.0-plugins-good` as well. A release carries the code that calls its members; in a clone
 * of the project, `deno task setup --with=multimedia` builds it.
 *
 * @example
 * ```ts
 * import { QCoreApplication } from "@qtasyncio/qtasyncio";
 * import { QAudioFormat } from "@qtasyncio/qtasyncio/multimedia";
 *
 * await using _app = new QCoreApplication();
 * const format = new QAudioFormat();
 * format.setSampleRate(48_000);
 * format.setChannelCount(2);
 * format.setSampleFormat("Int16");
 * console.log(format.bytesForDuration(1_000_000)); // of a second
 * ```
 *
 * @module
 */

import { carried } from "./ffi/carried/multimedia.ts";
import * as multimedia from "./src/qt/generated/multimedia/classes.js";
import * as multimediaWidgets from "./src/qt/generated/multimediawidgets/classes.js";
import { offerLibrary } from "./src/qt/objects/offered_library.ts";

await offerLibrary("multimedia", multimedia, carried);
await offerLibrary("multimediawidgets", multimediaWidgets, carried);

export * from "./src/qt/generated/multimedia/classes.js";
export * from "./src/qt/generated/multimediawidgets/classes.js";
