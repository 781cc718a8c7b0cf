/**
 * The classes of Qt OpenGL: shaders, buffers, textures, framebuffers, and windows and widgets to draw in.
 *
 * The first use of one of them loads it: on Debian and Ubuntu, `libqt6opengl6` and `libqt6openglwidgets6` have it. A
 * release carries the code that calls its members; in a clone of the project, `deno task setup --with=opengl` builds
 * it.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { QApplication } from "@qtasyncio/qtasyncio/widgets";
 * import { QOpenGLFramebufferObjectFormat } from "@qtasyncio/qtasyncio/opengl";
 *
 * await using _app = new QApplication(["-platform", "offscreen"]);
 * const format = new QOpenGLFramebufferObjectFormat();
 * format.setAttachment("CombinedDepthStencil");
 * assertEquals(format.attachment(), "CombinedDepthStencil");
 * ```
 *
 * @module
 */

import { carried } from "./ffi/carried/opengl.ts";
import * as opengl from "./src/qt/generated/opengl/classes.js";
import * as openglWidgets from "./src/qt/generated/openglwidgets/classes.js";
import { offerLibrary } from "./src/qt/objects/offered_library.ts";

await offerLibrary("opengl", opengl, carried);
await offerLibrary("openglwidgets", openglWidgets, carried);

export * from "./src/qt/generated/opengl/classes.js";
export * from "./src/qt/generated/openglwidgets/classes.js";
