/** The shell of a reader who follows the documentation: an empty folder, and a release on a web server. */

import { dirname, join } from "node:path";
import { Desktop } from "../_support/desktop.ts";
import { Xvfb } from "../_support/xvfb.ts";
import { ServedRelease } from "./_release.ts";

/** Where a line is run. */
export interface ShellOptions {
  /** Variables beside those of the shell. */
  env?: Readonly<Record<string, string>>;
  /** A folder, from the shell's. */
  cwd?: string;
}

/** How a line ended. */
export interface Outcome {
  /** Its exit code. */
  code: number;
  /** What it printed. */
  stdout: string;
  /** What it printed as errors. */
  stderr: string;
}

/** A shell in an empty folder, in which `example.org` is the server of a release. */
export class EmptyFolder implements AsyncDisposable {
  readonly release: ServedRelease;
  readonly xvfb: Xvfb;
  readonly desktop: Desktop;

  private constructor(release: ServedRelease, xvfb: Xvfb) {
    this.release = release;
    this.xvfb = xvfb;
    this.desktop = new Desktop(xvfb);
  }

  /** Makes a release and a display. */
  static async open(): Promise<EmptyFolder> {
    const release = await ServedRelease.make();
    await Deno.mkdir(release.join("empty"));
    return new EmptyFolder(release, await Xvfb.start());
  }

  /** The path of something in the folder. */
  join(...parts: string[]): string {
    return this.release.join("empty", ...parts);
  }

  /** Writes a file, in which `example.org` is the server. */
  async write(path: string, text: string): Promise<void> {
    await Deno.mkdir(dirname(this.join(path)), { recursive: true });
    await Deno.writeTextFile(this.join(path), this.local(text));
  }

  /** Starts a line. */
  spawn(line: string, options: ShellOptions = {}): Deno.ChildProcess {
    const bin = this.join(".deno/bin");
    return new Deno.Command("sh", {
      args: ["-c", this.local(line)],
      cwd: this.join(options.cwd ?? "."),
      env: {
        ...this.release.env,
        ...this.xvfb.env,
        HOME: this.join(),
        DENO_INSTALL_ROOT: this.join(".deno"),
        PATH: `${bin}:${dirname(Deno.execPath())}:${Deno.env.get("PATH")}`,
        NO_COLOR: "1",
        ...options.env,
      },
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
  }

  /** Runs a line. Closes the window with this title, if the line opens one. */
  async run(
    line: string,
    title?: string,
    options: ShellOptions = {},
  ): Promise<Outcome> {
    const output = this.spawn(line, options).output();
    if (title !== undefined) {
      const window = await Promise.race([
        this.desktop.waitForWindow({ title }, { timeout: 60_000 }),
        output.then(({ stderr }) => {
          throw new Error(`${line}: ${new TextDecoder().decode(stderr)}`);
        }),
      ]);
      this.desktop.close(window);
    }
    const { code, stdout, stderr } = await output;
    const decoder = new TextDecoder();
    return {
      code,
      stdout: decoder.decode(stdout),
      stderr: decoder.decode(stderr),
    };
  }

  /** A text, with the server's address in place of that of the documentation. */
  local(text: string): string {
    const { server } = this.release;
    return text
      .replaceAll("https://example.org/qtasyncio/", server.url(""))
      .replaceAll("example.org", server.host);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.xvfb[Symbol.asyncDispose]();
    await this.release[Symbol.asyncDispose]();
  }
}

/** The blocks of a language, of a section or of all of a page. */
export async function blocks(
  page: URL,
  language: string,
  section?: string,
): Promise<string[]> {
  let text = await Deno.readTextFile(page);
  if (section !== undefined) {
    const start = text.indexOf(`\n## ${section}\n`);
    if (start < 0) throw new Error(`${page} has no section ${section}`);
    const end = text.indexOf("\n## ", start + 1);
    text = text.slice(start, end < 0 ? undefined : end);
  }
  const pattern = new RegExp(
    `^( *)\`\`\`${language}(?: ignore)?\\n(.*?)^ *\`\`\`$`,
    "gms",
  );
  return [...text.matchAll(pattern)].map(([, , block]) => block!);
}

/** The clone that the tests are of. */
export const CLONE = join(import.meta.dirname!, "..", "..");
