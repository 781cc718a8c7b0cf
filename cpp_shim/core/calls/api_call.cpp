#include "calls/api_call.h"

#include "abi/qtasyncio.h"
#include "calls/api.h"
#include "objects/handles.h"
#include "wire/values.h"

#include <QThread>

#include <array>

namespace qta {

namespace {

// Thrown where arguments do not fit.
struct ApiError {
    QtaErrorCode code;
    QString message;
};

[[noreturn]] void refuse(QtaErrorCode code, const QString &message)
{
    throw ApiError{code, message};
}

QObject *usable(Handles &handles, double handle, const QString &what)
{
    QObject *const object = handles.find(handle);
    if (!object)
        refuse(QTA_E_DESTROYED, QStringLiteral("%1 has been destroyed").arg(what));
    if (object->thread() != QThread::currentThread())
        refuse(QTA_E_STATE, QStringLiteral("%1 lives in another thread: it cannot be used from this one").arg(what));
    return object;
}

QString argument(int at)
{
    return QStringLiteral("The object of argument %1").arg(at + 1);
}

// Marks a box as one whose method runs, for as long as it lives.
class Use
{
public:
    Use(Boxes &boxes, double handle) : m_boxes(boxes), m_handle(handle < 0 ? handle : 0)
    {
        if (m_handle != 0)
            m_boxes.enter(m_handle);
    }
    ~Use()
    {
        if (m_handle != 0)
            m_boxes.leave(m_handle);
    }
    Use(const Use &) = delete;
    Use &operator=(const Use &) = delete;

private:
    Boxes &m_boxes;
    const double m_handle;
};

}  // namespace

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
    if (!read(reader, value))
        bad();
    if (reader.metDestroyed)
        refuse(QTA_E_DESTROYED, QStringLiteral("An object in argument %1 has been destroyed").arg(at + 1));
    if (reader.metStaleIndex)
        refuse(QTA_E_DESTROYED, QStringLiteral("The model index of argument %1 is no longer valid: its row, column or model has been removed").arg(at + 1));
    coerce(value, QMetaType::fromType<QVariant>());
    return value;
}

