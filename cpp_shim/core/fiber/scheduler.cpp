#include "fiber/scheduler.h"

#include "fiber/waiter.h"
#include "objects/registry.h"

#include <QAbstractEventDispatcher>
#include <QCoreApplication>
#include <QEvent>

#include <chrono>
#include <cstdlib>

namespace qta {

namespace {

// How many fibers (and their touched stack pages) are kept for the next calls.
constexpr std::size_t kIdleFibers = 8;

// How often loops are told to end, before it is given up: code of C++'s may start the next one each time.
constexpr int kRounds = 1000;

}  // namespace

// Suspends the running fiber from inside event(), so that JavaScript runs one scope level above the suspended loop.
// Without it Qt takes a deleteLater() of JavaScript for one of that loop's own code and delivers it only after the loop
// has ended.
class Scheduler::Suspension : public QObject
{
public:
    explicit Suspension(Scheduler &scheduler)
        : m_scheduler(scheduler) {}

    void enter()
    {
        QEvent event(QEvent::User);
        QCoreApplication::sendEvent(this, &event);
    }

    bool event(QEvent *event) override
    {
        if (event->type() != QEvent::User)
            return QObject::event(event);
        m_scheduler.yield(Yield::Blocked);
        return true;
    }

private:
    Scheduler &m_scheduler;
};

Scheduler::Scheduler(Channel &channel, Waiter &waiter)
    : m_channel(channel), m_waiter(waiter) {}

Scheduler::~Scheduler() = default;

void Scheduler::attach(QAbstractEventDispatcher *dispatcher)
{
    m_suspension = std::make_unique<Suspension>(*this);
    QObject::connect(
        dispatcher, &QAbstractEventDispatcher::aboutToBlock, m_suspension.get(), [this] { aboutToBlock(); },
        Qt::DirectConnection);
}

void Scheduler::detach()
{
    m_suspension.reset();
}

int64_t Scheduler::now() noexcept
{
    return std::chrono::steady_clock::now().time_since_epoch().count();
}

Scheduler::Fiber *Scheduler::take(Run run, const void *job)
{
    Fiber *fiber;
    if (m_idle.empty()) {
        m_all.push_back(std::make_unique<Fiber>());
        fiber = m_all.back().get();
        fiber->context = boost::context::detail::make_fcontext(fiber->stack.top(), Stack::kSize, &Scheduler::main);
    } else {
        fiber = m_idle.back();
        m_idle.pop_back();
    }
    fiber->run = run;
    fiber->job = job;
    fiber->isRoot = fiber->detached = fiber->asking = false;
    m_stack.push_back(fiber);
    return fiber;
}

// A fiber works on one job after the other, and never ends: what is left of it when it is idle is its stack.
void Scheduler::main(transfer_t from)
{
    Scheduler &self = *static_cast<Scheduler *>(from.data);
    self.m_javascript = from.fctx;
    Fiber *const fiber = self.m_running;
    fiber->sanitized.arriveFrom(self.m_sanitized);
    for (;;) {
        bool ok = false;
        try {
            ok = fiber->run(fiber->job);
        } catch (const Refusal &refusal) {
            self.m_channel.fail(QTA_E_RANGE, refusal.message);
        } catch (...) {
            self.m_channel.failByException();
        }
        self.yield(ok ? Yield::Done : Yield::Failed);
    }
}

void Scheduler::yield(Yield why)
{
    Fiber *const fiber = m_running;
    m_why = why;
    fiber->sanitized.leaveTo(m_sanitized);
    m_javascript = switchTo(m_javascript).fctx;
    fiber->sanitized.arriveFrom(m_sanitized);
}

QtaStatus Scheduler::start(Run run, const void *job)
{
    return enter(take(run, job));
}

QtaStatus Scheduler::exec(double budgetMs)
{
    if (!m_stack.empty()) {
        m_channel.fail(QTA_E_STATE, QStringLiteral("Cannot start exec(): a nested event loop is running, such as that of a dialog; await its end first"));
        return QTA_ERROR;
    }
    Fiber *fiber = take([](const void *scheduler) {
        auto *self = static_cast<Scheduler *>(const_cast<void *>(scheduler));
        self->m_exitCode = QCoreApplication::exec();
        return true;
    },
                        this);
    fiber->isRoot = fiber->detached = true;
    m_execRunning = true;
    m_deadline = now() + static_cast<int64_t>(budgetMs * 1e6);
    return enter(fiber);
}

QtaStatus Scheduler::resume(double budgetMs)
{
    if (m_stack.empty())
        return QTA_IDLE;
    Fiber *fiber = m_stack.back();
    if (fiber->asking) {
        m_channel.fail(QTA_E_STATE, QStringLiteral("Cannot resume Qt: a request waits for its reply"));
        return QTA_ERROR;
    }
    m_deadline = now() + static_cast<int64_t>(budgetMs * 1e6);
    return enter(fiber);
}

QtaStatus Scheduler::reply()
{
    for (auto it = m_stack.rbegin(); it != m_stack.rend(); ++it) {
        Fiber *fiber = *it;
        if (!fiber->asking)
            continue;
        fiber->asking = false;
        if (it == m_stack.rbegin())
            return enter(fiber);
        // The handler left a nested loop behind, which has to end first; the buffer serves others meanwhile.
        fiber->answer = m_channel.input();
        return fiber->detached ? QTA_BUSY : detach(fiber);
    }
    m_channel.fail(QTA_E_STATE, QStringLiteral("Cannot reply: no request is waiting"));
    return QTA_ERROR;
}

bool Scheduler::runOut()
{
    for (Fiber *fiber : m_stack) {
        fiber->detached = true;
        fiber->asking = false;
    }
    for (int round = 0; !m_stack.empty() && round < kRounds; ++round) {
        call([] {
            QCoreApplication::exit(0);
            return true;
        });
        m_deadline = now();
        if (m_stack.empty() || enter(m_stack.back()) == QTA_FATAL)
            break;
    }
    return m_stack.empty();
}

QtaStatus Scheduler::enter(Fiber *fiber)
{
    m_running = fiber;
    m_sanitized.leaveTo(fiber->sanitized);
    fiber->context = switchTo(fiber->context, this).fctx;
    m_sanitized.arriveFrom(fiber->sanitized);
    m_running = nullptr;
    switch (m_why) {
    case Yield::Asking:
        fiber->asking = true;
        return QTA_CALL;
    case Yield::Blocked:
        if (!fiber->detached)
            return detach(fiber);
        return m_more ? QTA_BUSY : QTA_IDLE;
    case Yield::Done:
    case Yield::Failed:
        return finish(fiber, m_why == Yield::Done);
    case Yield::Fatal:
        break;
    }
    return QTA_FATAL;
}

QtaStatus Scheduler::detach(Fiber *fiber)
{
    fiber->detached = true;
    fiber->callId = ++m_lastCallId;
    m_channel.header().id = fiber->callId;
    return QTA_BLOCKED;
}

QtaStatus Scheduler::finish(Fiber *fiber, bool ok)
{
    m_stack.pop_back();
    const bool isRoot = fiber->isRoot;
    const bool detached = fiber->detached;
    const int32_t callId = fiber->callId;
    if (m_idle.size() < kIdleFibers) {
        m_idle.push_back(fiber);
    } else {
        for (auto it = m_all.begin(); it != m_all.end(); ++it) {
            if (it->get() == fiber) {
                m_all.erase(it);
                break;
            }
        }
    }
    Header &header = m_channel.header();
    if (isRoot) {
        m_execRunning = false;
        header.id = m_exitCode;
        return QTA_EXITED;
    }
    if (!detached)
        return ok ? QTA_DONE : QTA_ERROR;
    header.id = callId;
    return ok ? QTA_FINISHED : QTA_FAILED;
}

Reader Scheduler::ask()
{
    Fiber *fiber = m_running;
    fiber->answer.clear();
    yield(Yield::Asking);
    return fiber->answer.empty() ? m_channel.reader() : Reader(fiber->answer.data(), fiber->answer.size());
}

void Scheduler::fatal(const QString &message)
{
    m_channel.fail(QTA_E_FATAL, message);
    yield(Yield::Fatal);
    std::abort();  // entered again in spite of QTA_FATAL
}

void Scheduler::aboutToBlock()
{
    Fiber *fiber = m_running;
    if (!fiber)
        return;
    if (fiber->detached) {
        const int64_t time = now();
        const bool ready = m_waiter.takeReady(time);
        if (ready && time < m_deadline)
            return;
        m_more = ready;
    }
    m_suspension->enter();
    // Whatever woke us may be gone: Qt must come round once without blocking the thread.
    m_waiter.passOnce();
}

}  // namespace qta
