#include "calls/bridge.h"

#include "wire/plain.h"
#include "abi/runtime.h"

#include <QAbstractItemModel>
#include <QEvent>
#include <QMetaEnum>
#include <QThread>
#include <QVarLengthArray>

#include <algorithm>
#include <array>

namespace qta {

namespace {

bool fail(int32_t code, const QString &message)
{
    return runtime().channel.fail(code, message);
}

bool unreadable(const Reader &reader)
{
    if (reader.metDestroyed)
        return fail(QTA_E_DESTROYED, QStringLiteral("An object among the values has been destroyed"));
    if (reader.metStaleIndex)
        return fail(QTA_E_DESTROYED, QStringLiteral("A model index among the values is no longer valid: its row, column or model has been removed"));
    return fail(QTA_E_INTERNAL, QStringLiteral("Malformed values in the shared buffer"));
}

bool done(QMetaType type, const void *data)
{
    Channel &channel = runtime().channel;
    Writer &writer = channel.begin();
    write(writer, type, data);
    if (writer.tooDeep)
        return fail(QTA_E_RANGE, QStringLiteral("Cannot read a value of Qt that is nested more than %1 levels deep").arg(kMaxDepth));
    channel.end();
    return true;
}

bool isGone(const Reader &reader)
{
    return reader.metDestroyed || reader.metStaleIndex;
}

// False, with the error in `out`, if a guard refuses the values.
bool pass(const std::vector<const Guard *> &guards, QObject *object, const QVariant *values, int count)
{
    for (const Guard *guard : guards) {
        const QString refusal = guard->refuse(object, values, count);
        if (!refusal.isEmpty())
            return fail(QTA_E_RANGE, refusal);
    }
    return true;
}

bool done(const QVariant &value)
{
    return done(QMetaType::fromType<QVariant>(), &value);
}

QLatin1String className(const QObject *object)
{
    return QLatin1String(object->metaObject()->className());
}

// An object and its class; neither, with the error in `out`, if the object cannot be used here.
struct Target {
    QObject *object = nullptr;
    Class *type = nullptr;

    explicit Target(double handle)
    {
        Runtime &all = runtime();
        Handles::Entry *const entry = all.handles.entry(handle);
        if (!entry) {
            fail(QTA_E_DESTROYED, QStringLiteral("The object has been destroyed"));
            return;
        }
        QObject *const found = entry->object.data();
        if (found->thread() != all.thread()) {
            fail(QTA_E_STATE, QStringLiteral("The %1 lives in another thread: it cannot be used from this one").arg(className(found)));
            return;
        }
        object = found;
        type = &entry->currentType();
    }
    explicit operator bool() const { return object != nullptr; }

    // Null, with the error in `out`, if it has no such member.
    const Property *property(int index, Property &storage) const
    {
        const Property *const found = type->property(index, storage);
        if (!found)
            fail(QTA_E_UNKNOWN, QStringLiteral("%1 has no property %2").arg(className(object)).arg(index));
        return found;
    }

