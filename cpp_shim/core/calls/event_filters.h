// Filters of events that call TypeScript, and their results.
#pragma once

#include "abi/constants.h"
#include "abi/visibility.h"

#include <QEvent>
#include <QObject>
#include <QVariantMap>

#include <functional>
#include <map>
#include <memory>
#include <vector>

class QEventLoop;

namespace qta {

class Channel;
class Scheduler;
class Values;

// Tells what is in an event: entries for the map that TypeScript gets. One for each library of the shim.
using EventDescriber = std::function<void(QEvent *event, QVariantMap &fields)>;

// The filters of all objects, and the results that are still to come.
class EventFilters
{
public:
    EventFilters(Scheduler &scheduler, Channel &channel, Values &values);
    ~EventFilters();

    // Returns the filter's id.
    int install(QObject *object, QEvent::Type type);
    bool remove(int id);
    // The result of an event whose filter replied with Late and this token.
    bool finish(int token, EventResult result);

    QTA_INTERNAL void addDescriber(EventDescriber describer) { m_describers.push_back(std::move(describer)); }
    void clear();

private:
    class EventFilter;
    struct Late {
        QEventLoop *loop;
        EventResult result;
    };

    QVariantMap describe(QEvent *event) const;
    // Lets Qt go on in a nested loop until the result has come.
    EventResult waitFor(int token);

    Scheduler &m_scheduler;
    Channel &m_channel;
    Values &m_values;
    std::map<int, std::unique_ptr<EventFilter>> m_filters;
    std::map<int, Late> m_late;
    std::vector<EventDescriber> m_describers;
    int m_lastId = 0;
};

}  // namespace qta
