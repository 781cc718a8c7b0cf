/**
 * What a person does at a desktop: sees windows, clicks, types, closes.
 *
 * @module
 */

import { requestClose } from "./close_window.ts";
import { Picture } from "./png.ts";
import { delay, waitFor, type WaitOptions } from "./wait.ts";

/** Which window: all that is given must fit. */
export interface WindowQuery {
  /** The whole title. */
  title?: string;
  /** The whole class (WM_CLASS), for Qt the program's name. */
  windowClass?: string;
  /** The process that owns it. */
  pid?: number;
}

/** Where a window is, in pixels from the upper left corner of the screen. */
export interface Geometry {
  /** Left edge. */
  x: number;
  /** Upper edge. */
  y: number;
  /** Width. */
  width: number;
  /** Height. */
  height: number;
}

/** A display, seen and used from outside of the program that draws on it. */
export class Desktop {
  readonly #env: Record<string, string>;

  /**
   * Uses a display.
   *
   * @param server What tells its name, such as an `Xvfb`.
   */
  constructor(server: { readonly display: string }) {
    this.#env = { DISPLAY: server.display };
  }

  /** The visible windows that fit, by their X11 ids. */
  async findWindows(query: WindowQuery): Promise<number[]> {
    const criteria = [
      ...(query.title === undefined ? [] : ["--name", exactly(query.title)]),
      ...(query.windowClass === undefined
        ? []
        : ["--class", exactly(query.windowClass)]),
      ...(query.pid === undefined ? [] : ["--pid", String(query.pid)]),
    ];
    if (criteria.length === 0) throw new TypeError("An empty WindowQuery");
    const { code, stdout } = await this.#run("xdotool", [
      "search",
      "--all",
      "--onlyvisible",
      ...criteria,
    ]);
    // It ends with 1 when it finds none.
    if (code > 1) throw new Error(`xdotool search failed with ${code}`);
    return text(stdout).split("\n").filter((line) => line !== "").map(Number);
  }

  /** Waits for a visible window; of several that fit, takes the first. */
  async waitForWindow(
    query: WindowQuery,
    options: WaitOptions = {},
  ): Promise<number> {
    return await waitFor(
      `a window with ${JSON.stringify(query)}`,
      async () => (await this.findWindows(query))[0],
      options,
    );
  }

  /** Waits until no visible window fits any more. */
  async waitForNoWindow(
    query: WindowQuery,
    options: WaitOptions = {},
  ): Promise<void> {
    await waitFor(
      `no window with ${JSON.stringify(query)}`,
      async () => (await this.findWindows(query)).length === 0 || undefined,
      options,
    );
  }

  /** Where a window is. */
  async geometry(window: number): Promise<Geometry> {
    const output = await this.#xdotool(
      "getwindowgeometry",
      "--shell",
      String(window),
    );
    const value = (name: string) =>
      Number(new RegExp(`^${name}=(-?\\d+)$`, "m").exec(output)?.[1]);
    return {
      x: value("X"),
      y: value("Y"),
      width: value("WIDTH"),
      height: value("HEIGHT"),
    };
  }

  /** Moves a window and gives it a size, and waits until it has them. */
  async place(window: number, wanted: Geometry): Promise<void> {
    const { x, y, width, height } = wanted;
    const id = String(window);
    await this.#xdotool("windowmove", id, String(x), String(y));
    await this.#xdotool("windowsize", id, String(width), String(height));
    await waitFor(`a window at ${JSON.stringify(wanted)}`, async () => {
      const now = await this.geometry(window);
      return JSON.stringify(now) === JSON.stringify({ x, y, width, height }) ||
        undefined;
    });
    // The program hears of it, too.
    await delay(100);
  }

  /** Clicks with the left button at a place in a window. */
  async click(window: number, x: number, y: number): Promise<void> {
    await this.#xdotool(
      "mousemove",
      "--window",
      String(window),
      String(x),
      String(y),
      "click",
      "1",
    );
  }

  /** Moves the mouse to a place in a window. */
  async moveMouse(window: number, x: number, y: number): Promise<void> {
    await this.#xdotool(
      "mousemove",
      "--window",
      String(window),
      String(x),
      String(y),
    );
  }

  /** Turns the mouse's wheel towards the user, by one notch, at a place in a window. */
  async scroll(window: number, x: number, y: number): Promise<void> {
    await this.moveMouse(window, x, y);
    await this.#xdotool("click", "5");
  }

  /**
   * Takes what is at a place in a window with the mouse, and lets it go at another one.
   *
   * @param from X and y.
   * @param to X and y.
   */
  async drag(
    window: number,
    from: readonly [x: number, y: number],
    to: readonly [x: number, y: number],
  ): Promise<void> {
    await this.moveMouse(window, ...from);
    await this.#xdotool("mousedown", "1");
    // A drag begins some way off, and its target hears of the mouse's moves.
    const steps = 10;
    for (let step = 1; step <= steps; step++) {
      const between = (i: 0 | 1) =>
        Math.round(from[i] + (to[i] - from[i]) * step / steps);
      await this.moveMouse(window, between(0), between(1));
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
    await this.#xdotool("mouseup", "1");
  }

  /** Gives a window the keyboard; there is no window manager to do so. */
  async focus(window: number): Promise<void> {
    await this.#xdotool("windowfocus", "--sync", String(window));
  }

  /** Presses keys, such as "Return" or "ctrl+c", in the window with focus. */
  async press(...keys: string[]): Promise<void> {
    await this.#xdotool("key", ...keys);
  }

  /** Types a text into the window with focus. */
  async type(characters: string): Promise<void> {
    await this.#xdotool("type", characters);
  }

  /** Asks a window to close, as the button in a window's frame does. */
  close(window: number): void {
    requestClose(this.#env["DISPLAY"] ?? "", window);
  }

  /** A picture of the whole screen, or of a window. */
  async screenshot(window?: number): Promise<Picture> {
    const { code, stdout, stderr } = await this.#run("import", [
      "-window",
      window === undefined ? "root" : String(window),
      "-depth",
      "8",
      "png24:-",
    ]);
    if (code !== 0) throw new Error(`import failed: ${text(stderr)}`);
    return await Picture.decode(stdout);
  }

  /**
   * A picture of a window once it is painted: it has more than one colour and
   * no longer changes.
   */
  async settledScreenshot(
    window: number,
    options: WaitOptions = {},
  ): Promise<Picture> {
    let previous: Picture | undefined;
    return await waitFor("a window that is painted", async () => {
      const before = previous;
      previous = await this.screenshot(window);
      const settled = before?.equals(previous) && previous.colours() > 1;
      return settled ? previous : undefined;
    }, options);
  }

  async #xdotool(...args: string[]): Promise<string> {
    const { code, stdout, stderr } = await this.#run("xdotool", args);
    if (code !== 0) {
      throw new Error(`xdotool ${args.join(" ")} failed: ${text(stderr)}`);
    }
    return text(stdout);
  }

  async #run(program: string, args: string[]): Promise<Deno.CommandOutput> {
    try {
      return await new Deno.Command(program, {
        args,
        env: this.#env,
        stdin: "null",
      }).output();
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
      throw new Error(
        `${program} is not installed: run "deno task setup --tests"`,
        { cause: error },
      );
    }
  }
}

function text(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

/** A regular expression for exactly this text. */
function exactly(value: string): string {
  return `^${value.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")}$`;
}
