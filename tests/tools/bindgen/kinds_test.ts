import { assertEquals, assertThrows } from "@std/assert";
import {
  CannotCross,
  crossingOf,
  type Place,
  type World,
} from "../../../tools/bindgen/kinds.ts";
import type { ClassKind } from "../../../tools/bindgen/model.ts";

const kinds: Readonly<Record<string, ClassKind>> = {
  QWidget: "object",
  QPen: "value",
  QLayoutItem: "identity",
};

const world: World = {
  kindOf: (name) => kinds[name],
  isEnum: (name) => name === "Qt::Edge",
};

/** A kind and what is special, or the reason why there is none. */
function judge(type: string, place: Place = "parameter"): string {
  try {
    const { kind, name, isPointer, isOut, args } = crossingOf(
      type,
      place,
      world,
    );
    const rest = args.map((arg) => `${arg.kind} ${arg.name}`).join(", ");
    return `${kind} ${name}${isPointer ? " pointer" : ""}${
      isOut ? " out" : ""
    }${rest === "" ? "" : ` of ${rest}`}`;
  } catch (error) {
    if (error instanceof CannotCross) return error.reason;
    throw error;
  }
}

Deno.test("crossingOf() finds the kind of each type of parameter", () => {
  const expected: Record<string, string> = {
    "int": "int int",
    "unsigned long long": "int64 qulonglong",
    "const double &": "float double",
    "bool *": "bool bool pointer out",
    "int &": "int int out",
    "Qt::Edge": "enum Qt::Edge",
    "QFlags<Qt::Edge>": "flags Qt::Edge",
    "const QString &": "string QString",
    "QString &": "string QString out",
    "QStringView": "string QStringView",
    "const char *": "cstring char",
    "std::chrono::milliseconds": "duration std::chrono::milliseconds",
    "const QPen &": "value QPen",
    "QPen *": "value QPen pointer",
    "QWidget *": "object QWidget pointer",
    "const QList<QWidget *> &": "container QList of object QWidget",
    "const QMap<QString, int> &": "container QMap of string QString, int int",
    "QList<QPen> &": "container QList out of value QPen",
    "std::function<void (bool)>": "function std::function<void (bool)>",
  };
  assertEquals(
    Object.fromEntries(
      Object.keys(expected).map((type) => [type, judge(type)]),
    ),
    expected,
  );
});

Deno.test("crossingOf() gives the reason for each type of parameter that cannot cross", () => {
  const expected: Record<string, string> = {
    "QPen &&": "rvalue-overload",
    "void *": "void-pointer",
    "char *": "buffer",
    "const unsigned char *": "buffer",
    "const int *": "array",
    "char **": "pointer-to-pointer",
    "QLatin1String": "view-overload",
    "QWidget": "not-copyable",
    "QPenPrivate *": "private-type",
    "QThread *": "threads",
    "QBindable<int>": "bindable",
    "QSharedPointer<QPen>": "template-type",
    "QList<QPen>::iterator": "template-type",
    "std::nullptr_t": "std-type",
    "std::initializer_list<int>": "initializer-list",
    "_GLsync *": "platform-type",
    "int[4]": "function-type",
    "void (*)(int)": "function-type",
  };
  assertEquals(
    Object.fromEntries(
      Object.keys(expected).map((type) => [type, judge(type)]),
    ),
    expected,
  );
});

Deno.test("crossingOf() judges results by what a caller can do with them", () => {
  const expected: Record<string, string> = {
    "QLayoutItem": "identity QLayoutItem",
    "QString &": "string QString",
    "const QPen &": "value QPen",
    "int &": "reference-to-value",
    "int *": "pointer-to-value",
    "QList<int> &": "reference-to-value",
    "void (*)(int)": "function-type",
  };
  assertEquals(
    Object.fromEntries(
      Object.keys(expected).map((type) => [type, judge(type, "result")]),
    ),
    expected,
  );
});

Deno.test("crossingOf() throws CannotCross with the reason", () => {
  const error = assertThrows(
    () => crossingOf("void *", "parameter", world),
    CannotCross,
  );
  assertEquals(error.reason, "void-pointer");
});
