#include "calls/hub.h"

#include "abi/runtime.h"
#include "wire/values.h"

#include <QCoreApplication>
#include <QEvent>
#include <QMetaMethod>

namespace qta {

namespace {

int destroyedSignal()
{
    static const int index = QMetaMethod::fromSignal(&QObject::destroyed).methodIndex();
    return index;
}

// To a method beyond those that the class declares, as a QSignalSpy does; Qt calls it through qt_metacall().
bool connectTo(QObject *receiver, const QObject *sender, int signal, Qt::ConnectionType type)
{
    return QMetaObject::connect(sender, signal, receiver, QObject::staticMetaObject.methodCount(), type);
}

}  // namespace

bool Receiver::connect(QObject *sender, int signal)
{
    const QMetaMethod method = sender->metaObject()->method(signal);
    // The argument of destroyed() is half gone: its handler gets the sender's wrapper from TypeScript.
    const int count = signal == destroyedSignal() ? 0 : method.parameterCount();
    for (int i = 0; i < count; ++i)
        m_parameters.push_back(method.parameterMetaType(i));
    // A signal of another thread arrives as an event.
    return connectTo(this, sender, signal, Qt::AutoConnection);
}

void Receiver::retire(std::unique_ptr<Receiver> receiver)
{
    receiver->m_retired = true;
    if (receiver->m_calls > 0)
        receiver.release();  // the outermost call deletes it
}

int Receiver::qt_metacall(QMetaObject::Call call, int id, void **arguments)
{
    id = QObject::qt_metacall(call, id, arguments);
    if (id < 0 || call != QMetaObject::InvokeMetaMethod)
        return id;
    Runtime &all = runtime();
    if (m_retired || !all.scheduler.canAsk())
        return -1;
    Writer &writer = all.channel.begin();
    writer.head(Tag::List, static_cast<uint32_t>(m_parameters.size()));
    for (std::size_t i = 0; i < m_parameters.size(); ++i)
        write(writer, m_parameters[i], arguments[i + 1]);
    all.channel.end();
    all.channel.header().id = m_id;
    ++m_calls;
    all.scheduler.ask();
    if (--m_calls == 0 && m_retired)
        delete this;
    return -1;
}

int Hub::connect(QObject *sender, int signal)
{
    const int id = m_free.empty() ? static_cast<int>(m_receivers.size()) : m_free.back();
    auto receiver = std::make_unique<Receiver>(id);
    if (!receiver->connect(sender, signal))
        return -1;
    if (m_free.empty()) {
        m_receivers.push_back(std::move(receiver));
    } else {
        m_free.pop_back();
        m_receivers[static_cast<std::size_t>(id)] = std::move(receiver);
    }
    return id;
}

bool Hub::disconnect(int connection)
{
    if (connection < 0 || static_cast<std::size_t>(connection) >= m_receivers.size())
        return false;
    std::unique_ptr<Receiver> &receiver = m_receivers[static_cast<std::size_t>(connection)];
    if (!receiver)
        return false;
    Receiver::retire(std::move(receiver));
    m_free.push_back(connection);
    return true;
}

void Hub::watchEnd(QObject *object)
{
    connectTo(this, object, destroyedSignal(), Qt::DirectConnection);
}

int Hub::qt_metacall(QMetaObject::Call call, int id, void **arguments)
{
    id = QObject::qt_metacall(call, id, arguments);
    if (id < 0 || call != QMetaObject::InvokeMetaMethod)
        return id;
    runtime().handles.release(*static_cast<QObject **>(arguments[1]));
    return -1;
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

}  // namespace qta
