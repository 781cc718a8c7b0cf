#include "fiber/waiter.h"

#include <QAbstractEventDispatcher>
#include <QCoreApplication>
#include <QEvent>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <dlfcn.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <unistd.h>

namespace qta {

namespace {

// Polling: how long to sleep, in nanoseconds, just after activity and at most.
constexpr int64_t kShortest = 1'000'000;
constexpr int64_t kLongest = 10'000'000;

// GLib looks at its descriptors in each of its turns, which takes a quarter of the time of one that does little. A Qt
// that is never at rest looks so often, in nanoseconds.
constexpr int64_t kLook = 50'000;

// Counts what Qt delivers, so that a polled Qt is known to be busy.
class Activity : public QObject
{
public:
    bool seen = false;

protected:
    bool eventFilter(QObject *, QEvent *event) override
    {
        if (event->type() != QEvent::User)
            seen = true;
        return false;
    }
};

}  // namespace

// Resolved at run time from the GLib that Qt has loaded, so that the shim needs none where Qt needs none.
struct GLib {
    using Context = void *;
    Context context = nullptr;
    int (*acquire)(Context) = nullptr;
    void (*release)(Context) = nullptr;
    int (*prepare)(Context, int *) = nullptr;
    using Poll = int (*)(pollfd *, unsigned, int);  // GPollFD is a pollfd
    int (*query)(Context, int, int *, pollfd *, int) = nullptr;
    void (*setPoll)(Context, Poll) = nullptr;
    Poll poll = nullptr;
    int priority = 0;

