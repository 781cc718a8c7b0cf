// Descriptors that TypeScript watches, by Qt's event loop.
#include "abi/qtasyncio.h"
#include "abi/runtime.h"
#include "wire/values.h"

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
    using QSocketNotifier::QSocketNotifier;

    // In place of the signal: the descriptor needs no wrapper.
    bool event(QEvent *event) override
    {
        if (event->type() != QEvent::SockAct)
            return QSocketNotifier::event(event);
        Runtime &all = runtime();
        if (!isEnabled() || !all.scheduler.canAsk())
            return true;
        Writer &writer = all.channel.begin();
        write(writer, QVariant(static_cast<int>(socket())));
        write(writer, QVariant(static_cast<int>(type())));
        all.channel.end();
        all.channel.header().id = QTA_DESCRIPTOR;
        all.scheduler.ask();
        return true;
    }
};

using Key = std::pair<int, int>;

std::map<Key, std::unique_ptr<Notifier>> &notifiers()
{
    static std::map<Key, std::unique_ptr<Notifier>> all;
    static const bool clearedAtEnd = (runtime().onDestroy([] { all.clear(); }), true);
    Q_UNUSED(clearedAtEnd);
    return all;
}

// A poll of what is on a disk says "ready" for ever.
bool canBeWatched(int descriptor)
{
    struct stat status;
    return fstat(descriptor, &status) == 0 && !S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode);
}

bool watch(int descriptor, int type, int state)
{
    auto &all = notifiers();
    const Key key(descriptor, type);
    const auto found = all.find(key);
    if (state == QTA_WATCH_REMOVED) {
        if (found != all.end()) {
            found->second->setEnabled(false);
            // It may be the one whose event is being served.
            found->second.release()->deleteLater();
            all.erase(found);
        }
        return true;
    }
    if (found != all.end()) {
        found->second->setEnabled(state == QTA_WATCH_ENABLED);
        return true;
    }
    if (!canBeWatched(descriptor)) {
        return runtime().channel.fail(
            QTA_E_RANGE, QStringLiteral("Descriptor %1 cannot be watched: a socket, a pipe or a device was expected").arg(descriptor));
    }
    auto notifier = std::make_unique<Notifier>(descriptor, static_cast<QSocketNotifier::Type>(type));
    notifier->setEnabled(state == QTA_WATCH_ENABLED);
    all.emplace(key, std::move(notifier));
    return true;
}

}  // namespace

}  // namespace qta

int32_t qta_watch_descriptor(int32_t descriptor, int32_t type, int32_t state)
{
    return qta::perform([=] { return qta::watch(descriptor, type, state); });
}
