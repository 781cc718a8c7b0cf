/** A release, made of the shim that was built here, and the programs that import it by URL. */

import { cp } from "node:fs/promises";
import { join } from "node:path";
import { release } from "../../tools/release.ts";
import { SOURCE } from "../../tools/release/bundles.ts";
import { FileServer, type FileServerOptions } from "../_support/file_server.ts";
import { Program, type ProgramResult } from "../_support/program.ts";
import { shared } from "../_support/shared.ts";

const NOBODY = 65534;

function lines(bytes: Uint8Array): string[] {
  return new TextDecoder().decode(bytes).split("\n").slice(0, -1);
}

/** The folder of a release that no test may change. */
export function sharedRelease(): Promise<string> {
  return shared("release", (out) => release({ out }));
}

/** Copies a release that a test may change. Its sources, which are most of its files, are linked: no test changes them. */
async function copyRelease(from: string, to: string): Promise<void> {
  const source = join(from, SOURCE);
  await cp(from, to, { recursive: true, filter: (path) => path !== source });
  await Deno.symlink(source, join(to, SOURCE));
}

/** A release in a folder of its own, served, and an empty cache of Deno's. Leaving the scope removes them. */
export class ServedRelease implements AsyncDisposable {
  readonly #folder: string;
  /** The web server. */
  readonly server: FileServer;

  private constructor(folder: string, options: FileServerOptions) {
    this.#folder = folder;
    this.server = new FileServer(this.join("dist"), options);
  }

  /** Serves a release that the test may change. */
  static async make(options: FileServerOptions = {}): Promise<ServedRelease> {
    const folder = await Deno.makeTempDir({ prefix: "qtasyncio-release-" });
    await copyRelease(await sharedRelease(), join(folder, "dist"));
    return new ServedRelease(folder, options);
  }

  /** The path of something in the folder: the release is in `dist`, Deno's cache in `cache`. */
  join(...parts: string[]): string {
    return join(this.#folder, ...parts);
  }

  /** The environment in which Deno's cache is the empty one. */
  get env(): Record<string, string> {
    return { DENO_DIR: this.join("cache") };
  }

  /**
   * Writes a program. In its text, `URL/` stands for where the release is.
   *
   * @returns Its path.
   */
  async program(name: string, text: string): Promise<string> {
    const path = this.join(name);
    await Deno.writeTextFile(
      path,
      text.replaceAll("URL/", this.server.url("")),
    );
    return path;
  }

  /** Runs a program, which may import from the server and nowhere else. */
  async run(
    path: string | URL,
    permissions: readonly string[] = ["--allow-ffi"],
    env: Readonly<Record<string, string>> = {},
    args: readonly string[] = [],
  ): Promise<ProgramResult> {
    return await Program.run(path, {
      permissions: permissions.includes("--allow-all")
        ? permissions
        : [`--allow-import=${this.server.host}`, ...permissions],
      env: { ...this.env, ...env },
      cwd: "/",
      args,
    });
  }

  /** Runs a program that has been run before, as a user who can write nowhere and has no home. */
  async runReadOnly(path: string): Promise<ProgramResult> {
    const isRoot = Deno.uid() === 0;
    // Other users cannot read root's home, where Deno may be.
    const deno = isRoot ? this.join("deno") : Deno.execPath();
    if (isRoot) await Deno.copyFile(Deno.execPath(), deno);
    await Deno.chmod(this.join(), 0o755);
    await this.#chmodCache("a-w");
    try {
      const { code, signal, stdout, stderr } = await new Deno.Command(deno, {
        args: [
          "run",
          "--quiet",
          "--no-prompt",
          "--cached-only",
          "--allow-ffi",
          `--allow-import=${this.server.host}`,
          path,
        ],
        env: { ...this.env, HOME: "/nonexistent", NO_COLOR: "1" },
        cwd: "/",
        ...(isRoot ? { uid: NOBODY, gid: NOBODY } : {}),
      }).output();
      return { code, signal, stdout: lines(stdout), stderr: lines(stderr) };
    } finally {
      await this.#chmodCache("u+w");
    }
  }

  async #chmodCache(mode: string): Promise<void> {
    await new Deno.Command("chmod", { args: ["-R", mode, this.join("cache")] })
      .output();
  }

  /** Stops the server and removes everything. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.server[Symbol.asyncDispose]();
    await Deno.remove(this.#folder, { recursive: true });
  }
}

/** A program without a window, that says what it runs on. */
export const CONSOLE = `
import { QCoreApplication, QTimer, once, run } from "URL/mod.ts";
await using app = new QCoreApplication();
await run(async () => {
  const timer = new QTimer({ interval: 1, singleShot: true });
  timer.start();
  await once(timer.timeout);
  console.log("Qt answered by", app.driver);
}, { keepRunning: false });
`;

/** A program that says why there is no application. */
export const FAILING = `
import { QCoreApplication, ShimError } from "URL/mod.ts";
try {
  new QCoreApplication();
  console.log("no error");
} catch (error) {
  if (!(error instanceof ShimError)) throw error;
  console.log(error.problem);
  console.log(error.message);
}
`;