QVariant Call::variant(int at, QMetaType type) const
{
    QVariant value = variant(at);
    if (coerce(value, type) < 0) {
        refuse(QTA_E_TYPE, QStringLiteral("Argument %1: expected %2, got %3").arg(at + 1)
                               .arg(describeType(type), describeValue(value)));
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
    QObject *const object = usable(m_api.handles, handle, argument(at));
    if (!object->metaObject()->inherits(type)) {
        refuse(QTA_E_TYPE, QStringLiteral("Argument %1: expected a %2, got a %3").arg(at + 1)
                               .arg(QLatin1String(type->className()), QLatin1String(object->metaObject()->className())));
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
        QObject *const known = usable(m_api.handles, handle, argument(at));
        from = m_api.classes.idOf(known->metaObject());
        object = known;
    } else if (const Boxes::Box *const box = m_api.boxes.find(handle)) {
        from = box->id;
        object = box->object;
    } else {
        refuse(QTA_E_DESTROYED, QStringLiteral("%1 has been disposed of").arg(argument(at)));
    }
    if (!m_api.classes.cast(object, from, id))
        refuse(QTA_E_TYPE, QStringLiteral("Argument %1: an object of another class was expected").arg(at + 1));
    return object;
}

void Call::missing(int at) const
{
    refuse(QTA_E_TYPE, QStringLiteral("Argument %1: expected an object, got null").arg(at + 1));
}

void Call::bad() const
{
    refuse(QTA_E_INTERNAL, QStringLiteral("Malformed arguments in the shared buffer"));
}

void Call::putInteger(int64_t value)
{
    if (value == static_cast<int32_t>(value))
        return out().head(Tag::Int, static_cast<uint32_t>(value));
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

void Call::putNumber(double value)
{
    out().head(Tag::Double, 0);
    out().number(value);
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
    write(out(), type, value);
}

void Call::putObject(const QObject *object, bool isCreated)
{
    writeObject(out(), const_cast<QObject *>(object), isCreated);
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
    const double user = m_made != 0 ? m_made : selfHandle;
    if (user < 0 && m_slots[at] < 0)
        m_api.boxes.use(m_slots[at], user);
}

void Call::givesTo(int at)
{
    if (m_slots[at] != 0)
        m_api.boxes.give(m_made);
}

void *Api::selfOf(double handle, int id, const ApiGlue &glue)
{
    if (handle == 0)
        return nullptr;
    void *object = nullptr;
    int from = -1;
    if (handle > 0) {
        QObject *const known = usable(handles, handle, QStringLiteral("The object"));
        if (glue.meta && known->metaObject()->inherits(glue.meta))
            return known;
        object = known;
        from = classes.idOf(known->metaObject());
    } else if (const Boxes::Box *const box = boxes.find(handle)) {
        object = box->object;
        from = box->id;
    } else {
        refuse(QTA_E_DESTROYED, QStringLiteral("The object has been disposed of"));
    }
    if (!classes.cast(object, from, id))
        refuse(QTA_E_TYPE, QStringLiteral("The method is one of another class"));
    return object;
}

bool Call::finish()
{
    Writer &writer = out();
    if (writer.tooDeep)
        return m_api.channel.fail(QTA_E_RANGE, QStringLiteral("Cannot read a value of Qt that is nested more than %1 levels deep").arg(kMaxDepth));
    if (writer.length() == 0)
        writer.head(Tag::Null, 0);
    m_api.channel.end();
    return true;
}

bool Api::run(int member, Call &call)
{
    const int id = member >> kFormBits;
    const ApiGlue *const glue = classes.glue(id);
    if (!glue || !glue->call)
        return channel.fail(QTA_E_INTERNAL, QStringLiteral("The library of the class %1 is not open").arg(id));
    try {
        call.self = selfOf(call.selfHandle, id, *glue);
        const Use use(boxes, call.selfHandle);
        glue->call(call, member & ((1 << kFormBits) - 1));
    } catch (const ApiError &error) {
        return channel.fail(error.code, error.message);
    }
    return call.finish();
}

bool Api::call(int member, double handle, uint32_t count)
{
    std::array<double, kMostSlots> slots;
    if (count > kMostSlots)
        return channel.fail(QTA_E_INTERNAL, QStringLiteral("A call has %1 arguments: expected at most %2").arg(count).arg(kMostSlots));
    std::memcpy(slots.data(), channel.inputAt(0), count * sizeof(double));
    Call call(*this, slots.data(), count);
    call.selfHandle = handle;
    return run(member, call);
}

bool Api::call(int member, double handle, const double *numbers)
{
    Call call(*this, numbers, kNumbers);
    call.selfHandle = handle;
    return run(member, call);
}

bool Api::describe()
{
    Reader reader = channel.reader();
    QVariant key;
    if (!read(reader, key))
        return channel.fail(QTA_E_INTERNAL, QStringLiteral("Malformed values in the shared buffer"));
    const bool isId = key.metaType() == QMetaType::fromType<int>();
    const QByteArray name = isId ? classes.nameOf(key.toInt()).toByteArray() : key.toString().toLatin1();
    const QByteArrayView description = classes.describe(name);
    Writer &writer = channel.begin();
    if (description.isEmpty())
        writer.head(Tag::Null, 0);
    else
        writer.string(QString::fromLatin1(description.data(), description.size()));
    channel.end();
    return true;
}

bool Api::copy(double handle)
{
    const Boxes::Box *const box = boxes.find(handle);
    if (!box)
        return channel.fail(QTA_E_DESTROYED, QStringLiteral("The object has been disposed of"));
    const int id = box->id;
    const QMetaType type = box->type;
    const ApiGlue *const glue = classes.glue(id);
    void *const made = type.isValid() ? type.create(box->object) : glue && glue->copy ? glue->copy(box->object) : nullptr;
    if (!made)
        return channel.fail(QTA_E_TYPE, QStringLiteral("The object cannot be copied"));
    const double own = boxes.own(made, id, type);
    Writer &writer = channel.begin();
    writer.head(Tag::Object, static_cast<uint32_t>(id));
    writer.number(own);
    channel.end();
    return true;
}

}  // namespace qta
