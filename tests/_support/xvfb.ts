/**
 * A private X server without a screen, for tests with real windows.
 *
 * @module
 */

import { readLines } from "./lines.ts";

/** What the server's screen is like. */
export interface XvfbOptions {
  /**
   * Width in pixels.
   *
   * @default {1024}
   */
  width?: number;
  /**
   * Height in pixels.
   *
   * @default {768}
   */
  height?: number;
}

/**
 * A running X server on a display of its own, without a window manager.
 *
 * @example
 * ```ts ignore
 * await using xvfb = await Xvfb.start();
 * await using program = Program.start("examples/minimal.ts", { env: xvfb.env });
 * ```
 */
export class Xvfb implements AsyncDisposable {
  /** The display's name, such as ":7". */
  readonly display: string;
  /** What a program needs in its environment to open its windows here. */
  readonly env: Readonly<Record<string, string>>;
  readonly #server: Deno.ChildProcess;

  private constructor(server: Deno.ChildProcess, display: string) {
    this.#server = server;
    this.display = display;
    this.env = {
      DISPLAY: display,
      WAYLAND_DISPLAY: "",
      QT_QPA_PLATFORM: "xcb",
    };
  }

  /**
   * Starts a server on a free display.
   *
   * @param options What its screen is like.
   * @returns The server, once it takes connections.
   * @throws {Error} If it does not start.
   */
  static async start(options: XvfbOptions = {}): Promise<Xvfb> {
    const { width = 1024, height = 768 } = options;
    const server = spawn([
      "-displayfd",
      "1",
      "-screen",
      "0",
      `${width}x${height}x24`,
      "-nolisten",
      "tcp",
      "-noreset",
    ]);
    const number = await firstLine(server.stdout);
    if (number === undefined) {
      const { code } = await server.status;
      throw new Error(`Xvfb ended with exit code ${code} before it was ready`);
    }
    return new Xvfb(server, `:${number.trim()}`);
  }

  /** Ends the server, and with it what is shown on it. */
  async [Symbol.asyncDispose](): Promise<void> {
    try {
      this.#server.kill("SIGTERM");
    } catch {
      // It has ended by itself.
    }
    await this.#server.status;
  }
}

function spawn(args: string[]): Deno.ChildProcess {
  try {
    return new Deno.Command("Xvfb", {
      args,
      stdin: "null",
      stdout: "piped",
      stderr: "null",
    }).spawn();
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    throw new Error('Xvfb is not installed: run "deno task setup --tests"', {
      cause: error,
    });
  }
}

/** Reads the first line and closes the stream. */
async function firstLine(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
): Promise<string | undefined> {
  for await (const line of readLines(stream)) return line;
  return undefined;
}
