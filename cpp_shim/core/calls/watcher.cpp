#include "calls/watcher.h"

#include "fiber/scheduler.h"
#include "wire/values.h"

#include <QDynamicPropertyChangeEvent>
#include <QEventLoop>
#include <QMetaEnum>
#include <QPointer>
#include <QTimerEvent>

namespace qta {

class Watchers::Watcher : public QObject
{
public:
    Watcher(Watchers &all, int id, QEvent::Type type) : m_all(all), m_id(id), m_type(type) {}

    // Deletes the watcher, at the latest when the events that it is in have been answered.
    static void retire(std::unique_ptr<Watcher> watcher)
    {
        watcher->m_retired = true;
        if (watcher->m_depth > 0)
            watcher.release();  // the outermost event deletes it
    }

    bool eventFilter(QObject *object, QEvent *event) override
    {
        if (event->type() != m_type || m_retired || !m_all.m_scheduler.canAsk())
            return false;
        const QPointer<QObject> alive = object;
        ++m_depth;
        const EventResult result = ask(event);
        if (--m_depth == 0 && m_retired)
            delete this;
        if (!alive)
            return true;
        if (result == EventResult::Continue)
            return false;
        event->setAccepted(result == EventResult::Accept);
        return true;
    }

private:
    EventResult ask(QEvent *event)
    {
        Channel &channel = m_all.m_channel;
        Values &values = m_all.m_values;
        Writer &writer = channel.begin();
        values.write(writer, QVariant(m_all.describe(event)));
        channel.end();
        channel.header().id = m_id;
        // The reply: [EventResult, token].
        Reader reader = m_all.m_scheduler.ask();
        QVariant result, token;
        if (!values.read(reader, result) || !values.read(reader, token))
            return EventResult::Continue;
        const EventResult now = static_cast<EventResult>(result.toInt());
        return now == EventResult::Late ? m_all.await(token.toInt()) : now;
    }

    Watchers &m_all;
    const int m_id;
    const QEvent::Type m_type;
    int m_depth = 0;
    bool m_retired = false;
};

Watchers::Watchers(Scheduler &scheduler, Channel &channel, Values &values)
    : m_scheduler(scheduler), m_channel(channel), m_values(values)
{
}

Watchers::~Watchers() = default;

int Watchers::watch(QObject *object, QEvent::Type type)
{
    // Negative: never the id of a connection.
    const int id = --m_lastId;
    auto watcher = std::make_unique<Watcher>(*this, id, type);
    object->installEventFilter(watcher.get());
    m_watchers.emplace(id, std::move(watcher));
    return id;
}

bool Watchers::unwatch(int id)
{
    const auto found = m_watchers.find(id);
    if (found == m_watchers.end())
        return false;
    Watcher::retire(std::move(found->second));
    m_watchers.erase(found);
    return true;
}

bool Watchers::answer(int token, EventResult result)
{
    const auto found = m_late.find(token);
    if (found == m_late.end())
        return false;
    found->second.result = result;
    found->second.loop->quit();
    return true;
}

EventResult Watchers::await(int token)
{
    QEventLoop loop;
    m_late[token] = {&loop, EventResult::Continue};
    loop.exec();
    const EventResult result = m_late[token].result;
    m_late.erase(token);
    return result;
}

void Watchers::clear()
{
    m_watchers.clear();
}

QVariantMap Watchers::describe(QEvent *event) const
{
    static const QMetaEnum types = QMetaEnum::fromType<QEvent::Type>();
    const char *name = types.valueToKey(event->type());
    QVariantMap fields{
        {QStringLiteral("type"), name ? QVariant(QLatin1String(name)) : QVariant(int(event->type()))},
        {QStringLiteral("spontaneous"), event->spontaneous()},
    };
    switch (event->type()) {
    case QEvent::Timer:
        fields.insert(QStringLiteral("timerId"), static_cast<QTimerEvent *>(event)->timerId());
        break;
    case QEvent::DynamicPropertyChange:
        fields.insert(QStringLiteral("propertyName"),
                      QString::fromUtf8(static_cast<QDynamicPropertyChangeEvent *>(event)->propertyName()));
        break;
    default:
        break;
    }
    for (const EventDescriber &describer : m_describers)
        describer(event, fields);
    return fields;
}

}  // namespace qta
