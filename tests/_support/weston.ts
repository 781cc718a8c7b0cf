/**
 * A private Wayland compositor without a screen, for tests with real windows.
 *
 * @module
 */

import { join } from "node:path";
import { Picture } from "./png.ts";
import { waitFor, type WaitOptions } from "./wait.ts";

const SOCKET = "wayland-test";

/**
 * A running Weston with a folder for what runs (`XDG_RUNTIME_DIR`) to itself. Leaving its scope ends it.
 *
 * @example
 * ```ts ignore
 * await using weston = await Weston.start();
 * await using program = Program.start("examples/minimal.ts", { env: weston.env });
 * const picture = await weston.settledScreenshot();
 * ```
 */
export class Weston implements AsyncDisposable {
  readonly #server: Deno.ChildProcess;
  readonly #folder: string;
  /** What a program needs in its environment to open its windows here. */
  readonly env: Readonly<Record<string, string>>;

  private constructor(server: Deno.ChildProcess, folder: string) {
    this.#server = server;
    this.#folder = folder;
    this.env = {
      XDG_RUNTIME_DIR: folder,
      WAYLAND_DISPLAY: SOCKET,
      DISPLAY: "",
      QT_QPA_PLATFORM: "wayland",
      // Qt 6.4's own input method for Wayland crashes where there is no seat: no mouse and no keyboard.
      QT_IM_MODULE: "compose",
    };
  }

  /**
   * Starts a compositor.
   *
   * @returns The compositor, once it takes connections and has drawn its desktop.
   * @throws {Error} If it does not start.
   */
  static async start(): Promise<Weston> {
    // As the loader wants it: no other user may read it.
    const folder = await Deno.makeTempDir({ prefix: "qtasyncio-weston-" });
    const weston = new Weston(spawn(folder), folder);
    try {
      let before: Picture | undefined;
      // It fades in.
      await waitFor("Weston's desktop", async () => {
        const picture = await weston.screenshot().catch(() => undefined);
        const same = picture !== undefined && before?.equals(picture);
        before = picture;
        return same && picture.colours() > 10 || undefined;
      }, { interval: 200 });
      return weston;
    } catch (error) {
      await weston[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** A picture of the screen. */
  async screenshot(): Promise<Picture> {
    const folder = await Deno.makeTempDir({ dir: this.#folder });
    const { success, stderr } = await new Deno.Command("weston-screenshooter", {
      cwd: folder,
      env: this.env,
      stdin: "null",
    }).output();
    if (!success) {
      throw new Error(
        `weston-screenshooter failed: ${new TextDecoder().decode(stderr)}`,
      );
    }
    for await (const { name } of Deno.readDir(folder)) {
      return await Picture.decode(await Deno.readFile(join(folder, name)));
    }
    throw new Error("weston-screenshooter wrote no picture");
  }

  /** A picture of the screen once `fits` says that it shows what is waited for. */
  waitForPicture(
    what: string,
    fits: (picture: Picture) => boolean,
    options: WaitOptions = {},
  ): Promise<Picture> {
    return waitFor(what, async () => {
      const picture = await this.screenshot();
      return fits(picture) ? picture : undefined;
    }, { interval: 100, ...options });
  }

  /** Ends the compositor, and with it what is shown on it. */
  async [Symbol.asyncDispose](): Promise<void> {
    try {
      this.#server.kill("SIGTERM");
    } catch {
      // It has ended by itself.
    }
    await this.#server.status;
    await Deno.remove(this.#folder, { recursive: true });
  }
}

function spawn(folder: string): Deno.ChildProcess {
  try {
    return new Deno.Command("weston", {
      args: [
        "--backend=headless-backend.so",
        "--use-pixman",
        "--width=1024",
        "--height=768",
        `--socket=${SOCKET}`,
        "--idle-time=0",
        "--no-config",
        // Lets a program take pictures.
        "--debug",
      ],
      env: { XDG_RUNTIME_DIR: folder },
      stdin: "null",
      stdout: "null",
      stderr: "null",
    }).spawn();
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    throw new Error(
      'Weston is not installed: run "deno task setup --tests --wayland"',
      { cause: error },
    );
  }
}
