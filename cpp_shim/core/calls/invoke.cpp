// Calls of methods: which form, which conversions, and the call itself.
#include "calls/bridge.h"

#include "objects/registry.h"
#include "wire/plain.h"
#include "wire/values.h"

#include <algorithm>
#include <array>

namespace qta {

namespace {

bool isAny(QMetaType type)
{
    return type == QMetaType::fromType<QVariant>();
}

}  // namespace

bool Bridge::readArguments(Reader &reader, int count, Arguments &arguments)
{
    // More than fit anywhere are left: fit() refuses them by their count.
    arguments.resize(std::min(count, kMaxArguments));
    for (QVariant &argument : arguments) {
        if (!m_values.read(reader, argument))
            return false;
    }
    return !isGone(reader);
}

// Whether what a pointer points at is there. The registry's own methods compare such pointers, and never follow them.
bool Bridge::exists(const QObject *object, const QVariant &pointer) const
{
    const Registry::Exists check = m_registry.checkOf(pointer.metaType());
    return check && check(object, *static_cast<void *const *>(pointer.constData()));
}

// How well the arguments fit; negative: not, and `error` says why.
int Bridge::fit(const QObject *object, const Method &method, int count, Arguments &arguments, QString *error)
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
        const int one = isMissing ? -1 : m_values.coerce(argument, type);
        if (one >= 0 && !method.extension && isForeignPointer(type) && !exists(object, argument)) {
            *error = QStringLiteral("Argument %1 of %2: the %3 does not exist any more, or does not belong to the %4")
                         .arg(i + 1)
                         .arg(name(), QLatin1String(type.name()), className(object));
            return -1;
        }
        if (one < 0) {
            *error = QStringLiteral("Argument %1 of %2: expected %3, got %4")
                         .arg(i + 1)
                         .arg(name(), type.isValid() ? m_values.describeType(type) : QStringLiteral("a type that is unknown to Qt's meta-object system"),
                              m_values.describe(argument));
            return -1;
        }
        cost += one;
    }
    return cost;
}

// `places`: of the arguments, from the second on.
bool Bridge::callInto(QObject *object, const Method &method, void **places)
{
    const QMetaType type = method.result;
    if (!type.isValid()) {
        places[0] = nullptr;
        method.call(object, places);
        return done();
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

bool Bridge::call(QObject *object, const Method &method, Arguments &arguments)
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
[[gnu::always_inline]] inline bool Bridge::callPlain(QObject *object, const Method &method, int count, Reader reader)
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
    return done(method.result, result);
}

// Apart, so that the way of plain values stays short.
[[gnu::noinline]] bool Bridge::convertAndCall(QObject *object, const Method &method, int count, Reader &reader)
{
    Arguments arguments;
    if (!readArguments(reader, count, arguments))
        return unreadable(reader);
    QString error;
    if (fit(object, method, count, arguments, &error) < 0)
        return fail(QTA_E_TYPE, error);
    return call(object, method, arguments);
}

bool Bridge::invoke(double handle, int index, int count)
{
    const Target target = find(handle);
    if (!target)
        return false;
    QObject *const object = target.object;
    Method storage;
    const Method *const method = methodOf(target, index, storage);
    if (!method)
        return false;
    Reader reader = m_channel.reader();
    return callPlain(object, *method, count, reader) || convertAndCall(object, *method, count, reader);
}

bool Bridge::invokeOverloaded(double handle, int count)
{
    Reader reader = m_channel.reader();
    QVariant candidates;
    Arguments given;
    if (!m_values.read(reader, candidates) || !readArguments(reader, count, given))
        return unreadable(reader);
    const Target target = find(handle);
    if (!target)
        return false;
    QObject *const object = target.object;
    Method best;
    Arguments bestArguments;
    int bestCost = -1;
    QStringList errors;
    for (const QVariant &index : candidates.toList()) {
        Method storage;
        const Method *const method = methodOf(target, index.toInt(), storage);
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

}  // namespace qta
