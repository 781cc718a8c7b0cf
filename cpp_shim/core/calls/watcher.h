// Events that TypeScript watches for, and its answers.
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

// The watchers of all objects, and the answers that are still to come.
class Watchers
{
public:
    Watchers(Scheduler &scheduler, Channel &channel, Values &values);
    ~Watchers();

    // Returns the watcher's id.
    int watch(QObject *object, QEvent::Type type);
    bool unwatch(int id);
    // The answer to a request that was answered with Late and this token.
    bool answer(int token, EventResult result);

    QTA_INTERNAL void addDescriber(EventDescriber describer) { m_describers.push_back(std::move(describer)); }
    void clear();

private:
    class Watcher;
    struct Late {
        QEventLoop *loop;
        EventResult result;
    };

    QVariantMap describe(QEvent *event) const;
    // Lets Qt go on in a loop of its own until the answer has come.
    EventResult await(int token);

    Scheduler &m_scheduler;
    Channel &m_channel;
    Values &m_values;
    std::map<int, std::unique_ptr<Watcher>> m_watchers;
    std::map<int, Late> m_late;
    std::vector<EventDescriber> m_describers;
    int m_lastId = 0;
};

}  // namespace qta
