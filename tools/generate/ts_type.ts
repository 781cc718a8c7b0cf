/**
 * Types of TypeScript, as Qt's types become them.
 *
 * @module
 */

/** A type in TypeScript, in both directions. */
export interface TsType {
  /** What Qt hands out. */
  readonly read: string;
  /** What Qt takes: `read`, and what it converts. */
  readonly write: string;
}

/** A type that Qt takes as it hands it out. */
export function same(type: string): TsType {
  return { read: type, write: type };
}

/** Qt's types that are values of JavaScript, or of the value classes of this project. */
export const VALUES: Readonly<Record<string, TsType>> = {
  "void": same("void"),
  "bool": same("boolean"),
  "QString": same("string"),
  "QChar": same("string"),
  "QByteArray": { read: "Uint8Array", write: "Uint8Array | string" },
  "QStringList": { read: "string[]", write: "readonly string[]" },
  "QVariant": same("unknown"),
  "QVariantList": { read: "unknown[]", write: "readonly unknown[]" },
  "QVariantMap": { read: "Record<string, unknown>", write: "QtMap" },
  "QVariantHash": { read: "Record<string, unknown>", write: "QtMap" },
  "QJsonValue": same("unknown"),
  "QJsonObject": { read: "Record<string, unknown>", write: "QtMap" },
  "QJsonArray": { read: "unknown[]", write: "readonly unknown[]" },
  "QDateTime": same("Date"),
  "QDate": same("string"),
  "QTime": same("string"),
  "QUrl": same("URL | string"),
  "QModelIndex": same("QModelIndex"),
  "QPersistentModelIndex": same("QModelIndex"),
  "QSize": same("QSize"),
  "QSizeF": same("QSizeF"),
  "QPoint": same("QPoint"),
  "QPointF": same("QPointF"),
  "QRect": same("QRect"),
  "QRectF": same("QRectF"),
  "QColor": { read: "QColor | null", write: "ColorLike | string | null" },
};

/** Where there is always an object. */
export function withoutNull({ read, write }: TsType): TsType {
  const without = (type: string) => type.replace(/ \| null$/, "");
  return { read: without(read), write: without(write) };
}
