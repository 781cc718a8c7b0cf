/**
 * Starts an application, as a program would.
 *
 * @module
 */

import { QCoreApplication } from "../qt/app/application.ts";
import { QGuiApplication } from "../qt/app/gui_application.ts";
import { QmlEngine } from "../qt/quick/qml_engine.ts";
import { QApplication } from "../qt/app/widgets_application.ts";
import { type Findings, granted } from "./findings.ts";

/** Platforms whose windows are not visible. */
const UNSEEN = ["offscreen", "minimal", "minimalegl", "vnc"];

/** Platforms that the project's own tests run on: `deno task test`, `deno task test:wayland`. */
const TESTED = ["xcb", "wayland"];

const QML_MODULES = ["QtQuick", "QtQuick.Controls", "QtQuick.Layouts"];

/** What came of it. */
export interface Rehearsal {
  /** Whether an application started. */
  readonly console: boolean;
  /** Whether a window of it would be seen. */
  readonly window: boolean;
}

/**
 * Starts the applications that the shim allows, one after the other.
 *
 * @param findings Gets what came of it.
 * @param shims What the shim is good for.
 */
export async function rehearse(
  findings: Findings,
  shims: readonly string[],
): Promise<Rehearsal> {
  if (shims.length === 0) return { console: false, window: false };
  try {
    await using app = new QCoreApplication([]);
    findings.good("Dispatcher", dispatcher(app));
  } catch (error) {
    findings.bad("Application", messageOf(error));
    return { console: false, window: false };
  }
  return { console: true, window: await rehearseWindow(findings, shims) };
}

/** Answers whether a window would be seen. */
async function rehearseWindow(
  findings: Findings,
  shims: readonly string[],
): Promise<boolean> {
  const hasQml = shims.includes("for QML");
  const hasWidgets = shims.includes("for widgets");
  if (!hasQml && !hasWidgets) return false;
  try {
    await using app = hasWidgets
      ? new QApplication([])
      : new QGuiApplication([]);
    const platform = app.platformName;
    const text = `platform ${platform}${displays()}`;
    const seen = !UNSEEN.includes(platform);
    const tested = TESTED.some((name) => platform.startsWith(name));
    if (seen) {
      findings.good(
        "Display",
        tested ? `${text}: tested` : `${text}: untested`,
      );
    } else {
      findings.bad(
        "Display",
        `${text}: windows are drawn, but not visible; set DISPLAY or WAYLAND_DISPLAY`,
      );
    }
    if (hasQml) await rehearseQml(findings);
    return seen;
  } catch (error) {
    findings.bad("Display", `${messageOf(error).trim()}${displays()}`);
    return false;
  }
}

function dispatcher(app: QCoreApplication): string {
  return app.driver === "glib"
    ? "glib: Qt sleeps until something happens"
    : "poll: Qt is asked every 1 to 10 ms, because its dispatcher is not GLib's";
}

async function rehearseQml(findings: Findings): Promise<void> {
  const present: string[] = [];
  for (const name of QML_MODULES) {
    try {
      using engine = new QmlEngine();
      await engine.loadData(`import ${name}\nimport QtQml\nQtObject {}`);
      present.push(name);
    } catch (error) {
      findings.bad("QML", messageOf(error), "qml-modules");
    }
  }
  if (present.length > 0) findings.good("QML", present.join(", "));
}

function displays(): string {
  const known = ["DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"]
    .filter((variable) => granted({ name: "env", variable }))
    .map((variable) => `${variable}=${Deno.env.get(variable) ?? ""}`);
  return known.length > 0 ? ` (${known.join(", ")})` : "";
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
