/**
 * Members that stand in for ones that no generator can write: `cpp_shim/<library>/api_extras.h` has the code, as functions
 * of the same name whose first argument is the object (`make<class>` for constructors). They are marked `@extra`.
 *
 * @module
 */

/** Their declarations by class. */
const EXTRA: Readonly<Record<string, readonly string[]>> = {
  QImage: [
    "constructor(const QByteArray &data, int width, int height, QImage::Format format)",
    "constructor(const QByteArray &data, int width, int height, int bytesPerLine, QImage::Format format)",
    "QByteArray bits() const",
    "QByteArray constBits() const",
    "QByteArray scanLine(int i) const",
    "QByteArray constScanLine(int i) const",
  ],
  QMatrix4x4: [
    "constructor(const QList<float> &values)",
    "QList<float> data() const",
    "QList<float> constData() const",
  ],
};

/** The libraries with such members, and where their code is. */
export const EXTRA_HEADERS: Readonly<Record<string, string>> = {
  QtGui: "gui/api_extras.h",
};

/** What a class has that is a list in C++, a template with too many members to name. */
const OF_LISTS: readonly string[] = [
  "int size() const",
  "bool isEmpty() const",
  "T at(int i) const",
  "void append(const T &value)",
  "void append(const QList<T> &value)",
  "void prepend(const T &value)",
  "void insert(int i, const T &value)",
  "void replace(int i, const T &value)",
  "void removeAt(int i)",
  "void clear()",
];

/**
 * The declarations that are added to a class.
 *
 * @param name Its name.
 * @param element What it is a list of, if it is one.
 * @param own The names of the members that it declares itself.
 */
export function extraMembers(
  name: string,
  element: string | undefined,
  own: ReadonlySet<string>,
): string[] {
  const ofList = element === undefined ? [] : OF_LISTS
    .filter((line) => !own.has(/(\w+)\(/.exec(line)![1]!))
    .map((line) => line.replaceAll(/\bT\b/g, element));
  return [
    ...ofList,
    ...(EXTRA[name] ?? []).map((line) => `${line} @extra`),
  ];
}
