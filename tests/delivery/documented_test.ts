/** What the documentation says about programs by URL, run as it is written there. */

import { dirname } from "node:path";
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { Desktop } from "../_support/desktop.ts";
import { Xvfb } from "../_support/xvfb.ts";
import { ServedRelease } from "./_release.ts";

const README = new URL("../../README.md", import.meta.url);
const DELIVERY = new URL("../../docs/delivery.md", import.meta.url);

/** The blocks of a language, of a section or of all of a page. */
async function blocks(
  page: URL,
  language: string,
  section?: string,
): Promise<string[]> {
  let text = await Deno.readTextFile(page);
  if (section !== undefined) {
    const start = text.indexOf(`\n## ${section}\n`);
    assert(start >= 0, `${page} has no section ${section}`);
    const end = text.indexOf("\n## ", start + 1);
    text = text.slice(start, end < 0 ? undefined : end);
  }
  const pattern = new RegExp(
    `^( *)\`\`\`${language}(?: ignore)?\\n(.*?)^ *\`\`\`$`,
    "gms",
  );
  return [...text.matchAll(pattern)].map(([, , block]) => block!);
}

/** A shell in a folder with `program.ts`, in which `example.org` is the server of a release. */
class Shell implements AsyncDisposable {
  readonly #release: ServedRelease;
  readonly #xvfb: Xvfb;

  private constructor(release: ServedRelease, xvfb: Xvfb) {
    this.#release = release;
    this.#xvfb = xvfb;
  }

  static async open(program: string): Promise<Shell> {
    const release = await ServedRelease.make();
    const shell = new Shell(release, await Xvfb.start());
    await release.program("program.ts", shell.#local(program));
    return shell;
  }

  /** Runs a line. Closes the window with this title, if the line opens one. */
  async run(line: string, title?: string): Promise<Deno.CommandOutput> {
    const child = new Deno.Command("sh", {
      args: ["-c", this.#local(line)],
      cwd: this.#release.join(),
      env: {
        ...this.#release.env,
        ...this.#xvfb.env,
        QT_QPA_PLATFORM: "",
        PATH: `${dirname(Deno.execPath())}:${Deno.env.get("PATH")}`,
        NO_COLOR: "1",
      },
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    const output = child.output();
    if (title !== undefined) {
      const desktop = new Desktop(this.#xvfb);
      const window = await Promise.race([
        desktop.waitForWindow({ title }, { timeout: 30_000 }),
        output.then(({ stderr }) => {
          throw new Error(`${line}: ${new TextDecoder().decode(stderr)}`);
        }),
      ]);
      desktop.close(window);
    }
    return await output;
  }

  #local(text: string): string {
    const { server } = this.#release;
    return text
      .replaceAll("https://example.org/qtasyncio/", server.url(""))
      .replaceAll("example.org", server.host);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#xvfb[Symbol.asyncDispose]();
    await this.#release[Symbol.asyncDispose]();
  }
}

Deno.test('README\'s "From a URL" runs as it is written', async () => {
  const section = "From a URL";
  const [program, ...others] = await blocks(README, "ts", section);
  assertEquals(others, []);
  const lines = (await blocks(README, "sh", section)).join("").trim().split(
    "\n",
  );
  assertEquals(lines.length, 2);
  await using shell = await Shell.open(program!);
  for (const line of lines) {
    const isProgram = line.endsWith("program.ts");
    const { code, stdout, stderr } = await shell.run(
      line,
      isProgram ? "Hello" : undefined,
    );
    const text = new TextDecoder().decode(stderr);
    assertEquals(code, 0, `${line}\n${text}`);
    if (!isProgram) {
      assertStringIncludes(new TextDecoder().decode(stdout), "Qt");
    }
  }
  // Each flag is needed, and for what the documentation says.
  for (const flag of lines[0]!.match(/--allow-\S+/g)!) {
    const { code, stderr } = await shell.run(
      `${lines[0]!.replace(`${flag} `, "")}`.replace(
        "deno run",
        "DENO_DIR=$PWD/other deno run",
      ),
    );
    assertEquals(code, 1, flag);
    assertStringIncludes(
      new TextDecoder().decode(stderr),
      flag.replace(/=.*/, ""),
    );
  }
});

Deno.test("the lines of docs/delivery.md for programs by URL run as they are written", async () => {
  const [program] = await blocks(README, "ts", "From a URL");
  const lines = (await blocks(DELIVERY, "sh")).join("").trim().split("\n")
    .map((line) => line.trim());
  assert(lines.length >= 4, lines.join("\n"));
  await using shell = await Shell.open(program!);
  for (const line of lines) {
    const { code, stderr } = await shell.run(
      line,
      line.endsWith("program.ts") ? "Hello" : undefined,
    );
    assertEquals(code, 0, `${line}\n${new TextDecoder().decode(stderr)}`);
  }
});
