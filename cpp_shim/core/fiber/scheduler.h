// Fibers, and who runs when.
//
// JavaScript runs on the thread's own stack, Qt always on a fiber: the root fiber runs exec(), each call from
// JavaScript into Qt runs on a fiber from a pool. Suspended fibers form a stack, and only the innermost one may go
// on: that is Qt's own rule for nested event loops.
#pragma once

#include "wire/channel.h"
#include "fiber/fiber.h"
#include "abi/qtasyncio.h"
#include "abi/visibility.h"

#include <QString>

#include <cstdint>
#include <memory>
#include <vector>

class QAbstractEventDispatcher;

namespace qta {

class Waiter;

class Scheduler
{
public:
    Scheduler(Channel &channel, Waiter &waiter);
    ~Scheduler();

    // From when an application has its event dispatcher, until it is gone.
    void attach(QAbstractEventDispatcher *dispatcher);
    void detach();

    // From JavaScript's stack. A job is what a fiber works on: a function that answers whether the result is in the out
    // buffer; otherwise an error is.
    template<class Job>
    QtaStatus call(const Job &job)
    {
        // The fiber may go on when the caller has long returned: it works on a copy.
        return start([](const void *original) {
            const Job copy = *static_cast<const Job *>(original);
            return copy();
        }, &job);
    }
    QtaStatus exec(double budgetMs);
    QtaStatus resume(double budgetMs);
    QtaStatus reply();
    bool empty() const noexcept { return m_stack.empty(); }
    bool execRunning() const noexcept { return m_execRunning; }
    // Whether JavaScript is there to answer.
    void setAbandoned(bool abandoned) noexcept { m_abandoned = abandoned; }
    // Ends every loop and lets every fiber run out; what they have asked gets no answer. False if code of C++'s starts the
    // next loop each time.
    bool runOut();

    // From a fiber.
    // Returns the answer: values, to be read before anything else happens.
    QTA_INTERNAL Reader ask();
    [[noreturn]] void fatal(const QString &message);
    bool onFiber() const noexcept { return m_running != nullptr; }
    bool canAsk() const noexcept { return m_running != nullptr && !m_abandoned; }

private:
    class Suspension;
    enum class Yield { Done, Failed, Asking, Blocked, Fatal };

    using Run = bool (*)(const void *job);

    struct Fiber {
        Stack stack;
        SanitizedStack sanitized{stack};
        fcontext_t context = nullptr;  // while it is suspended
        Run run = nullptr;
        const void *job = nullptr;  // until it has been copied
        int32_t callId = 0;
        bool isRoot = false;
        // Nobody waits for it on JavaScript's stack: resume() carries it on.
        bool detached = false;
        bool asking = false;
        // The answer to its request, if it could not go on at once.
        std::vector<uint8_t> answer;
    };

    QTA_INTERNAL QtaStatus start(Run run, const void *job);
    Fiber *take(Run run, const void *job);
    static void main(transfer_t from);
    QtaStatus enter(Fiber *fiber);
    QtaStatus finish(Fiber *fiber, bool ok);
    QtaStatus detach(Fiber *fiber);
    void yield(Yield why);
    void aboutToBlock();
    static int64_t now() noexcept;

    Channel &m_channel;
    Waiter &m_waiter;
    std::unique_ptr<Suspension> m_suspension;
    std::vector<std::unique_ptr<Fiber>> m_all;
    std::vector<Fiber *> m_idle;
    std::vector<Fiber *> m_stack;
    Fiber *m_running = nullptr;
    fcontext_t m_javascript = nullptr;  // while a fiber runs
    SanitizedStack m_sanitized;         // JavaScript's
    Yield m_why = Yield::Done;
    bool m_more = false;
    bool m_execRunning = false;
    bool m_abandoned = false;
    int m_exitCode = 0;
    int32_t m_lastCallId = 0;
    int64_t m_deadline = 0;
};

}  // namespace qta
