import { assertEquals } from "@std/assert";
import {
  findInstallation,
  metatypesFile,
} from "../../tools/generate/modules.ts";
import { run } from "../../tools/process.ts";
import { ROOT } from "../../tools/root.ts";

/** The version of Qt that the committed files were made from. */
async function generatedFrom(): Promise<string | undefined> {
  const text = await Deno.readTextFile(
    `${ROOT}src/qt/generated/core/classes.d.ts`,
  );
  return text.match(/Qt Core ([\d.]+),/)?.[1];
}

const wanted = await generatedFrom();
const installation = await findInstallation();
const isInstalled = installation !== undefined &&
  await metatypesFile(installation, "Core") !== undefined;
const isSame = isInstalled && installation.version === wanted;

Deno.test({
  name: isSame
    ? "the generated files are what `deno task generate` writes"
    : `the generated files are what \`deno task generate\` writes (skipped: they are made from Qt ${wanted}, ${
      isInstalled
        ? `installed is ${installation.version}`
        : "whose development packages are not installed"
    })`,
  ignore: !isSame,
  fn: async () => {
    const { code, output } = await run([
      Deno.execPath(),
      "run",
      "-A",
      "tools/generate.ts",
      "--check",
    ], { cwd: ROOT });
    assertEquals({ code, output: code === 0 ? "" : output }, {
      code: 0,
      output: "",
    });
  },
});

for (const folder of ["core", "gui", "widgets", "network", "qml", "quick"]) {
  Deno.test(`the classes of ${folder} are declared that exist at run time, and no others`, async () => {
    const types = new URL(`../../src/qt/generated/${folder}/`, import.meta.url);
    const declared: string[] = [];
    for await (const { name } of Deno.readDir(types)) {
      if (!name.endsWith(".d.ts")) continue;
      const text = await Deno.readTextFile(new URL(name, types));
      const classes = text.matchAll(
        /^export declare (?:abstract )?class (\w+)/gm,
      );
      declared.push(...[...classes].map(([, name]) => name!));
    }
    const running = await import(new URL("classes.js", types).href);
    assertEquals(declared.sort(), Object.keys(running).sort());
  });
}
