/** Comparing pictures: what is the same, what differs, and what is written then. */

import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { build } from "../../builder.ts";
import { qtTest } from "../../testing.ts";
import {
  QCheckBox,
  QLabel,
  QLineEdit,
  QProgressBar,
  QPushButton,
  QVBoxLayout,
  QWidget,
} from "../../widgets.ts";
import { Picture } from "../_support/png.ts";
import { runCode } from "../_support/code.ts";

function form(): QWidget {
  const made = build(
    QWidget,
    { windowTitle: "Form", size: { width: 220, height: 160 } },
    build(
      QVBoxLayout,
      {},
      new QLabel({ text: "Name:" }),
      new QLineEdit({ text: "Ada" }),
      new QCheckBox({ text: "Remember me", checked: true }),
      new QProgressBar({ value: 40 }),
      new QPushButton({ text: "Sign in" }),
    ),
  );
  made.show();
  return made;
}

async function withFolder(
  body: (folder: string) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await body(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const names = (folder: string) =>
  [...Deno.readDirSync(folder)].map(({ name }) => name).sort();

Deno.test("two runs draw the same", async () => {
  const pictures: Picture[] = [];
  for (let i = 0; i < 2; i++) {
    await qtTest(async (t) => {
      const window = form();
      await t.click(t.find(QLineEdit));
      pictures.push(await Picture.decode(t.screenshot(window)));
    })();
  }
  assertEquals([pictures[0]!.width, pictures[0]!.height], [220, 160]);
  assert(pictures[0]!.colours() > 20);
  assert(pictures[0]!.equals(pictures[1]!));
});

Deno.test(
  "matchPicture() accepts what is the same, and describes and draws what is not",
  qtTest((t) =>
    withFolder(async (folder) => {
      const window = form();
      const none = await assertRejects(
        () => t.matchPicture(window, "form", { folder }),
        Error,
      );
      assertStringIncludes(
        none.message,
        `There is no approved picture ${folder}/form.png`,
      );
      assertEquals(names(folder), ["form.actual.png"]);
      await Deno.rename(`${folder}/form.actual.png`, `${folder}/form.png`);
      await t.matchPicture(window, "form", { folder });
      t.find(QProgressBar).value = 45;
      await t.matchPicture(window, "form", { folder, tolerance: 0.05 });
      const differs = await assertRejects(
        () => t.matchPicture(window, "form", { folder }),
        Error,
      );
      assertStringIncludes(differs.message, "% may");
      assertEquals(names(folder), [
        "form.actual.png",
        "form.difference.png",
        "form.png",
      ]);
      const sheet = await Picture.decode(
        await Deno.readFile(`${folder}/form.difference.png`),
      );
      assertEquals(sheet.width, 3 * 220 + 4 * 8);
      const shown = Deno.env.get("QTASYNCIO_TEST_PICTURES");
      if (shown !== undefined) {
        await Deno.copyFile(
          `${folder}/form.difference.png`,
          `${shown}/difference.png`,
        );
      }
      window.resize(230, 160);
      await t.settle();
      const size = await assertRejects(
        () => t.matchPicture(window, "form", { folder }),
        Error,
      );
      assertStringIncludes(
        size.message,
        "its size is 230×160, expected 220×160",
      );
      window.resize(220, 160);
      t.find(QProgressBar).value = 40;
      await t.settle();
      await t.matchPicture(window, "form", { folder });
      assertEquals(names(folder), ["form.png"]);
    })
  ),
);

Deno.test("-- --update approves what is drawn", () =>
  withFolder(async (folder) => {
    const code = (text: string) => `
      import { QLabel } from "@qtasyncio/qtasyncio/widgets";
      import { qtTest } from "@qtasyncio/qtasyncio/testing";
      await qtTest(async (t) => {
        new QLabel({ text: ${JSON.stringify(text)} }).show();
        await t.matchPicture(${JSON.stringify(text)}, "label", { folder: ${
      JSON.stringify(folder)
    } });
      })();
    `;
    const run = async (text: string, ...args: string[]) =>
      (await runCode(code(text), { args, permissions: ["-A"] })).code;
    assertEquals(await run("one"), 1);
    assertEquals(await run("one", "--update"), 0);
    assertEquals(await run("one"), 0);
    assertEquals(await run("eleven"), 1);
    assertEquals(await run("eleven", "--update"), 0);
    assertEquals(names(folder), ["label.png"]);
    assertEquals(await run("eleven"), 0);
  }));
