#include "abi/thread_end.h"

#include "qt_private/main_thread.h"

#include <QThread>

#include <atomic>
#include <condition_variable>
#include <cstdlib>
#include <mutex>
#include <set>

#include <pthread.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace qta {

namespace {

struct Endings {
    std::mutex mutex;
    std::condition_variable changed;
    int threads = 0;  // in the middle of their end
    std::set<QThread *> ended;
    bool process = false;
};

Endings &endings()
{
    static Endings *instance = new Endings;  // outlives every thread
    return *instance;
}

bool isMainThread()
{
    return ::syscall(SYS_gettid) == ::getpid();
}

// Destroyed before anything that Qt keeps for the thread: destructors of C++ come before those of pthread keys.
struct Begin {
    void (*ends)() = nullptr;
    ~Begin()
    {
        if (!ends || isMainThread())
            return;
        ends();
        std::unique_lock lock(endings().mutex);
        // The process ends: what Qt keeps for this thread goes with it, and the thread stops here.
        endings().changed.wait(lock, [] { return !endings().process; });
        ++endings().threads;
        endings().ended.insert(QThread::currentThread());
    }
};
thread_local Begin t_begin;

void threadEnded(void *)
{
    std::lock_guard lock(endings().mutex);
    --endings().threads;
    endings().changed.notify_all();
}

// A key whose destructor comes after that of Qt's own key: keys are numbered in the order in which they are made.
pthread_key_t endKey()
{
    static const pthread_key_t key = [] {
        pthread_key_t made = 0;
        ::pthread_key_create(&made, threadEnded);
        return made;
    }();
    return key;
}

void processEnds()
{
    std::unique_lock lock(endings().mutex);
    endings().process = true;
    endings().changed.wait(lock, [] { return endings().threads == 0; });
    forgetMainThread([](QThread *thread) { return endings().ended.count(thread) != 0; });
}

}  // namespace

__thread uint64_t t_token = 0;

uint64_t makeThreadToken() noexcept
{
    static std::atomic<uint64_t> last{0};
    return t_token = ++last;
}

void guardThreadEnd(void (*ends)())
{
    t_begin.ends = ends;
    {
        // A thread may get the object that stood for one that has ended.
        std::lock_guard lock(endings().mutex);
        endings().ended.erase(QThread::currentThread());
    }
    ::pthread_setspecific(endKey(), &t_begin);
    // Handlers run from the latest to the first: this one has to come before those of whatever Qt has made until now.
    std::atexit(processEnds);
}

}  // namespace qta