    static std::unique_ptr<GLib> load()
    {
        void *library = ::dlopen("libglib-2.0.so.0", RTLD_LAZY | RTLD_NOLOAD);
        if (!library)
            return nullptr;
        auto glib = std::make_unique<GLib>();
        Context (*defaultContext)() = nullptr;
        Poll (*getPoll)(Context) = nullptr;
        const auto resolve = [library](auto &function, const char *name) {
            function = reinterpret_cast<std::decay_t<decltype(function)>>(::dlsym(library, name));
            return function != nullptr;
        };
        const bool all = resolve(defaultContext, "g_main_context_default")
            && resolve(glib->acquire, "g_main_context_acquire") && resolve(glib->release, "g_main_context_release")
            && resolve(glib->prepare, "g_main_context_prepare") && resolve(glib->query, "g_main_context_query")
            && resolve(getPoll, "g_main_context_get_poll_func") && resolve(glib->setPoll, "g_main_context_set_poll_func");
        ::dlclose(library);  // Qt keeps it
        if (!all)
            return nullptr;
        glib->context = defaultContext();
        glib->poll = getPoll(glib->context);
        return glib;
    }
};

Waiter *Waiter::s_attached = nullptr;

Waiter::Waiter() : m_event(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}

Waiter::~Waiter()
{
    ::close(m_event);
}

int64_t Waiter::now() noexcept
{
    return std::chrono::steady_clock::now().time_since_epoch().count();
}

void Waiter::attach(QAbstractEventDispatcher *dispatcher, double application)
{
    m_dispatcher = dispatcher;
    m_driver = QTA_DRIVER_POLLING;
    if (dispatcher->inherits("QEventDispatcherGlib")) {
        m_glib = GLib::load();
        if (m_glib) {
            // Is GLib's default context the one that this dispatcher uses? It must react to a wake-up.
            dispatcher->wakeUp();
            if (prepared() || queried()) {
                m_driver = QTA_DRIVER_EXACT;
                s_attached = this;
                m_glib->setPoll(m_glib->context, pollForGLib);
            }
        }
    }
    if (m_driver == QTA_DRIVER_POLLING) {
        m_activity = std::make_unique<Activity>();
        QCoreApplication::instance()->installEventFilter(m_activity.get());
        m_interval = kShortest;
    }
    std::lock_guard lock(m_mutex);
    m_armed = Armed();
    m_changed = m_woken = false;
    m_application = application;
}

void Waiter::detach()
{
    {
        std::unique_lock lock(m_mutex);
        m_application = kNone;
        if (m_sleeping) {
            m_woken = true;
            poke();
            m_left.wait(lock, [this] { return !m_sleeping; });
        }
    }
    m_driver = QTA_DRIVER_NONE;
    m_dispatcher = nullptr;
    m_activity.reset();
    if (m_glib)
        m_glib->setPoll(m_glib->context, m_glib->poll);
    m_glib.reset();
}

int Waiter::pollForGLib(pollfd *descriptors, unsigned count, int timeoutMs)
{
    Waiter &self = *s_attached;
    if (!std::exchange(self.m_hurry, false) || timeoutMs != 0)
        return self.m_glib->poll(descriptors, count, timeoutMs);
    for (unsigned i = 0; i < count; ++i)
        descriptors[i].revents = 0;
    return 0;
}

bool Waiter::prepared()
{
    if (!m_glib->acquire(m_glib->context))
        return false;
    const bool ready = m_glib->prepare(m_glib->context, &m_glib->priority) != 0;
    m_glib->release(m_glib->context);
    return ready;
}

// After prepared(): what Qt would sleep on; true if it would not sleep at all.
bool Waiter::queried()
{
    if (!m_glib->acquire(m_glib->context))
        return false;
    int count = static_cast<int>(m_query.size());
    do {
        m_query.resize(static_cast<std::size_t>(count));
        count = m_glib->query(m_glib->context, m_glib->priority, &m_queryTimeout, m_query.data(), count);
    } while (count > static_cast<int>(m_query.size()));
    m_query.resize(static_cast<std::size_t>(count));
    m_glib->release(m_glib->context);
    return m_queryTimeout == 0 || ::poll(m_query.data(), m_query.size(), 0) > 0;
}

bool Waiter::takeReady(int64_t now)
{
    if (m_driver == QTA_DRIVER_EXACT) {
        if (prepared()) {
            m_hurry = now - m_lastLook < kLook;
            if (!m_hurry)
                m_lastLook = now;
            return true;
        }
        if (!queried())
            return false;
    } else {
        Activity *activity = static_cast<Activity *>(m_activity.get());
        if (!activity || !std::exchange(activity->seen, false))
            return false;
        m_interval = kShortest;
    }
    m_dispatcher->wakeUp();
    return true;
}

void Waiter::passOnce()
{
    m_hurry = false;
    if (!m_dispatcher || (m_driver == QTA_DRIVER_EXACT && prepared()))
        return;
    m_dispatcher->wakeUp();
}

bool Waiter::arm(double timeoutNs, bool qtRuns)
{
    Armed armed;
    double timeout = timeoutNs;
    if (!qtRuns) {
        // None of Qt's loops would react: waking for its events would be in vain, over and over.
        armed.callersOwn = true;
    } else if (m_driver == QTA_DRIVER_EXACT) {
        if (prepared() || queried())
            return true;
        armed.descriptors = m_query;
        armed.callersOwn = true;
        if (m_queryTimeout > 0) {
            const double qt = m_queryTimeout * 1e6;
            armed.callersOwn = timeout >= 0 && timeout < qt;
            timeout = armed.callersOwn ? timeout : qt;
        }
    } else if (m_driver == QTA_DRIVER_POLLING) {
        const double interval = static_cast<double>(m_interval);
        timeout = timeout < 0 ? interval : std::min(timeout, interval);
        m_interval = std::min(m_interval * 2, kLongest);
    } else {
        armed.callersOwn = true;
    }
    // Beyond a century a sleep is for ever.
    armed.deadline = timeout < 0 || timeout > 3e18 ? -1 : now() + static_cast<int64_t>(timeout);

    std::lock_guard lock(m_mutex);
    const auto same = [](const pollfd &a, const pollfd &b) { return a.fd == b.fd && a.events == b.events; };
    // Waking too early does no harm, and is cheaper than to wake now: a later deadline need not be told.
    const bool covered = m_sleeping
        && (m_armed.deadline == armed.deadline
            || (m_armed.deadline >= 0 && (armed.deadline < 0 || m_armed.deadline <= armed.deadline)))
        && std::equal(m_armed.descriptors.begin(), m_armed.descriptors.end(), armed.descriptors.begin(),
                      armed.descriptors.end(), same);
    if (covered)
        return false;
    m_armed = std::move(armed);
    m_changed = true;
    if (m_sleeping)
        poke();
    return false;
}

void Waiter::poke() noexcept
{
    const uint64_t one = 1;
    [[maybe_unused]] const ssize_t written = ::write(m_event, &one, sizeof one);
}

void Waiter::wake() noexcept
{
    std::lock_guard lock(m_mutex);
    m_woken = true;
    poke();
}

QtaWaitResult Waiter::wait(double application) noexcept
{
    std::unique_lock lock(m_mutex);
    // Deno may start a call late, when its application is gone.
    if (application != m_application)
        return QTA_WAIT_WOKEN;
    m_sleeping = true;
    m_changed = true;
    // The kernel may delay an ordinary thread's timers by 50 microseconds; this thread is lent, so give it back as it was.
    const int slack = ::prctl(PR_GET_TIMERSLACK);
    ::prctl(PR_SET_TIMERSLACK, 1ul);
    std::vector<pollfd> descriptors;
    int64_t deadline = -1;
    bool callersOwn = false;
    bool timedOut = false;
    for (;;) {
        if (m_woken)
            break;
        if (std::exchange(m_changed, false)) {
            descriptors = m_armed.descriptors;
            descriptors.push_back({m_event, POLLIN, 0});
            deadline = m_armed.deadline;
            callersOwn = m_armed.callersOwn;
        }
        lock.unlock();
        timespec time{};
        if (deadline >= 0) {
            const int64_t left = std::max<int64_t>(0, deadline - now());
            time = {static_cast<time_t>(left / 1'000'000'000), static_cast<long>(left % 1'000'000'000)};
        }
        const int ready = ::ppoll(descriptors.data(), descriptors.size(), deadline >= 0 ? &time : nullptr, nullptr);
        const bool poked = ready > 0 && (descriptors.back().revents & POLLIN);
        if (poked) {
            uint64_t count;
            [[maybe_unused]] const ssize_t got = ::read(m_event, &count, sizeof count);
        }
        lock.lock();
        if (ready < 0 && errno == EINTR)
            continue;
        if (!poked || ready > 1) {
            timedOut = ready == 0;
            break;
        }
    }
    const QtaWaitResult result = std::exchange(m_woken, false) ? QTA_WAIT_WOKEN : timedOut && callersOwn ? QTA_WAIT_TIMED_OUT : QTA_WAIT_READY;
    m_sleeping = false;
    m_left.notify_all();
    lock.unlock();
    if (slack > 0)
        ::prctl(PR_SET_TIMERSLACK, static_cast<unsigned long>(slack));
    return result;
}

}  // namespace qta
