#include "calls/event_filters.h"

#include "fiber/scheduler.h"
#include "wire/values.h"

#include <QDynamicPropertyChangeEvent>
#include <QEventLoop>
#include <QMetaEnum>
#include <QPointer>
#include <QTimerEvent>

namespace qta {

class EventFilters::EventFilter : public QObject
{
public:
    EventFilter(EventFilters &all, int id, QEvent::Type type)
        : m_all(all), m_id(id), m_type(type) {}

    // Deletes the filter, at the latest when the events that it handles have their results.
    static void retire(std::unique_ptr<EventFilter> filter)
    {
        filter->m_retired = true;
        if (filter->m_depth > 0)
            static_cast<void>(filter.release());  // the outermost event deletes it
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
        return now == EventResult::Late ? m_all.waitFor(token.toInt()) : now;
    }

    EventFilters &m_all;
    const int m_id;
    const QEvent::Type m_type;
    int m_depth = 0;
    bool m_retired = false;
};

EventFilters::EventFilters(Scheduler &scheduler, Channel &channel, Values &values)
    : m_scheduler(scheduler), m_channel(channel), m_values(values)
{
}

EventFilters::~EventFilters() = default;

int EventFilters::install(QObject *object, QEvent::Type type)
{
    // Negative: never the id of a connection.
    const int id = --m_lastId;
    auto filter = std::make_unique<EventFilter>(*this, id, type);
    object->installEventFilter(filter.get());
    m_filters.emplace(id, std::move(filter));
    return id;
}

bool EventFilters::remove(int id)
{
    const auto found = m_filters.find(id);
    if (found == m_filters.end())
        return false;
    EventFilter::retire(std::move(found->second));
    m_filters.erase(found);
    return true;
}

bool EventFilters::finish(int token, EventResult result)
{
    const auto found = m_late.find(token);
    if (found == m_late.end())
        return false;
    found->second.result = result;
    found->second.loop->quit();
    return true;
}

EventResult EventFilters::waitFor(int token)
{
    QEventLoop loop;
    m_late[token] = {&loop, EventResult::Continue};
    loop.exec();
    const EventResult result = m_late[token].result;
    m_late.erase(token);
    return result;
}

void EventFilters::clear()
{
    m_filters.clear();
}

QVariantMap EventFilters::describe(QEvent *event) const
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
