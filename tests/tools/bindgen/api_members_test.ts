import { assertEquals } from "@std/assert";
import { ApiMemberTable } from "../../../tools/bindgen/api_members.ts";
import { readLibrary } from "../../../tools/bindgen/read.ts";
import { ApiTypeMap, tsName } from "../../../tools/bindgen/type_map.ts";
import { Libraries } from "../../../tools/bindgen/world.ts";

const library = readLibrary(`library QtTest 6.4.2

object QObject

abstract object QView : QObject, QSurface
  constructor(QObject *parent = nullptr @parent @nullable)
  void setPen(const QPen &pen)
  void addItem(QItem *item @owns)
  QItem *item(int row, bool *ok @out) const
  QItem *takeItem(int row) @takes
  void sizes(int *width @out, int *height @out) const
  bool fixup(QString &text @inout) const
  QList<QItem *> items() const
  QMap<QString, int> counts() const
  void setCounts(const QMap<QString, int> &counts)
  static QString title(const QString &text, int length = 3) @async
  signal void changed()
  protected virtual void paintEvent(QPen *arg1 @uses)

identity QSurface
  bool isVisible() const

value QPen
  enum Style : unsigned int { Solid = 0, Dash = 1 }
  flags Styles = QPen::Style
  field QPen::Style style
  constructor()
  constructor(const QColor &color)
  QPen &operator=(const QPen &pen) @as=assign
  friend bool operator==(const QPen &a, const QPen &b) @as=equals
  QFlags<QPen::Style> styles() const

value QColor @plain

abstract identity QItem
  virtual QItem *clone() const
`);

const DECLARED = new Set([
  "QObject",
  "QView",
  "QSurface",
  "QPen",
  "QPenStyle",
  "QPenStyles",
  "QItem",
]);

const world = new Libraries([library]);
const types = new ApiTypeMap([library], world, DECLARED);
const table = new ApiMemberTable(world, types);

function signatures(className: string, of = table): string[] {
  return of.of(className).methods.flatMap(({ name, isStatic, forms }) =>
    forms.map(({ parameters, required, result }) =>
      `${isStatic ? "static " : ""}${name}(${
        parameters.map((each, at) =>
          `${each.name}${at < required ? "" : "?"}: ${each.type.write}`
        ).join(", ")
      }): ${result}`
    )
  );
}

Deno.test("ApiMemberTable lists what can be called, second bases included, with results for what Qt writes", () => {
  assertEquals(signatures("QView"), [
    "setPen(pen: QPen | QColor | string): void",
    "addItem(item: QItem): void",
    "item(row: number): [QItem | null, boolean]",
    "takeItem(row: number): QItem | null",
    "sizes(): [number, number]",
    "fixup(text: string): [boolean, string]",
    "items(): QItem[]",
    "counts(): Map<string, number>",
    "setCounts(counts: ReadonlyMap<string, number> | Readonly<Record<string, number>>): void",
    "static title(text: string, length?: number): Promise<string>",
    "paintEvent(pen: QPen): void",
    "isVisible(): boolean",
  ]);
});

Deno.test("ApiMemberTable gives operators names, and copies to values", () => {
  assertEquals(signatures("QPen"), [
    "assign(pen: QPen | QColor | string): this",
    "equals(b: QPen | QColor | string): boolean",
    "styles(): QPenStyles",
    "clone(): this",
  ]);
  assertEquals(table.of("QPen").fields, [
    { name: "style", type: { read: "QPenStyle", write: "QPenStyle | number" } },
  ]);
  assertEquals(table.of("QPen").constructors.length, 2);
});

Deno.test("ApiMemberTable lists constructors where objects can be created or a class extended, and what is new is not null", () => {
  const view = table.of("QView");
  assertEquals([view.constructors.length, view.isExtensible], [1, true]);
  assertEquals(table.of("QPen").isExtensible, false);
  const item = table.of("QItem");
  assertEquals([item.constructors, item.isExtensible], [[], false]);
  assertEquals(signatures("QItem"), ["clone(): QItem"]);
});

Deno.test("ApiMemberTable says who owns what", () => {
  const notes = table.of("QView").methods.flatMap(({ forms }) =>
    forms.flatMap((form) => form.notes)
  );
  assertEquals(notes, [
    "Qt then owns `item`.",
    "The caller owns the result.",
    "JavaScript goes on meanwhile.",
  ]);
});

Deno.test("ApiMemberTable lists protected functions, and says that they are", () => {
  const found = table.of("QView").methods.filter((each) => each.isProtected);
  assertEquals(found.map(({ name }) => name), ["paintEvent"]);
});

Deno.test("a pointer or reference to a second base takes the classes that have it", () => {
  assertEquals(
    types.resolve("QSurface *", "parameter")?.write,
    "QSurface | QView | null",
  );
});

Deno.test("tsName() joins scopes, and leaves the namespace Qt out", () => {
  assertEquals(tsName("QTextLayout::FormatRange"), "QTextLayoutFormatRange");
  assertEquals(tsName("Qt::PenStyle"), "PenStyle");
  assertEquals(tsName("::QtMsgType"), "QtMsgType");
  assertEquals(tsName("QPen"), "QPen");
});
