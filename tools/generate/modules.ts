/**
 * Which of Qt's modules are typed, and where their descriptions are.
 *
 * @module
 */

/** A room of the generated files: one or more of Qt's libraries. */
export interface Module {
  /** The folder in `src/qt/generated/`. */
  readonly folder: string;
  /** How Qt calls it, for comments. */
  readonly title: string;
  /** Qt's libraries: `libQt6<name>.so.6`, headers in `Qt<name>/`, `qt6<name in lower case>_*_metatypes.json`. */
  readonly libraries: readonly string[];
}

/** Every one refers to those before it alone. */
export const MODULES: readonly Module[] = [
  { folder: "core", title: "Qt Core", libraries: ["Core"] },
  { folder: "gui", title: "Qt GUI", libraries: ["Gui"] },
  {
    folder: "widgets",
    title: "Qt Widgets and Qt UI Tools",
    libraries: ["Widgets", "UiTools"],
  },
  { folder: "network", title: "Qt Network", libraries: ["Network"] },
  { folder: "serial", title: "Qt Serial Port", libraries: ["SerialPort"] },
  { folder: "qml", title: "Qt QML", libraries: ["Qml"] },
  { folder: "quick", title: "Qt Quick", libraries: ["Quick"] },
  {
    folder: "quickcontrols2",
    title: "Qt Quick Controls",
    libraries: ["QuickControls2"],
  },
  {
    folder: "quickwidgets",
    title: "Qt Quick Widgets",
    libraries: ["QuickWidgets"],
  },
  { folder: "svg", title: "Qt SVG", libraries: ["Svg"] },
  { folder: "svgwidgets", title: "Qt SVG Widgets", libraries: ["SvgWidgets"] },
  {
    folder: "printsupport",
    title: "Qt Print Support",
    libraries: ["PrintSupport"],
  },
  { folder: "sql", title: "Qt SQL", libraries: ["Sql"] },
  { folder: "charts", title: "Qt Charts", libraries: ["Charts"] },
  { folder: "multimedia", title: "Qt Multimedia", libraries: ["Multimedia"] },
  {
    folder: "multimediawidgets",
    title: "Qt Multimedia Widgets",
    libraries: ["MultimediaWidgets"],
  },
  { folder: "opengl", title: "Qt OpenGL", libraries: ["OpenGL"] },
  {
    folder: "openglwidgets",
    title: "Qt OpenGL Widgets",
    libraries: ["OpenGLWidgets"],
  },
  {
    folder: "statemachine",
    title: "Qt State Machine",
    libraries: ["StateMachine"],
  },
];

/** Where Qt's development packages are. */
export interface Installation {
  /** Qt's version: `6.4.2`. */
  readonly version: string;
  /** The folder of descriptions. */
  readonly metatypes: string;
  /** The folder above `QtCore/` and the like. */
  readonly headers: string;
  readonly libraries: string;
}

/** Asks Qt's own tool where it is installed; undefined if there is none. */
export async function findInstallation(): Promise<Installation | undefined> {
  for (const tool of ["qmake6", "/usr/lib/qt6/bin/qmake"]) {
    try {
      const { success, stdout } = await new Deno.Command(tool, {
        args: ["-query"],
      }).output();
      if (!success) continue;
      const answers = new TextDecoder().decode(stdout);
      const value = (name: string) =>
        answers.match(new RegExp(`^${name}:(.*)$`, "m"))?.[1] ?? "";
      return {
        version: value("QT_VERSION"),
        // Qt's own installers and Debian's packages differ.
        metatypes: await existing(
          `${value("QT_INSTALL_LIBS")}/metatypes`,
          `${value("QT_INSTALL_ARCHDATA")}/metatypes`,
        ),
        headers: value("QT_INSTALL_HEADERS"),
        libraries: value("QT_INSTALL_LIBS"),
      };
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
  return undefined;
}

async function existing(...folders: string[]): Promise<string> {
  for (const folder of folders) {
    if (await isThere(folder)) return folder;
  }
  return folders[0]!;
}

/** Tells whether there is such a file or folder. */
export async function isThere(path: string): Promise<boolean> {
  try {
    await Deno.stat(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** The description of a library, or undefined if its development package is not installed. */
export async function metatypesFile(
  installation: Installation,
  library: string,
): Promise<string | undefined> {
  if (!(await isThere(installation.metatypes))) return undefined;
  const pattern = new RegExp(
    `^qt6${library.toLowerCase()}_\\w+_metatypes\\.json$`,
  );
  for await (const { name } of Deno.readDir(installation.metatypes)) {
    if (pattern.test(name)) return `${installation.metatypes}/${name}`;
  }
  return undefined;
}
