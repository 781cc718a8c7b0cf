/**
 * What has to be installed on the common Linux systems.
 *
 * @module
 */

/** Something that is missing, and that a package brings. */
export type Need =
  | "core"
  | "gui"
  | "widgets"
  | "uitools"
  | "qml"
  | "qml-modules"
  | "x11"
  | "wayland";

/** A family of Linux systems that have the same package manager and the same names. */
export interface System {
  /** What people call it. */
  readonly name: string;
  /** What `ID` or `ID_LIKE` of `/etc/os-release` says. */
  readonly ids: readonly string[];
  /** The command that installs packages. */
  readonly command: string;
  /** The packages for each need. */
  readonly packages: Readonly<Record<Need, readonly string[]>>;
}

/** Debian, and what is made of it. */
export const DEBIAN: System = {
  name: "Debian, Ubuntu",
  ids: ["debian", "ubuntu"],
  command: "sudo apt-get install",
  packages: {
    core: ["libqt6core6"],
    gui: ["libqt6gui6"],
    widgets: ["libqt6widgets6"],
    uitools: ["libqt6uitools6"],
    qml: ["libqt6qml6", "libqt6quick6"],
    "qml-modules": [
      "qml6-module-qtqml",
      "qml6-module-qtqml-models",
      "qml6-module-qtqml-workerscript",
      "qml6-module-qtquick",
      "qml6-module-qtquick-controls",
      "qml6-module-qtquick-layouts",
      "qml6-module-qtquick-templates",
      "qml6-module-qtquick-window",
    ],
    x11: ["libqt6gui6", "libxkbcommon-x11-0", "libxcb-cursor0"],
    wayland: ["qt6-wayland", "libwayland-cursor0", "libwayland-egl1"],
  },
};

/** The systems whose packages we know. The names have been tried on Debian; those of the others are from their lists. */
export const SYSTEMS: readonly System[] = [
  DEBIAN,
  {
    name: "Fedora",
    ids: ["fedora", "rhel"],
    command: "sudo dnf install",
    packages: {
      core: ["qt6-qtbase"],
      gui: ["qt6-qtbase-gui"],
      widgets: ["qt6-qtbase-gui"],
      uitools: ["'libQt6UiTools.so.6()(64bit)'"],
      qml: ["qt6-qtdeclarative"],
      "qml-modules": ["qt6-qtdeclarative"],
      x11: ["qt6-qtbase-gui", "xcb-util-cursor"],
      wayland: ["qt6-qtwayland"],
    },
  },
  {
    name: "Arch",
    ids: ["arch"],
    command: "sudo pacman -S",
    packages: {
      core: ["qt6-base"],
      gui: ["qt6-base"],
      widgets: ["qt6-base"],
      uitools: ["qt6-tools"],
      qml: ["qt6-declarative"],
      "qml-modules": ["qt6-declarative"],
      x11: ["qt6-base", "xcb-util-cursor"],
      wayland: ["qt6-wayland"],
    },
  },
  {
    name: "openSUSE",
    ids: ["opensuse", "suse"],
    command: "sudo zypper install",
    packages: {
      core: ["libQt6Core6"],
      gui: ["libQt6Gui6"],
      widgets: ["libQt6Widgets6"],
      uitools: ["'libQt6UiTools.so.6()(64bit)'"],
      qml: ["libQt6Qml6", "libQt6Quick6"],
      "qml-modules": ["qt6-declarative-imports"],
      x11: ["libQt6Gui6", "libxcb-cursor0"],
      wayland: ["qt6-wayland"],
    },
  },
  {
    name: "Alpine",
    ids: ["alpine"],
    command: "doas apk add",
    packages: {
      core: ["qt6-qtbase"],
      gui: ["so:libQt6Gui.so.6"],
      widgets: ["so:libQt6Widgets.so.6"],
      uitools: ["so:libQt6UiTools.so.6"],
      qml: ["qt6-qtdeclarative"],
      "qml-modules": ["qt6-qtdeclarative"],
      x11: ["qt6-qtbase-x11"],
      wayland: ["qt6-qtwayland"],
    },
  },
];

/**
 * The command that installs what is missing.
 *
 * @param system Where.
 * @param needs What is missing; at least one.
 */
export function installCommand(
  system: System,
  needs: Iterable<Need>,
): string {
  const packages = new Set([...needs].flatMap((need) => system.packages[need]));
  return `${system.command} ${[...packages].join(" ")}`;
}

/**
 * The systems that this one may be.
 *
 * @param osRelease The content of `/etc/os-release`, where it could be read.
 * @returns The one that it names, or all of them.
 */
export function likelySystems(
  osRelease: string | undefined,
): readonly System[] {
  const ids = [...(osRelease ?? "").matchAll(/^ID(?:_LIKE)?=(.*)$/gm)]
    .flatMap(([, value = ""]) => value.replaceAll(/["']/g, "").split(/\s+/));
  const found = SYSTEMS.filter((system) =>
    ids.some((id) => system.ids.some((known) => id.startsWith(known)))
  );
  return found.length > 0 ? found : SYSTEMS;
}
