// Sleeping until Qt has something to do, without being inside Qt.
#pragma once

#include "abi/constants.h"

#include <QtGlobal>

#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

#include <poll.h>

class QAbstractEventDispatcher;
class QObject;

namespace qta {

struct GLib;

// With GLib's dispatcher, `prepare` and `query` on the Qt thread tell exactly which descriptors and which timeout
// Qt would sleep on; any thread can then sleep on them in its place. Of another dispatcher nothing is known: the
// sleep is short after activity and longer and longer without.
class Waiter
{
public:
    Waiter();
    ~Waiter();

    // On the Qt thread.
    // `application`: the handle of the one that the dispatcher serves.
    void attach(QAbstractEventDispatcher *dispatcher, double application);
    // Ends a wait() that is under way, and returns when it has ended.
    void detach();
    // Qt does nothing any more: wait() sleeps for the caller alone.
    void stopWatching() noexcept { m_driver = QTA_DRIVER_NONE; }
    QtaDriver driver() const noexcept { return m_driver; }
    // Whether Qt has something to do at this time (steady clock); if so, its next blocking call will not block.
    bool takeReady(int64_t now);
    // Lets Qt's next blocking call return at once, whatever there is to do.
    void passOnce();
    // True: Qt has something to do. False: wait() will sleep until it has, at most for `timeoutNs` (negative: ever).
    // While none of Qt's loops runs, wait() sleeps for that time alone.
    bool arm(double timeoutNs, bool qtRuns);

    // On any thread.
    // Returns at once unless `application` is the one that is attached.
    QtaWaitResult wait(double application) noexcept;
    void wake() noexcept;

private:
    struct Armed {
        std::vector<pollfd> descriptors;
        int64_t deadline = 0;  // steady clock; negative: none
        bool callersOwn = false;  // the deadline is the caller's, not Qt's
    };

    static constexpr double kNone = -1;
    // GLib's hook gets no data of ours; there is one application.
    static Waiter *s_attached;

    bool prepared();
    bool queried();
    static int pollForGLib(pollfd *descriptors, unsigned count, int timeoutMs);
    static int64_t now() noexcept;
    void poke() noexcept;

    QtaDriver m_driver = QTA_DRIVER_NONE;
    QAbstractEventDispatcher *m_dispatcher = nullptr;
    std::unique_ptr<GLib> m_glib;
    std::unique_ptr<QObject> m_activity;
    std::vector<pollfd> m_query;
    int m_queryTimeout = -1;
    int64_t m_interval = 0;
    // GLib's next look at the descriptors may be left out: it has other things to do, and has looked lately.
    bool m_hurry = false;
    int64_t m_lastLook = 0;

    int m_event = -1;
    std::mutex m_mutex;
    Armed m_armed;
    double m_application = kNone;
    std::condition_variable m_left;
    bool m_changed = false;
    bool m_woken = false;
    bool m_sleeping = false;
};

}  // namespace qta
