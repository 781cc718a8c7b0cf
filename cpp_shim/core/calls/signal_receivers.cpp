#include "calls/signal_receivers.h"

#include "fiber/scheduler.h"
#include "objects/metacall.h"
#include "wire/values.h"

#include <QMetaMethod>

namespace qta {

// One connection: a receiver of its own, so that a signal of another thread that is still on its way when TypeScript
// disconnects goes down with it, and never reaches another connection with arguments of another kind.
class SignalReceivers::Receiver : public QObject
{
public:
    Receiver(SignalReceivers &all, int id) : m_scheduler(all.m_scheduler), m_channel(all.m_channel), m_values(all.m_values), m_id(id) {}

    bool connect(QObject *sender, int signal)
    {
        const QMetaMethod method = sender->metaObject()->method(signal);
        // The argument of destroyed() is half gone: its handler gets the sender's wrapper from TypeScript.
        const int count = signal == destroyedSignal() ? 0 : method.parameterCount();
        for (int i = 0; i < count; ++i)
            m_parameters.push_back(method.parameterMetaType(i));
        // A signal of another thread arrives as an event.
        return connectToMetacall(sender, signal, this, Qt::AutoConnection);
    }

    // Deletes the receiver, at the latest when the calls that it is in have returned.
    static void retire(std::unique_ptr<Receiver> receiver)
    {
        receiver->m_retired = true;
        if (receiver->m_calls > 0)
            receiver.release();  // the outermost call deletes it
    }

    int qt_metacall(QMetaObject::Call call, int id, void **arguments) override
    {
        id = QObject::qt_metacall(call, id, arguments);
        if (id < 0 || call != QMetaObject::InvokeMetaMethod)
            return id;
        if (m_retired || !m_scheduler.canAsk())
            return -1;
        Writer &writer = m_channel.begin();
        writer.head(Tag::List, static_cast<uint32_t>(m_parameters.size()));
        for (std::size_t i = 0; i < m_parameters.size(); ++i)
            m_values.write(writer, m_parameters[i], arguments[i + 1]);
        m_channel.end();
        m_channel.header().id = m_id;
        ++m_calls;
        m_scheduler.ask();
        if (--m_calls == 0 && m_retired)
            delete this;
        return -1;
    }

private:
    Scheduler &m_scheduler;
    Channel &m_channel;
    Values &m_values;
    const int m_id;
    std::vector<QMetaType> m_parameters;
    int m_calls = 0;
    bool m_retired = false;
};

SignalReceivers::SignalReceivers(Scheduler &scheduler, Channel &channel, Values &values)
    : m_scheduler(scheduler), m_channel(channel), m_values(values)
{
}

SignalReceivers::~SignalReceivers() = default;

int SignalReceivers::connect(QObject *sender, int signal)
{
    const int id = m_free.empty() ? static_cast<int>(m_receivers.size()) : m_free.back();
    auto receiver = std::make_unique<Receiver>(*this, id);
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

bool SignalReceivers::disconnect(int connection)
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

void SignalReceivers::clear()
{
    m_receivers.clear();
    m_free.clear();
}

}  // namespace qta
