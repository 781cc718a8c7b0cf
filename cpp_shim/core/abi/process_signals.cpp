#include "abi/process_signals.h"

#include <atomic>
#include <cerrno>
#include <mutex>

#include <signal.h>
#include <time.h>
#include <unistd.h>

namespace qta {

namespace {

constexpr int kSignals = 32;
// Whoever starts a program for a terminal (`deno task`, say) gets Ctrl+C as well, and passes it on: it comes twice. In
// nanoseconds, how long after the terminal's that may be, and how close the two are if the starter alone was told and
// passes it on both to the program and to its group.
constexpr int64_t kPassedOn = 1'000'000'000;
constexpr int64_t kTwice = 500'000;

// All that the handler touches is atomic and free of locks, or does not change while the handler is installed.
struct Guard {
    std::atomic<bool> active{false};
    std::atomic<bool> seen{false};
    std::atomic<int64_t> time{0};
    std::atomic<pid_t> sender{0};
    struct sigaction before = {};
    bool installed = false;
};
static_assert(std::atomic<int64_t>::is_always_lock_free && std::atomic<pid_t>::is_always_lock_free);

Guard guards[kSignals];
std::mutex mutex;

int64_t now() noexcept
{
    timespec time{};
    ::clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * int64_t{1'000'000'000} + time.tv_nsec;
}

// Whether this is the same press of Ctrl+C once more.
bool isPassedOn(const Guard &guard, pid_t sender) noexcept
{
    if (sender != ::getppid())
        return false;
    return now() - guard.time.load() < (guard.sender.load() == sender ? kTwice : kPassedOn);
}

void endProcess(int number) noexcept
{
    struct sigaction action = {};
    action.sa_handler = SIG_DFL;
    ::sigaction(number, &action, nullptr);
    sigset_t set;
    ::sigemptyset(&set);
    ::sigaddset(&set, number);
    ::raise(number);
    ::pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
}

void handle(int number, siginfo_t *info, void *context)
{
    const int error = errno;
    Guard &guard = guards[number];
    if (guard.active.load()) {
        const pid_t sender = info->si_code <= 0 ? info->si_pid : 0;
        if (!guard.seen.load()) {
            guard.time.store(now());
            guard.sender.store(sender);
            guard.seen.store(true);
        } else if (!isPassedOn(guard, sender)) {
            endProcess(number);
        }
    }
    const struct sigaction &before = guard.before;
    if (before.sa_flags & SA_SIGINFO)
        before.sa_sigaction(number, info, context);
    else if (before.sa_handler == SIG_DFL)
        endProcess(number);
    else if (before.sa_handler != SIG_IGN)
        before.sa_handler(number);
    errno = error;
}

bool isOurs(int number) noexcept
{
    struct sigaction current = {};
    return ::sigaction(number, nullptr, &current) == 0 && (current.sa_flags & SA_SIGINFO) && current.sa_sigaction == handle;
}

Guard *guardOf(int number) noexcept
{
    return number > 0 && number < kSignals ? &guards[number] : nullptr;
}

void release(int number, Guard &guard) noexcept
{
    guard.active.store(false);
    if (guard.installed && isOurs(number)) {
        ::sigaction(number, &guard.before, nullptr);
        guard.installed = false;
    }
}

}  // namespace

bool guardSignal(int number)
{
    Guard *const guard = guardOf(number);
    if (!guard)
        return false;
    std::lock_guard lock(mutex);
    guard->seen.store(false);
    // Somebody else's handler may be in front of ours since, and go on to it.
    if (!guard->installed) {
        struct sigaction action = {};
        if (::sigaction(number, nullptr, &guard->before) != 0)
            return false;
        action = guard->before;
        action.sa_flags |= SA_SIGINFO;
        action.sa_sigaction = handle;
        if (::sigaction(number, &action, nullptr) != 0)
            return false;
        guard->installed = true;
    }
    guard->active.store(true);
    return true;
}

bool releaseSignal(int number)
{
    Guard *const guard = guardOf(number);
    if (!guard)
        return false;
    std::lock_guard lock(mutex);
    release(number, *guard);
    return guard->seen.load();
}

void releaseSignals()
{
    std::lock_guard lock(mutex);
    for (int number = 1; number < kSignals; ++number)
        release(number, guards[number]);
}

}  // namespace qta
