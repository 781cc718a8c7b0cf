/**
 * Finds out what a program would meet on this machine.
 *
 * @module
 */

import { coreShim } from "../../ffi/core.ts";
import { folderOf, installedQtVersion, probe } from "../../ffi/probe.ts";
import { quickShim } from "../../ffi/quick.ts";
import { ShimError } from "../../ffi/shim_error.ts";
import { ABI_HASH } from "../../ffi/abi.ts";
import { hexadecimal } from "../../ffi/inspect.ts";
import { widgetsShim } from "../../ffi/widgets.ts";
import { type Finding, Findings, granted } from "./findings.ts";
import type { Need } from "./packages.ts";
import { rehearse } from "./rehearse.ts";

/** What this machine is fit for. */
export interface Diagnosis {
  /** Whether a console program works. */
  readonly console: boolean;
  /** Whether a window can open where a user can see it. */
  readonly window: boolean;
  /** What was looked at, in order. */
  readonly findings: readonly Finding[];
  /** What is missing and can be installed. */
  readonly needs: readonly Need[];
}

const LIBRARIES: readonly (readonly [name: string, need: Need])[] = [
  ["Core", "core"],
  ["Gui", "gui"],
  ["Widgets", "widgets"],
  ["UiTools", "uitools"],
  ["Qml", "qml"],
  ["Quick", "qml"],
];

const SHIMS = [
  ["for console programs", coreShim],
  ["for widgets", widgetsShim],
  ["for QML", quickShim],
] as const;

/**
 * Looks at Qt, the shim, the plugins and the display, and starts an application to see that they work together. It needs
 * an unrestricted `--allow-ffi`; whatever else is granted (`--allow-env`, `--allow-read`) gives more detail. It never
 * prompts. There must be no application.
 *
 * @returns What was found.
 */
export async function examine(): Promise<Diagnosis> {
  const findings = new Findings();
  findings.good(
    "System",
    `${Deno.build.os} ${Deno.build.arch}, Deno ${Deno.version.deno}`,
  );
  let rehearsal = { console: false, window: false };
  if (granted({ name: "ffi" })) {
    const [hasCore, hasGui] = examineQt(findings);
    const shims = hasCore ? examineShim(findings) : [];
    rehearsal = await rehearse(findings, shims);
    if (hasGui) examinePlugins(findings, rehearsal.window);
  } else {
    findings.bad("Permissions", "--allow-ffi is missing, or names a path");
  }
  return { ...rehearsal, findings: findings.list, needs: [...findings.needs] };
}

/** Answers whether there are Qt Core and Qt GUI. */
function examineQt(findings: Findings): [core: boolean, gui: boolean] {
  const version = installedQtVersion();
  if (version !== undefined) {
    const [major = 0, minor = 0] = version.split(".").map(Number);
    const text = `${version} in ${folderOf("libQt6Core.so.6") ?? "?"}`;
    if (major === 6 && minor >= 4) findings.good("Qt", text);
    else findings.bad("Qt", `${text}: expected 6.4 or later`);
  }
  const present = LIBRARIES.filter(([name, need]) => {
    const library = `libQt6${name}.so.6`;
    const { ok, detail, missing } = probe(library);
    if (ok) return true;
    findings.bad(
      "Qt",
      missing === library ? `${library} is missing` : detail,
      need,
    );
    return false;
  }).map(([name]) => name);
  if (present.length > 0) {
    findings.good("Qt", `Libraries: ${present.join(", ")}`);
  }
  return [present.includes("Core"), present.includes("Gui")];
}

/** Answers what the shim is good for. */
function examineShim(findings: Findings): string[] {
  const good: string[] = [];
  for (const [purpose, shim] of SHIMS) {
    try {
      const { library, path } = shim.open();
      // The shim's libraries stay loaded until the process ends.
      library.close();
      const carried = path.startsWith("/proc/self/fd/");
      findings.good(
        "Shim",
        `${purpose}: ${
          carried ? "carried by the modules, opened in memory" : path
        }, ABI ${hexadecimal(ABI_HASH)}`,
      );
      good.push(purpose);
    } catch (error) {
      if (!(error instanceof ShimError)) throw error;
      findings.bad("Shim", `${purpose}: ${summary(error)}`);
      // Those that remain depend on the first.
      if (good.length === 0) break;
    }
  }
  return good;
}

function summary({ problem, message, attempts }: ShimError): string {
  const nearest = attempts.find((attempt) => attempt.problem === problem);
  const [advice] = message.replace(/^[^.]*\.so: /, "").split(". Tried:");
  return nearest === undefined
    ? `${advice}`
    : `${advice}\n${nearest.path}: ${nearest.detail}`;
}

/** What a plugin lacks is a problem only where none of them can open a window. */
function examinePlugins(findings: Findings, window: boolean): void {
  const folder = pluginFolders().find((path) =>
    probe(`${path}/platforms/libqoffscreen.so`).ok
  );
  if (folder === undefined) {
    findings.bad(
      "Plugins",
      "No folder of Qt's plugins in the usual places: QT_PLUGIN_PATH may name it",
    );
    return;
  }
  const usable: string[] = [];
  for (
    const [platform, file, need] of [
      ["offscreen", "libqoffscreen.so", undefined],
      ["xcb", "libqxcb.so", "x11"],
      ["wayland", "libqwayland.so", "wayland"],
      ["wayland", "libqwayland-generic.so", "wayland"],
    ] as const
  ) {
    const path = `${folder}/platforms/${file}`;
    const { ok, detail, missing } = probe(path);
    if (ok) usable.push(platform);
    // One that is not there at all may not be wanted; one that cannot be loaded is.
    else if (missing !== path && !window) findings.bad("Plugins", detail, need);
  }
  findings.good("Plugins", `${folder}: ${[...new Set(usable)].join(", ")}`);
}

function pluginFolders(): string[] {
  const set = granted({ name: "env", variable: "QT_PLUGIN_PATH" })
    ? Deno.env.get("QT_PLUGIN_PATH")?.split(":") ?? []
    : [];
  const libraries = folderOf("libQt6Core.so.6") ?? "/usr/lib";
  return [
    ...set.filter((path) => path !== ""),
    `${libraries}/qt6/plugins`,
    `${libraries}/../plugins`,
  ];
}
