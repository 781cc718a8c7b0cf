/**
 * Names and addresses: what a thing of Qt's is called in TypeScript, and where Qt documents it.
 *
 * @module
 */

/** Where a class has the name already. */
const ENUM_TYPES: Readonly<Record<string, string>> = {
  QAccessibleEvent: "QAccessibleEventType",
};

/** The name of an enumeration's type: `Orientation` for `Qt::Orientation`, `QFrameShape` for `QFrame::Shape`. */
export function enumTypeName(scope: string, name: string): string {
  const whole = scope === "Qt" ? name : scope + name;
  return ENUM_TYPES[whole] ?? whole;
}

/** The page of a class. */
export function page(className: string): string {
  const file = className.toLowerCase().replaceAll("::", "-");
  return `https://doc.qt.io/qt-6/${file}.html`;
}

/** A Markdown link to a place on the page of a class. */
export function link(className: string, text: string, anchor?: string): string {
  const at = anchor === undefined ? "" : `#${anchor}`;
  return `[${text}](${page(className)}${at})`;
}

const RESERVED = new Set(
  ("arguments await break case catch class const continue debugger default delete do else enum eval export extends " +
    "false finally for function if implements import in instanceof interface let new null package private protected " +
    "public return static super switch this throw true try typeof var void while with yield")
    .split(" "),
);

/** What parameters are called that Qt gives no name. */
const BY_TYPE: Readonly<Record<string, string>> = {
  "bool": "on",
  "QString": "text",
  "QByteArray": "bytes",
  "QStringList": "texts",
  "QVariantMap": "values",
};

/** A parameter on its way to a name. */
export interface Unnamed {
  /** What Qt calls it; mostly nothing. */
  readonly name: string | undefined;
  /** Its C++ type without pointers and arguments. */
  readonly type: string;
}

/** Gives each parameter a name of its own. */
export function parameterNames(
  member: string,
  parameters: readonly Unnamed[],
): string[] {
  const used = new Map<string, number>();
  return parameters.map((parameter) => {
    const wanted = parameterName(member, parameter, parameters.length);
    const before = used.get(wanted) ?? 0;
    used.set(wanted, before + 1);
    return before === 0 ? wanted : `${wanted}${before + 1}`;
  });
}

function parameterName(
  member: string,
  { name, type }: Unnamed,
  count: number,
): string {
  const given = name?.replace(/^_+|_+$/g, "");
  if (given) return RESERVED.has(given) ? `${given}Value` : given;
  const known = BY_TYPE[type];
  // setText(QString) sets a text, textChanged(QString) brings one.
  const subject = count > 1
    ? undefined
    : member.match(/^set([A-Z]\w*)$/)?.[1] ??
      member.match(/^(\w+)Changed$/)?.[1];
  const wanted = subject !== undefined
    ? lowerFirst(subject)
    : known ?? (/^Q[A-Z]/.test(type) || type.includes("::")
      ? lowerFirst(type.replace(/^.*::/, "").replace(/^Q(?=[A-Z])/, ""))
      : "value");
  return RESERVED.has(wanted) || !/^[a-z]\w*$/.test(wanted) ? "value" : wanted;
}

/** `Text` to `text`, `URL` to `url`, `DTLSServer` to `dtlsServer`. */
function lowerFirst(text: string): string {
  return text.replace(
    /^[A-Z]+(?![a-z])|^[A-Z]/,
    (start) => start.toLowerCase(),
  );
}
