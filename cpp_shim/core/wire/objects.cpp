// Objects, model indexes, opaque values, and those that may be anything or nothing.
#include "wire/objects.h"

#include "objects/boxes.h"
#include "objects/handles.h"
#include "objects/kept_indexes.h"
#include "wire/numbers.h"
#include "wire/opaques.h"
#include "wire/values.h"

#include <QAbstractProxyModel>
#include <QObject>
#include <QPersistentModelIndex>

namespace qta {

namespace {

void writeNull(Values &, Writer &writer, const void *)
{
    writer.head(Tag::Null, 0);
}

void writeVariant(Values &values, Writer &writer, const void *data)
{
    values.write(writer, as<QVariant>(data));
}

template<class Index>
void writeIndex(Values &values, Writer &writer, const void *data)
{
    values.writeIndex(writer, as<Index>(data));
}

// What Values::writeIndex() has written.
bool indexOf(const QVariant &value, QModelIndex &index)
{
    if (value.metaType() != QMetaType::fromType<KeptIndex>())
        return false;
    index = as<KeptIndex>(value.constData()).index();
    return true;
}

bool readNull(Values &, Reader &, uint32_t, int, QVariant &value)
{
    value = QVariant();
    return true;
}

bool readObject(Values &values, Reader &reader, uint32_t, int depth, QVariant &value)
{
    return values.readObject(reader, value, depth);
}

// createIndex() is protected.
struct IndexMaker : QAbstractItemModel {
    using QAbstractItemModel::createIndex;
};

bool readIndex(Values &values, Reader &reader, uint32_t n, int, QVariant &value)
{
    QModelIndex index;
    if (!values.readLentIndex(reader, n, index))
        return false;
    value = QVariant(index);
    return true;
}

bool readOpaque(Values &values, Reader &reader, uint32_t, int, QVariant &value)
{
    return values.readOpaque(reader, value);
}

int coerceNothing(Values &, QVariant &, QMetaType)
{
    return kUnfit;
}

int coerceAny(Values &values, QVariant &value, QMetaType)
{
    keepWhole(value);
    if (value.metaType().flags() & QMetaType::PointerToQObject)
        values.lend(value.value<QObject *>());
    return 4;
}

int coercePersistentIndex(Values &, QVariant &value, QMetaType target)
{
    if (value.metaType() == target)
        return kExact;
    if (idOf(value) != QMetaType::QModelIndex)
        return kUnfit;
    value = QVariant(QPersistentModelIndex(value.toModelIndex()));
    return 1;
}

QString describeNull(const Values &, const QVariant &)
{
    return QStringLiteral("null");
}

}  // namespace

int coerceObject(QVariant &value, QMetaType target)
{
    if (value.isNull() && !value.metaType().isValid()) {
        QObject *none = nullptr;
        value = QVariant(target, &none);
        return kExact;
    }
    if (value.metaType() != QMetaType::fromType<QObject *>())
        return kUnfit;
    QObject *object = value.value<QObject *>();
    const QMetaObject *wanted = target.metaObject();
    if (object && wanted && !object->metaObject()->inherits(wanted))
        return kUnfit;
    // How far up the wanted class is: of two overloads the nearer one fits better.
    int distance = 0;
    for (const QMetaObject *type = object ? object->metaObject() : nullptr; type && type != wanted; type = type->superClass())
        ++distance;
    value = QVariant(target, &object);
    return distance;
}

bool Values::readObject(Reader &reader, QVariant &value, int depth)
{
    double handle[1] = {};
    if (!readNumbers(reader, handle))
        return false;
    if (handle[0] < 0) {
        const BoxReference reference{handle[0]};
        reader.metDestroyed |= !m_boxed.exists(reference);
        value = QVariant::fromValue(reference);
        if (depth > 0)
            value = m_boxed.toVariant(value);
        return true;
    }
    Handles::Entry *const entry = m_handles.entry(handle[0]);
    if (!entry)
        reader.metDestroyed = true;
    else if (depth > 0)
        entry->lent.store(true, std::memory_order_relaxed);
    value = QVariant::fromValue(entry ? entry->object.data() : nullptr);
    return true;
}

bool Values::readOpaque(Reader &reader, QVariant &value) const
{
    double id[1] = {};
    if (!readNumbers(reader, id))
        return false;
    // `new QModelIndex()`
    if (id[0] == 0) {
        value = QVariant(QModelIndex());
        return true;
    }
    value = m_opaques.find(id[0]);
    if (QModelIndex index; indexOf(value, index)) {
        reader.metStaleIndex |= !index.isValid();
        value = QVariant(index);
    }
    return true;
}

bool Values::readIndex(Reader &reader, QModelIndex &index) const
{
    Tag tag{};
    uint32_t n = 0;
    double id[1] = {};
    if (!reader.head(tag, n))
        return false;
    if (tag == Tag::Index)
        return readLentIndex(reader, n, index);
    if (tag != Tag::Opaque || !readNumbers(reader, id))
        return false;
    indexOf(m_opaques.find(id[0]), index);
    return true;
}

bool Values::isProgramsOwn(const QAbstractItemModel *model) const
{
    if (!model || m_boxes.hooks.handleOf(model) == 0)
        return false;
    const QMetaObject *const type = model->metaObject();
    return type == &QAbstractListModel::staticMetaObject || type == &QAbstractTableModel::staticMetaObject
        || type == &QAbstractItemModel::staticMetaObject || type == &QAbstractProxyModel::staticMetaObject;
}

void Values::writeLentIndex(Writer &writer, const QModelIndex &index)
{
    if (!index.isValid())
        return writer.head(Tag::Index, QTA_INDEX_KIND_INVALID);
    const QAbstractItemModel *const model = index.model();
    const double own = m_boxes.hooks.handleOf(model);
    writer.head(Tag::Index, own != 0 && isProgramsOwn(model) ? QTA_INDEX_KIND_OWN : QTA_INDEX_KIND_LENT);
    const int32_t place[2] = {index.row(), index.column()};
    writer.bytes(place, sizeof place);
    const quint64 id = index.internalId();
    writer.bytes(&id, sizeof id);
    writer.number(own != 0 ? own : m_handles.of(const_cast<QAbstractItemModel *>(model)).handle);
}

bool Values::readLentIndex(Reader &reader, uint32_t kind, QModelIndex &index) const
{
    if (kind == QTA_INDEX_KIND_INVALID)
        return true;
    int32_t place[2] = {};
    quint64 id = 0;
    double handle[1] = {};
    if (!reader.bytes(place, sizeof place) || !reader.bytes(&id, sizeof id) || !readNumbers(reader, handle))
        return false;
    const auto *const model = qobject_cast<const QAbstractItemModel *>(m_handles.find(handle[0]));
    // C++ would follow what the id of another model points to.
    if (!model || (kind == QTA_INDEX_KIND_OWN && !isProgramsOwn(model))) {
        reader.metStaleIndex = true;
        return true;
    }
    using Create = QModelIndex (QAbstractItemModel::*)(int, int, quintptr) const;
    index = (model->*static_cast<Create>(&IndexMaker::createIndex))(place[0], place[1], static_cast<quintptr>(id));
    return true;
}

void Values::lend(QObject *object)
{
    if (object)
        m_handles.of(object).lent.store(true, std::memory_order_relaxed);
}

void addObjects(TypeTable &table)
{
    table.add(QMetaType::UnknownType, {writeNull, coerceNothing, describeNull});
    table.add(QMetaType::Void, {writeNull});
    table.add(QMetaType::Nullptr, {writeNull});
    table.add(QMetaType::QVariant, {writeVariant, coerceAny});
    table.add(QMetaType::QModelIndex, {writeIndex<QModelIndex>});
    table.add(QMetaType::QPersistentModelIndex, {writeIndex<QPersistentModelIndex>, coercePersistentIndex});
    table.add(Tag::Null, readNull);
    table.add(Tag::Object, readObject);
    table.add(Tag::Opaque, readOpaque);
    table.add(Tag::Index, readIndex);
}

}  // namespace qta
