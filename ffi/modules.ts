/**
 * The modules of Qt's that an entry point of its own is for. The libraries of the shim for Qt Network and Qt Serial Port are
 * always built; those for the others, which few programs use, where they are asked for (`deno task setup --with=svg`).
 *
 * @module
 */

/** One of them. */
export interface QtModule {
  /** The libraries that call its members, by their names in `API_LIBRARIES` (`api.ts`). */
  readonly libraries: readonly string[];
  /** The Debian packages that a program needs to run. */
  readonly packages: readonly string[];
}

/** By the name of the entry point: `svg` is that of `svg.ts`. */
export const MODULES: Readonly<Record<string, QtModule>> = {
  charts: { libraries: ["charts"], packages: ["libqt6charts6"] },
  multimedia: {
    libraries: ["multimedia", "multimediawidgets"],
    packages: [
      "libqt6multimedia6",
      "libqt6multimediawidgets6",
      // Without them, its players crash.
      "gstreamer1.0-plugins-base",
      "gstreamer1.0-plugins-good",
    ],
  },
  network: { libraries: ["network"], packages: ["libqt6network6"] },
  opengl: {
    libraries: ["opengl", "openglwidgets"],
    packages: ["libqt6opengl6", "libqt6openglwidgets6"],
  },
  print_support: {
    libraries: ["printsupport"],
    packages: ["libqt6printsupport6"],
  },
  quick_controls: {
    libraries: ["quickcontrols2"],
    packages: ["libqt6quickcontrols2-6"],
  },
  quick_widgets: {
    libraries: ["quickwidgets"],
    packages: ["libqt6quickwidgets6"],
  },
  serial: { libraries: ["serialport"], packages: ["libqt6serialport6"] },
  sql: {
    libraries: ["sql"],
    packages: ["libqt6sql6", "libqt6sql6-sqlite"],
  },
  state_machine: {
    libraries: ["statemachine"],
    packages: ["libqt6statemachine6"],
  },
  svg: {
    libraries: ["svg", "svgwidgets"],
    packages: ["libqt6svg6", "libqt6svgwidgets6"],
  },
};

/** Finds the module that a library of the shim is for. */
export function moduleOf(
  library: string,
): (QtModule & { readonly name: string }) | undefined {
  for (const [name, module] of Object.entries(MODULES)) {
    if (module.libraries.includes(library)) return { name, ...module };
  }
  return undefined;
}
