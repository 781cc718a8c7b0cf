/** Programs under dev.ts. */

import { join } from "node:path";
import { Program } from "../_support/program.ts";
import { Xvfb } from "../_support/xvfb.ts";

/** The project, as a URL. */
export const ROOT = new URL("../../", import.meta.url).href;

/** A program in a folder of its own, under dev.ts. */
export class Developed implements AsyncDisposable {
  #read = 0;
  private constructor(
    readonly folder: string,
    readonly xvfb: Xvfb,
    readonly program: Program,
    readonly code: string,
  ) {}

  static async start(code: string, ...flags: string[]): Promise<Developed> {
    const folder = await Deno.makeTempDir({ prefix: "qtasyncio-dev-" });
    const xvfb = await Xvfb.start();
    const whole = code.replaceAll("ROOT/", ROOT);
    const first = whole.replaceAll("VERSION", "0");
    await Deno.writeTextFile(join(folder, "main.ts"), first);
    const program = Program.start(new URL("dev.ts", ROOT), {
      permissions: ["-A"],
      args: [...flags, "--allow-ffi", "main.ts"],
      cwd: folder,
      env: xvfb.env,
      timeout: 290_000,
    });
    return new Developed(folder, xvfb, program, whole);
  }

  /** Saves a version, or a text. */
  async save(version: number | string): Promise<void> {
    const text = typeof version === "string"
      ? version
      : this.code.replaceAll("VERSION", `${version}`);
    await Deno.writeTextFile(join(this.folder, "main.ts"), text);
  }

  /** The next line of standard output that does not tell of an end. */
  async line(): Promise<string> {
    let index = 0;
    for await (const line of this.program.lines()) {
      if (index++ < this.#read || line.startsWith("ended")) continue;
      this.#read = index;
      return line;
    }
    throw new Error(this.program.stderr.join("\n"));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.program[Symbol.asyncDispose]();
    await this.xvfb[Symbol.asyncDispose]();
    await Deno.remove(this.folder, { recursive: true });
  }
}
