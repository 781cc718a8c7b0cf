import { assertEquals } from "@std/assert";
import {
  findInstallation,
  metatypesFile,
} from "../../tools/generate/modules.ts";
import { ROOT } from "../../tools/root.ts";
import { testUpToDate } from "../_support/generated.ts";

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

testUpToDate({
  files: "the generated files are",
  task: "generate",
  program: ["tools/generate.ts"],
  skipped: isSame
    ? null
    : `they are made from Qt ${wanted}, ${
      isInstalled
        ? `installed is ${installation.version}`
        : "whose development packages are not installed"
    }`,
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
