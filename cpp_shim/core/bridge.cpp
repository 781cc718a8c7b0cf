#include "bridge.h"

#include "runtime.h"

#include <QEvent>
#include <QMetaEnum>
#include <QMetaMethod>
#include <QMetaProperty>
#include <QThread>

#include <array>

namespace qta {

namespace {

// QMetaObject's own limit for a call.
constexpr int kMaxArguments = 10;

bool fail(int32_t code, const QString &message)
{
    return runtime().channel.fail(code, message);
}

bool unreadable(const Reader &reader)
{
    if (reader.metDestroyed)
        return fail(QTA_E_DESTROYED, QStringLiteral("An object among the values has been destroyed"));
    return fail(QTA_E_INTERNAL, QStringLiteral("Malformed values in the shared buffer"));
}

bool done(const QVariant &value)
{
    Writer &writer = runtime().channel.begin();
    write(writer, value);
    runtime().channel.end();
    return true;
}

QLatin1String className(const QObject *object)
{
    return QLatin1String(object->metaObject()->className());
}

// Null, with the error in `out`, if the object cannot be used here.
QObject *target(double handle)
{
    QObject *object = runtime().handles.find(handle);
    if (!object) {
        fail(QTA_E_DESTROYED, QStringLiteral("The object has been destroyed"));
        return nullptr;
    }
    if (object->thread() != QThread::currentThread()) {
        fail(QTA_E_STATE, QStringLiteral("The %1 lives in another thread: it cannot be used from this one").arg(className(object)));
        return nullptr;
    }
    return object;
}

// A method of Qt or of the registry, in one form.
struct Callee {
    QMetaMethod method;
    const Extension *extension = nullptr;
    int index = -1;
    int required = 0;
    int count = 0;  // of parameters
    std::array<QMetaType, kMaxArguments> parameters;

    QMetaType result() const { return extension ? extension->result : method.returnMetaType(); }
    QByteArray signature() const { return extension ? extension->signature() : method.methodSignature(); }

