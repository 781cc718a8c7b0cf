#include "calls/bridge.h"

#include "calls/signal_receivers.h"
#include "calls/event_filters.h"
#include "objects/handles.h"
#include "objects/registry.h"
#include "wire/plain.h"
#include "wire/values.h"

#include <QAbstractItemModel>
#include <QEvent>
#include <QMetaEnum>

namespace qta {

Bridge::Bridge(Channel &channel, Handles &handles, const Registry &registry, Values &values, SignalReceivers &receivers,
               EventFilters &eventFilters)
    : m_channel(channel), m_handles(handles), m_registry(registry), m_values(values), m_receivers(receivers), m_filters(eventFilters)
{
}

void Bridge::failTarget(const QObject *found)
{
    if (found)
        fail(QTA_E_STATE, QStringLiteral("Cannot use the %1: it lives in another thread").arg(className(found)));
    else
        fail(QTA_E_DESTROYED, QStringLiteral("Cannot use the object: it has been destroyed"));
}

void Bridge::failMember(const Target &target, const char *kind, int index)
{
    fail(QTA_E_UNKNOWN, QStringLiteral("%1 has no %2 %3").arg(className(target.object), QLatin1String(kind)).arg(index));
}

bool Bridge::unreadable(const Reader &reader)
{
    if (reader.metDestroyed)
        return fail(QTA_E_DESTROYED, QStringLiteral("Cannot pass the object to Qt: it has been destroyed"));
    if (reader.metStaleIndex)
        return fail(QTA_E_DESTROYED, QStringLiteral("Cannot pass the model index to Qt: it is no longer valid, because its row, column or model has been removed"));
    return fail(QTA_E_INTERNAL, QStringLiteral("Malformed values in the shared buffer"));
}

bool Bridge::done(const QVariant &value)
{
    Writer &writer = m_channel.begin();
    m_values.write(writer, value);
    if (writer.tooDeep)
        return fail(QTA_E_RANGE, QStringLiteral("Cannot read the value from Qt: it is nested more than %1 levels deep").arg(kMaxDepth));
    m_channel.end();
    return true;
}

bool Bridge::pass(const std::vector<const Guard *> &guards, QObject *object, const QVariant *values, int count)
{
    for (const Guard *guard : guards) {
        const QString refusal = guard->refuse(object, values, count);
        if (!refusal.isEmpty())
            return fail(QTA_E_RANGE, refusal);
    }
    return true;
}

bool Bridge::create()
{
    Reader reader = m_channel.reader();
    QVariant name, parent;
    if (!m_values.read(reader, name) || !m_values.read(reader, parent) || isGone(reader))
        return unreadable(reader);
    QString error;
    QObject *object = m_registry.create(name.toString(), parent.value<QObject *>(), &error);
    if (!object)
        return fail(QTA_E_UNKNOWN, error);
    Writer &writer = m_channel.begin();
    m_values.writeObject(writer, object, true);
    m_channel.end();
    return true;
}

bool Bridge::getProperty(double handle, int index)
{
    const Target target = find(handle);
    if (!target)
        return false;
    QObject *const object = target.object;
    Property storage;
    const Property *const property = propertyOf(target, index, storage);
    if (!property)
        return false;
    if (!property->isPlain)
        return done(property->meta.read(object));
    Plain value;
    void *place = value.data(property->type);
    QMetaObject::metacall(object, QMetaObject::ReadProperty, index, &place);
    return done(property->type, value);
}

// Apart, so that the way of plain values stays short.
[[gnu::noinline]] bool Bridge::convertAndSet(QObject *object, const Property &property, Reader &reader)
{
    const QMetaProperty &meta = property.meta;
    QVariant value;
    if (!m_values.read(reader, value) || isGone(reader))
        return unreadable(reader);
    const auto name = [&] { return QStringLiteral("%1.%2").arg(className(object), QLatin1String(meta.name())); };
    if (!meta.isWritable())
        return fail(QTA_E_TYPE, QStringLiteral("Cannot write %1: the property is read-only").arg(name()));
    if (m_values.coerce(value, property.type) < 0)
        return fail(QTA_E_TYPE, QStringLiteral("%1: expected %2, got %3").arg(name(), m_values.describeType(property.type), m_values.describe(value)));
    if (isForeignPointer(property.type))
        return fail(QTA_E_TYPE, QStringLiteral("Cannot write %1: Qt cannot tell whether a %2 still exists").arg(name(), QLatin1String(property.type.name())));
    if (!pass(property.guards, object, &value, 1))
        return false;
    if (!meta.write(object, value))
        return fail(QTA_E_TYPE, QStringLiteral("Cannot set %1 to %2: Qt did not accept it").arg(name(), m_values.describe(value)));
    return true;
}

bool Bridge::setProperty(double handle, int index)
{
    const Target target = find(handle);
    if (!target)
        return false;
    QObject *const object = target.object;
    Property storage;
    const Property *const property = propertyOf(target, index, storage);
    if (!property)
        return false;
    Reader reader = m_channel.reader();
    if (property->isPlain && property->meta.isWritable()) {
        Plain value;
        if (value.read(reader, property->type)) {
            void *place = value.data(property->type);
            QMetaObject::metacall(object, QMetaObject::WriteProperty, index, &place);
            return true;
        }
    }
    return convertAndSet(object, *property, reader);
}

bool Bridge::modelIndex(int field)
{
    Reader reader = m_channel.reader();
    QModelIndex index;
    QVariant role;
    if (!m_values.readIndex(reader, index) || !m_values.read(reader, role))
        return unreadable(reader);
    switch (static_cast<QtaIndexField>(field)) {
    case QTA_INDEX_ROW:
        return done(QVariant(index.row()));
    case QTA_INDEX_COLUMN:
        return done(QVariant(index.column()));
    case QTA_INDEX_VALID:
        return done(QVariant(index.isValid()));
    case QTA_INDEX_PARENT:
        return done(QVariant(index.parent()));
    case QTA_INDEX_DATA:
        return done(index.data(role.toInt()));
    case QTA_INDEX_MODEL:
        return done(QVariant::fromValue(const_cast<QAbstractItemModel *>(index.model())));
    case QTA_INDEX_INTERNAL_ID:
        return done(QVariant::fromValue(quint64(index.internalId())));
    }
    return fail(QTA_E_UNKNOWN, QStringLiteral("A model index has no field %1").arg(field));
}

bool Bridge::connectSignal(double handle, int signal)
{
    const Target target = find(handle);
    if (!target)
        return false;
    QObject *const object = target.object;
    const QMetaMethod method = object->metaObject()->method(signal);
    if (method.methodType() != QMetaMethod::Signal || !method.isValid())
        return fail(QTA_E_UNKNOWN, QStringLiteral("%1 has no signal %2").arg(className(object)).arg(signal));
    const int id = m_receivers.connect(object, signal);
    if (id < 0)
        return fail(QTA_E_INTERNAL, QStringLiteral("Qt refused to connect %1.%2").arg(className(object), QLatin1String(method.methodSignature())));
    done();
    m_channel.header().id = id;
    return true;
}

bool Bridge::filterEvents(double handle)
{
    Reader reader = m_channel.reader();
    QVariant type;
    if (!m_values.read(reader, type))
        return unreadable(reader);
    const Target target = find(handle);
    if (!target)
        return false;
    QObject *const object = target.object;
    bool known = false;
    const int value = QMetaEnum::fromType<QEvent::Type>().keyToValue(type.toString().toLatin1().constData(), &known);
    if (!known)
        return fail(QTA_E_UNKNOWN, QStringLiteral("Cannot filter events of the type '%1': QEvent::Type has no such name").arg(type.toString()));
    const int id = m_filters.install(object, static_cast<QEvent::Type>(value));
    done();
    m_channel.header().id = id;
    return true;
}

}  // namespace qta
