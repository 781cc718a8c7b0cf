/** Writes all texts again, from the headers: that takes long where the parser has not kept what it read. */

import { readTexts } from "../../../tools/bindgen/texts.ts";
import { findInstallation } from "../../../tools/generate/modules.ts";
import {
  BINDGEN_PACKAGES,
  machine,
  missingOf,
} from "../../../tools/packages.ts";
import { testUpToDate } from "../../_support/generated.ts";

const libraries = await readTexts();
const installation = await findInstallation();
const missing = missingOf(
  BINDGEN_PACKAGES,
  await machine.query(BINDGEN_PACKAGES),
);
const isSame = missing.length === 0 &&
  installation?.version === libraries[0]!.version;

testUpToDate({
  files: "the texts are byte for byte",
  task: "bindgen",
  program: ["tools/bindgen.ts", "--skip-packages"],
  skipped: isSame
    ? null
    : `needs Qt ${libraries[0]!.version} and ${BINDGEN_PACKAGES.join(", ")}`,
});
