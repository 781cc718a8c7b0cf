// The one application of this process and all that belongs to it.
//
// runtime() is for the functions of the ABI alone: every class gets what it needs by its constructor.
#pragma once

#include "abi/qtasyncio.h"
#include "abi/thread_end.h"
#include "abi/visibility.h"
#include "calls/api.h"
#include "calls/bridge.h"
#include "fiber/scheduler.h"

#include <atomic>
#include <functional>
#include <memory>
#include <vector>

class QCoreApplication;

namespace qta {

class Classes;
class Messages;
class Opaques;
class Registry;
class SignalReceivers;
class Values;
class Waiter;
class EventFilters;

class QTA_INTERNAL Runtime
{
private:
    struct Parts;
    const std::unique_ptr<Parts> m_parts;

public:
    Runtime();
    ~Runtime();

    Channel &channel;
    Waiter &waiter;
    Handles &handles;
    Classes &classes;
    Opaques &opaques;
    Registry &registry;
    Values &values;
    Messages &messages;
    SignalReceivers &receivers;
    EventFilters &eventFilters;
    // In here, because each call goes through them.
    Scheduler scheduler;
    Bridge bridge;
    Api api;

    // Claims the runtime for the calling thread and the isolate that runs there; false if another thread has it. What
    // another isolate of this thread has left is disposed of: a thread has one at a time, so that one has ended.
    bool claim(double isolate) noexcept;
    // Disposes of everything at once and without JavaScript: its isolate is about to end, or has ended.
    void abandon() noexcept;
    void disown() noexcept { m_owner.store(0); }
    bool isOwner() const noexcept { return m_owner.load(std::memory_order_relaxed) == threadToken(); }
    // Why a thread that is not the owner is refused.
    int32_t notOwner() const noexcept { return m_ownerEnded.load() ? QTA_ORPHANED : QTA_WRONG_THREAD; }
    // The calling thread ends: if it is the owner, the application can never be used again.
    void threadEnds() noexcept
    {
        if (isOwner())
            m_ownerEnded.store(true);
    }

    // The caller's stack ends here.
    void markStack() noexcept
    {
        m_stackLimit = stackPosition() + kStackReserve;
        limit();
    }
    bool isDeep() const noexcept { return stackPosition() < m_stackLimit; }
    // The same as refusal() and isDeep(), for what is called most: whether nothing is in the way.
    bool isUsable() const noexcept { return isOwner() && stackPosition() >= m_usableAbove; }

    using MakeApplication = std::function<QCoreApplication *(int &argc, char **argv)>;
    // A job: arguments from the `in` buffer, the application's handle to `out`.
    bool createApplication(const MakeApplication &make);
    bool destroyApplication();
    // A library's part of destroyApplication(): called first, each time.
    void onDestroy(std::function<void()> function) { m_onDestroy.push_back(std::move(function)); }
    bool hasApplication() const noexcept { return m_application != nullptr; }
    // Where there are windows, a library tells how to look for a visible one.
    void setWindowCheck(bool (*check)()) noexcept { m_windowCheck = check; }
    bool hasVisibleWindow() const { return m_application && !m_fatal && m_windowCheck && m_windowCheck(); }
    void setFatal() noexcept;
    // QTA_DONE, or why the calling thread cannot use Qt now.
    int32_t refusal(bool needsApplication = true) noexcept
    {
        if (!isOwner())
            return notOwner();
        if (m_fatal)
            return refuseFatal();
        return needsApplication && !m_application ? QTA_CLOSED : QTA_DONE;
    }
    // The same for a call that may ask JavaScript for something.
    int32_t refusalOfCall(bool needsApplication = true) noexcept
    {
        if (isUsable())
            return QTA_DONE;
        const int32_t reason = refusal(needsApplication);
        return reason == QTA_DONE && isDeep() ? QTA_DEEP : reason;
    }

private:
    // What JavaScript needs of its stack to serve a request.
    static constexpr std::uintptr_t kStackReserve = 64u << 10;

    [[gnu::always_inline]] static std::uintptr_t stackPosition() noexcept
    {
        return reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0));
    }
    int32_t refuseFatal() noexcept;
    void limit() noexcept { m_usableAbove = m_application && !m_fatal ? m_stackLimit : UINTPTR_MAX; }

    std::atomic<uint64_t> m_owner{0};
    std::atomic<bool> m_ownerEnded{false};
    double m_isolate = 0;
    std::uintptr_t m_stackLimit = 0;
    // All of the stack while there is no application to use.
    std::uintptr_t m_usableAbove = UINTPTR_MAX;
    QCoreApplication *m_application = nullptr;
    bool m_fatal = false;
    bool (*m_windowCheck)() = nullptr;
    std::vector<std::function<void()>> m_onDestroy;
    // Qt keeps references to both for as long as the application lives.
    int m_argc = 0;
    std::vector<QByteArray> m_arguments;
    std::vector<char *> m_argv;
};

// Made when it is first asked for, and never destroyed: Qt's own static objects may outlive any order of ours.
extern QTA_INTERNAL std::atomic<Runtime *> theRuntime;
QTA_INTERNAL Runtime &makeRuntime();

inline Runtime &runtime()
{
    Runtime *const known = theRuntime.load(std::memory_order_acquire);
    return known ? *known : makeRuntime();
}

// How an ABI function runs a job on a fiber: checks the thread and the application, and lets nothing throw. The job gets
// the runtime, and returns whether its result is in `out`.
template<class Job>
int32_t perform(const Job &job, bool needsApplication = true) noexcept
{
    Runtime &all = runtime();
    if (const int32_t refusal = all.refusalOfCall(needsApplication); refusal != QTA_DONE)
        return refusal;
    try {
        return all.scheduler.call([job] { return job(runtime()); });
    } catch (...) {
        all.channel.failByException();
        return QTA_ERROR;
    }
}

}  // namespace qta
