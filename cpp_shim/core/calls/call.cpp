#include "calls/call.h"

#include "calls/api.h"
#include "calls/api_error.h"
#include "wire/values.h"

namespace qta {

Writer &Call::out()
{
    if (!m_writer)
        m_writer = &m_api.channel.begin();
    return *m_writer;
}

const uint8_t *Call::behind(int at) const
{
    return m_api.channel.inputAt(static_cast<std::size_t>(m_slots[at]) * 8);
}

QString Call::string(int at) const
{
    const uint8_t *const place = behind(at);
    double units;
    std::memcpy(&units, place, sizeof units);
    return QString(reinterpret_cast<const QChar *>(place + 8), static_cast<qsizetype>(units));
}

QByteArray Call::bytes(int at) const
{
    const uint8_t *const place = behind(at);
    double size;
    std::memcpy(&size, place, sizeof size);
    return QByteArray(reinterpret_cast<const char *>(place + 8), static_cast<qsizetype>(size));
}

QVariant Call::variant(int at) const
{
    Reader reader = m_api.channel.reader(static_cast<std::size_t>(m_slots[at]) * 8);
    QVariant value;
    if (!m_api.values.read(reader, value))
        bad();
    if (reader.metDestroyed)
        refuse(QTA_E_DESTROYED, QStringLiteral("An object in argument %1 has been destroyed").arg(at + 1));
    if (reader.metStaleIndex)
        refuse(QTA_E_DESTROYED, QStringLiteral("The model index of argument %1 is no longer valid: its row, column or model has been removed").arg(at + 1));
    m_api.values.coerce(value, QMetaType::fromType<QVariant>());
    return value;
}

QVariant Call::variant(int at, QMetaType type) const
{
    QVariant value = variant(at);
    if (m_api.values.coerce(value, type) < 0) {
        refuse(QTA_E_TYPE, QStringLiteral("Argument %1: expected %2, got %3").arg(at + 1).arg(m_api.values.describeType(type), m_api.values.describe(value)));
    }
    return value;
}

const double *Call::numbers(int at) const
{
    return reinterpret_cast<const double *>(behind(at));
}

Call Call::list(int at) const
{
    const double *const place = reinterpret_cast<const double *>(behind(at));
    return Call(m_api, place + 1, static_cast<uint32_t>(*place));
}

QObject *Call::object(int at, const QMetaObject *type) const
{
    const double handle = m_slots[at];
    if (handle == 0)
        return nullptr;
    QObject *const object = usable(m_api.handles, handle, at);
    if (!object->metaObject()->inherits(type)) {
        refuse(QTA_E_TYPE, QStringLiteral("Argument %1: expected a %2, got a %3").arg(at + 1).arg(QLatin1String(type->className()), QLatin1String(object->metaObject()->className())));
    }
    return object;
}

void *Call::pointer(int at, int id) const
{
    const double handle = m_slots[at];
    if (handle == 0)
        return nullptr;
    void *object = nullptr;
    int from = -1;
    if (handle > 0) {
        QObject *const known = usable(m_api.handles, handle, at);
        from = m_api.classes.idOf(known->metaObject());
        object = known;
    } else if (const Boxes::Box *const box = m_api.boxes.find(handle)) {
        from = box->id;
        object = box->object;
    } else {
        refuse(QTA_E_DESTROYED, QStringLiteral("%1 has been disposed of").arg(objectOf(at)));
    }
    if (!m_api.classes.cast(object, from, id))
        refuse(QTA_E_TYPE, QStringLiteral("Argument %1: expected an object of another class").arg(at + 1));
    return object;
}

void Call::missing(int at) const
{
    refuse(QTA_E_TYPE, QStringLiteral("Argument %1: expected an object, got null").arg(at + 1));
}

void Call::deny(const char *reason) const
{
    refuse(QTA_E_RANGE, QString::fromLatin1(reason));
}

void Call::outside(int at, int64_t value, int64_t end) const
{
    if (end <= 0)
        refuse(QTA_E_RANGE, QStringLiteral("Argument %1: got %2, but no number is in range, because there are no items").arg(at + 1).arg(value));
    refuse(QTA_E_RANGE, QStringLiteral("Argument %1: expected a number from 0 to %2, got %3").arg(at + 1).arg(end - 1).arg(value));
}

int64_t Call::size(int at) const
{
    if (m_slots[at] == 0)
        return 0;
    double size;
    std::memcpy(&size, behind(at), sizeof size);
    return static_cast<int64_t>(size);
}

void Call::bad() const
{
    refuse(QTA_E_INTERNAL, QStringLiteral("Malformed arguments in the shared buffer"));
}

void Call::putInteger(int64_t value)
{
    if (value == static_cast<int32_t>(value))
        return putInt(static_cast<int>(value));
    out().head(Tag::Int64, 0);
    out().bytes(&value, sizeof value);
}

void Call::putUnsigned(uint64_t value)
{
    if (value <= INT64_MAX)
        return putInteger(static_cast<int64_t>(value));
    out().head(Tag::UInt64, 0);
    out().bytes(&value, sizeof value);
}

void Call::writeNumber()
{
    const bool isDouble = m_tag == Tag::Double;
    out().head(m_tag, isDouble ? 0 : static_cast<uint32_t>(static_cast<int32_t>(m_number)));
    if (isDouble)
        out().number(m_number);
}

void Call::putNumbers(Tag tag, std::initializer_list<double> numbers)
{
    const bool isList = tag == Tag::List;
    out().head(tag, isList ? static_cast<uint32_t>(numbers.size()) : 0);
    for (const double number : numbers) {
        if (isList)
            out().head(Tag::Double, 0);
        out().number(number);
    }
}

void Call::putString(const QString &value)
{
    out().string(value);
}

void Call::putBytes(const QByteArray &value)
{
    out().head(Tag::Bytes, static_cast<uint32_t>(value.size()));
    out().bytes(value.constData(), static_cast<std::size_t>(value.size()));
}

void Call::putVariant(QMetaType type, const void *value)
{
    // The functions of models get one each.
    if (type == QMetaType::fromType<QModelIndex>())
        return m_api.values.writeIndex(out(), *static_cast<const QModelIndex *>(value));
    m_api.values.write(out(), type, value);
}

void Call::putObject(const QObject *object, bool isCreated)
{
    m_api.values.writeObject(out(), const_cast<QObject *>(object), isCreated);
}

void Call::putOwned(void *object, int id, bool isVirtual)
{
    m_made = m_api.boxes.own(object, id, {}, isVirtual);
    out().head(Tag::Object, static_cast<uint32_t>(id));
    out().number(m_made);
}

void Call::putPointer(void *object, int id, bool isTaken)
{
    putShared(object, id, isTaken, false);
}

void Call::putShared(void *object, int id, bool isTaken, bool isVirtual)
{
    const double handle = m_api.boxes.refer(object, id, isVirtual);
    if (isTaken)
        m_api.boxes.take(handle);
    out().head(Tag::Object, static_cast<uint32_t>(id));
    out().number(handle);
}

void Call::putPointer(void *object, int id, void *whole, const std::type_info &type, bool isTaken)
{
    const int exact = m_api.classes.idOf(type);
    void *part = whole;
    // A private class that has several bases is known by this one alone; so is one whose library is not open.
    const bool isKnown = exact >= 0 && (exact == id || m_api.classes.cast(part, exact, id)) && part == object;
    putShared(isKnown ? whole : object, isKnown ? exact : id, isTaken, isKnown || whole == object);
}

void Call::putHandle(double handle, int id)
{
    out().head(Tag::Object, static_cast<uint32_t>(id));
    out().number(handle);
}

void Call::putIndex(const QModelIndex &index)
{
    if (!m_api.values.isProgramsOwn(index.model()))
        deny("Only a model that the program has written makes its own indexes");
    m_api.values.writeLentIndex(out(), index);
}

void Call::gives(int at)
{
    m_api.boxes.give(m_slots[at]);
}

void Call::gives(const std::vector<double> &handles)
{
    for (const double handle : handles)
        m_api.boxes.give(handle);
}

std::vector<double> Call::elements(int at) const
{
    const Call items = list(at);
    return {items.m_slots, items.m_slots + items.m_count};
}

void Call::holds(int at)
{
    if (m_slots[at] >= 0)
        return;
    m_api.boxes.expose(m_slots[at]);
    const double user = m_made != 0 ? m_made : selfHandle;
    if (user < 0)
        m_api.boxes.use(m_slots[at], user);
}

void Call::givesTo(int at)
{
    if (m_slots[at] != 0)
        m_api.boxes.give(m_made);
}

bool Call::finish()
{
    if (isNumeric && !m_writer) {
        if (m_api.leaveNumber(m_number))
            return true;
        if (m_tag != Tag::Null)
            writeNumber();
    }
    Writer &writer = out();
    if (writer.tooDeep)
        return m_api.channel.fail(QTA_E_RANGE, QStringLiteral("Cannot read a value of Qt that is nested more than %1 levels deep").arg(kMaxDepth));
    if (writer.isEmpty())
        writer.head(Tag::Null, 0);
    m_api.channel.end();
    return true;
}

}  // namespace qta
