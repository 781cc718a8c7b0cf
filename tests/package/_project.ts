/** A project in a folder of its own, and the packages that are made of it. */

import { join } from "node:path";
import {
  makePackages,
  type PackageOptions,
  readSettings,
} from "../../package.ts";
import { ROOT } from "../../tools/root.ts";

/** A window that says when it is seen; with `--once`, the program ends then; with `--maps`, it says what it has loaded. */
const MAIN = `
import { QApplication, QLabel, run, sleep, toWorker } from "qt";

const text = await Deno.readTextFile(new URL("./texts/hello.txt", import.meta.url));
await using app = new QApplication();
const label = new QLabel({ text, windowTitle: "Packaged", minimumSize: { width: 300, height: 120 } });
label.show();
if (Deno.args.includes("--once")) {
  await run(async () => {
    await sleep(20);
    const sum = await toWorker((n: number) => n + 1, 41);
    console.log("shown", label.visible, label.text, sum, Deno.args.join(" "));
    if (Deno.args.includes("--maps")) console.log(Deno.readTextFileSync("/proc/self/maps"));
  }, { keepRunning: false });
} else await run();
`;

/** What the program prints with \`--once\` and further arguments. */
export function expected(...args: string[]): string {
  return ["shown true Größe 42 --once", ...args].join(" ");
}

/** A project; leaving the scope removes it with its packages. */
export class Project implements AsyncDisposable {
  /** Its folder. */
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  /** Writes the project. */
  static async make(): Promise<Project> {
    const folder = await Deno.makeTempDir({ prefix: "qtasyncio-project-" });
    await Deno.chmod(folder, 0o755);
    const project = new Project(folder);
    await Deno.mkdir(project.join("texts"));
    await Deno.writeTextFile(project.join("texts/hello.txt"), "Größe");
    await Deno.writeTextFile(project.join("main.ts"), MAIN);
    await Deno.writeTextFile(
      project.join("deno.json"),
      JSON.stringify({
        name: "@ada/sizes",
        version: "1.2.3",
        imports: { qt: join(ROOT, "widgets.ts") },
        package: {
          title: "Folder sizes",
          id: "org.example.Sizes",
          maintainer: "Ada Lovelace <ada@example.org>",
          include: ["texts"],
        },
      }),
    );
    return project;
  }

  /** A path in its folder. */
  join(...parts: string[]): string {
    return join(this.folder, ...parts);
  }

  /** Makes packages. */
  async package(options: PackageOptions): Promise<string[]> {
    return await makePackages(
      await readSettings(this.join("deno.json")),
      options,
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Deno.remove(this.folder, { recursive: true });
  }
}

/** Runs a command with an environment of its own; returns what it wrote to standard output. */
export async function output(
  command: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  const [program = "", ...args] = command;
  const { success, stdout, stderr } = await new Deno.Command(program, {
    args,
    clearEnv: true,
    env: {
      PATH: "/usr/sbin:/usr/bin:/sbin:/bin",
      HOME: "/nonexistent",
      ...env,
    },
    cwd: "/",
    stdin: "null",
  }).output();
  const decoder = new TextDecoder();
  if (!success) {
    throw new Error(
      `"${command.join(" ")}" failed:\n${decoder.decode(stdout)}${
        decoder.decode(stderr)
      }`,
    );
  }
  return decoder.decode(stdout).trim();
}
