#include "wire/values.h"

#include "objects/classes.h"
#include "objects/handles.h"
#include "objects/kept_indexes.h"
#include "wire/containers.h"
#include "wire/geometry.h"
#include "wire/objects.h"
#include "wire/opaques.h"

#include <QObject>
#include <QSequentialIterable>

namespace qta {

TypeTable::TypeTable()
{
    addNumbers(*this);
    addTexts(*this);
    addContainers(*this);
    addGeometry(*this);
    addObjects(*this);
}

Values::Values(Handles &handles, const Classes &classes, const Registry &registry, Opaques &opaques, KeptIndexes &indexes,
               ApiClasses &apiClasses, Boxes &boxes)
    : m_handles(handles), m_opaques(opaques), m_indexes(indexes), m_boxes(boxes), m_enums(classes, registry), m_boxed(apiClasses, boxes)
{
}

void Values::write(Writer &writer, const QVariant &value)
{
    const bool isObject = bool(value.metaType().flags() & QMetaType::PointerToQObject);
    if (isObject && m_handles.isGone(as<QObject *>(value.constData())))
        return writer.head(Tag::Null, 0);
    write(writer, value.metaType(), value.constData());
}

void Values::writeOther(Writer &writer, QMetaType type, const void *data)
{
    if (type.flags() & QMetaType::PointerToQObject)
        return writeObject(writer, as<QObject *>(data));
    if (type.flags() & QMetaType::IsEnumeration)
        return m_enums.write(writer, type, data);
    const QVariant value(type, data);
    if (const auto found = m_unwraps.find(type.id()); found != m_unwraps.end()) {
        const QVariant plain = found->second(value);
        if (plain.metaType() != type)
            return write(writer, plain);
    }
    if (isColor(type))
        return writeColor(writer, value);
    if (value.canConvert<QSequentialIterable>() && !value.canConvert<QString>())
        return writeList(*this, writer, value.toList());
    if (!m_boxed.write(writer, type, data))
        writeOpaque(writer, value, type.name());
}

void Values::writeObject(Writer &writer, QObject *object, bool created)
{
    if (!object)
        return writer.head(Tag::Null, 0);
    Handles::Entry &entry = m_handles.of(object, created);
    writer.head(Tag::Object, static_cast<uint32_t>(m_handles.classOf(entry).id));
    writer.number(entry.handle);
}

void Values::writeOpaque(Writer &writer, const QVariant &value, const char *typeName)
{
    writer.head(Tag::Opaque, 0);
    writer.number(m_opaques.keep(value));
    writer.string(QString::fromLatin1(typeName));
}

void Values::writeIndex(Writer &writer, const QModelIndex &index)
{
    // Of the arguments of an override: to keep one asks its model, which may be the one that asks.
    if (m_lendsIndexes || isProgramsOwn(index.model()))
        return writeLentIndex(writer, index);
    if (!index.isValid())
        return writeOpaque(writer, QVariant(index), "QModelIndex");
    // One that is kept follows its row, and says when that is gone. A proxy may ask a model of the program's where it is.
    const bool mayAsk = !m_boxes.hooks.isEmpty();
    Writer::Aside aside = mayAsk ? writer.putAside() : Writer::Aside{};
    const QVariant kept = QVariant::fromValue(m_indexes.keep(index));
    if (mayAsk)
        writer.takeBack(std::move(aside));
    writeOpaque(writer, kept, "QModelIndex");
}

QVariant Values::withoutGone(const QVariant &value) const
{
    if (value.metaType().flags() & QMetaType::PointerToQObject)
        return m_handles.isGone(as<QObject *>(value.constData())) ? QVariant() : value;
    if (idOf(value) == QMetaType::QVariantList) {
        QVariantList list = value.toList();
        for (QVariant &item : list)
            item = withoutGone(item);
        return list;
    }
    if (idOf(value) == QMetaType::QVariantMap) {
        QVariantMap map = value.toMap();
        for (QVariant &item : map)
            item = withoutGone(item);
        return map;
    }
    return value;
}

bool Values::read(Reader &reader, QVariant &value, int depth)
{
    Tag tag{};
    uint32_t n = 0;
    if (depth > kMaxDepth || !reader.head(tag, n))
        return false;
    const ReadTag own = m_types.reader(tag);
    return own && own(*this, reader, n, depth, value);
}

bool isForeignPointer(QMetaType type)
{
    return QByteArrayView(type.name()).endsWith('*') && !(type.flags() & QMetaType::PointerToQObject);
}

int coerceByQt(QVariant &value, QMetaType target)
{
    const int from = idOf(value);
    const bool isSibling = from >= QMetaType::QRect && from <= QMetaType::QPointF;
    const bool isPicture = from == QMetaType::QByteArray && QMetaType::hasRegisteredConverterFunction(value.metaType(), target);
    if (from != QMetaType::QString && !isPicture && !isColor(value.metaType()) && !isSibling)
        return kUnfit;
    QVariant result = value;
    if (!result.canConvert(target) || !result.convert(target))
        return kUnfit;
    if (isSibling) {  // not if it has to be rounded
        QVariant back = result;
        if (!back.convert(value.metaType()) || back != value)
            return kUnfit;
    }
    value = result;
    return 3;
}

int Values::coerceBoxed(QVariant &value, QMetaType target)
{
    if (isForeignPointer(target))
        return m_boxed.toPointer(value, target) ? kExact : kUnfit;
    QVariant held = m_boxed.toVariant(value);
    const int fit = coerce(held, target);
    if (fit >= 0)
        value = held;
    return fit;
}

int Values::coerce(QVariant &value, QMetaType target)
{
    const int from = idOf(value);
    if (from == target.id() && from >= QMetaType::Bool && from <= QMetaType::QByteArray && from != QMetaType::QVariantList)
        return kExact;
    if (from >= QMetaType::User && BoxedValues::isReference(value))
        return coerceBoxed(value, target);
    if (const TypeCodec::Coerce own = m_types.codec(target.id()).coerce)
        return own(*this, value, target);
    if (value.metaType() == target)
        return kExact;
    if (isForeignPointer(target)) {
        if (QByteArray("const ") + value.metaType().name() != target.name())
            return kUnfit;
        value = QVariant(target, value.constData());
        return 1;
    }
    if (target.flags() & QMetaType::PointerToQObject)
        return coerceObject(value, target);
    if (target.flags() & QMetaType::IsEnumeration)
        return m_enums.coerce(value, target);
    if (isColor(target))
        return coerceColor(value, target);
    const int byQt = coerceByQt(value, target);
    return byQt == kUnfit && QVariant(target).canConvert<QSequentialIterable>() ? coerceList(*this, value, target) : byQt;
}

}  // namespace qta
