import { assert, assertEquals } from "@std/assert";
import { checkRules, withoutRules } from "../../../tools/bindgen/check.ts";
import { countLibrary, reachable } from "../../../tools/bindgen/count.ts";
import { MAIN_LIBRARIES, TEXTS } from "../../../tools/bindgen/libraries.ts";
import type { ApiMember, Library } from "../../../tools/bindgen/model.ts";
import { readTexts } from "../../../tools/bindgen/texts.ts";
import { writeLibrary } from "../../../tools/bindgen/write.ts";
import { ROOT } from "../../../tools/root.ts";

const libraries = await readTexts();

/** A library with a change to one of its members. */
function change(
  owner: string,
  name: string,
  edit: (member: ApiMember) => ApiMember,
): Library[] {
  let count = 0;
  const changed = libraries.map((library) => ({
    ...library,
    classes: library.classes.map((one) => ({
      ...one,
      members: one.members.map((member) => {
        if (one.name !== owner || member.name !== name) return member;
        count += 1;
        return edit(member);
      }),
    })),
  }));
  assert(count > 0, `No ${owner}::${name} in any text`);
  return changed;
}

Deno.test("every text is what writeLibrary() writes for what readLibrary() reads", async () => {
  for (const library of libraries) {
    const text = await Deno.readTextFile(
      `${ROOT}${TEXTS}/${library.name}.api`,
    );
    assert(writeLibrary(library) === text, `${library.name}.api differs`);
  }
});

Deno.test("every pointer in a text has a rule about who owns it, and every rule is of use", () => {
  assertEquals(checkRules(libraries), []);
});

Deno.test("checkRules() finds a method that takes a pointer and has no rule", () => {
  const changed = change("QSpinBox", "setPrefix", (member) => ({
    ...member,
    parameters: [{ ...member.parameters[0]!, type: "QObject *" }],
  }));
  assertEquals(
    checkRules(changed).filter((line) => line.startsWith("No rule")),
    ["No rule for QSpinBox::setPrefix(prefix)"],
  );
});

Deno.test("checkRules() finds a rule that fits nothing", () => {
  const without = libraries.filter(({ name }) => name !== "QtSql");
  assertEquals(
    checkRules(without).filter((line) => line.includes("QSqlQuery")),
    ["A rule that fits nothing: owns QSqlQuery::constructor(r)"],
  );
});

Deno.test("checkRules() finds a text whose marks are not those of the rules", () => {
  const changed = change("QListWidget", "addItem", (member) => ({
    ...member,
    parameters: member.parameters.map((each) => ({ ...each, marks: [] })),
  }));
  assertEquals(checkRules(changed), [
    "The rules mark QListWidget in another way than its text",
  ]);
});

Deno.test("withoutRules() leaves the marks that come from the headers", () => {
  const marks = new Set(
    libraries.map(withoutRules).flatMap(({ classes }) => classes).flatMap(
      (one) => [
        ...one.marks,
        ...one.members.flatMap((member) => [
          ...member.marks,
          ...member.parameters.flatMap((parameter) => parameter.marks),
        ]),
      ],
    ),
  );
  assertEquals([...marks].sort(), [
    "deprecated",
    "endless",
    "extra",
    "implicit",
    "private",
  ]);
});

Deno.test("the texts have the classes and members of Qt, and few are left out", () => {
  const table = libraries.map((library) => {
    const { classes, ...counts } = countLibrary(library);
    const { object = 0, value = 0, identity = 0 } = classes;
    return `${library.name}: ${object}/${value}/${identity} classes, ` +
      `${counts.public} public: ${counts.generated} generated, ` +
      `${counts.byHand} by hand, ${counts.twins} twins`;
  });
  assertEquals(table, [
    "QtCore: 44/87/46 classes, 4396 public: 3715 generated, 12 by hand, 143 twins",
    "QtGui: 41/82/85 classes, 4679 public: 4330 generated, 11 by hand, 70 twins",
    "QtWidgets: 115/39/38 classes, 4412 public: 4398 generated, 1 by hand, 0 twins",
    "QtNetwork: 20/31/1 classes, 1018 public: 971 generated, 0 by hand, 35 twins",
    "QtQml: 11/11/13 classes, 489 public: 464 generated, 0 by hand, 10 twins",
    "QtQuick: 16/13/26 classes, 634 public: 585 generated, 0 by hand, 0 twins",
    "QtSvg: 1/0/1 classes, 45 public: 45 generated, 0 by hand, 0 twins",
    "QtSvgWidgets: 2/0/0 classes, 19 public: 19 generated, 0 by hand, 0 twins",
    "QtPrintSupport: 5/1/2 classes, 148 public: 148 generated, 0 by hand, 0 twins",
    "QtSql: 5/7/2 classes, 294 public: 289 generated, 0 by hand, 5 twins",
    "QtCharts: 53/0/0 classes, 1087 public: 1087 generated, 0 by hand, 0 twins",
    "QtMultimedia: 14/12/0 classes, 642 public: 618 generated, 0 by hand, 12 twins",
    "QtMultimediaWidgets: 2/0/0 classes, 21 public: 21 generated, 0 by hand, 0 twins",
    "QtQuickControls2: 0/1/0 classes, 4 public: 4 generated, 0 by hand, 0 twins",
    "QtQuickWidgets: 1/0/0 classes, 22 public: 22 generated, 0 by hand, 0 twins",
    "QtUiTools: 1/0/0 classes, 18 public: 18 generated, 0 by hand, 0 twins",
    "QtOpenGL: 7/4/4 classes, 446 public: 360 generated, 0 by hand, 4 twins",
    "QtOpenGLWidgets: 1/0/0 classes, 17 public: 17 generated, 0 by hand, 0 twins",
    "QtStateMachine: 10/0/2 classes, 132 public: 114 generated, 0 by hand, 0 twins",
    "QtSerialPort: 1/1/0 classes, 71 public: 65 generated, 0 by hand, 0 twins",
  ]);
});

Deno.test("at least 94 of 100 public members of the main libraries can be called", () => {
  const counts = libraries.filter(({ name }) => MAIN_LIBRARIES.includes(name))
    .map(countLibrary);
  assert(reachable(counts) >= 0.94, `${reachable(counts)}`);
});

Deno.test("every member that is left out has a reason in one word", () => {
  for (const { excluded } of libraries.flatMap(({ classes }) => classes)) {
    for (const { reason } of excluded) {
      assert(/^[a-z]+(-[a-z]+)*$/.test(reason));
    }
  }
});
