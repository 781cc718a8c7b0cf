// The one application of this process and all that belongs to it.
#pragma once

#include "channel.h"
#include "classes.h"
#include "handles.h"
#include "hub.h"
#include "registry.h"
#include "scheduler.h"
#include "values.h"
#include "waiter.h"
#include "watcher.h"

#include <QByteArray>
#include <QCoreApplication>

#include <atomic>
#include <functional>
#include <memory>
#include <thread>
#include <vector>

namespace qta {

class QTA_INTERNAL Runtime
{
public:
    Channel channel;
    Scheduler scheduler;
    Waiter waiter;
    Handles handles;
    Classes classes;
    Opaques opaques;
    Registry registry;
    Watchers watchers;
    std::unique_ptr<Hub> hub;

    // Claims the runtime for the calling thread and the isolate that runs there; false if another thread has it. What
    // another isolate of this thread has left is disposed of: a thread has one at a time, so that one has ended.
    bool claim(double isolate) noexcept;
    // Disposes of everything at once and without JavaScript: its isolate is about to end, or has ended.
    void abandon() noexcept;
    void disown() noexcept { m_owner.store(std::thread::id()); }
    bool isOwner() const noexcept { return m_owner.load(std::memory_order_relaxed) == std::this_thread::get_id(); }

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
    // The application's.
    const QThread *thread() const noexcept { return m_thread; }
    // Where a C++ exception is caught: makes it the error of this call.
    int32_t failed() noexcept;
    void setFatal() noexcept
    {
        m_fatal = true;
        waiter.stopWatching();
    }
    // QTA_DONE, or why the calling thread cannot use Qt now.
    int32_t refusal(bool needsApplication = true) noexcept
    {
        if (!isOwner())
            return QTA_WRONG_THREAD;
        if (m_fatal)
            return refuseFatal();
        return needsApplication && !m_application ? QTA_CLOSED : QTA_DONE;
    }

private:
    int32_t refuseFatal() noexcept;

    std::atomic<std::thread::id> m_owner{};
    double m_isolate = 0;
    QCoreApplication *m_application = nullptr;
    const QThread *m_thread = nullptr;
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

// How an ABI function runs a job on a fiber: checks the thread and the application, and lets nothing throw.
template<class Job>
int32_t perform(const Job &job, bool needsApplication = true) noexcept
{
    Runtime &all = runtime();
    const int32_t refusal = all.refusal(needsApplication);
    if (refusal != QTA_DONE)
        return refusal;
    try {
        return all.scheduler.call(job);
    } catch (...) {
        return all.failed();
    }
}

}  // namespace qta
