// Qt's values to and from the wire (wire/channel.h).
#pragma once

#include "wire/boxed.h"
#include "wire/channel.h"
#include "wire/enums.h"
#include "wire/types.h"

#include <QMetaType>
#include <QModelIndex>
#include <QVariant>

#include <unordered_map>

class QAbstractItemModel;
class QObject;

namespace qta {

class Boxes;
class Classes;
class Handles;
class KeptIndexes;
class Opaques;
class Registry;

// Other libraries' types that hold a plain value (QJSValue): how to get at it. A value that it cannot take out it returns
// as it is.
using Unwrap = QVariant (*)(const QVariant &value);

// Deeper than any real data, and far from the end of either side's stack.
constexpr int kMaxDepth = 250;

class QTA_INTERNAL Values
{
public:
    Values(Handles &handles, const Classes &classes, const Registry &registry, Opaques &opaques, KeptIndexes &indexes,
           ApiClasses &apiClasses, Boxes &boxes);

    void addUnwrap(QMetaType type, Unwrap unwrap) { m_unwraps[type.id()] = unwrap; }

    // From Qt.
    void write(Writer &writer, QMetaType type, const void *data)
    {
        if (const TypeCodec::Write own = m_types.codec(type.id()).write)
            own(*this, writer, data);
        else
            writeOther(writer, type, data);
    }
    void write(Writer &writer, const QVariant &value);
    void writeObject(Writer &writer, QObject *object, bool created = false);
    void writeIndex(Writer &writer, const QModelIndex &index);
    // While arguments of an override are written: its indexes are over when it returns, unless the model is the program's.
    void lendIndexes(bool lends) { m_lendsIndexes = lends; }
    void writeLentIndex(Writer &writer, const QModelIndex &index);
    // Whether the program has written the model: what its indexes mean, it alone knows.
    bool isProgramsOwn(const QAbstractItemModel *model) const;

    // What Qt has kept in a QVariant for TypeScript, without the objects that are gone since.
    QVariant withoutGone(const QVariant &value) const;

    // From TypeScript: one value as it came. False if the buffer is malformed.
    bool read(Reader &reader, QVariant &value) { return read(reader, value, 0); }
    bool read(Reader &reader, QVariant &value, int depth);
    bool readObject(Reader &reader, QVariant &value, int depth);
    bool readOpaque(Reader &reader, QVariant &value) const;
    bool readLentIndex(Reader &reader, uint32_t kind, QModelIndex &index) const;
    // The index that an opaque value is, be it stale or not. False if the buffer is malformed, or it is no index.
    bool readIndex(Reader &reader, QModelIndex &index) const;

    // Makes `value`, as read(), one of the type `target`. Returns how well it fits: 0 exactly, more: with a conversion,
    // negative: not at all (`value` is unchanged).
    int coerce(QVariant &value, QMetaType target);
    // Tells that Qt gets the object inside of a QVariant, which does not say when it is gone.
    void lend(QObject *object);

    // For error messages: what came, and what a type is called where it is expected.
    QString describe(const QVariant &value) const;
    QString describeType(QMetaType type) const;

private:
    void writeOther(Writer &writer, QMetaType type, const void *data);
    void writeOpaque(Writer &writer, const QVariant &value, const char *typeName);
    int coerceBoxed(QVariant &value, QMetaType target);

    const TypeTable m_types;
    Handles &m_handles;
    Opaques &m_opaques;
    KeptIndexes &m_indexes;
    Boxes &m_boxes;
    bool m_lendsIndexes = false;
    const Enums m_enums;
    BoxedValues m_boxed;
    std::unordered_map<int, Unwrap> m_unwraps;
};

// A pointer to something else than a QObject. Nothing tells when such a thing is gone.
bool isForeignPointer(QMetaType type);

// What Qt itself converts from a name or from a sibling (QSize to QSizeF, a colour or font or key sequence by its name).
// From numbers and lists it would guess.
int coerceByQt(QVariant &value, QMetaType target);

}  // namespace qta
