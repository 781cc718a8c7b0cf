/**
 * Runs the programs that packaging needs.
 *
 * @module
 */

/** Thrown when a package cannot be made; the message says why, and the way out. */
export class PackagingError extends Error {
  /** The name of this class. */
  override name = "PackagingError";
}

/** How to run a program. */
export interface CommandOptions {
  /** Its working directory. */
  readonly cwd?: string;
  /** What installs it where it is missing, for the error. */
  readonly from?: string;
  /** Accept an exit code other than 0. */
  readonly mayFail?: boolean;
}

/**
 * Runs a program to its end.
 *
 * @param command Its name and its arguments.
 * @param options How to run it.
 * @returns What it wrote to its standard output.
 * @throws {PackagingError} If there is no such program, or it fails.
 */
export async function output(
  command: readonly string[],
  options: CommandOptions = {},
): Promise<string> {
  const [program = "", ...args] = command;
  const decoder = new TextDecoder();
  let result: Deno.CommandOutput;
  try {
    result = await new Deno.Command(program, {
      args,
      env: { LC_ALL: "C", NO_COLOR: "1" },
      stdin: "null",
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    }).output();
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    const way = options.from === undefined
      ? ""
      : `. Install it: sudo apt-get install ${options.from}`;
    throw new PackagingError(`${program} is needed and not installed${way}`);
  }
  if (!result.success && options.mayFail !== true) {
    const text = decoder.decode(result.stderr) || decoder.decode(result.stdout);
    throw new PackagingError(
      `"${command.join(" ")}" failed with exit code ${result.code}:\n${text}`,
    );
  }
  return decoder.decode(result.stdout);
}

/**
 * Looks a program up in `PATH`.
 *
 * @param program Its name.
 */
export async function isInstalled(program: string): Promise<boolean> {
  for (const folder of (Deno.env.get("PATH") ?? "").split(":")) {
    if (folder !== "" && await isFile(`${folder}/${program}`)) return true;
  }
  return false;
}

/**
 * Returns whether there is such a file.
 *
 * @param path Its path; a link counts as what it leads to.
 */
export async function isFile(path: string): Promise<boolean> {
  return await Deno.stat(path).then((info) => info.isFile, () => false);
}