    const Method *method(int index, Method &storage) const
    {
        const Method *const found = type->method(index, storage);
        if (!found)
            fail(QTA_E_UNKNOWN, QStringLiteral("%1 has no method %2").arg(className(object)).arg(index));
        return found;
    }
};

using Arguments = QVarLengthArray<QVariant, kMaxArguments>;

bool readArguments(Reader &reader, int count, Arguments &arguments)
{
    // More than fit anywhere are left: fit() refuses them by their count.
    arguments.resize(std::min(count, kMaxArguments));
    for (QVariant &argument : arguments) {
        if (!read(reader, argument))
            return false;
    }
    return !isGone(reader);
}

// Whether what a pointer points at is there. The registry's own methods compare such pointers, and never follow them.
bool exists(const QObject *object, const QVariant &pointer)
{
    const Registry::Exists check = runtime().registry.checkOf(pointer.metaType());
    return check && check(object, *static_cast<void *const *>(pointer.constData()));
}

// How well the arguments fit; negative: not, and `error` says why.
int fit(const QObject *object, const Method &method, int count, Arguments &arguments, QString *error)
{
    const int most = method.count;
    const auto name = [&] { return QStringLiteral("%1.%2").arg(className(object), QLatin1String(method.signature())); };
    if (count < method.required || count > most) {
        *error = QStringLiteral("%1 expects %2 argument%3, got %4")
                     .arg(name(), method.required == most ? QString::number(most) : QStringLiteral("%1 to %2").arg(method.required).arg(most),
                          QLatin1String(most == 1 ? "" : "s"))
                     .arg(count);
        return -1;
    }
    arguments.resize(most);
    int cost = 0;
    for (int i = 0; i < most; ++i) {
        QVariant &argument = arguments[i];
        const QMetaType type = method.parameters[static_cast<std::size_t>(i)];
        // What TypeScript leaves out, or gives as undefined.
        if (i >= count || (i >= method.required && !argument.isValid())) {
            argument = QVariant(type);
            continue;
        }
        const bool isMissing = !argument.isValid() && !method.isNullable && bool(type.flags() & QMetaType::PointerToQObject);
        const int one = isMissing ? -1 : coerce(argument, type);
        if (one >= 0 && !method.extension && isForeignPointer(type) && !exists(object, argument)) {
            *error = QStringLiteral("Argument %1 of %2: the %3 does not exist any more, or does not belong to the %4")
                         .arg(i + 1)
                         .arg(name(), QLatin1String(type.name()), className(object));
            return -1;
        }
        if (one < 0) {
            *error = QStringLiteral("Argument %1 of %2: expected %3, got %4")
                         .arg(i + 1)
                         .arg(name(), type.isValid() ? describeType(type) : QStringLiteral("a type that is unknown to Qt's meta-object system"),
                              describeValue(argument));
            return -1;
        }
        cost += one;
    }
    return cost;
}

bool isAny(QMetaType type)
{
    return type == QMetaType::fromType<QVariant>();
}

// `places`: of the arguments, from the second on.
bool callInto(QObject *object, const Method &method, void **places)
{
    const QMetaType type = method.result;
    if (!type.isValid()) {
        places[0] = nullptr;
        method.call(object, places);
        return done(QVariant());
    }
    QVariant result;
    if (isAny(type)) {
        places[0] = &result;
    } else {
        result = QVariant(type);
        places[0] = result.data();
    }
    method.call(object, places);
    return done(result);
}

bool call(QObject *object, const Method &method, Arguments &arguments)
{
    if (!pass(method.guards, object, arguments.constData(), method.count))
        return false;
    std::array<void *, kMaxArguments + 1> places;
    for (int i = 0; i < method.count; ++i) {
        QVariant &argument = arguments[i];
        const std::size_t at = static_cast<std::size_t>(i);
        places[at + 1] = isAny(method.parameters[at]) ? static_cast<void *>(&argument) : argument.data();
    }
    return callInto(object, method, places.data());
}

// Without a QVariant, if all arguments are of the very types that the method wants. Otherwise false: nothing has happened.
bool callPlain(QObject *object, const Method &method, int count, Reader reader)
{
    if (!method.isPlain || count != method.count)
        return false;
    QVarLengthArray<Plain, kMaxArguments> arguments(count);
    std::array<void *, kMaxArguments + 1> places;
    for (int i = 0; i < count; ++i) {
        const QMetaType type = method.parameters[static_cast<std::size_t>(i)];
        if (!arguments[i].read(reader, type))
            return false;
        places[static_cast<std::size_t>(i) + 1] = arguments[i].data(type);
    }
    if (!Plain::is(method.result)) {
        callInto(object, method, places.data());
        return true;
    }
    Plain result;
    places[0] = result.data(method.result);
    method.call(object, places.data());
    return done(method.result, places[0]);
}

}  // namespace

bool create()
{
    Reader reader = runtime().channel.reader();
    QVariant name, parent;
    if (!read(reader, name) || !read(reader, parent) || isGone(reader))
        return unreadable(reader);
    QString error;
    QObject *object = runtime().registry.create(name.toString(), parent.value<QObject *>(), &error);
    if (!object)
        return fail(QTA_E_UNKNOWN, error);
    Writer &writer = runtime().channel.begin();
    writeObject(writer, object, true);
    runtime().channel.end();
    return true;
}

bool getProperty(double handle, int index)
{
    const Target target(handle);
    if (!target)
        return false;
    QObject *const object = target.object;
    Property storage;
    const Property *const property = target.property(index, storage);
    if (!property)
        return false;
    if (!property->isPlain)
        return done(property->meta.read(object));
    Plain value;
    void *place = value.data(property->type);
    QMetaObject::metacall(object, QMetaObject::ReadProperty, index, &place);
    return done(property->type, place);
}

namespace {

// Apart, so that the way of plain values stays short.
[[gnu::noinline]] bool convertAndSet(QObject *object, const Property &property, Reader &reader)
{
    const QMetaProperty &meta = property.meta;
    QVariant value;
    if (!read(reader, value) || isGone(reader))
        return unreadable(reader);
    const auto name = [&] { return QStringLiteral("%1.%2").arg(className(object), QLatin1String(meta.name())); };
    if (!meta.isWritable())
        return fail(QTA_E_TYPE, QStringLiteral("%1 cannot be written").arg(name()));
    if (coerce(value, property.type) < 0)
        return fail(QTA_E_TYPE, QStringLiteral("%1: expected %2, got %3").arg(name(), describeType(property.type), describeValue(value)));
    if (isForeignPointer(property.type))
        return fail(QTA_E_TYPE, QStringLiteral("%1 cannot be written: Qt does not say whether a %2 still exists").arg(name(), QLatin1String(property.type.name())));
    if (!pass(property.guards, object, &value, 1))
        return false;
    if (!meta.write(object, value))
        return fail(QTA_E_TYPE, QStringLiteral("%1 did not take %2").arg(name(), describeValue(value)));
    return true;
}

}  // namespace

bool setProperty(double handle, int index)
{
    const Target target(handle);
    if (!target)
        return false;
    QObject *const object = target.object;
    Property storage;
    const Property *const property = target.property(index, storage);
    if (!property)
        return false;
    Reader reader = runtime().channel.reader();
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

bool invoke(double handle, int index, int count)
{
    const Target target(handle);
    if (!target)
        return false;
    QObject *const object = target.object;
    Method storage;
    const Method *const method = target.method(index, storage);
    if (!method)
        return false;
    Reader reader = runtime().channel.reader();
    if (callPlain(object, *method, count, reader))
        return true;
    Arguments arguments;
    if (!readArguments(reader, count, arguments))
        return unreadable(reader);
    QString error;
    if (fit(object, *method, count, arguments, &error) < 0)
        return fail(QTA_E_TYPE, error);
    return call(object, *method, arguments);
}

bool invokeOverloaded(double handle, int count)
{
    Reader reader = runtime().channel.reader();
    QVariant candidates;
    Arguments given;
    if (!read(reader, candidates) || !readArguments(reader, count, given))
        return unreadable(reader);
    const Target target(handle);
    if (!target)
        return false;
    QObject *const object = target.object;
    Method best;
    Arguments bestArguments;
    int bestCost = -1;
    QStringList errors;
    for (const QVariant &index : candidates.toList()) {
        Method storage;
        const Method *const method = target.method(index.toInt(), storage);
        if (!method)
            return false;
        Arguments arguments = given;
        QString error;
        const int cost = fit(object, *method, count, arguments, &error);
        if (cost < 0) {
            errors.append(error);
        } else if (bestCost < 0 || cost < bestCost) {
            best = *method;
            bestArguments = arguments;
            bestCost = cost;
        }
    }
    if (bestCost < 0)
        return fail(QTA_E_TYPE, errors.join(QStringLiteral("; ")));
    return call(object, best, bestArguments);
}

bool modelIndex(int field)
{
    Reader reader = runtime().channel.reader();
    QModelIndex index;
    QVariant role;
    if (!readIndex(reader, index) || !read(reader, role))
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
    }
    return fail(QTA_E_UNKNOWN, QStringLiteral("A model index has no field %1").arg(field));
}

bool connectSignal(double handle, int signal)
{
    const Target target(handle);
    if (!target)
        return false;
    QObject *const object = target.object;
    const QMetaMethod method = object->metaObject()->method(signal);
    if (method.methodType() != QMetaMethod::Signal || !method.isValid())
        return fail(QTA_E_UNKNOWN, QStringLiteral("%1 has no signal %2").arg(className(object)).arg(signal));
    const int id = runtime().hub->connect(object, signal);
    if (id < 0)
        return fail(QTA_E_INTERNAL, QStringLiteral("Qt refused to connect %1.%2").arg(className(object), QLatin1String(method.methodSignature())));
    done(QVariant());
    runtime().channel.header().id = id;
    return true;
}

bool watchEvents(double handle)
{
    Reader reader = runtime().channel.reader();
    QVariant type;
    if (!read(reader, type))
        return unreadable(reader);
    const Target target(handle);
    if (!target)
        return false;
    QObject *const object = target.object;
    bool known = false;
    const int value = QMetaEnum::fromType<QEvent::Type>().keyToValue(type.toString().toLatin1().constData(), &known);
    if (!known)
        return fail(QTA_E_UNKNOWN, QStringLiteral("There is no event of the type %1").arg(type.toString()));
    const int id = runtime().watchers.watch(object, static_cast<QEvent::Type>(value));
    done(QVariant());
    runtime().channel.header().id = id;
    return true;
}

}  // namespace qta
