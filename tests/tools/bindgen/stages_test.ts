import { assert, assertEquals } from "@std/assert";
import { Annotator } from "../../../tools/bindgen/annotate.ts";
import type {
  DeclaredClass,
  DeclaredOperator,
} from "../../../tools/bindgen/parse/declared.ts";
import { parse } from "../../../tools/bindgen/parse/headers.ts";
import { CppEmitter, isCalled } from "../../../tools/bindgen/emit_cpp.ts";
import { TableEmitter } from "../../../tools/bindgen/emit_tables.ts";
import { allFormsOf } from "../../../tools/bindgen/virtuals.ts";
import { readTexts } from "../../../tools/bindgen/texts.ts";
import { readLibrary } from "../../../tools/bindgen/read.ts";
import { Selector } from "../../../tools/bindgen/select.ts";
import { Libraries } from "../../../tools/bindgen/world.ts";
import { writeLibrary } from "../../../tools/bindgen/write.ts";

/** `deno test -A tests/tools/bindgen/stages_test.ts -- --update` writes the golden files. */
const update = Deno.args.includes("--update");

const golden = new URL("golden/", import.meta.url);

async function assertGolden(name: string, actual: string): Promise<void> {
  if (update) await Deno.writeTextFile(new URL(name, golden), actual);
  assertEquals(actual, await Deno.readTextFile(new URL(name, golden)));
}

interface Declared {
  classes: [string, DeclaredClass][];
  operators: DeclaredOperator[];
}

/** JSON has neither large integers nor undefined. */
function toJson(declared: Declared): string {
  const text = JSON.stringify(
    declared,
    (_key, value) => typeof value === "bigint" ? `${value}n` : value,
    1,
  );
  return `${text}\n`;
}

async function readDeclared(): Promise<
  { classes: Map<string, DeclaredClass>; operators: DeclaredOperator[] }
> {
  const declared: Declared = JSON.parse(
    await Deno.readTextFile(new URL("sample.declared", golden)),
    (_key, value) =>
      typeof value === "string" && /^-?\d+n$/.test(value)
        ? BigInt(value.slice(0, -1))
        : value,
  );
  return { ...declared, classes: new Map(declared.classes) };
}

function hasLibClang(): boolean {
  try {
    parse("", "/nowhere", []);
    return true;
  } catch {
    return false;
  }
}

Deno.test({
  name: "parse() notes all that a header declares",
  ignore: !hasLibClang(),
  fn: async () => {
    const include = new URL("include", golden).pathname;
    const { classes, operators } = parse(
      "#include <QtCore/qsample.h>\n",
      include,
      [include],
    );
    await assertGolden(
      "sample.declared",
      toJson({ classes: [...classes], operators: [...operators] }),
    );
  },
});

Deno.test("Selector chooses the API and gives a reason for each member that it leaves out", async () => {
  const selector = new Selector(await readDeclared(), ["QtCore"]);
  const library = selector.library("QtCore", "6.4.2");
  await assertGolden("selected.api", writeLibrary(library));
});

Deno.test("Annotator marks what the rules are about and complains of pointers without one", async () => {
  const text = await Deno.readTextFile(new URL("selected.api", golden));
  const library = readLibrary(text);
  const annotator = new Annotator(new Libraries([library]));
  await assertGolden(
    "annotated.api",
    writeLibrary(annotator.annotate(library)),
  );
  assertEquals(
    annotator.complaints.filter((line) => line.startsWith("No rule")),
    ["No rule for QLayout::mystery(object)"],
  );
});

Deno.test("CppEmitter writes a case for each form", async () => {
  const text = await Deno.readTextFile(new URL("annotated.api", golden));
  const library = readLibrary(text);
  const { header, units, module } = new CppEmitter(new Libraries([library]))
    .emit(library, 1, 2);
  await assertGolden("glue.cpp", [header, ...units, module].join("\n"));
});

Deno.test("TableEmitter writes a text for each class, in the order of names", async () => {
  const text = await Deno.readTextFile(new URL("annotated.api", golden));
  const library = readLibrary(text);
  const texts = new TableEmitter(new Libraries([library])).texts(library);
  await assertGolden("table.txt", texts.join(""));
});

Deno.test("CppEmitter writes for every form of every library, and shares the work", async () => {
  const libraries = await readTexts();
  const world = new Libraries(libraries);
  const emitter = new CppEmitter(world);
  for (const library of libraries) {
    const { units } = emitter.emit(library, 1, 2);
    const cases = units.map((unit) => unit.match(/^ {4}case /gm)?.length ?? 0);
    const forms = library.classes.filter(isCalled)
      .flatMap((one) => allFormsOf(one, world)).length;
    assertEquals(cases[0]! + cases[1]!, forms, library.name);
    const largest = Math.max(
      ...library.classes.map((one) => allFormsOf(one, world).length),
    );
    assert(Math.abs(cases[0]! - cases[1]!) <= largest, library.name);
  }
});

Deno.test("readLibrary() reads what writeLibrary() writes", async () => {
  const text = await Deno.readTextFile(new URL("annotated.api", golden));
  assertEquals(writeLibrary(readLibrary(text)), text);
});
