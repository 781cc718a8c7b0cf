// Qt's values to and from the wire (wire/channel.h).
#pragma once

#include "wire/channel.h"

#include <QMetaType>
#include <QModelIndex>
#include <QVariant>

#include <unordered_map>

class QObject;

namespace qta {

// Values of types that TypeScript has no form for. They can be passed back to Qt, and nothing else.
class Opaques
{
public:
    double keep(const QVariant &value);
    QVariant find(double id) const;
    bool release(double id) { return m_values.erase(id) != 0; }
    void clear() { m_values.clear(); }

private:
    std::unordered_map<double, QVariant> m_values;
    double m_last = 0;
};

// Other libraries' types that hold a plain value (QJSValue): how to get at it. A value that it cannot take out it returns
// as it is.
using Unwrap = QVariant (*)(const QVariant &value);
// Deeper than any real data, and far from the end of either side's stack.
constexpr int kMaxDepth = 250;

QTA_INTERNAL void addUnwrap(QMetaType type, Unwrap unwrap);

// From Qt.
QTA_INTERNAL void write(Writer &writer, QMetaType type, const void *data);
QTA_INTERNAL void write(Writer &writer, const QVariant &value);
QTA_INTERNAL void writeObject(Writer &writer, QObject *object, bool created = false);

// What Qt has kept in a QVariant for TypeScript, without the objects that are gone since.
QTA_INTERNAL QVariant withoutGone(const QVariant &value);

// From TypeScript: one value as it came. False if the buffer is malformed.
QTA_INTERNAL bool read(Reader &reader, QVariant &value);

// Makes `value`, as read(), one of the type `target`. Answers how well it fits: 0 exactly, more: with a conversion,
// negative: not at all (`value` is unchanged).
int coerce(QVariant &value, QMetaType target);

// For error messages: what came, and what a type is called where it is expected.
QString describeValue(const QVariant &value);
QString describeType(QMetaType type);

// A pointer to something else than a QObject. Nobody tells when such a thing is gone.
bool isForeignPointer(QMetaType type);

// What an opaque value is, be its index stale or not. False if the buffer is malformed, or it is no index.
bool readIndex(Reader &reader, QModelIndex &index);

}  // namespace qta
