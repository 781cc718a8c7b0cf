import {
  findInstallation,
  metatypesFile,
} from "../../tools/generate/modules.ts";
import { ROOT } from "../../tools/root.ts";
import { testUpToDate } from "../_support/generated.ts";

/** The version of Qt that the committed files were made from. */
async function generatedFrom(): Promise<string | undefined> {
  const text = await Deno.readTextFile(`${ROOT}src/qt/generated/core/mod.ts`);
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
