#include "hub.h"

#include "runtime.h"
#include "values.h"

#include <QCoreApplication>
#include <QEvent>

namespace qta {

int Hub::connect(QObject *sender, int signal)
{
    int id;
    if (m_free.empty()) {
        id = static_cast<int>(m_entries.size());
        m_entries.emplace_back();
    } else {
        id = m_free.back();
        m_free.pop_back();
    }
    Entry &entry = m_entries[static_cast<std::size_t>(id)];
    entry.signal = sender->metaObject()->method(signal);
    entry.connection = QMetaObject::connect(sender, signal, this, QObject::staticMetaObject.methodCount() + id);
    entry.used = static_cast<bool>(entry.connection);
    if (!entry.used) {
        m_free.push_back(id);
        return -1;
    }
    return id;
}

bool Hub::disconnect(int connection)
{
    if (connection < 0 || static_cast<std::size_t>(connection) >= m_entries.size())
        return false;
    Entry &entry = m_entries[static_cast<std::size_t>(connection)];
    if (!entry.used)
        return false;
    QObject::disconnect(entry.connection);
    entry = Entry();
    m_free.push_back(connection);
    return true;
}

void Hub::suspend()
{
    QEvent event(QEvent::User);
    QCoreApplication::sendEvent(this, &event);
}

bool Hub::event(QEvent *event)
{
    if (event->type() != QEvent::User)
        return QObject::event(event);
    runtime().scheduler.suspend();
    return true;
}

int Hub::qt_metacall(QMetaObject::Call call, int id, void **arguments)
{
    id = QObject::qt_metacall(call, id, arguments);
    if (id < 0 || call != QMetaObject::InvokeMetaMethod)
        return id;
    Runtime &all = runtime();
    if (static_cast<std::size_t>(id) >= m_entries.size() || !m_entries[static_cast<std::size_t>(id)].used || !all.scheduler.onFiber())
        return -1;
    const QMetaMethod &signal = m_entries[static_cast<std::size_t>(id)].signal;
    Writer &writer = all.channel.begin();
    // The argument of destroyed() is half gone: its handler gets the sender's wrapper from TypeScript.
    static const int destroyed = QMetaMethod::fromSignal(&QObject::destroyed).methodIndex();
    const int count = signal.methodIndex() == destroyed ? 0 : signal.parameterCount();
    writer.head(Tag::List, static_cast<uint32_t>(count));
    for (int i = 0; i < count; ++i)
        write(writer, signal.parameterMetaType(i), arguments[i + 1]);
    all.channel.end();
    all.channel.header().id = id;
    all.scheduler.ask();
    return -1;
}

}  // namespace qta
