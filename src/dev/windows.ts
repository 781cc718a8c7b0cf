/**
 * The windows of a program that is developed: where they are, and how the next version's come to the same places.
 *
 * @module
 */

import type { QCoreApplication } from "../qt/app/application.ts";
import type { QWindow } from "../qt/generated/gui/classes.js";
import type { QWidget } from "../qt/generated/widgets/classes.js";
import type { WindowPlace } from "./messages.ts";

/** A window: a widget without a parent, or one of QML's. */
export interface TopLevel {
  /** Its object. */
  readonly object: QWidget | QWindow;
  /** Whether it is shown, or about to be. */
  readonly visible: boolean;
  /** Its title. */
  title: string;
  /** Where it is. */
  place: Omit<WindowPlace, "title">;
}

/** What applications with windows have. */
interface WindowedApplication {
  topLevelWidgets?(): QWidget[];
  topLevelWindows?(): QWindow[];
}

/** Popups, tool tips and splash screens: they come and go by themselves. */
const TRANSIENT = [
  "QComboBoxPrivateContainer",
  "QMenu",
  "QSplashScreen",
  "QTipLabel",
];

/** The windows of an application that are shown or about to be, without menus, tool tips and the like. */
export function windowsOf(application: QCoreApplication): TopLevel[] {
  const windowed = application as unknown as WindowedApplication;
  const found = windowed.topLevelWidgets !== undefined
    ? windowed.topLevelWidgets().filter(({ className }) =>
      !TRANSIENT.includes(className)
    )
      .map(ofWidget)
    : windowed.topLevelWindows?.().filter(({ transientParent }) =>
      transientParent === null
    ).map(ofWindow) ?? [];
  return found.filter((window) => window.visible);
}

function ofWidget(widget: QWidget): TopLevel {
  return {
    object: widget,
    get visible() {
      return widget.visible;
    },
    get title() {
      return widget.windowTitle;
    },
    set title(title) {
      widget.windowTitle = title;
    },
    get place() {
      return {
        ...widget.geometry,
        maximized: widget.maximized,
        fullScreen: widget.fullScreen,
      };
    },
    set place({ x, y, width, height, maximized, fullScreen }) {
      widget.setProperty("geometry", { x, y, width, height });
      if (fullScreen) widget.showFullScreen();
      else if (maximized) widget.showMaximized();
    },
  };
}

function ofWindow(window: QWindow): TopLevel {
  return {
    object: window,
    get visible() {
      return window.visible;
    },
    get title() {
      return window.title;
    },
    set title(title) {
      window.title = title;
    },
    get place() {
      const { x, y, width, height, visibility } = window;
      return {
        x,
        y,
        width,
        height,
        maximized: visibility === "Maximized",
        fullScreen: visibility === "FullScreen",
      };
    },
    set place({ x, y, width, height, maximized, fullScreen }) {
      Object.assign(window, { x, y, width, height });
      if (fullScreen) window.showFullScreen();
      else if (maximized) window.showMaximized();
    },
  };
}

/** Where an application's windows are. */
export function placesOf(application: QCoreApplication): WindowPlace[] {
  return windowsOf(application).map(({ title, place }) => ({
    title,
    ...place,
  }));
}

/** Puts windows where those of the version before were, each before it is drawn. */
export class Placement {
  readonly #places: WindowPlace[];
  readonly #placed = new Set<QWidget | QWindow>();

  /** @param places Where they were. */
  constructor(places: readonly WindowPlace[]) {
    this.#places = [...places];
  }

  /** Called when something is about to be shown. */
  place(application: QCoreApplication): void {
    if (this.#places.length === 0) return;
    for (const window of windowsOf(application)) {
      if (this.#placed.has(window.object)) continue;
      this.#placed.add(window.object);
      const found = this.#places.findIndex(({ title }) =>
        title === window.title
      );
      const [place] = this.#places.splice(Math.max(found, 0), 1);
      if (place === undefined) return;
      window.place = place;
    }
  }
}
