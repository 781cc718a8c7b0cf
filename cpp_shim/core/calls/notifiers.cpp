// Descriptors that TypeScript watches, by Qt's event loop.
#include "abi/qtasyncio.h"
#include "abi/runtime.h"

#include <QEvent>
#include <QSocketNotifier>

#include <map>
#include <memory>
#include <utility>

#include <sys/stat.h>

namespace qta {

namespace {

class Notifier : public QSocketNotifier
{
public:
    Notifier(Scheduler &scheduler, Channel &channel, int descriptor, Type type)
        : QSocketNotifier(descriptor, type), m_scheduler(scheduler), m_channel(channel)
    {
    }

    // In place of the signal, whose arguments would need wrappers.
    bool event(QEvent *event) override
    {
        if (event->type() != QEvent::SockAct)
            return QSocketNotifier::event(event);
        if (!isEnabled() || !m_scheduler.canAsk())
            return true;
        Writer &writer = m_channel.begin();
        writer.head(Tag::Int, static_cast<uint32_t>(socket()));
        writer.head(Tag::Int, static_cast<uint32_t>(type()));
        m_channel.end();
        m_channel.header().id = QTA_REQUEST_DESCRIPTOR;
        m_scheduler.ask();
        return true;
    }

private:
    Scheduler &m_scheduler;
    Channel &m_channel;
};

// By descriptor and type.
using Notifiers = std::map<std::pair<int, int>, std::unique_ptr<Notifier>>;

Notifiers &notifiersOf(Runtime &all)
{
    static Notifiers notifiers;
    static const bool areCleared = (all.onDestroy([] { notifiers.clear(); }), true);
    Q_UNUSED(areCleared);
    return notifiers;
}

// A poll of what is on a disk says "ready" for ever.
bool canBeWatched(int descriptor)
{
    struct stat status;
    return fstat(descriptor, &status) == 0 && !S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode);
}

bool watch(Runtime &all, int descriptor, int type, int state)
{
    Notifiers &notifiers = notifiersOf(all);
    const std::pair key(descriptor, type);
    const auto found = notifiers.find(key);
    if (state == QTA_WATCH_REMOVED) {
        if (found != notifiers.end()) {
            found->second->setEnabled(false);
            // It may be the one whose event is being served.
            found->second.release()->deleteLater();
            notifiers.erase(found);
        }
        return true;
    }
    if (found != notifiers.end()) {
        found->second->setEnabled(state == QTA_WATCH_ENABLED);
        return true;
    }
    if (!canBeWatched(descriptor)) {
        return all.channel.fail(
            QTA_E_RANGE, QStringLiteral("Cannot watch descriptor %1: expected one of a socket, a pipe or a device").arg(descriptor));
    }
    auto notifier =
        std::make_unique<Notifier>(all.scheduler, all.channel, descriptor, static_cast<QSocketNotifier::Type>(type));
    notifier->setEnabled(state == QTA_WATCH_ENABLED);
    notifiers.emplace(key, std::move(notifier));
    return true;
}

}  // namespace

}  // namespace qta

int32_t qta_watch_descriptor(int32_t descriptor, int32_t type, int32_t state)
{
    return qta::perform([=](qta::Runtime &all) { return qta::watch(all, descriptor, type, state); });
}
