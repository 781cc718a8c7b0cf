// The QObject bridge: jobs (fiber/scheduler.h) that act on objects through the meta-object system.
#pragma once

#include "objects/classes.h"
#include "objects/handles.h"
#include "wire/channel.h"
#include "wire/plain.h"

#include <QObject>
#include <QString>
#include <QVarLengthArray>
#include <QVariant>

#include <cstdint>
#include <vector>

namespace qta {

class Registry;
class SignalReceivers;
class Values;
class EventFilters;

// Arguments are read from the `in` buffer. True: the result is in `out`; false: an error is.
class Bridge
{
public:
    Bridge(Channel &channel, Handles &handles, const Registry &registry, Values &values, SignalReceivers &receivers,
           EventFilters &eventFilters);

    bool create();
    bool getProperty(double handle, int index);
    bool setProperty(double handle, int index);
    bool invoke(double handle, int index, int count);
    bool invokeOverloaded(double handle, int count);
    bool modelIndex(int field);
    bool connectSignal(double handle, int signal);
    bool filterEvents(double handle);

private:
    // An object and its class.
    struct Target {
        QObject *object = nullptr;
        Class *type = nullptr;

        explicit operator bool() const { return object != nullptr; }
    };
    using Arguments = QVarLengthArray<QVariant, kMaxArguments>;

    // Null, with the error in `out`, if the object cannot be used here.
    Target find(double handle)
    {
        Handles::Entry *const entry = m_handles.entry(handle);
        QObject *const found = entry ? entry->object.data() : nullptr;
        if (found && found->thread() == m_handles.thread())
            return {found, &m_handles.classOf(*entry)};
        failTarget(found);
        return {};
    }
    // Null, with the error in `out`, if it has no such member. What is returned may be in `storage`.
    const Property *propertyOf(const Target &target, int index, Property &storage)
    {
        const Property *const found = target.type->property(index, storage);
        if (!found)
            failMember(target, "property", index);
        return found;
    }
    const Method *methodOf(const Target &target, int index, Method &storage)
    {
        const Method *const found = target.type->method(index, storage);
        if (!found)
            failMember(target, "method", index);
        return found;
    }
    void failTarget(const QObject *found);
    void failMember(const Target &target, const char *kind, int index);

    bool fail(int32_t code, const QString &message) { return m_channel.fail(code, message); }
    bool unreadable(const Reader &reader);
    bool done()
    {
        m_channel.begin().head(Tag::Null, 0);
        m_channel.end();
        return true;
    }
    // Without a detour: the types that most members have.
    bool done(QMetaType type, const Plain &value)
    {
        value.write(m_channel.begin(), type);
        m_channel.end();
        return true;
    }
    bool done(const QVariant &value);
    // False, with the error in `out`, if a guard refuses the values.
    bool pass(const std::vector<const Guard *> &guards, QObject *object, const QVariant *values, int count);

    bool convertAndSet(QObject *object, const Property &property, Reader &reader);

    bool readArguments(Reader &reader, int count, Arguments &arguments);
    int fit(const QObject *object, const Method &method, int count, Arguments &arguments, QString *error);
    bool exists(const QObject *object, const QVariant &pointer) const;
    bool callInto(QObject *object, const Method &method, void **places);
    bool call(QObject *object, const Method &method, Arguments &arguments);
    bool convertAndCall(QObject *object, const Method &method, int count, Reader &reader);
    bool callPlain(QObject *object, const Method &method, int count, Reader reader);

    Channel &m_channel;
    Handles &m_handles;
    const Registry &m_registry;
    Values &m_values;
    SignalReceivers &m_receivers;
    EventFilters &m_filters;
};

inline bool isGone(const Reader &reader)
{
    return reader.metDestroyed || reader.metStaleIndex;
}

inline QLatin1String className(const QObject *object)
{
    return QLatin1String(object->metaObject()->className());
}

}  // namespace qta