    void call(QObject *object, void **arguments) const
    {
        if (extension)
            extension->call(object, arguments);
        else
            QMetaObject::metacall(object, QMetaObject::InvokeMetaMethod, index, arguments);
    }
};

bool find(const QObject *object, int index, Callee &callee)
{
    const QMetaObject *type = object->metaObject();
    callee.index = index;
    if (index >= kFirstExtension) {
        const std::vector<Extension> &extensions = runtime().registry.extensions();
        const std::size_t at = static_cast<std::size_t>(index - kFirstExtension);
        if (at >= extensions.size() || !type->inherits(extensions[at].owner))
            return false;
        callee.extension = &extensions[at];
        callee.required = callee.extension->required;
        callee.count = static_cast<int>(callee.extension->parameters.size());
    } else {
        callee.method = type->method(index);
        callee.required = callee.count = callee.method.parameterCount();
    }
    if (callee.index < 0 || (!callee.extension && !callee.method.isValid()) || callee.count > kMaxArguments)
        return false;
    for (int i = 0; i < callee.count; ++i) {
        callee.parameters[static_cast<std::size_t>(i)] =
            callee.extension ? callee.extension->parameters[static_cast<std::size_t>(i)] : callee.method.parameterMetaType(i);
    }
    return true;
}

using Arguments = std::array<QVariant, kMaxArguments>;

bool readArguments(Reader &reader, int count, Arguments &arguments)
{
    // More than fit anywhere are left: fit() refuses them by their count.
    for (int i = 0; i < count && i < kMaxArguments; ++i) {
        if (!read(reader, arguments[static_cast<std::size_t>(i)]))
            return false;
    }
    return !reader.metDestroyed;
}

// How well the arguments fit; negative: not, and `error` says why.
int fit(const QObject *object, const Callee &callee, int count, Arguments &arguments, QString *error)
{
    const int most = callee.count;
    const auto name = [&] { return QStringLiteral("%1.%2").arg(className(object), QLatin1String(callee.signature())); };
    if (count < callee.required || count > most) {
        *error = QStringLiteral("%1 expects %2 argument%3, got %4")
                     .arg(name(), callee.required == most ? QString::number(most) : QStringLiteral("%1 to %2").arg(callee.required).arg(most),
                          QLatin1String(most == 1 ? "" : "s"))
                     .arg(count);
        return -1;
    }
    int cost = 0;
    for (int i = 0; i < most; ++i) {
        QVariant &argument = arguments[static_cast<std::size_t>(i)];
        const QMetaType type = callee.parameters[static_cast<std::size_t>(i)];
        // What TypeScript leaves out, or gives as undefined.
        if (i >= count || (i >= callee.required && !argument.isValid())) {
            argument = QVariant(type);
            continue;
        }
        const int one = coerce(argument, type);
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

bool call(QObject *object, const Callee &callee, Arguments &arguments)
{
    std::array<void *, kMaxArguments + 1> pointers{};
    static const QMetaType any = QMetaType::fromType<QVariant>();
    for (std::size_t i = 0; i < static_cast<std::size_t>(callee.count); ++i)
        pointers[i + 1] = callee.parameters[i] == any ? static_cast<void *>(&arguments[i]) : arguments[i].data();
    QVariant result;
    const QMetaType type = callee.result();
    const bool hasResult = type.isValid() && type.id() != QMetaType::Void;
    if (hasResult && type != any)
        result = QVariant(type);
    pointers[0] = !hasResult ? nullptr : type == any ? static_cast<void *>(&result) : result.data();
    callee.call(object, pointers.data());
    return done(result);
}

}  // namespace

bool create()
{
    Reader reader = runtime().channel.reader();
    QVariant name, parent;
    if (!read(reader, name) || !read(reader, parent) || reader.metDestroyed)
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
    QObject *object = target(handle);
    if (!object)
        return false;
    const QMetaProperty property = object->metaObject()->property(index);
    if (!property.isValid())
        return fail(QTA_E_UNKNOWN, QStringLiteral("%1 has no property %2").arg(className(object)).arg(index));
    return done(property.read(object));
}

bool setProperty(double handle, int index)
{
    Reader reader = runtime().channel.reader();
    QVariant value;
    if (!read(reader, value) || reader.metDestroyed)
        return unreadable(reader);
    QObject *object = target(handle);
    if (!object)
        return false;
    const QMetaProperty property = object->metaObject()->property(index);
    if (!property.isValid())
        return fail(QTA_E_UNKNOWN, QStringLiteral("%1 has no property %2").arg(className(object)).arg(index));
    const auto name = [&] { return QStringLiteral("%1.%2").arg(className(object), QLatin1String(property.name())); };
    if (!property.isWritable())
        return fail(QTA_E_TYPE, QStringLiteral("%1 cannot be written").arg(name()));
    if (coerce(value, property.metaType()) < 0)
        return fail(QTA_E_TYPE, QStringLiteral("%1: expected %2, got %3").arg(name(), describeType(property.metaType()), describeValue(value)));
    if (!property.write(object, value))
        return fail(QTA_E_TYPE, QStringLiteral("%1 did not take %2").arg(name(), describeValue(value)));
    return done(QVariant());
}

bool invoke(double handle, int index, int count)
{
    Reader reader = runtime().channel.reader();
    Arguments arguments;
    if (!readArguments(reader, count, arguments))
        return unreadable(reader);
    QObject *object = target(handle);
    if (!object)
        return false;
    Callee callee;
    if (!find(object, index, callee))
        return fail(QTA_E_UNKNOWN, QStringLiteral("%1 has no method %2").arg(className(object)).arg(index));
    QString error;
    if (fit(object, callee, count, arguments, &error) < 0)
        return fail(QTA_E_TYPE, error);
    return call(object, callee, arguments);
}

bool invokeOverloaded(double handle, int count)
{
    Reader reader = runtime().channel.reader();
    QVariant candidates;
    Arguments given;
    if (!read(reader, candidates) || !readArguments(reader, count, given))
        return unreadable(reader);
    QObject *object = target(handle);
    if (!object)
        return false;
    Callee best;
    Arguments bestArguments;
    int bestCost = -1;
    QStringList errors;
    for (const QVariant &index : candidates.toList()) {
        Callee callee;
        if (!find(object, index.toInt(), callee))
            return fail(QTA_E_UNKNOWN, QStringLiteral("%1 has no method %2").arg(className(object)).arg(index.toInt()));
        Arguments arguments = given;
        QString error;
        const int cost = fit(object, callee, count, arguments, &error);
        if (cost < 0) {
            errors.append(error);
        } else if (bestCost < 0 || cost < bestCost) {
            best = callee;
            bestArguments = arguments;
            bestCost = cost;
        }
    }
    if (bestCost < 0)
        return fail(QTA_E_TYPE, errors.join(QStringLiteral("; ")));
    return call(object, best, bestArguments);
}

bool connectSignal(double handle, int signal)
{
    QObject *object = target(handle);
    if (!object)
        return false;
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
    QObject *object = target(handle);
    if (!object)
        return false;
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
