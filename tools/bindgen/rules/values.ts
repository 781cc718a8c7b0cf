/**
 * Which classes are values, where C++ alone does not tell.
 *
 * @module
 */

/**
 * Classes with virtual functions of which a copy is as good as the original. All others of that sort are identities,
 * even if C++ can copy them: items are in one view.
 */
export const VIRTUAL_VALUES: Readonly<Record<string, readonly string[]>> = {
  "their copies share their data": [
    "QBitmap",
    "QImage",
    "QPicture",
    "QPixmap",
    "QScrollerProperties",
  ],
};

/** Classes that cross as plain values of JavaScript: their own methods are of use to C++ alone. */
export const PLAIN: Readonly<Record<string, readonly string[]>> = {
  "JavaScript has the type": [
    "QByteArray",
    "QChar",
    "QDate",
    "QDateTime",
    "QJsonArray",
    "QJsonDocument",
    "QJsonObject",
    "QJsonValue",
    "QString",
    "QTime",
    "QUrl",
    "QVariant",
  ],
  "a few numbers, as fields of an object": [
    "QColor",
    "QLine",
    "QLineF",
    "QMargins",
    "QMarginsF",
    "QModelIndex",
    "QPoint",
    "QPointF",
    "QRect",
    "QRectF",
    "QSize",
    "QSizeF",
    "QUuid",
  ],
};

/** Values that point into an object and do not tell when it ends: each keeps what it was made from. */
export const VIEWS: Readonly<Record<string, readonly string[]>> = {
  "they are positions in a document or its layout": [
    "QTextBlock",
    "QTextBlock::iterator",
    "QTextFragment",
    "QTextFrame::iterator",
    "QTextInlineObject",
    "QTextLine",
    "QTextTableCell",
  ],
  "they are values of an engine": ["QJSManagedValue", "QJSValueIterator"],
  "they walk through the items of a widget": ["QTreeWidgetItemIterator"],
  "they describe an object's class or a member of it": [
    "QMetaClassInfo",
    "QMetaEnum",
    "QMetaMethod",
    "QMetaProperty",
  ],
};

/** Classes whose objects Qt alone makes: what a constructor made would point to nothing. */
export const GIVEN: Readonly<Record<string, readonly string[]>> = {
  "of a class that is compiled": ["QMetaObject"],
  "of a paint engine that draws": ["QPaintEngineState", "QTextItem"],
  "of a text that is laid out": ["QTextInlineObject"],
  "of a material that is drawn": ["QSGMaterialShader::RenderState"],
};
